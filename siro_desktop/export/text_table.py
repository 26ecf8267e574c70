"""A result as aligned text for a terminal."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from siro_desktop.domain.units import NO_VALUE, format_number, format_percent, format_value
from siro_desktop.export.description import PRACTICE_NOTE
from siro_desktop.export.text_forms import instant_text, zone_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import tzinfo

    from siro_desktop.domain.plan import Cell
    from siro_desktop.domain.results import Answer, SavedResult

_HEADINGS: Final = ("Metric", "Value", "Pass rate", "Recordings")
_WIDEST: Final = 60
_GAP: Final = "  "
_WIDE: Final = frozenset("WF")
_WIDTHLESS: Final = frozenset(("Mn", "Me", "Cf"))


def format_table(saved: SavedResult) -> str:
    """Return the figures as a person reads them, a block for each cell, ending with a line end.

    Practice data, warnings and what is missing are said. Control characters never reach the terminal.
    """
    zone = zone_of(saved.time_zone)
    blocks = [_format_cell(saved, cell, zone) for cell in saved.plan.cells]
    if saved.is_practice:
        blocks.insert(0, [f"{PRACTICE_NOTE.capitalize()}: these figures are invented."])
    return "\n\n".join("\n".join(lines) for lines in blocks) + "\n"


def display_width(text: str) -> int:
    """Return how many columns of a terminal `text` takes (Unicode Standard Annex 11; combining marks take none)."""
    return sum(_width_of(character) for character in text)


def _width_of(character: str) -> int:
    if unicodedata.category(character) in _WIDTHLESS:
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1


def _format_cell(saved: SavedResult, cell: Cell, zone: tzinfo) -> list[str]:
    query = cell.query
    answer = saved.answers.get(cell.key)
    asked = f"{query.conversation_type_id} · {' '.join(query.filter_by)} {' '.join(query.ids)}"
    period = f"{instant_text(query.period.start, zone)} to {instant_text(query.period.end, zone)} (end excluded)"
    lines = [_shorten(asked, 2 * _WIDEST), period]
    if answer is None:
        problem = saved.problems.get(cell.key)
        return [*lines, _clean(f"No answer: {problem.message}") if problem else "No answer yet."]
    lines.append(f"fetched {instant_text(answer.fetched_at, zone)}")
    lines += ["", *_format_rows(answer)]
    notes = [*answer.warnings, *([f"Incomplete: {answer.problem.message}"] if answer.problem else [])]
    return [*lines, *([""] if notes else []), *(_clean(f"Note: {note}") for note in notes)]


def _format_rows(answer: Answer) -> Iterator[str]:
    metrics = answer.metrics
    recordings = format_number(answer.recordings_evaluated)
    if not len(metrics):
        yield f"No metrics. Recordings: {recordings}."
        return
    columns = [
        [_HEADINGS[0], *(_shorten(name or NO_VALUE, _WIDEST) for name in metrics.names)],
        [
            _HEADINGS[1],
            *(
                _clean(format_value(value, unit, abbreviated))
                for value, unit, abbreviated in zip(
                    metrics.values, metrics.units, metrics.unit_abbreviations, strict=True
                )
            ),
        ],
        [_HEADINGS[2], *(format_percent(rate) for rate in metrics.pass_rates)],
        [_HEADINGS[3], *([recordings] * len(metrics))],
    ]
    widths = [max(map(display_width, column)) for column in columns]
    for number, line in enumerate(zip(*columns, strict=True)):
        yield _align(line, widths)
        if number == 0:
            yield _GAP.join("─" * width for width in widths)


def _align(line: Sequence[str], widths: Sequence[int]) -> str:
    """The first column to the left, figures to the right."""
    padded = [" " * (width - display_width(text)) for text, width in zip(line, widths, strict=True)]
    first = line[0] + padded[0]
    return _GAP.join([first, *(space + text for space, text in zip(padded[1:], line[1:], strict=True))])


def _clean(text: str) -> str:
    """`text` on one line, without what could command a terminal or turn the direction of writing."""
    return "".join(
        character if character.isprintable() or character == "\N{NO-BREAK SPACE}" else " " for character in text
    )


def _shorten(text: str, widest: int) -> str:
    clean = _clean(text)
    if display_width(clean) <= widest:
        return clean
    room = widest - 1
    kept = ""
    for character in clean:
        room -= _width_of(character)
        if room < 0:
            break
        kept += character
    return f"{kept}…"
