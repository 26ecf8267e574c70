"""Text of cells, laid out once and drawn again and again: scrolling draws the same few hundred texts in every frame."""

from __future__ import annotations

import math
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QStaticText, QTextLayout

from siro_desktop.ui.search_hits import find_spans
from siro_desktop.ui.theme import current_theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter, QTextCharFormat

    from siro_desktop.ui.search_hits import Span

_MOST: Final = 4_000  # texts that are kept: several screens full


class LaidOut:
    """A text as it is drawn, and how many pixels it is wide and high."""

    __slots__ = ("_layout", "_static", "height", "width")

    def __init__(self, static: QStaticText | None, layout: QTextLayout | None, width: float, height: float) -> None:
        self._static, self._layout = static, layout
        self.width, self.height = math.ceil(width), math.ceil(height)

    def draw(self, painter: QPainter, left: int, top: int) -> None:
        """Draw with the painter's pen, the upper left corner at a place."""
        if self._static is not None:
            painter.drawStaticText(left, top, self._static)
        elif self._layout is not None:
            self._layout.draw(painter, QPointF(left, top))


class CellTexts:
    """Lays texts out in one font, cut off with an ellipsis where there is no room. GUI thread."""

    def __init__(self) -> None:
        self._font = QFont()
        self._metrics = QFontMetricsF(self._font)
        self._kept: OrderedDict[tuple[str, int, tuple[str, ...]], LaidOut] = OrderedDict()

    def forget(self) -> None:
        """Lay everything out anew: font or colours are others."""
        self._kept.clear()

    def laid_out(self, text: str, room: int, font: QFont, needles: tuple[str, ...] = ()) -> LaidOut:
        """Return `text` in at most `room` pixels, with what is searched for in it made to stand out."""
        key = (text, room, needles)
        known = self._kept.get(key)
        if known is not None:
            return known
        if len(self._kept) >= _MOST:
            self._kept.popitem(last=False)  # one at a time: to free them all takes 15 ms
        if not self._kept:
            self._font, self._metrics = QFont(font), QFontMetricsF(font)
        made = self._kept[key] = self._lay_out(text, room, needles)
        return made

    def _lay_out(self, text: str, room: int, needles: tuple[str, ...]) -> LaidOut:
        shown = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, room))
        spans = find_spans(text, needles) if needles else []
        if spans:
            return self._marked(shown, _in_view(spans, text, shown))
        drawn = QStaticText(shown)
        drawn.setTextFormat(Qt.TextFormat.PlainText)
        drawn.prepare(font=self._font)
        return LaidOut(drawn, None, drawn.size().width(), drawn.size().height())

    def _marked(self, shown: str, spans: list[Span]) -> LaidOut:
        from PySide6.QtGui import QTextCharFormat

        layout = QTextLayout(shown, self._font)
        mark = QTextCharFormat()
        if current_theme().is_high_contrast:  # no colour suits both a row and a selected one
            mark.setFontOverline(True)
        else:
            mark.setBackground(current_theme().color("shade_high"))
        mark.setFontUnderline(True)
        layout.setFormats([_format(start, end, mark) for start, end in spans])
        layout.beginLayout()
        line = layout.createLine()
        layout.endLayout()
        return LaidOut(None, layout, line.naturalTextWidth(), line.height())


def _in_view(spans: list[Span], text: str, shown: str) -> list[Span]:
    """The spans as far as they are shown; the ellipsis stands for those that are not."""
    if shown == text:
        return spans
    last = len(shown) - 1
    seen = [(start, min(end, last)) for start, end in spans if start < last]
    return [*seen, (last, last + 1)] if any(end > last for _, end in spans) else seen


def _format(start: int, end: int, mark: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, end - start, mark
    return made
