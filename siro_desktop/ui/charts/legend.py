"""What colours, patterns and shapes mean, in words; wraps where the width is short. On screen and in pictures."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from siro_desktop.domain.targets import Status
from siro_desktop.ui.charts.marks import paint_bar, paint_point, series_token
from siro_desktop.ui.status_mark import paint_status
from siro_desktop.ui.theme import SPACE_1, SPACE_2, SPACE_4, Theme, current_theme, theme_events

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent, QResizeEvent

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


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A mark and what it means."""

    text: str
    swatch: Swatch
    series: int = 0


class Legend(QWidget):
    """Entries side by side. Hidden while there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chart_legend")
        self.entries: tuple[LegendEntry, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme_events().theme_changed.connect(self._on_theme_changed)

    def show_entries(self, entries: Sequence[LegendEntry]) -> None:
        """Explain these marks."""
        self.entries = tuple(entries)
        self.setVisible(bool(entries))
        self.setAccessibleName(self.tr("Legend: %1").replace("%1", ", ".join(entry.text for entry in entries)))
        self.updateGeometry()
        self.update()

    # Drawing --------------------------------------------------------------------------------------------------------

    def draw(self, painter: QPainter, top: float) -> None:
        """Draw all entries at `top` with any painter, also while the legend is hidden."""
        painter.save()
        painter.translate(0, top)
        self._paint(painter, self.drawn_width())
        painter.restore()

    def drawn_width(self) -> float:
        """How many pixels `draw` takes across."""
        return float(max(self.width(), 1))

    def drawn_height(self) -> float:
        """How many pixels `draw` takes down."""
        return self._height(self.drawn_width()) + SPACE_4 if self.entries else 0.0

    def _line(self) -> float:
        return QFontMetricsF(self.font()).lineSpacing() + SPACE_1

    def _rooms(self, width: float) -> list[QRectF]:
        """Where each entry goes, in lines."""
        metrics, line = QFontMetricsF(self.font()), self._line()
        swatch = metrics.height() * _SWATCH_LINES + SPACE_2
        rooms, left, top = [], 0.0, 0.0
        for entry in self.entries:
            wide = min(swatch + min(metrics.horizontalAdvance(entry.text) + 1, self._longest()), width)
            if left and left + wide > width:
                left, top = 0.0, top + line
            rooms.append(QRectF(left, top, wide, line))
            left += wide + SPACE_4
        return rooms

    def _longest(self) -> float:
        return QFontMetricsF(self.font()).averageCharWidth() * _LONGEST

    def _height(self, width: float) -> float:
        rooms = self._rooms(width)
        return rooms[-1].bottom() if rooms else 0.0

    def _paint(self, painter: QPainter, width: float) -> None:
        theme, metrics = current_theme(), QFontMetricsF(self.font())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        direction, whole = self.layoutDirection(), QRect(0, 0, round(width), round(self._height(width)))
        painter.setLayoutDirection(direction)
        for entry, laid in zip(self.entries, self._rooms(width), strict=True):
            room = QRectF(QStyle.visualRect(direction, whole, laid.toRect()))
            swatch = QRectF(room.left(), room.top(), metrics.height() * _SWATCH_LINES, room.height())
            words = room.adjusted(swatch.width() + SPACE_2, 0, 0, 0)
            if direction is Qt.LayoutDirection.RightToLeft:
                swatch.moveRight(room.right())
                words.moveLeft(room.left())
            side = metrics.height() * 0.7
            _paint_swatch(painter, swatch.adjusted(0, (room.height() - side) / 2, 0, (side - room.height()) / 2), entry)
            text = metrics.elidedText(entry.text, Qt.TextElideMode.ElideRight, words.width())
            painter.setPen(theme.color("text"))
            painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    @Slot(object)
    def _on_theme_changed(self, _theme: Theme) -> None:
        self.update()

    # Qt -------------------------------------------------------------------------------------------------------------

    def paintEvent(self, _painted: QPaintEvent) -> None:
        """Draw on screen."""
        self._paint(QPainter(self), self.width())

    def resizeEvent(self, resized: QResizeEvent) -> None:
        """Take the height that the width asks for."""
        super().resizeEvent(resized)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as the present width asks for."""
        return QSize(1, round(self._height(max(self.width(), 1))))

    def hasHeightForWidth(self) -> bool:
        """True: lines wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that all lines take."""
        return round(self._height(width))


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
            painter.fillRect(room, theme.color("target_fill"))
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
