"""How many of those compared a search leaves in view, in a line above them. There only while something is searched.

Signal: `clear_clicked` to take the search away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.text_size import fit_height, fit_icon
from siro_desktop.ui.theme import SPACE_2, SPACE_4, tabular_font
from siro_desktop.ui.widgets import named
from siro_desktop.ui.words import fill, grouped, rows_in_words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget as Parent


class FoundStrip(QWidget):
    """Says a count, and offers to show all again."""

    clear_clicked = Signal()

    def __init__(self, parent: Parent | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("found_strip")
        self._count = named(QLabel(self), "found_count")
        self._count.setFont(tabular_font(self._count.font()))
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        clear = named(QPushButton(self.tr("Clear &search"), self), "found_clear")
        fit_height(clear)
        fit_icon(clear)
        set_icon(clear, "close", "muted")
        clear.clicked.connect(self.clear_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_4, 0, SPACE_4, 0)
        layout.setSpacing(SPACE_2)
        layout.addWidget(self._count, 1)
        layout.addWidget(clear)
        self.hide()

    def text(self) -> str:
        """What is said; empty while nothing is searched."""
        return "" if self.isHidden() else self._count.text()

    def show_count(self, found: int, total: int, search: str) -> None:
        """Say how many of how many rows hold what is searched for."""
        self._count.setText(fill(self.tr("%1 of %2"), grouped(found), rows_in_words(total)))
        self.setVisible(bool(search))
