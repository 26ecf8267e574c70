"""Two fields that share a line while both have little to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QComboBox, QWidget

from siro_desktop.ui.theme import SPACE_2, SPACE_3, control_height
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from siro_desktop.ui.field import Field


class FieldPair(QWidget):
    """Side by side where that is wanted and the texts of both lists fit; otherwise one below the other."""

    def __init__(self, name: str, fields: tuple[Field, Field], lists: tuple[QComboBox, QComboBox]) -> None:
        super().__init__()
        named(self, name)
        self._lists = lists
        self._wants_one_line = True
        self._layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        for field in fields:
            self._layout.addWidget(field, 1)
        self._arrange()

    def set_one_line(self, is_wanted: bool) -> None:
        """Put both into one line, as far as they fit."""
        self._wants_one_line = is_wanted
        self._arrange()

    def _arrange(self) -> None:
        is_one_line = self._wants_one_line and self._needed_width() <= self.width()
        directions = QBoxLayout.Direction
        self._layout.setDirection(directions.LeftToRight if is_one_line else directions.TopToBottom)
        self._layout.setSpacing(SPACE_2 if is_one_line else SPACE_3)

    def _needed_width(self) -> int:
        widest = max(box.fontMetrics().horizontalAdvance(box.currentText()) for box in self._lists)
        return 2 * (widest + 2 * control_height(self._lists[0])) + SPACE_2

    def resizeEvent(self, resizing: QResizeEvent) -> None:
        """Look again whether they fit."""
        super().resizeEvent(resizing)
        self._arrange()
