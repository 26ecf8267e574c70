"""What `fetch` and `saved continue` have in common: a run with its progress, its result written, and how it ended."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from siro_desktop.cli.exit_codes import ExitCode
from siro_desktop.cli.output import drop_stdout, say
from siro_desktop.cli.progress import ProgressLine
from siro_desktop.cli.results import export_result, show_result
from siro_desktop.cli.services import run_with_network, stored_names
from siro_desktop.errors import ExportError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    from siro_desktop.config import Paths
    from siro_desktop.domain.comparability import Rules
    from siro_desktop.domain.names import Names
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.jobs.connection import NetworkServices

    Run: TypeAlias = Callable[[NetworkServices, ProgressLine], Awaitable[tuple[SavedResult, Names]]]


def run_and_write(paths: Paths, run: Run, arguments: Namespace, rules: Rules) -> ExitCode:
    """Run, and write the result to stdout or to a file, as the options say; `rules` are the connection's."""
    progress = ProgressLine()
    saved, names = _run(paths, run, progress)
    if not saved.is_comparison:  # which needed no names to be asked
        names = stored_names(paths, saved)
    output: Path | None = arguments.output
    try:
        if output is None:
            show_result(saved, arguments.format, names, rules, is_wide=arguments.wide)
        else:
            _export(saved, names, arguments, output)
    except BrokenPipeError:  # `| head` has seen enough; how it ended is told all the same
        drop_stdout()
    except KeyboardInterrupt:
        if saved.id:
            say(f"Saved as result {saved.id}, but not written to the end.")
        raise
    has_shown_warnings = arguments.format == "table" and output is None
    return _say_how_it_ended(saved, () if has_shown_warnings else _warnings(saved), progress.not_kept)


def _how_to_go_on(result_id: int) -> str:
    return f"For the rest: siro-desktop saved continue {result_id}"


def _run(paths: Paths, run: Run, progress: ProgressLine) -> tuple[SavedResult, Names]:
    try:
        return run_with_network(paths, lambda services: run(services, progress))
    except KeyboardInterrupt:
        progress.clear()
        if progress.result_id:
            say(f"What came is saved as result {progress.result_id}. {_how_to_go_on(progress.result_id)}")
        raise
    finally:
        progress.clear()


def _export(saved: SavedResult, names: Names, arguments: Namespace, output: Path) -> None:
    try:
        export_result(
            output,
            saved,
            arguments.format,
            names,
            is_wide=arguments.wide,
            with_question=not arguments.figures_only,
        )
    except ExportError as error:
        if not saved.id:
            raise
        kept = f"{error.message} Nothing is lost: siro-desktop saved export {saved.id} --output FILE"
        raise ExportError(kept, title=error.title, detail=error.detail) from error


def _warnings(saved: SavedResult) -> tuple[str, ...]:
    """What a table shows below the figures, and other forms do not show at a glance; the same is said once."""
    of_answers = (f"Warning: {warning}" for answer in saved.answers.values() for warning in answer.warnings)
    of_problems = (f"{problem.title}: {problem.message}" for problem in saved.problems.values())
    counts = Counter([*of_answers, *of_problems])
    return tuple(f"{text} ({count:,} times)" if count > 1 else text for text, count in counts.items())


def _say_how_it_ended(saved: SavedResult, warnings: Sequence[str], not_kept: int) -> ExitCode:
    for warning in warnings:
        say(warning)
    if not saved.id:
        say("The result could not be saved on this computer.")
        return ExitCode.CANNOT_READ_OR_WRITE
    if not_kept:
        say(f"Saved as result {saved.id}, but {not_kept:,} of the answers could not be saved on this computer.")
        return ExitCode.CANNOT_READ_OR_WRITE
    answered, cells = len(saved.answers), len(saved.plan.cells)
    if answered < cells:
        say(f"Saved as result {saved.id}, but only {answered:,} of {cells:,} answers came.")
        say(_how_to_go_on(saved.id))
        return ExitCode.PARTLY_DONE
    if saved.problems or any(answer.is_partial for answer in saved.answers.values()):
        say(f"Saved as result {saved.id}, but only a part came.")
        return ExitCode.PARTLY_DONE
    return end_whole(saved, f"Saved as result {saved.id}")


def end_whole(saved: SavedResult, told: str) -> ExitCode:
    """Say `told` of a result that lacks no answer, and whether all of them came to their end."""
    if any(answer.is_cut_short for answer in saved.answers.values()):
        say(f"{told}, but Siro's pages came to no end: there may be more figures.")
        return ExitCode.CUT_SHORT
    say(f"{told}.")
    return ExitCode.DONE
