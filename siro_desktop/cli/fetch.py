"""`siro-desktop fetch`."""

from __future__ import annotations

import sys
from datetime import MAXYEAR, MINYEAR
from pathlib import Path
from typing import TYPE_CHECKING

from siro_desktop.cli.exit_codes import ExitCode
from siro_desktop.cli.output import say
from siro_desktop.cli.profile_choice import choose_profile
from siro_desktop.cli.progress import ProgressLine
from siro_desktop.cli.results import check_output, export_result, show_result
from siro_desktop.cli.services import ignore, run_with_network
from siro_desktop.cli.wrong_use import WrongUse, wrong_option
from siro_desktop.domain.periods import Period, parse_bound
from siro_desktop.domain.plan import build_plan
from siro_desktop.domain.query import EntityType, MetricsQuery, parse_ids
from siro_desktop.domain.request import check_address_length
from siro_desktop.errors import ExportError, QueryError
from siro_desktop.jobs.run_query import RunQuery
from siro_desktop.jobs.sign_in import ReadStatus

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from siro_desktop.config import Paths
    from siro_desktop.domain.profile import Profile
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.jobs.connection import NetworkServices


def fetch(arguments: Namespace, paths: Paths) -> ExitCode:
    """Ask Siro, save what it answers, and write it to stdout or to a file."""
    profile = choose_profile(paths, arguments.profile)
    try:
        query = build_query(arguments, profile)
    except QueryError as error:
        raise wrong_option(error) from error
    output: Path | None = arguments.output
    if output is not None:
        check_output(output)
    progress = ProgressLine()
    try:
        saved = run_with_network(paths, lambda services: _run(services, profile, query, progress))
    finally:
        progress.clear()
    _write(saved, arguments.format, output)
    has_shown_warnings = arguments.format == "table" and output is None
    return _say_how_it_ended(saved, () if has_shown_warnings else _warnings(saved))


def build_query(arguments: Namespace, profile: Profile) -> MetricsQuery:
    """Return the query that the options ask for. Raises QueryError for the first that is wrong."""
    bounds = {"start": arguments.start, "end": arguments.end}
    instants = {field: parse_bound(text, profile.zone, is_end=field == "end") for field, text in bounds.items()}
    for field, instant in instants.items():
        if not MINYEAR < instant.year < MAXYEAR:  # clocks of some zone would show a year that there is not
            raise QueryError(field, "This date is too far away.")
    period = Period(**instants)
    query = MetricsQuery(
        organization_id=(arguments.organization or profile.organization_id).strip(),
        conversation_type_id=arguments.conversation_type.strip(),
        period=period,
        filter_by=_once(arguments.filter_by),
        ids=(*(entity_id.strip() for entity_id in arguments.ids), *_read_ids(arguments.ids_file)),
        group_by=_once(arguments.group_by),
    )
    query.check()
    check_address_length(profile.api_base_url, query)
    return query


async def _run(services: NetworkServices, profile: Profile, query: MetricsQuery, progress: ProgressLine) -> SavedResult:
    status = await ReadStatus(profile).run(services, ignore)
    plan = build_plan(query, profile.id, status.identity)
    return await RunQuery(profile, plan).run(services, progress)


def _once(chosen: Sequence[Sequence[EntityType]]) -> tuple[EntityType, ...]:
    return tuple(dict.fromkeys(entity_type for types in chosen for entity_type in types))


def _read_ids(name: str | None) -> tuple[str, ...]:
    if not name:
        return ()
    try:
        if name != "-":
            return parse_ids(Path(name).read_text(encoding="utf-8-sig"))
        return parse_ids(sys.stdin.read() if sys.stdin is not None else "")
    except (OSError, ValueError) as error:  # a ValueError: no text, or a name that no file can have
        raise WrongUse(f"--ids-file: {name} cannot be read.", detail=str(error)) from error


def _write(saved: SavedResult, form: str, output: Path | None) -> None:
    if output is None:
        show_result(saved, form)
        return
    try:
        export_result(output, saved, form)
    except ExportError as error:
        if not saved.id:
            raise
        kept = f"{error.message} Nothing is lost: siro-desktop saved export {saved.id} --output FILE"
        raise ExportError(kept, title=error.title, detail=error.detail) from error


def _warnings(saved: SavedResult) -> tuple[str, ...]:
    """What a table shows below the figures, and other forms do not show at a glance."""
    of_answers = (f"Warning: {warning}" for answer in saved.answers.values() for warning in answer.warnings)
    return (*of_answers, *(f"{problem.title}: {problem.message}" for problem in saved.problems.values()))


def _say_how_it_ended(saved: SavedResult, warnings: Sequence[str]) -> ExitCode:
    for warning in warnings:
        say(warning)
    if not saved.id:
        say("The result could not be saved on this computer.")
        return ExitCode.CANNOT_READ_OR_WRITE
    if saved.problems or any(answer.is_partial for answer in saved.answers.values()):
        say(f"Saved as result {saved.id}, but only a part came.")
        return ExitCode.PARTLY_DONE
    say(f"Saved as result {saved.id}.")
    return ExitCode.DONE
