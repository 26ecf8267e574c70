"""Events as people say them: *Training on 12 May 2026*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from siro_desktop.ui.words import day_in_words, fill, grouped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from siro_desktop.domain.events import Event

_MOST_NOTED: Final = 3
translate = QCoreApplication.translate


def event_in_words(event: Event) -> str:
    """Return what happened and when, such as *Training on 12 May 2026*."""
    return fill(translate("events", "%1 on %2"), event.name, day_in_words(event.day))


def events_noted(events: Sequence[Event]) -> tuple[str, ...]:
    """Return the first few events in words, and how many more there are."""
    said = [event_in_words(event) for event in events[:_MOST_NOTED]]
    more = len(events) - _MOST_NOTED
    if more > 0:
        text = translate("events", "1 more event") if more == 1 else translate("events", "%1 more events", None, more)
        said.append(text.replace("%1", grouped(more)))
    return tuple(said)


def imported_in_words(new: int, known: int) -> str:
    """Return how many events of a file came, and how many were there already."""
    if not new:
        one = translate("events", "The event of the file was there already.")
        text = one if known == 1 else translate("events", "All %1 events of the file were there already.", None, known)
        return text.replace("%1", grouped(known))
    text = (
        translate("events", "1 event imported.") if new == 1 else translate("events", "%1 events imported.", None, new)
    )
    said = text.replace("%1", grouped(new))
    if known:
        one = translate("events", "1 was there already.")
        more = one if known == 1 else translate("events", "%1 were there already.", None, known)
        said += " " + more.replace("%1", grouped(known))
    return said
