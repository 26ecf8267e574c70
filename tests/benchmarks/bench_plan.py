"""How near a plan of many cells comes to what is possible, and how quickly a stored one is shown again.

`python tests/benchmarks/bench_plan.py [--cells 1000] [--latency-ms 50] [--values 30] [--rerun-cells 2600]` measures

- a run without a limit, beside its floor in the same run: the same requests by bare httpx, as many at once, with
  nothing parsed, counted or saved; and beside the ideal of cells × latency ÷ how many go out at once;
- what a request costs for the budget that all processes share;
- the same question again, all of it in the store: how many requests (none), and how long until the result is there.

`python tests/benchmarks/bench_plan.py --limit 300 [--minutes 2]` runs against a server that enforces so many requests a
minute with 429, and measures how much of the limit is used once the first minute's are out, and what is refused.

The server is a process of its own. It asks for a higher priority and says whether it got it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import httpx
from msgspec.structs import replace

from siro_desktop.api.rate_budget import RateBudget
from siro_desktop.api.rate_ledger import RateLedger
from siro_desktop.cli.services import StoreInPlace
from siro_desktop.domain.calendar import Calendar, Unit
from siro_desktop.domain.periods import Period
from siro_desktop.domain.plan import CompareBy, CompareEntities, FetchPlan, build_plan
from siro_desktop.domain.profile import Profile, SignInMethod
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.request import request_url
from siro_desktop.jobs.connection import NetworkServices
from siro_desktop.jobs.run_query import AT_ONCE, RunQuery

if TYPE_CHECKING:
    from collections.abc import Iterator

    from siro_desktop.domain.results import SavedResult

SERVER = Path(__file__).with_name("values_server.py")
NO_LIMIT = 100_000


def build(cells: int) -> FetchPlan:
    """Fifty people by week, or as many as make up the number."""
    start = datetime(2024, 1, 1, tzinfo=UTC)
    query = MetricsQuery(
        organization_id="org_1",
        conversation_type_id="roof",
        period=Period(start, datetime(2024, 12, 30, tzinfo=UTC)),
        filter_by=(EntityType.USER,),
        ids=tuple(f"user_{number}" for number in range(-(-cells // 52))),
    )
    by = CompareBy(entities=CompareEntities.EACH, unit=Unit.WEEK)
    plan = build_plan(query, "bench", compare_by=by, calendar=Calendar(ZoneInfo("UTC")))
    return replace(plan, cells=plan.cells[:cells])


@dataclass
class Server:
    """A server of values; `seen` is what it saw once it has ended."""

    address: str
    seen: dict[str, list[float]] = field(default_factory=dict)


@contextmanager
def serving(values: int, latency_ms: int, per_minute: int = 0) -> Iterator[Server]:
    options = ["--values", str(values), "--latency-ms", str(latency_ms), "--per-minute", str(per_minute)]
    command = [sys.executable, str(SERVER), "--report", *options]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        server = Server(process.stdout.readline().strip())
        try:
            yield server
        finally:
            server.seen = json.loads(process.communicate()[0])


@dataclass
class Lab:
    """A store, a budget shared through a file, and a signed-in connection to a server."""

    services: NetworkServices
    profile: Profile

    @classmethod
    async def open(cls, address: str, store: StoreInPlace, folder: Path, per_minute: int) -> Lab:
        profile = Profile(
            id="bench",
            name="Bench",
            api_base_url=address,
            method=SignInMethod.ACCESS_TOKEN,
            requests_per_minute=per_minute,
        )
        services = NetworkServices(store, memory_only=True)
        services._lock_folder = folder  # no keyring, but the ledger that a real profile has
        await (await services.connect(profile)).session.keep_secret("token-for-the-bench")
        return cls(services, profile)

    async def run(self, plan: FetchPlan, **options: Any) -> tuple[SavedResult, float]:
        began = time.perf_counter()
        saved = await RunQuery(self.profile, plan, **options).run(self.services, lambda _: None)
        return saved, time.perf_counter() - began


async def bare(address: str, plan: FetchPlan) -> float:
    """The floor: the same requests, as many at once, by httpx alone."""
    urls = [request_url(address, cell.query) for cell in plan.cells]
    async with httpx.AsyncClient(trust_env=False) as client:

        async def work() -> None:
            while urls:
                (await client.get(urls.pop())).raise_for_status()

        began = time.perf_counter()
        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
        return time.perf_counter() - began


async def cost_of_the_budget(folder: Path, requests: int = 1000) -> float:
    """Seconds for each request, in the best of five rounds. The target is a fifth of a millisecond."""
    budget = RateBudget(NO_LIMIT, ledger=RateLedger(folder, "cost"))
    rounds = []
    for _ in range(5):
        began = time.perf_counter()
        for _ in range(requests // 5):
            await budget.take(asyncio.sleep, lambda _: None)
        rounds.append((time.perf_counter() - began) / (requests // 5))
    return min(rounds)


async def without_limit(folder: Path, options: argparse.Namespace) -> None:
    plan = build(options.cells)
    ideal = options.cells * options.latency_ms / 1000 / AT_ONCE
    with serving(options.values, options.latency_ms) as server, StoreInPlace(folder / "data") as store:
        lab = await Lab.open(server.address, store, folder, NO_LIMIT)
        await lab.run(replace(plan, cells=plan.cells[:AT_ONCE]))
        floor = await bare(server.address, plan)
        _, seconds = await lab.run(plan)
        await lab.services.close()
    print(f"{options.cells:,} cells of {options.values} values, {AT_ONCE} at once, {options.latency_ms} ms each:")
    print(f"  fetched and saved in {seconds:.2f} s: {seconds / ideal:.2f} × the ideal of {ideal:.2f} s,")
    print(f"  {seconds / floor:.2f} × the floor of {floor:.2f} s (bare httpx: {floor / ideal:.2f} × the ideal)")
    print(f"the shared budget costs {await cost_of_the_budget(folder) * 1000:.3f} ms a request")


async def from_store(folder: Path, options: argparse.Namespace) -> None:
    plan = build(options.rerun_cells)
    with serving(options.values, 0) as server, StoreInPlace(folder / "data") as store:
        lab = await Lab.open(server.address, store, folder / "rerun", NO_LIMIT)
        await lab.run(plan)
        again = [await lab.run(plan, reuse_closed_after=lab.profile.late_scores) for _ in range(5)]
        result_id = again[-1][0].id
        began = time.perf_counter()
        await store(lambda library: library.load_result(result_id))
        opened = time.perf_counter() - began
        await lab.services.close()
    requests = len(server.seen["answered"]) - len(plan.cells)
    seconds = sorted(seconds for _, seconds in again)
    print(f"{len(plan.cells):,} stored cells again: {requests} requests, {seconds[2] * 1000:.0f} ms until the result")
    print(
        f"  (best {seconds[0] * 1000:.0f}, worst {seconds[-1] * 1000:.0f}); opened by its number {opened * 1000:.0f} ms"
    )


async def with_limit(folder: Path, options: argparse.Namespace) -> None:
    limit = options.limit
    plan = build(limit * options.minutes + limit // 2)
    with (
        serving(options.values, options.latency_ms, per_minute=limit) as server,
        StoreInPlace(folder / "data") as store,
    ):
        lab = await Lab.open(server.address, store, folder, limit)
        _, seconds = await lab.run(plan)
        await lab.services.close()
    answered, refused = server.seen["answered"], server.seen["refused"]
    # From the first request of the first minute to the first of the last: whole rounds, as if it went on for ever.
    rounds = (len(answered) - 1) // limit
    per_minute = rounds * limit / (answered[rounds * limit] - answered[0]) * 60
    print(f"limit of {limit} a minute, {len(plan.cells):,} cells, {seconds:.0f} s:")
    print(f"  {per_minute:.1f} a minute in steady state: {per_minute / limit:.1%} of the limit; {len(refused)} refused")


def raise_priority() -> None:
    try:
        os.nice(-10)
    except (OSError, AttributeError) as error:
        print(f"at normal priority ({type(error).__name__})")
    else:
        print("at raised priority")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cells", type=int, default=1000)
    parser.add_argument("--latency-ms", type=int, default=50)
    parser.add_argument("--values", type=int, default=30)
    parser.add_argument("--rerun-cells", type=int, default=2600)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--minutes", type=int, default=2)
    options = parser.parse_args()
    raise_priority()
    with tempfile.TemporaryDirectory() as name:
        if options.limit:
            asyncio.run(with_limit(Path(name), options))
            return
        asyncio.run(without_limit(Path(name), options))
        asyncio.run(from_store(Path(name), options))


if __name__ == "__main__":
    main()
