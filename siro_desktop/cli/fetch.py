"""`siro-desktop fetch`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from siro_desktop.cli.exit_codes import ExitCode
from siro_desktop.cli.plan_preview import show_plan
from siro_desktop.cli.profile_choice import choose_profile
from siro_desktop.cli.queries import load_query
from siro_desktop.cli.question import build_checked_plan, build_question, check_question, with_calendar
from siro_desktop.cli.results import check_output, settle_form
from siro_desktop.cli.running import run_and_write
from siro_desktop.cli.services import ignore, run_with_network
from siro_desktop.cli.wrong_use import WrongUse, wrong_option
from siro_desktop.domain.comparability import rules_of
from siro_desktop.errors import QueryError
from siro_desktop.jobs.run_query import CountStored, RunQuery
from siro_desktop.jobs.run_question import lacks_members, names_for_plan, reuse_after
from siro_desktop.jobs.sign_in import ReadStatus

if TYPE_CHECKING:
    from argparse import Namespace
    from datetime import timedelta

    from siro_desktop.cli.progress import ProgressLine
    from siro_desktop.config import Paths
    from siro_desktop.domain.names import Names
    from siro_desktop.domain.plan import FetchPlan
    from siro_desktop.domain.profile import Profile
    from siro_desktop.domain.question import Question
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.jobs.connection import NetworkServices


_MEMBERS_UNKNOWN: Final = (
    "--plan: Who belongs to these teams is not known yet, and --plan asks nobody. The first fetch without it finds "
    "out; or compare by entity, with people's ids."
)


def fetch(arguments: Namespace, paths: Paths) -> ExitCode:
    """Ask Siro, save what it answers, and write it to stdout or to a file; with `--plan` only tell what it takes."""
    profile = choose_profile(paths, arguments.profile)
    kept = load_query(paths, profile, arguments.query).question if arguments.query else None
    now = datetime.now(UTC)
    try:
        profile = with_calendar(profile, arguments)
        question = build_question(arguments, profile, kept)
        check_question(question, now, profile)
    except QueryError as error:
        raise wrong_option(error) from error
    asking = _Asking(profile, question, now, is_refresh=arguments.refresh)
    if arguments.plan:
        plan, stored = run_with_network(paths, asking.look_ahead)
        show_plan(plan, stored, profile, now, arguments.format or arguments.usual_format)
        return ExitCode.DONE
    settle_form(arguments)
    if arguments.output is not None:
        check_output(arguments.output)
    return run_and_write(paths, asking.run, arguments, rules_of(profile))


class _Asking(Struct, frozen=True):
    """A question to a connection at `now`. A plain one is always asked; of a compared one, final answers are reused."""

    profile: Profile
    question: Question
    now: datetime
    is_refresh: bool

    async def run(self, services: NetworkServices, progress: ProgressLine) -> tuple[SavedResult, Names]:
        """Return the result, and the names known for what it is about."""
        plan, names = await self._plan(services, may_look_up=True)
        saved = await RunQuery(self.profile, plan, self._reuse_after()).run(services, progress)
        return saved, names

    async def look_ahead(self, services: NetworkServices) -> tuple[FetchPlan, int]:
        """Return the plan, and how many of its cells would come from the store. Sends nothing."""
        plan, _ = await self._plan(services, may_look_up=False)
        reuse = self._reuse_after()
        return plan, 0 if reuse is None else await services.store(CountStored(plan, reuse).of)

    async def _plan(self, services: NetworkServices, *, may_look_up: bool) -> tuple[FetchPlan, Names]:
        status = await ReadStatus(self.profile).run(services, ignore)
        names = await names_for_plan(services, self.profile, self.question, may_look_up=may_look_up)
        try:
            return build_checked_plan(self.question, self.now, self.profile, status.identity, names), names
        except QueryError as error:
            if not may_look_up and lacks_members(self.question, names):
                raise WrongUse(_MEMBERS_UNKNOWN) from error
            raise wrong_option(error) from error

    def _reuse_after(self) -> timedelta | None:
        return reuse_after(self.profile, self.question.compare_by, refresh_all=self.is_refresh)
