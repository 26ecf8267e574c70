"""The exact instants of a period, as they are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QFontMetricsF

from siro_desktop.ui.field import Caption

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

_SMALLEST: Final = 0.75


class InstantsLabel(Caption):
    """Two instants, which cannot be broken across lines: in a narrow form they are written a little smaller."""

    def __init__(self, name: str, host: QWidget | None = None) -> None:
        super().__init__(name, host=host)
        self._points = self.font().pointSizeF()
        self.setMinimumWidth(1)

    def resizeEvent(self, resizing: QResizeEvent) -> None:
        """Fit the text to the width."""
        super().resizeEvent(resizing)
        font = self.font()
        font.setPointSizeF(self._points)
        needed = QFontMetricsF(font).horizontalAdvance("0000-00-00T00:00:00.000Z") + 2
        font.setPointSizeF(self._points * max(_SMALLEST, min(1.0, self.width() / needed)))
        if font != self.font():
            self.setFont(font)
