"""A result as aligned text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from siro_desktop.domain.units import NO_VALUE, format_number, format_percent, format_value
from siro_desktop.domain.zones import zone_of
from siro_desktop.export.description import PRACTICE_NOTE
from siro_desktop.export.long_table import format_comparison
from siro_desktop.export.text_forms import instant_text
from siro_desktop.export.text_layout import clean, format_columns, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from siro_desktop.domain.comparability import Rules
    from siro_desktop.domain.names import Names
    from siro_desktop.domain.plan import Cell
    from siro_desktop.domain.results import Answer, SavedResult

_HEADINGS: Final = ("Metric", "Value", "Pass rate", "Recordings")
_WIDEST: Final = 60


def format_table(saved: SavedResult, names: Names | None = None, rules: Rules | None = None) -> str:
    """Return the figures as a person reads them, ending with a line end.

    Several cells make one long table, which says entity and period in each line, by name where `names` knows it, and
    below it what stands in the way of a comparison by the profile's `rules` (None: the usual ones).

    Practice data, warnings and what is missing are said. Control characters never reach the terminal.
    """
    zone = zone_of(saved.time_zone)
    if len(saved.plan.cells) > 1:
        blocks = format_comparison(saved, names, zone, rules)
    else:
        blocks = [_format_cell(saved, cell, zone) for cell in saved.plan.cells]
    if saved.is_practice:
        blocks.insert(0, [f"{PRACTICE_NOTE.capitalize()}: these figures are invented."])
    return "\n\n".join("\n".join(lines) for lines in blocks) + "\n"


def _format_cell(saved: SavedResult, cell: Cell, zone: tzinfo) -> list[str]:
    query = cell.query
    answer, problem = saved.answers.get(cell.key), saved.problems.get(cell.key)
    asked = f"{query.conversation_type_id} · {' '.join(query.filter_by)} {' '.join(query.ids)}"
    period = f"{instant_text(query.period.start, zone)} to {instant_text(query.period.end, zone)} (end excluded)"
    lines = [shorten(asked, 2 * _WIDEST), period]
    if answer is None:
        return [*lines, clean(f"No answer: {problem.message}") if problem else "No answer yet."]
    lines.append(f"fetched {instant_text(answer.fetched_at, zone)}")
    lines += ["", *_format_rows(answer)]
    notes = [*answer.warnings, *([f"Incomplete: {answer.problem.message}"] if answer.problem else [])]
    if problem is not None:
        notes.append(f"Asked again and failed, the older answer stands: {problem.message}")
    return [*lines, *([""] if notes else []), *(clean(f"Note: {note}") for note in notes)]


def _format_rows(answer: Answer) -> Iterator[str]:
    metrics = answer.metrics
    recordings = format_number(answer.recordings_evaluated)
    if not len(metrics):
        yield f"No metrics. Recordings: {recordings}."
        return
    columns = [
        [_HEADINGS[0], *(shorten(name or NO_VALUE, _WIDEST) for name in metrics.names)],
        [
            _HEADINGS[1],
            *(
                clean(format_value(value, unit, abbreviated))
                for value, unit, abbreviated in zip(
                    metrics.values, metrics.units, metrics.unit_abbreviations, strict=True
                )
            ),
        ],
        [_HEADINGS[2], *(format_percent(rate) for rate in metrics.pass_rates)],
        [_HEADINGS[3], *([recordings] * len(metrics))],
    ]
    yield from format_columns(columns)
