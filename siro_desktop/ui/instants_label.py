"""The exact instants of a period, as they are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication

from siro_desktop.ui.field import Caption
from siro_desktop.ui.theme import CAPTION, scaled_font

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

_SMALLEST: Final = 0.75


class InstantsLabel(Caption):
    """Two instants, which cannot be broken across lines: in a narrow form they are written a little smaller."""

    def __init__(self, name: str, host: QWidget | None = None) -> None:
        super().__init__(name, host=host)
        self.setMinimumWidth(1)

    def changeEvent(self, changed: QEvent) -> None:
        """Fit another font to the width."""
        super().changeEvent(changed)
        if changed.type() == changed.Type.FontChange:
            self._fit()

    def resizeEvent(self, resizing: QResizeEvent) -> None:
        """Fit the text to the width."""
        super().resizeEvent(resizing)
        self._fit()

    def _fit(self) -> None:
        font = scaled_font(QApplication.font(self), CAPTION)
        needed = QFontMetricsF(font).horizontalAdvance("0000-00-00T00:00:00.000Z") + 2
        font = scaled_font(font, max(_SMALLEST, min(1.0, self.width() / needed)))
        if font != self.font():
            self.setFont(font)
