"""A line over the form that says which saved query it holds, and whether it was changed.

Signal: `save_requested`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from siro_desktop.ui.elided_label import ElidedLabel
from siro_desktop.ui.question_words import query_name
from siro_desktop.ui.text_size import follow_text
from siro_desktop.ui.theme import SPACE_2, SPACE_4, control_height
from siro_desktop.ui.widgets import icon_button, named

if TYPE_CHECKING:
    from siro_desktop.domain.names import Names
    from siro_desktop.domain.saved_query import SavedQuery


class HeldQueryLine(QWidget):
    """Hidden while the form holds no saved query."""

    save_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("held_query")
        self._label = named(ElidedLabel(self), "held_query_name")
        self._save = icon_button(self, "held_query_save", "save", self.tr("Save the changes"), self.tr("Ctrl+S"))
        self._save.clicked.connect(self.save_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_2, SPACE_2, 0)
        layout.addWidget(self._label, 1)
        layout.addWidget(self._save)
        follow_text(self, lambda: self.setMinimumHeight(control_height(self) + SPACE_2))
        self.hide()

    def show_query(self, query: SavedQuery | None, *, is_changed: bool, names: Names | None = None) -> None:
        """Say *Monday board*, or *Monday board, changed*; None says nothing."""
        self.setVisible(query is not None)
        if query is None:
            return
        name, folder = query_name(query, names), names.hide_text(query.folder) if names else query.folder
        name = f"{folder} / {name}" if folder else name
        self._label.setText(self.tr("%1, changed").replace("%1", name) if is_changed else name)
        self._save.setVisible(is_changed)

    def text(self) -> str:
        """What it says; empty if it is hidden."""
        return "" if self.isHidden() else self._label.text()
