"""Run a fetch plan: ask Siro for its cells, save the answers as they come, and return the saved result."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from siro_desktop.domain.plan import final_from
from siro_desktop.domain.progress import PlanBuilt
from siro_desktop.domain.results import SavedResult
from siro_desktop.errors import AccessDenied, SiroError
from siro_desktop.jobs.cell_run import CellRun
from siro_desktop.jobs.kept_run import KeptRun

if TYPE_CHECKING:
    from datetime import timedelta

    from siro_desktop.domain.plan import FetchPlan
    from siro_desktop.domain.profile import Profile
    from siro_desktop.jobs.base import Report
    from siro_desktop.jobs.connection import Connection, NetworkServices
    from siro_desktop.storage.library import Library

AT_ONCE: Final = 12
_TYPICAL_SECONDS: Final = 0.5


class RunQuery(Struct, frozen=True):
    """Fetches every cell of `plan` through `profile`, `at_once` at a time.

    With `reuse_closed_after`, an answer that is in the store is taken from there, if it was fetched so long after the
    end of its period; with None everything is asked again.

    Reports `FetchProgress`, `ResultBegun`, for each answer that was fetched and saved `AnswerArrived`, and of several
    cells `ResultSoFar` from time to time. A cell that fails is kept as a problem of the result; cells that were not
    asked, since nothing came any more, have neither answer nor problem. If there is no answer at all, the run raises
    the error and nothing is saved. What had come before a cancellation stays in the store: `ContinueRun` takes it up.
    """

    profile: Profile
    plan: FetchPlan
    reuse_closed_after: timedelta | None = None
    at_once: int = AT_ONCE

    async def run(self, services: NetworkServices, report: Report) -> SavedResult:
        """Return the saved result, with id 0 if it could not be saved. Raises SiroError if nothing came."""
        api = (await services.connect(self.profile)).api
        kept = KeptRun(services.store, self._nothing_yet(), report)
        if self.reuse_closed_after is not None:
            await kept.reuse(self.reuse_closed_after)
        cells = CellRun(api, kept, report, self.at_once)
        await cells.fetch([cell for cell in self.plan.cells if cell.key not in kept.answers])
        if not kept.answers:
            raise cells.last_error or SiroError("The plan has no cells.")
        return kept.result()

    def _nothing_yet(self) -> SavedResult:
        return SavedResult(
            id=0,
            profile_name=self.profile.name,
            api_base_url=self.profile.api_base_url,
            time_zone=self.profile.time_zone,
            saved_at=datetime.now(UTC),
            plan=self.plan,
        )


class ContinueRun(Struct, frozen=True):
    """Takes up the saved result `result_id`: fetches the cells that have no answer, and saves them into it.

    With `cells`, those keys are asked instead, whether they have an answer or not; where it fails again, the answer
    that was there stays. Reports what `RunQuery` does, and `PlanBuilt` before.
    """

    profile: Profile
    result_id: int
    cells: frozenset[str] = frozenset()
    at_once: int = AT_ONCE

    async def run(self, services: NetworkServices, report: Report) -> SavedResult:
        """Return the whole result. Raises StorageError if it is not there, and SiroError if nothing new came."""
        result_id = self.result_id
        known = await services.store(lambda library: library.load_result(result_id))
        connection = await services.connect(self.profile)
        await self._check(known, connection)
        report(PlanBuilt(known.plan))
        kept = KeptRun(services.store, known, report)
        wanted = self.cells or {cell.key for cell in known.missing}
        cells = CellRun(connection.api, kept, report, self.at_once)
        await cells.fetch([cell for cell in known.plan.cells if cell.key in wanted])
        if not cells.fetched and cells.last_error is not None:
            raise cells.last_error
        return kept.result()

    async def _check(self, known: SavedResult, connection: Connection) -> None:
        """Refuse to put together what different people, or different servers, were told."""
        if (known.plan.profile_id, known.api_base_url) != (self.profile.id, self.profile.api_base_url):
            raise AccessDenied(
                f"It came from {known.api_base_url}, and you are connected to {self.profile.api_base_url}. "
                "Ask the question anew.",
                title="This result cannot be continued here",
            )
        asking = (await connection.session.status()).identity
        if known.plan.identity and asking and known.plan.identity != asking:
            raise AccessDenied(
                "Somebody else was signed in when it was begun, and may see other figures. Ask the question anew.",
                title="This result is another person's",
            )


class CountStored(Struct, frozen=True):
    """Counts the cells of a plan that `RunQuery` would take from the store."""

    plan: FetchPlan
    reuse_closed_after: timedelta

    async def run(self, library: Library, report: Report) -> int:  # noqa: ARG002
        """Return the count. Raises StorageError."""
        return self.of(library)

    def of(self, library: Library) -> int:
        """Return the count, for whoever is in the store's thread already."""
        return len(library.find_answers(final_from(self.plan, self.reuse_closed_after)))


def expected_seconds(requests: int, per_minute: int = 1000) -> float:
    """Return about how long so many requests take, inside a rate limit of which nothing is used yet."""
    if requests <= 0:
        return 0.0
    return max(requests * _TYPICAL_SECONDS / AT_ONCE, 60.0 * ((requests - 1) // per_minute))
