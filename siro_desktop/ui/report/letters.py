"""Fonts and colours of paper: sizes in points, black on white whatever the window's colours are."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF
from PySide6.QtWidgets import QApplication

from siro_desktop.ui.theme import PAPER, tabular_font

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

TITLE_SIZE: Final = 15
BODY_SIZE: Final = 9
SMALL_SIZE: Final = 8
_BREAK: Final = re.compile(r"\s+|(?<=-)(?=[^\W\d])")  # behind a hyphen too, but for one before a digit
_ENDLESS: Final = 100_000.0


def ink(token: str) -> QColor:
    """Return a colour of the light theme, which is made for a white ground."""
    return PAPER.color(token)


def report_font(size: int, *, is_bold: bool = False) -> QFont:
    """Return a font whose unit is the painter's: a point, where the painter is scaled to points."""
    font = tabular_font(QFont(QApplication.font()))
    font.setPixelSize(size)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setWeight(QFont.Weight.DemiBold if is_bold else QFont.Weight.Normal)
    return font


class Writer:
    """Measures and writes text of one font, line by line or wrapped."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.metrics = QFontMetricsF(font)
        self.line = self.metrics.lineSpacing()
        self.advance = lru_cache(maxsize=20_000)(self._advance)

    def _advance(self, text: str) -> float:
        return max((self.metrics.horizontalAdvance(part) for part in text.split("\n")), default=0.0)

    def height(self, text: str, width: float) -> float:
        """Return how high a text is that wraps at `width`."""
        if self.advance(text) <= width:
            return self.line * (text.count("\n") + 1)
        room = QRectF(0, 0, width, _ENDLESS)
        return self.metrics.boundingRect(room, self._wrap(text, width), text).height()

    def longest_word(self, text: str) -> float:
        """Return the width that a text needs so that no word is broken."""
        return max(map(self.advance, _BREAK.split(text)), default=0.0)

    def _wrap(self, text: str, width: float) -> int:
        fits = self.longest_word(text) <= width
        return (Qt.TextFlag.TextWordWrap if fits else Qt.TextFlag.TextWrapAnywhere).value

    def write(self, painter: QPainter, room: QRectF, text: str, color: str = "text", *, to_right: bool = False) -> None:
        """Write a text that wraps in a room that is high enough."""
        side = Qt.AlignmentFlag.AlignRight if to_right else Qt.AlignmentFlag.AlignLeft
        painter.setFont(self.font)
        painter.setPen(ink(color))
        painter.drawText(room, side.value | Qt.AlignmentFlag.AlignTop.value | self._wrap(text, room.width()), text)
