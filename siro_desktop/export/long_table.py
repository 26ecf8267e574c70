"""A comparison as one long text table: a line for each cell and metric."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING, Final

from siro_desktop.domain.calendar import Calendar
from siro_desktop.domain.cell_labels import label_cell
from siro_desktop.domain.comparability import Rules
from siro_desktop.domain.comparison import Comparison
from siro_desktop.domain.comparison_notes import notes_on
from siro_desktop.domain.units import NO_VALUE, format_number, format_percent, format_value
from siro_desktop.export.note_sentences import note_sentences
from siro_desktop.export.text_layout import clean, format_columns, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from siro_desktop.domain.cell_labels import CellLabel
    from siro_desktop.domain.names import Names
    from siro_desktop.domain.results import Answer, SavedResult

_HEADINGS: Final = ("Entity", "Period", "Metric", "Value", "Pass rate", "Recordings")
_WIDEST: Final = 40
_WIDEST_METRIC: Final = 60


def format_comparison(
    saved: SavedResult, names: Names | None, zone: ZoneInfo, rules: Rules | None = None
) -> list[list[str]]:
    """Return the blocks of lines: what was asked, the table, and what is missing or doubtful.

    `rules` are the profile's; None: the usual ones.
    """
    labels = {cell.key: label_cell(cell, zone, names) for cell in saved.plan.cells}
    answered = [(labels[cell.key], saved.answers[cell.key]) for cell in saved.plan.cells if cell.key in saved.answers]
    query = saved.plan.query
    asked = f"{query.conversation_type_id} · {len(answered):,} of {len(saved.plan.cells):,} answers"
    lines = [line for label, answer in answered for line in _lines(label, answer)]
    blocks = [[shorten(asked, 3 * _WIDEST)]]
    if lines:
        blocks.append(list(format_columns([*zip(_HEADINGS, *lines, strict=True)], left=3)))
    notes = [*_notes(saved, labels), *_comparability(saved, zone, rules or Rules(Calendar(zone)))]
    return [*blocks, notes] if notes else blocks


def _lines(label: CellLabel, answer: Answer) -> Iterator[tuple[str, ...]]:
    entity, period = shorten(label.entity, _WIDEST), clean(label.period)
    recordings = format_number(answer.recordings_evaluated)
    metrics = answer.metrics
    if not len(metrics):
        yield entity, period, "No metrics", NO_VALUE, NO_VALUE, recordings
        return
    yield from zip(
        repeat(entity),
        repeat(period),
        (shorten(name or NO_VALUE, _WIDEST_METRIC) for name in metrics.names),
        map(clean, map(format_value, metrics.values, metrics.units, metrics.unit_abbreviations)),
        map(format_percent, metrics.pass_rates),
        repeat(recordings),
        strict=False,
    )


def _comparability(saved: SavedResult, zone: ZoneInfo, rules: Rules) -> Iterator[str]:
    notes = notes_on(Comparison(saved), rules, saved.saved_at)
    return (clean(f"Note: {sentence}") for sentence in note_sentences(notes, zone))


def _notes(saved: SavedResult, labels: dict[str, CellLabel]) -> Iterator[str]:
    unasked = 0
    for key, label in labels.items():
        answer, problem = saved.answers.get(key), saved.problems.get(key)
        where = f"{label.entity}, {label.period}"
        if answer is not None:
            for warning in answer.warnings:
                yield clean(f"Note: {where}: {warning}")
            if answer.problem is not None:
                yield clean(f"Note: {where}: Incomplete: {answer.problem.message}")
        elif problem is not None:
            yield clean(f"{where}: No answer: {problem.message}")
        else:
            unasked += 1
    if unasked:
        yield f"No answer yet: {unasked:,}."
