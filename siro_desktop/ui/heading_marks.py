"""What stands beside a heading: an arrow where rows are sorted, its number among several, a funnel where filtered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from siro_desktop.ui.theme import SPACE_1, current_theme, grown, smaller_font

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from PySide6.QtGui import QFontMetrics

    from siro_desktop.ui.row_order import SortBy

_ARROW: Final = 4.0  # half of its width
_FUNNEL: Final = 5.0
_MANY: Final = 100  # pixels: so that rounding is not to be seen


class HeadingMark(Struct, frozen=True):
    """How rows go by a column. `descending` is None where they are not sorted by it; `number` 0 where by it alone."""

    descending: bool | None = None
    number: int = 0
    is_filtered: bool = False


def heading_marks(sorted_by: Sequence[SortBy], filtered: Collection[int]) -> dict[int, HeadingMark]:
    """Return the mark of each column that rows are sorted or filtered by."""
    is_alone = len(sorted_by) == 1
    marks = {
        one.column: HeadingMark(one.descending, 0 if is_alone else number, one.column in filtered)
        for number, one in enumerate(sorted_by, 1)
    }
    return {**{column: HeadingMark(is_filtered=True) for column in filtered}, **marks}


def mark_width(mark: HeadingMark, metrics: QFontMetrics) -> int:
    """Return how many pixels a mark takes beside the text."""
    width, scale = SPACE_1, _scale(metrics)
    if mark.descending is not None:
        width += round(2 * _ARROW * scale) + SPACE_1
    if mark.number:
        width += metrics.horizontalAdvance(str(mark.number))
    if mark.is_filtered:
        width += round(2 * _FUNNEL * scale) + SPACE_1
    return width


def _scale(metrics: QFontMetrics) -> float:
    """How many times as large as drawn marks are beside this text."""
    return grown(_MANY, metrics) / _MANY


def paint_mark(painter: QPainter, left: QPointF, mark: HeadingMark) -> None:
    """Paint a mark whose left edge, at half its height, is at `left`. Pen and font are those of the text."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink, at, scale = painter.pen(), left.x(), _scale(painter.fontMetrics())
    if mark.descending is not None:
        _fill(painter, _arrow(QPointF(at, left.y()), _ARROW * scale, up=not mark.descending))
        at += 2 * _ARROW * scale + 1
    if mark.number:
        painter.setPen(ink)
        painter.setFont(smaller_font(painter.font()))
        width = painter.fontMetrics().horizontalAdvance(str(mark.number))
        height = painter.fontMetrics().height()
        room = QRectF(at, left.y() - height / 2, width + 1, height)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, str(mark.number))
        at += width
    if mark.is_filtered:
        painter.setPen(current_theme().color("accent"))
        place = QPointF(at + (SPACE_1 if mark.descending is not None else 0), left.y())
        _fill(painter, _funnel(place, _FUNNEL * scale))
    painter.restore()


def _fill(painter: QPainter, shape: QPolygonF) -> None:
    """Fill with the colour of the pen."""
    painter.setBrush(painter.pen().color())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(shape)


def _arrow(left: QPointF, half: float, *, up: bool) -> QPolygonF:
    tip = -half / 1.5 if up else half / 1.5
    return QPolygonF([left + QPointF(x, y) for x, y in ((0, -tip), (2 * half, -tip), (half, tip))])


def _funnel(left: QPointF, half: float) -> QPolygonF:
    wide, neck = 2 * half, half * 0.7
    points = (
        *((0, -half), (wide, -half)),
        *((wide - neck, 0), (wide - neck, half), (neck, half * 0.6), (neck, 0)),
    )
    return QPolygonF([left + QPointF(x, y) for x, y in points])
