"""What stands beside a heading: an arrow where rows are sorted, its number among several, a funnel where filtered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from siro_desktop.ui.theme import SPACE_1, current_theme, smaller_font

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from PySide6.QtGui import QFontMetrics

    from siro_desktop.ui.row_order import SortBy

_ARROW: Final = 4.0  # half of its width
_FUNNEL: Final = 5.0


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
    width = SPACE_1
    if mark.descending is not None:
        width += round(2 * _ARROW) + SPACE_1
    if mark.number:
        width += metrics.horizontalAdvance(str(mark.number))
    if mark.is_filtered:
        width += round(2 * _FUNNEL) + SPACE_1
    return width


def paint_mark(painter: QPainter, left: QPointF, mark: HeadingMark) -> None:
    """Paint a mark whose left edge, at half its height, is at `left`. Pen and font are those of the text."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink, at = painter.pen(), left.x()
    if mark.descending is not None:
        _fill(painter, _arrow(at, left.y(), up=not mark.descending))
        at += 2 * _ARROW + 1
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
        _fill(painter, _funnel(at + (SPACE_1 if mark.descending is not None else 0), left.y()))
    painter.restore()


def _fill(painter: QPainter, shape: QPolygonF) -> None:
    """Fill with the colour of the pen."""
    painter.setBrush(painter.pen().color())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(shape)


def _arrow(left: float, middle: float, *, up: bool) -> QPolygonF:
    tip = -_ARROW / 1.5 if up else _ARROW / 1.5
    points = ((0, -tip), (2 * _ARROW, -tip), (_ARROW, tip))
    return QPolygonF([QPointF(left + x, middle + y) for x, y in points])


def _funnel(left: float, middle: float) -> QPolygonF:
    wide, neck = 2 * _FUNNEL, _FUNNEL * 0.7
    points = (
        *((0, -_FUNNEL), (wide, -_FUNNEL)),
        *((wide - neck, 0), (wide - neck, _FUNNEL), (neck, _FUNNEL * 0.6), (neck, 0)),
    )
    return QPolygonF([QPointF(left + x, middle + y) for x, y in points])
