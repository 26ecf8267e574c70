"""What a question would take, before it is asked. Store thread; no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from siro_desktop.domain.names import Names
from siro_desktop.domain.plan import CompareEntities
from siro_desktop.domain.request import check_address_length
from siro_desktop.errors import StorageError
from siro_desktop.jobs.own_names import load_names
from siro_desktop.jobs.run_query import CountStored, expected_seconds
from siro_desktop.stopping import pause

if TYPE_CHECKING:
    from datetime import datetime

    from siro_desktop.domain.plan import FetchPlan
    from siro_desktop.domain.profile import Profile
    from siro_desktop.domain.question import Question
    from siro_desktop.jobs.base import Report
    from siro_desktop.storage.library import Library


class PlanPreview(Struct, frozen=True):
    """How many cells a plan has, how many of them are taken from the store, and about how long the others take."""

    cells: int
    stored: int
    seconds: float


class PreviewPlan(Struct, frozen=True, kw_only=True):
    """Looks ahead at `question` as `identity` would ask it at `now`, an aware instant; by the rules of `RunQuery`.

    A plain question is always asked: it takes nothing from the store.
    """

    question: Question
    profile: Profile
    identity: str | None
    now: datetime

    async def run(self, library: Library, report: Report) -> PlanPreview:  # noqa: ARG002
        """Return the preview. Raises QueryError if the plan is too large, or cannot be made."""
        plan = self.question.plan(self.now, self.profile, self.identity, self._names(library))
        longest = max((cell.query for cell in plan.cells), key=lambda query: sum(map(len, query.ids)))
        check_address_length(self.profile.api_base_url, longest)
        await pause()  # where the question has changed meanwhile, this is as far as it goes
        stored = self._count_stored(library, plan)
        to_send = len(plan.cells) - stored
        return PlanPreview(len(plan.cells), stored, expected_seconds(to_send, self.profile.requests_per_minute))

    def _names(self, library: Library) -> Names:
        if self.question.compare_by.entities is not CompareEntities.MEMBERS:
            return Names()
        try:
            return load_names(library, self.profile.id)
        except StorageError:
            return Names()

    def _count_stored(self, library: Library, plan: FetchPlan) -> int:
        if not self.question.is_compared:
            return 0
        try:
            return CountStored(plan, self.profile.late_scores).of(library)
        except StorageError:  # then a run asks for everything, too
            return 0
