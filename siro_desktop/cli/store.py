"""`siro-desktop saved label`, `delete`, `limits`, `check`, `backup`, `restore`, `rescue`: care of what is saved."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from siro_desktop.cli.exit_codes import ExitCode
from siro_desktop.cli.output import say, write_rows, write_status
from siro_desktop.cli.profile_choice import choose_profile
from siro_desktop.cli.results import check_output
from siro_desktop.cli.services import run_to_end, run_with_library
from siro_desktop.cli.words import period_in_words, question_in_words
from siro_desktop.cli.wrong_use import WrongUse
from siro_desktop.domain.labels import parse_tags
from siro_desktop.domain.question_json import one_line
from siro_desktop.domain.retention import RetentionRule
from siro_desktop.domain.store_health import StoreHealth, StoreProgress
from siro_desktop.domain.zones import zone_of
from siro_desktop.errors import LabelError, RetentionError, StorageError
from siro_desktop.export.text_forms import instant_text
from siro_desktop.jobs.saved_limits import DeleteSeveral, FindExpired, LabelSaved, SaveRetention
from siro_desktop.jobs.saved_results import ListSaved, StoredResults
from siro_desktop.jobs.store_care import BackUpStore, CheckStore, RescueStore, RestoreStore

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from siro_desktop.config import Paths
    from siro_desktop.domain.labels import Labels
    from siro_desktop.domain.retention import StoredResult
    from siro_desktop.jobs.base import Job
    from siro_desktop.storage.library import Library

T = TypeVar("T")
_LIMITS_HEADER = ("id", "saved_at", "question", "period", "bytes")


def label_saved(arguments: Namespace, paths: Paths) -> ExitCode:
    """Name, note, tag, pin or unpin a saved result; what is not given stays."""
    known = {one.id: one.labels for one in run_with_library(paths, ListSaved(limit=None))}
    if arguments.result_id not in known:
        raise WrongUse(f"There is no saved result {arguments.result_id}. “siro-desktop saved list” shows them.")
    labels = _changed(known[arguments.result_id], arguments)
    try:
        run_with_library(paths, LabelSaved(arguments.result_id, labels))
    except LabelError as error:
        option = {"tags": "tag"}.get(error.field, error.field)
        raise WrongUse(f"--{option}: {error.message}") from error
    say(f"Labelled result {arguments.result_id}.")
    return ExitCode.DONE


def delete_saved(arguments: Namespace, paths: Paths) -> ExitCode:
    """Delete the saved results of these numbers, or none of them."""
    wanted: tuple[int, ...] = tuple(dict.fromkeys(arguments.result_ids))
    stored = run_with_library(paths, StoredResults())
    pinned = {one.id for one in run_with_library(paths, ListSaved(limit=None)) if one.labels.is_pinned}
    for result_id in wanted:
        if result_id not in stored:
            raise WrongUse(f"There is no saved result {result_id}. “siro-desktop saved list” shows them.")
        if result_id in pinned:
            raise WrongUse(f"Result {result_id} is pinned. First: siro-desktop saved label {result_id} --unpin")
    gone = run_with_library(paths, DeleteSeveral(wanted))
    say(f"Deleted result {', '.join(map(str, gone))}.")
    return ExitCode.DONE


def limit_saved(arguments: Namespace, paths: Paths) -> ExitCode:
    """Show what goes beyond a connection's limits, change these, or delete what is beyond them."""
    profile = choose_profile(paths, arguments.profile)
    found = run_with_library(paths, FindExpired(profile.id, datetime.now(UTC)))
    rule = RetentionRule(_limit(arguments.days, found.rule.days), _limit(arguments.megabytes, found.rule.megabytes))
    if rule != found.rule:
        try:
            run_with_library(paths, SaveRetention(profile.id, rule))
        except RetentionError as error:
            raise WrongUse(f"--{error.field}: {error.message}") from error
        found = run_with_library(paths, FindExpired(profile.id, datetime.now(UTC)))
    say(f"Limits of {profile.name}: {_rule_in_words(rule)}")
    write_rows(_LIMITS_HEADER, [_row(one) for one in found.results])
    if not arguments.delete:
        if found.results:
            say("These are beyond the limits. Nothing is deleted without --delete.")
        return ExitCode.DONE
    gone = run_with_library(paths, DeleteSeveral(tuple(one.summary.id for one in found.results)))
    say(f"Deleted {len(gone):,} of them.")
    return ExitCode.DONE


