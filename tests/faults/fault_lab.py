"""Runs one fault through the whole fetch path: the network thread's services, the job, a real store, a real wire."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import resource
import socket
import ssl
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pytest
import trustme
from fault_server import FaultServer, answer

from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.periods import Period
from siro_desktop.domain.plan import build_plan
from siro_desktop.domain.profile import Profile, SignInMethod
from siro_desktop.domain.progress import FetchProgress
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.results import Answer, MetricValues, Page, SavedResult
from siro_desktop.errors import SiroError
from siro_desktop.jobs.connection import NetworkServices, Timing
from siro_desktop.jobs.run_query import RunQuery
from siro_desktop.storage.library import Library

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Mapping

    from fault import Fault

TOKEN = "canary-token-5d1f8e2b"
PERSON = "canary-person-77ab"
SOON = 0.4
"""Seconds for one request where the time for it is made short."""
_STATUS = Path("/proc/self/status")
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@dataclass(frozen=True)
class Authority:
    """A certificate authority that no system knows, and a server's side of TLS that it has signed."""

    file: str
    server: ssl.SSLContext

    @classmethod
    def make(cls, folder: Path) -> Authority:
        authority = trustme.CA()
        file = folder / "authority.pem"
        authority.cert_pem.write_to_path(str(file))
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(server)
        return cls(str(file), server)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.make(tmp_path_factory.mktemp("authority"))


class QuickTime:
    """A clock that waits advance, and that takes none of the test's time for them."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def timing(self, deadline: float) -> Timing:
        return Timing(now=self._now, seconds=self._seconds, sleep=self._sleep, deadline=deadline)

    def _now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=sum(self.slept))

    def _seconds(self) -> float:
        return time.monotonic() + sum(self.slept)

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)


@dataclass
class Outcome:
    """How a run ended. `seconds` are real, `peak` is memory above idle in bytes, `stolen` what the other origin saw."""

    error: SiroError | None = None
    saved: SavedResult | None = None
    reports: list[object] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    stolen: list[str] = field(default_factory=list)
    elsewhere: str = ""
    seconds: float = 0.0
    peak: int = 0

    @property
    def waits(self) -> list[str]:
        """Why requests were sent again, as told to the person."""
        told = [
            report.waiting.reason for report in self.reports if isinstance(report, FetchProgress) and report.waiting
        ]
        return [reason for reason in told if "used up" not in reason]


class FaultLab:
    """A fault's server, a profile that asks it, and a store in which something is kept already."""

    def __init__(self, fault: Fault, folder: Path, authority: Authority) -> None:
        self.fault = fault
        self.library = Library.open(folder / "data")
        self.server = FaultServer(fault.serve, authority.server if fault.tls else None, at_once=fault.at_once)
        self.elsewhere = FaultServer(answer(b"{}"))
        self.server.elsewhere = self.elsewhere.url
        self._environment = {name: os.environ.get(name) for name in _PROXIES}
        places = {"url": self.server.url, "port": str(self.server.port), "closed": str(closed_port())}
        os.environ.update({name: text.format(**places) for name, text in (fault.environment or {}).items()})
        self.profile = Profile(
            id="acme",
            name="Acme",
            api_base_url=fault.address.format(**places),
            method=SignInMethod.ACCESS_TOKEN,
            organization_id="org_1",
            ca_file=authority.file if fault.ca_file else "",
            proxy=fault.proxy.format(**places),
        )
        self.plan = build_plan(october(), self.profile.id)
        self.kept = self._keep_something()

    def close(self) -> None:
        self.server.close()
        self.elsewhere.close()
        self.library.close()
        for name, value in self._environment.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})

    def run(self, timing: Timing | None = None) -> Outcome:
        """Run the query to its end."""
        outcome = Outcome(elsewhere=self.elsewhere.url)

        async def go() -> None:
            async with self.services(timing) as services:
                with MemoryPeak() as peak:
                    started = time.perf_counter()
                    try:
                        job = RunQuery(self.profile, self.plan)
                        outcome.saved = await job.run(services, outcome.reports.append)
                    except SiroError as error:
                        outcome.error = error
                    outcome.seconds = time.perf_counter() - started
                outcome.peak = peak.bytes

        asyncio.run(go())
        outcome.heads, outcome.stolen = self.server.heads, self.elsewhere.heads
        return outcome

    def cancel_after(self, seconds: float) -> float | None:
        """Cancel the run so long after its start; return the seconds that this took, None if it was over before."""

        async def go() -> float | None:
            async with self.services(None) as services:
                task = asyncio.ensure_future(RunQuery(self.profile, self.plan).run(services, lambda _: None))
                await asyncio.wait({task}, timeout=seconds)
                if task.done():
                    task.exception()
                    return None
                asked = time.perf_counter()
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
                return time.perf_counter() - asked

        return asyncio.run(go())

    def still_kept(self) -> bool:
        """True if everything that was stored before the fault loads as it was."""
        return self._load() == self.kept

    def new_results(self) -> int:
        """How many results there are beside the one that was kept before."""
        return len(self.library.load_summaries()) - 1

    @contextlib.asynccontextmanager
    async def services(self, timing: Timing | None) -> AsyncIterator[NetworkServices]:
        """What the network thread opens, signed in."""

        async def store(use: Callable[[Library], Any]) -> Any:
            return use(self.library)

        services = NetworkServices(store, memory_only=True, timing=timing)
        try:
            await (await services.connect(self.profile)).session.keep_secret(TOKEN)
            yield services
        finally:
            await services.close()

    def _keep_something(self) -> tuple[SavedResult, Names]:
        query = october()
        plan = build_plan(query, "earlier")
        self._result_id = self.library.save_run(
            plan=plan, profile_name="Acme", api_base_url="https://x", time_zone="UTC", saved_at=datetime.now(UTC)
        )
        columns: Mapping[str, list[Any]] = {
            "ids": ["m"],
            "names": ["Pace"],
            "units": ["words"],
            "unit_abbreviations": ["w"],
            "metric_types": ["REP_WORDS_PER_MINUTE"],
            "descriptions": [None],
            "values": [140.5],
            "pass_rates": [None],
        }
        kept = Answer(
            cell_key=plan.cells[0].key,
            recordings_evaluated=3,
            metrics=MetricValues(**columns),
            start_at="a",
            end_at="b",
            filter_by=("USER",),
            filter_by_ids=("u",),
            fetched_at=datetime.now(UTC),
            duration_ms=1,
            pages=(Page("https://x/v1", b"{}"),),
        )
        self.library.save_answers(self._result_id, [kept])
        self.library.save_names("earlier", Names(organization_id="o", users=(NamedId("u", "Ana"),)))
        return self._load()

    def _load(self) -> tuple[SavedResult, Names]:
        return self.library.load_result(self._result_id), self.library.load_names("earlier")


