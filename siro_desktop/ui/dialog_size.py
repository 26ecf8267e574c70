"""How large dialogs are: as large as their text asks for, and never larger than the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize

from siro_desktop.ui.text_size import follow_text
from siro_desktop.ui.theme import SPACE_5

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog


def screen_room(dialog: QDialog) -> QSize:
    """Return how large a dialog may be, in pixels, with its frame around it, on the screen that it is on."""
    return dialog.screen().availableSize() - QSize(SPACE_5, 2 * SPACE_5)


def size_by_text(dialog: QDialog, lines: QSize) -> None:
    """Make a dialog `lines` lines of text wide and high, as far as the screen goes; it grows with the text."""
    was_sized = False

    def fit() -> None:
        nonlocal was_sized
        wanted = lines * dialog.fontMetrics().lineSpacing()
        if was_sized:  # perhaps by a person, who wanted it larger
            wanted = wanted.expandedTo(dialog.size())
        was_sized = True
        dialog.resize(wanted.boundedTo(screen_room(dialog)))

    follow_text(dialog, fit)
