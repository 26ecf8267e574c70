"""`siro-desktop saved list`, `show`, `export` and `continue`: review without a window, and fetching what is missing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from siro_desktop.cli.exit_codes import ExitCode
from siro_desktop.cli.output import say, write_result, write_rows
from siro_desktop.cli.profile_choice import choose_profile
from siro_desktop.cli.results import check_output, export_result, settle_form, show_result
from siro_desktop.cli.services import run_with_library, stored_names
from siro_desktop.cli.words import period_in_words, question_in_words
from siro_desktop.cli.wrong_use import WrongUse
from siro_desktop.config import ProfileFile
from siro_desktop.domain.comparability import rules_of
from siro_desktop.domain.compare_words import compare_words
from siro_desktop.domain.labels import tags_text
from siro_desktop.domain.names import Names
from siro_desktop.domain.periods import wire_instant
from siro_desktop.domain.zones import zone_of
from siro_desktop.errors import StorageError
from siro_desktop.export.description import describe_query
from siro_desktop.export.text_forms import instant_text, raw_number
from siro_desktop.jobs.saved_results import ListSaved, OpenSaved
from siro_desktop.jobs.store_care import CheckStore

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from siro_desktop.cli.progress import ProgressLine
    from siro_desktop.config import Paths
    from siro_desktop.domain.names import Names
    from siro_desktop.domain.profile import Profile
    from siro_desktop.domain.results import ResultSummary, SavedResult
    from siro_desktop.jobs.connection import NetworkServices

_HEADER = ("id", "saved_at", "question", "period", "recordings", "connection", "name", "tags", "pinned", "answers")


def list_saved(arguments: Namespace, paths: Paths) -> ExitCode:
    """Show the saved results, pinned ones first, then the newest."""
    profile_id = choose_profile(paths, arguments.profile).id if arguments.profile else None
    summaries = run_with_library(paths, ListSaved(profile_id, arguments.search, limit=None))
    if arguments.format == "json":
        write_result(json.dumps([_describe(known) for known in summaries], indent=2) + "\n")
        return ExitCode.DONE
    if not summaries and not run_with_library(paths, CheckStore()).is_sound:
        raise StorageError(
            "The store is damaged, and results in the damaged part are not listed. “siro-desktop saved rescue” saves "
            "what can be read, and keeps the damaged file."
        )
    if not summaries:
        say("No saved result holds that." if arguments.search else "Nothing is saved yet.")
    write_rows(_HEADER, [_row(known) for known in summaries])
    return ExitCode.DONE


def show_saved(arguments: Namespace, paths: Paths) -> ExitCode:
    """Show one saved result."""
    settle_form(arguments)
    saved = _open(paths, arguments.result_id)
    _show(paths, saved, arguments)
    return ExitCode.DONE


def export_saved(arguments: Namespace, paths: Paths) -> ExitCode:
    """Write one saved result to a file."""
    output: Path = arguments.output
    check_output(output)
    settle_form(arguments)
    _export(paths, _open(paths, arguments.result_id), arguments)
    return ExitCode.DONE


def continue_saved(arguments: Namespace, paths: Paths) -> ExitCode:
    """Fetch what a saved result lacks, into the same result, and write it as `fetch` does."""
    from siro_desktop.cli.running import end_whole, run_and_write
    from siro_desktop.jobs.run_query import ContinueRun

    settle_form(arguments)
    if arguments.output is not None:
        check_output(arguments.output)
    saved = _open(paths, arguments.result_id)
    names, profile = stored_names(paths, saved), _profile_of(paths, saved)
    if not saved.missing:
        _write_whole(paths, saved, arguments)
        return end_whole(saved, f"Result {saved.id} lacks nothing")
    if profile is None:
        raise WrongUse(f"The connection “{saved.profile_name}” of result {saved.id} is not there any more.")

    async def run(services: NetworkServices, progress: ProgressLine) -> tuple[SavedResult, Names]:
        return await ContinueRun(profile, saved.id).run(services, progress), names

    return run_and_write(paths, run, arguments, rules_of(profile, zone_of(saved.time_zone)))


def _write_whole(paths: Paths, saved: SavedResult, arguments: Namespace) -> None:
    if arguments.output is None:
        _show(paths, saved, arguments)
    else:
        _export(paths, saved, arguments)


def _export(paths: Paths, saved: SavedResult, arguments: Namespace) -> None:
    export_result(
        arguments.output,
        saved,
        arguments.format,
        stored_names(paths, saved),
        is_wide=arguments.wide,
        with_question=not arguments.figures_only,
    )


def _show(paths: Paths, saved: SavedResult, arguments: Namespace) -> None:
    profile = _profile_of(paths, saved)
    rules = None if profile is None else rules_of(profile, zone_of(saved.time_zone))
    show_result(saved, arguments.format, stored_names(paths, saved), rules, is_wide=arguments.wide)


def _profile_of(paths: Paths, saved: SavedResult) -> Profile | None:
    """Return the connection that a result came over, if it is still there and its file can be read."""
    try:
        profiles = ProfileFile(paths.profiles_file).load()
    except StorageError:
        return None
    return next((profile for profile in profiles if profile.id == saved.plan.profile_id), None)


def _open(paths: Paths, result_id: int) -> SavedResult:
    try:
        return run_with_library(paths, OpenSaved(result_id))
    except StorageError as error:
        if result_id in {known.id for known in run_with_library(paths, ListSaved(limit=None))}:
            raise
        raise WrongUse(f"There is no saved result {result_id}. “siro-desktop saved list” shows them.") from error


def _row(summary: ResultSummary) -> tuple[str, ...]:
    count = raw_number(summary.recordings_evaluated)
    return (
        str(summary.id),
        instant_text(summary.saved_at.replace(microsecond=0), zone_of(summary.time_zone)),
        question_in_words(summary.query, summary.compare_by),
        period_in_words(summary.query.period, summary.time_zone),
        "" if count is None else str(count),
        summary.profile_name,
        summary.labels.name,
        tags_text(summary.labels.tags),
        "yes" if summary.labels.is_pinned else "",
        f"{summary.cells_answered:,} of {summary.cells:,}",
    )


def _describe(summary: ResultSummary) -> dict[str, object]:
    return {
        "id": summary.id,
        "profile": summary.profile_name,
        "time_zone": summary.time_zone,
        "asked_at": wire_instant(summary.saved_at),
        "query": describe_query(summary.query),
        "compare_by": compare_words(summary.compare_by),
        "requests": summary.cells,
        "answers": summary.cells_answered,
        "recordings_evaluated": raw_number(summary.recordings_evaluated),
        "metric_values": summary.metric_count,
        "is_partial": summary.is_partial,
        "name": summary.labels.name,
        "note": summary.labels.note,
        "tags": summary.labels.tags,
        "is_pinned": summary.labels.is_pinned,
    }