class MemoryPeak:
    """Measures how far the resident memory of this process rises in a `with` block, above what it was at its start.

    Linux can be told to forget the former peak; elsewhere only a rise above it is seen.
    """

    def __enter__(self) -> Self:
        gc.collect()
        with contextlib.suppress(OSError):
            Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        self._idle = resident("VmRSS")
        return self

    def __exit__(self, *_: object) -> None:
        self.bytes = max(0, resident("VmHWM") - self._idle)


def resident(name: str) -> int:
    """Resident memory in bytes: *VmRSS* now, *VmHWM* at its highest."""
    if _STATUS.exists():
        lines = dict(line.split(":", 1) for line in _STATUS.read_text(encoding="ascii").splitlines())
        return int(lines[name].split()[0]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def closed_port() -> int:
    """A port of this computer where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def october() -> MetricsQuery:
    """October 2026 of a person whose id must not stand in any log."""
    return MetricsQuery(
        organization_id="org_1",
        conversation_type_id="roof",
        period=Period(datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)),
        filter_by=(EntityType.USER,),
        ids=(PERSON,),
    )


@contextlib.contextmanager
def open_lab(fault: Fault, folder: Path, authority: Authority) -> Iterator[FaultLab]:
    """A lab that is closed after use, with the environment as it was."""
    lab = FaultLab(fault, folder, authority)
    try:
        yield lab
    finally:
        lab.close()