def check_store(arguments: Namespace, paths: Paths) -> ExitCode:  # noqa: ARG001
    """Read every result, and look whether each figure is as it was saved."""
    health = _with_progress(paths, CheckStore(is_whole=True))
    if health.read_only:
        say(health.read_only)
    if health.is_sound:
        read = f": {_counted(health.results)} read, with every figure as it was saved" if health.results else ""
        say(f"Nothing is damaged{read}.")
        return ExitCode.DONE
    _say_damage(health)
    return ExitCode.CANNOT_READ_OR_WRITE


def back_up_store(arguments: Namespace, paths: Paths) -> ExitCode:
    """Write everything that is kept into one file."""
    output: Path = arguments.output
    check_output(output)
    _with_progress(paths, BackUpStore(output))
    say(f"Written to {output}")
    return ExitCode.DONE


def restore_store(arguments: Namespace, paths: Paths) -> ExitCode:
    """Put a backup in place of the store, which is kept beside it."""
    report = _run_alone(RestoreStore(paths.data, arguments.file))
    say(f"Restored {_counted(report.results)}.")
    if report.kept is not None:
        say(f"What was here is kept: {report.kept}")
    return ExitCode.DONE


def rescue_store(arguments: Namespace, paths: Paths) -> ExitCode:  # noqa: ARG001
    """Save what can be read of a damaged store into a new one; one that is sound stays as it is."""
    if _is_sound(paths):
        say("Nothing is damaged, so nothing was changed.")
        return ExitCode.DONE
    report = _run_alone(RescueStore(paths.data))
    say(f"{_counted(report.results)} saved, {report.whole:,} of them whole.")
    if report.parts:
        say(f"Something is missing of: {', '.join(report.parts)}.")
    if report.lost:
        say(f"Only in the damaged file: result {', '.join(map(str, report.lost))}.")
    say(f"The damaged file is kept: {report.kept}")
    return ExitCode.PARTLY_DONE if report.parts or report.lost else ExitCode.DONE


def _changed(labels: Labels, arguments: Namespace) -> Labels:
    return type(labels)(
        name=labels.name if arguments.name is None else one_line(arguments.name),
        note=labels.note if arguments.note is None else arguments.note.strip(),
        tags=labels.tags if arguments.tag is None else parse_tags(",".join(arguments.tag)),
        is_pinned=labels.is_pinned if arguments.is_pinned is None else arguments.is_pinned,
    )


def _counted(results: int) -> str:
    return "1 result" if results == 1 else f"{results:,} results"


def _limit(wanted: int | None, known: int | None) -> int | None:
    """What is wanted, where 0 means no limit; what is known, if nothing is."""
    return known if wanted is None else wanted or None


def _rule_in_words(rule: RetentionRule) -> str:
    days = "day" if rule.days == 1 else "days"
    limits = [f"{limit:,} {unit}" for limit, unit in ((rule.days, days), (rule.megabytes, "MB")) if limit is not None]
    return " and ".join(limits) or "none, everything stays"


def _row(one: StoredResult) -> tuple[str, ...]:
    summary = one.summary
    return (
        str(summary.id),
        instant_text(summary.saved_at.replace(microsecond=0), zone_of(summary.time_zone)),
        summary.labels.name or question_in_words(summary.query, summary.compare_by),
        period_in_words(summary.query.period, summary.time_zone),
        str(one.size),
    )


def _is_sound(paths: Paths) -> bool:
    try:
        return _with_progress(paths, CheckStore(is_whole=True)).is_sound
    except StorageError:  # it cannot even be opened
        return False


def _say_damage(health: StoreHealth) -> None:
    parts = dict.fromkeys(damage.part.value for damage in health.damages)
    if parts:
        say(f"Damaged: {', '.join(parts)}.")
    if health.unreadable:
        say(f"Results that cannot be read whole, by their id: {', '.join(map(str, health.unreadable))}.")
    say("All others open. “siro-desktop saved rescue” saves what can be read, and keeps the damaged file.")


def _with_progress(paths: Paths, job: Job[Library, T]) -> T:
    try:
        return run_with_library(paths, job, _show)
    finally:
        write_status("")


def _run_alone(job: Job[None, T]) -> T:
    """Run a job that opens the store itself."""
    try:
        return run_to_end(job.run(None, _show))
    finally:
        write_status("")


def _show(progress: object) -> None:
    if isinstance(progress, StoreProgress):
        how_far = f" {progress.done:,} of {progress.total:,}" if progress.total else ""
        write_status(f"{progress.step.value.replace('-', ' ')}{how_far}")
