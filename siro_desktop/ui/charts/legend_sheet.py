"""What colours, patterns and shapes mean, laid out in lines that wrap; on screen and in pictures. No widgets."""

from __future__ import annotations

import math
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from siro_desktop.domain.targets import Status
from siro_desktop.ui.charts.lettering import begin_letters, leading, printable
from siro_desktop.ui.charts.marks import fill_band, paint_bar, paint_point, series_token
from siro_desktop.ui.status_mark import paint_status
from siro_desktop.ui.theme import SPACE_1, SPACE_2, SPACE_4, current_theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFont

_SWATCH_LINES: Final = 1.6  # of the text's height
_LONGEST: Final = 60  # average characters


class Swatch(Enum):
    """What stands before a word of the legend."""

    BAR = auto()
    LINE = auto()
    THIN_BAR = auto()
    THIN_POINT = auto()
    REFERENCE = auto()
    OPEN = auto()
    OTHERS = auto()
    BAND = auto()
    MET = auto()
    NEAR = auto()
    MISSED = auto()


STATUS_SWATCHES: Final = {Status.MET: Swatch.MET, Status.NEAR: Swatch.NEAR, Status.MISSED: Swatch.MISSED}
_STATUSES: Final = {swatch: status for status, swatch in STATUS_SWATCHES.items()}


class LegendEntry(Struct, frozen=True):
    """A mark and what it means."""

    text: str
    swatch: Swatch
    series: int = 0


class LegendSheet:
    """Entries in a font and, after `fit`, in a width in pixels. With `is_whole` no text is cut."""

    def __init__(
        self, entries: Sequence[LegendEntry], font: QFont, *, is_mirrored: bool = False, is_whole: bool = False
    ) -> None:
        self.entries, self.font = entries, font
        self.is_mirrored, self.is_whole = is_mirrored, is_whole
        self._metrics = QFontMetricsF(font)
        self._swatch = self._metrics.height() * _SWATCH_LINES
        self._rooms: list[QRectF] = []
        self._width = 1.0

    @property
    def height(self) -> float:
        """How many pixels all lines take down; 0 without entries."""
        return self._rooms[-1].bottom() if self._rooms else 0.0

    def natural_width(self) -> float:
        """Return the width of the longest entry."""
        return math.ceil(max(map(self._wanted, self.entries), default=0.0))

    def fit(self, width: float) -> None:
        """Break lines so that they fit into a width."""
        line = self._metrics.lineSpacing() + SPACE_1
        left, top = 0.0, 0.0
        self._width, self._rooms = width, []
        for entry in self.entries:
            wide = min(self._wanted(entry), width)
            if left and left + wide > width:
                left, top = 0.0, top + line
            self._rooms.append(QRectF(left, top, wide, line))
            left += wide + SPACE_4

    def _wanted(self, entry: LegendEntry) -> float:
        longest = math.inf if self.is_whole else self._metrics.averageCharWidth() * _LONGEST
        return self._swatch + SPACE_2 + min(self._metrics.horizontalAdvance(entry.text) + 1, longest)

    def paint(self, painter: QPainter) -> None:
        """Draw all entries at the painter's origin."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        begin_letters(painter, self.font)
        for entry, room in zip(self.entries, self._rooms, strict=True):
            self._paint_entry(painter, entry, room)
        painter.restore()

    def _paint_entry(self, painter: QPainter, entry: LegendEntry, room: QRectF) -> None:
        side = self._metrics.height() * 0.7
        swatch = QRectF(room.left(), room.center().y() - side / 2, self._swatch, side)
        words = room.adjusted(self._swatch + SPACE_2, 0, 0, 0)
        _paint_swatch(painter, self._visual(swatch), entry)
        text = printable(entry.text)
        if not self.is_whole:
            text = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, words.width())
        painter.setPen(current_theme().color("text"))
        painter.drawText(self._visual(words), leading(is_mirrored=self.is_mirrored), text)

    def _visual(self, rect: QRectF) -> QRectF:
        if not self.is_mirrored:
            return rect
        return QRectF(self._width - rect.right(), rect.top(), rect.width(), rect.height())


def _paint_swatch(painter: QPainter, room: QRectF, entry: LegendEntry) -> None:
    theme = current_theme()
    color, middle = theme.color(series_token(entry.series)), room.center()
    left, right = QPointF(room.left(), middle.y()), QPointF(room.right(), middle.y())
    match entry.swatch:
        case Swatch.BAR | Swatch.THIN_BAR:
            paint_bar(painter, room, color, entry.series, is_thin=entry.swatch is Swatch.THIN_BAR)
        case Swatch.LINE:
            painter.setPen(QPen(color, 2))
            painter.drawLine(left, right)
            paint_point(painter, middle, room.height() / 3, color, entry.series)
        case Swatch.THIN_POINT:
            paint_point(painter, middle, room.height() / 3, theme.color("text"), is_thin=True)
        case Swatch.BAND:
            fill_band(painter, room)
            painter.setPen(QPen(theme.color("met"), 1))
            painter.drawLine(room.topLeft(), room.topRight())
            painter.drawLine(room.bottomLeft(), room.bottomRight())
        case Swatch.MET | Swatch.NEAR | Swatch.MISSED:
            paint_status(painter, middle, room.height(), _STATUSES[entry.swatch])
        case Swatch.OTHERS:
            painter.setPen(QPen(theme.color("bar_dim"), 1.5))
            painter.drawLine(left, right)
        case Swatch.REFERENCE | Swatch.OPEN:
            style = Qt.PenStyle.DashLine if entry.swatch is Swatch.OPEN else Qt.PenStyle.DotLine
            painter.setPen(QPen(theme.color("text"), 2, style))
            painter.drawLine(left, right)
