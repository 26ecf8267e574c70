"""Bars and marks of cells, painted once for each shape: in a table the same few are drawn thousands of times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from siro_desktop.domain.targets import Status
from siro_desktop.ui.status_mark import mark_side, paint_status
from siro_desktop.ui.theme import SPACE_1, SPACE_2, current_theme, grown

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QFontMetrics

BAR_WIDTH: Final = 56
_BAR_HEIGHT: Final = 6
_ROUNDING: Final = 2.0
_MOST: Final = 1_000


class MarkPictures:
    """Pictures with a transparent ground, as high as their content. GUI thread."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], QPixmap] = {}

    def forget(self) -> None:
        """Paint everything anew: colours or font are others."""
        self._kept.clear()

    def status(self, status: str, metrics: QFontMetrics, color: QColor | None, ratio: float) -> QPixmap:
        """Return the mark of a status beside text of this size; `ratio` is the screen's, pixels for each point."""
        key = (status, color is None, ratio)
        if key not in self._kept:
            side = mark_side(metrics)
            picture = _blank(side + 2, side + 2, ratio)
            painter = QPainter(picture)
            paint_status(painter, QPointF(side / 2 + 1, side / 2 + 1), side, Status(status), color)
            painter.end()
            self._keep(key, picture)
        return self._kept[key]

    def rate(
        self,
        rate: float,
        status: str | None,
        metrics: QFontMetrics,
        color: QColor | None,
        ratio: float,
        *,
        is_mirrored: bool = False,
    ) -> QPixmap:
        """Return the mark of a pass rate's status, if it has one, and a bar from 0 to 100.

        `is_mirrored`: the bar grows to the left, and the mark is at its right.
        """
        width, height = grown(BAR_WIDTH, metrics), grown(_BAR_HEIGHT, metrics)
        length = round(width * ratio * min(max(rate, 0.0), 100.0) / 100)  # pixels are as fine as it gets
        key = (length, status, color is None, ratio, is_mirrored)
        if key not in self._kept:
            side = mark_side(metrics)
            picture = _blank(side + SPACE_2 + width, max(side, height) + 2, ratio)
            painter = QPainter(picture)
            middle = max(side, height) / 2 + 1
            if is_mirrored:
                painter.translate(picture.deviceIndependentSize().width(), 0)
                painter.scale(-1, 1)
            if status is not None:
                paint_status(painter, QPointF(side / 2, middle), side, Status(status), color)
            _paint_bar(
                painter, QRectF(round(side + SPACE_2), round(middle - height / 2), width, height), length / ratio
            )
            painter.end()
            self._keep(key, picture)
        return self._kept[key]

    def _keep(self, key: tuple[object, ...], picture: QPixmap) -> None:
        if len(self._kept) >= _MOST:
            self._kept.clear()
        self._kept[key] = picture


def rate_width(metrics: QFontMetrics) -> int:
    """Return how many pixels mark and bar take beside a pass rate."""
    return grown(BAR_WIDTH, metrics) + 2 * SPACE_2 + round(mark_side(metrics))


def target_width(metrics: QFontMetrics) -> int:
    """Return how many pixels a mark takes beside its word."""
    return round(mark_side(metrics)) + SPACE_1


def _blank(width: float, height: float, ratio: float) -> QPixmap:
    picture = QPixmap(round(width * ratio), round(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    return picture


def _paint_bar(painter: QPainter, track: QRectF, length: float) -> None:
    theme = current_theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("track"))
    painter.drawRoundedRect(track, _ROUNDING, _ROUNDING)
    painter.setBrush(theme.color("bar_1"))
    painter.drawRoundedRect(QRectF(track.topLeft(), QSizeF(length, track.height())), _ROUNDING, _ROUNDING)
    if theme.is_high_contrast:  # the track has the colour of what it lies on
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(track.adjusted(0.5, 0.5, -0.5, -0.5), _ROUNDING, _ROUNDING)
