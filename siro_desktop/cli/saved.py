"""`siro-desktop saved list`, `show` and `export`: offline review without a window."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from siro_desktop.cli.exit_codes import ExitCode
from siro_desktop.cli.output import say, write_result, write_rows
from siro_desktop.cli.profile_choice import choose_profile
from siro_desktop.cli.results import check_output, check_wide, export_result, show_result
from siro_desktop.cli.services import run_with_library
from siro_desktop.cli.words import period_in_words, question_in_words
from siro_desktop.cli.wrong_use import WrongUse
from siro_desktop.domain.names import Names
from siro_desktop.domain.periods import wire_instant
from siro_desktop.errors import StorageError
from siro_desktop.export.description import describe_query
from siro_desktop.export.text_forms import instant_text, raw_number, zone_of
from siro_desktop.jobs.look_up_names import LoadNames
from siro_desktop.jobs.saved_results import ListSaved, OpenSaved

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from siro_desktop.config import Paths
    from siro_desktop.domain.results import ResultSummary, SavedResult

_HEADER = ("id", "saved_at", "question", "period", "recordings", "connection")


def list_saved(arguments: Namespace, paths: Paths) -> ExitCode:
    """Show the saved results, newest first."""
    profile_id = choose_profile(paths, arguments.profile).id if arguments.profile else None
    summaries = run_with_library(paths, ListSaved(profile_id))
    if arguments.format == "json":
        write_result(json.dumps([_describe(known) for known in summaries], indent=2) + "\n")
        return ExitCode.DONE
    if not summaries:
        say("Nothing is saved yet.")
    write_rows(_HEADER, [_row(known) for known in summaries])
    return ExitCode.DONE


def show_saved(arguments: Namespace, paths: Paths) -> ExitCode:
    """Show one saved result."""
    check_wide(arguments)
    saved = _open(paths, arguments.result_id)
    show_result(saved, arguments.format, _names(paths, saved), is_wide=arguments.wide)
    return ExitCode.DONE


def export_saved(arguments: Namespace, paths: Paths) -> ExitCode:
    """Write one saved result to a file."""
    output: Path = arguments.output
    check_output(output)
    check_wide(arguments)
    saved = _open(paths, arguments.result_id)
    export_result(output, saved, arguments.format, _names(paths, saved), is_wide=arguments.wide)
    return ExitCode.DONE


def _open(paths: Paths, result_id: int) -> SavedResult:
    try:
        return run_with_library(paths, OpenSaved(result_id))
    except StorageError as error:
        if result_id in {known.id for known in run_with_library(paths, ListSaved())}:
            raise
        raise WrongUse(f"There is no saved result {result_id}. “siro-desktop saved list” shows them.") from error


def _names(paths: Paths, saved: SavedResult) -> Names:
    """The names that are known of a comparison's ids; nothing else shows any."""
    if not saved.is_comparison:
        return Names()
    try:
        return run_with_library(paths, LoadNames(saved.plan.profile_id))
    except StorageError:  # ids do as well
        return Names()


def _row(summary: ResultSummary) -> tuple[str, ...]:
    count = raw_number(summary.recordings_evaluated)
    return (
        str(summary.id),
        instant_text(summary.saved_at.replace(microsecond=0), zone_of(summary.time_zone)),
        question_in_words(summary.plan.query),
        period_in_words(summary.plan.query.period, summary.time_zone),
        "" if count is None else str(count),
        summary.profile_name,
    )


def _describe(summary: ResultSummary) -> dict[str, object]:
    return {
        "id": summary.id,
        "profile": summary.profile_name,
        "time_zone": summary.time_zone,
        "asked_at": wire_instant(summary.saved_at),
        "query": describe_query(summary.plan.query),
        "recordings_evaluated": raw_number(summary.recordings_evaluated),
        "metric_values": summary.metric_count,
        "is_partial": summary.is_partial,
    }
