"""Ask a question: build its plan, with the names that it needs, and run it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from siro_desktop.domain.names import Names
from siro_desktop.domain.plan import NOT_COMPARED, CompareEntities
from siro_desktop.domain.progress import PlanBuilt
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.request import check_address_length
from siro_desktop.errors import StorageError
from siro_desktop.jobs.look_up_names import LookUpNames
from siro_desktop.jobs.own_names import load_names
from siro_desktop.jobs.run_query import AT_ONCE, RunQuery

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from siro_desktop.domain.plan import CompareBy, FetchPlan
    from siro_desktop.domain.profile import Profile
    from siro_desktop.domain.question import Question
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.jobs.base import Report
    from siro_desktop.jobs.connection import NetworkServices


class RunQuestion(Struct, frozen=True):
    """Asks `question` at `now` (aware) as `identity`. A plain question is always asked.

    Of a compared one, cells whose figures are final are taken from the store, unless `refresh_all`. The names of a
    team's members are looked up where they are not known. Reports `PlanBuilt`, then what `RunQuery` does.
    """

    profile: Profile
    question: Question
    identity: str | None
    now: datetime
    refresh_all: bool = False
    at_once: int = AT_ONCE

    async def run(self, services: NetworkServices, report: Report) -> SavedResult:
        """Return the saved result. Raises QueryError for the field that is wrong, and what `RunQuery` raises."""
        question, profile = self.question, self.profile
        question.resolve(self.now, profile.calendar).check()  # before anybody is asked for names
        names = await names_for_plan(services, profile, question)
        plan = question.plan(self.now, profile, self.identity, names)
        check_longest_address(plan, profile)
        report(PlanBuilt(plan))
        settle = reuse_after(profile, question.compare_by, refresh_all=self.refresh_all)
        return await RunQuery(profile, plan, settle, self.at_once).run(services, report)


def reuse_after(profile: Profile, compare_by: CompareBy, *, refresh_all: bool) -> timedelta | None:
    """Return how long after its period's end an answer in the store is good for a question; None: everything is asked.

    Whoever asks a plain question wants to know how things stand now.
    """
    return None if refresh_all or compare_by == NOT_COMPARED else profile.late_scores


async def names_for_plan(
    services: NetworkServices, profile: Profile, question: Question, *, may_look_up: bool = True
) -> Names:
    """Return the names that taking a question apart needs; Siro is asked for them where the store has no team members.

    Raises what `LookUpNames` does.
    """
    names = await _stored_names(services, profile) if question.is_compared else Names()
    if not may_look_up or not lacks_members(question, names):
        return names
    return await LookUpNames(profile, question.organization_id).run(services, _ignore)


def lacks_members(question: Question, names: Names) -> bool:
    """True for a question about each member of teams, of one of which `names` know nobody."""
    by_member = question.compare_by.entities is CompareEntities.MEMBERS and question.filter_by == (EntityType.TEAM,)
    return by_member and not set(question.ids) <= {user.team_id for user in names.users}


def check_longest_address(plan: FetchPlan, profile: Profile) -> None:
    """Raise QueryError for `ids` if a cell asks about more ids than an address can hold."""
    longest = max((cell.query for cell in plan.cells), key=lambda query: sum(map(len, query.ids)))
    check_address_length(profile.api_base_url, longest)


async def _stored_names(services: NetworkServices, profile: Profile) -> Names:
    try:
        return await services.store(lambda library: load_names(library, profile.id))
    except StorageError:  # ids do as well
        return Names()


def _ignore(report: object) -> None:
    """Nobody waits for what a look-up reports."""
