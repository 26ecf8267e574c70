"""Tells screen readers what has come up without the keyboard going there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, text: str) -> None:
    """Have a text of a widget read out once. GUI thread."""
    # Late: all kinds and roles of Qt's accessible objects come with it, and a start announces nothing.
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
