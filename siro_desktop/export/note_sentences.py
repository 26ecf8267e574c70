"""What to know before figures are compared, as English sentences for a terminal.

Cells without an answer, in part or with warnings are told one by one elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from siro_desktop.domain.cell_labels import period_label
from siro_desktop.domain.comparability import NoteKind
from siro_desktop.domain.periods import Period
from siro_desktop.domain.units import format_number
from siro_desktop.export.text_layout import shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from zoneinfo import ZoneInfo

    from siro_desktop.domain.comparability import Note

_SHOWN: Final = 3
_WIDEST: Final = 40


def note_sentences(notes: Iterable[Note], zone: ZoneInfo) -> Iterator[str]:
    """Yield a sentence for each note that concerns the comparison as a whole; days are those of `zone`."""
    for note in notes:
        if note.kind in _SENTENCES:
            yield _SENTENCES[note.kind](note, zone)


def _open(note: Note, zone: ZoneInfo) -> str:
    return f"{_periods(note)} not ended when fetched, so figures may still change: {_examples(note, zone)}."


def _early(note: Note, zone: ZoneInfo) -> str:
    return f"Late scores may still come for {_examples(note, zone)}: fetched soon after the end."


def _lengths(note: Note, zone: ZoneInfo) -> str:
    one, other = (format_number(days) for days in note.days)
    return f"The periods differ in length: {one} and {other} days ({_examples(note, zone)})."


def _edges(note: Note, zone: ZoneInfo) -> str:
    are = "is" if note.count == 1 else "are"
    return f"{note.count:,} of {note.total:,} periods {are} cut short at the edge: {_examples(note, zone)}."


def _populations(note: Note, _zone: ZoneInfo) -> str:
    return f"Figures of {note.count:,} kinds of population stand beside each other, such as people and teams."


def _metrics(note: Note, zone: ZoneInfo) -> str:
    are = "is" if note.count == 1 else "are"
    return f"{note.count:,} of {note.total:,} metrics {are} not in every answer: {_examples(note, zone)}."


def _thin(note: Note, _zone: ZoneInfo) -> str:
    rest = "rests" if note.count == 1 else "rest"
    return f"{note.count:,} of {note.total:,} answers {rest} on fewer than {note.limit:,} recordings."


_SENTENCES: Final[Mapping[NoteKind, Callable[[Note, ZoneInfo], str]]] = {
    NoteKind.OPEN: _open,
    NoteKind.EARLY: _early,
    NoteKind.LENGTHS: _lengths,
    NoteKind.EDGES: _edges,
    NoteKind.POPULATIONS: _populations,
    NoteKind.METRICS: _metrics,
    NoteKind.THIN: _thin,
}


def _periods(note: Note) -> str:
    if note.total == 1:
        return "The period had"
    return f"{note.count:,} of {note.total:,} periods had"


def _examples(note: Note, zone: ZoneInfo) -> str:
    """The first subjects, and how many more there are."""
    shown = [
        period_label(subject, zone) if isinstance(subject, Period) else shorten(str(subject), _WIDEST)
        for subject in note.subjects[:_SHOWN]
    ]
    more = len(note.subjects) - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more else "")
