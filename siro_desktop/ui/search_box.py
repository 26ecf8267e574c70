"""A line to search what stands below, with its icon and a way to clear it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QSizePolicy

from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.motion import add_clear_button
from siro_desktop.ui.text_size import fit_height, follow_text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_WIDEST: Final = 36  # in average characters


class SearchBox(QLineEdit):
    """Keeps its room while it is hidden, so that nothing beside it moves."""

    def __init__(self, name: str, prompt: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setPlaceholderText(prompt)
        self.setAccessibleName(prompt)
        add_clear_button(self)
        fit_height(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        follow_text(self, lambda: self.setMaximumWidth(self.fontMetrics().averageCharWidth() * _WIDEST))
        self._icon = QAction(self)
        self.addAction(self._icon, QLineEdit.ActionPosition.LeadingPosition)
        set_icon(self._icon, "search", "muted")

    def take_focus(self) -> None:
        """Let the next keys replace what is searched for."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
