"""One-to-ones in words: what was agreed, and what of it stands on a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from siro_desktop.ui.words import day_in_words

if TYPE_CHECKING:
    from siro_desktop.domain.meetings import Meeting

translate = QCoreApplication.translate


def agreed_in_words(meeting: Meeting) -> str:
    """Return what was agreed and when to look at it again; empty for nothing."""
    agreed = meeting.agreed.strip()
    if not agreed:
        return ""
    if meeting.check_on is None:
        return agreed
    text = translate("sheet", "%1. Look at it again on %2").replace("%2", day_in_words(meeting.check_on))
    return text.replace("%1", agreed.rstrip("."))


def before_in_words(before: Meeting | None) -> str:
    """Return what was agreed the last time; empty if there was none."""
    if before is None:
        return ""
    text = translate("sheet", "Last time, %1: %2").replace("%1", day_in_words(before.held_on))
    return text.replace("%2", agreed_in_words(before) or translate("sheet", "nothing was agreed"))


def closing_of(meeting: Meeting, before: Meeting | None) -> tuple[tuple[str, str], ...]:
    """Return label and text of what stands below the figures: what was agreed last time, notes, what is agreed."""
    former = "" if before is None else agreed_in_words(before)
    if before is not None and former:
        former = f"{day_in_words(before.held_on)}: {former}"
    texts = (
        (translate("sheet", "Agreed last time"), former),
        (translate("sheet", "Own notes"), meeting.notes.strip()),
        (translate("sheet", "Agreed action"), agreed_in_words(meeting)),
    )
    return tuple((label, text) for label, text in texts if text)
