"""How cells of the matrix are drawn: a figure on its shade, its recordings small beside it, marks for what it means."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from siro_desktop.ui.comparison.matrix_cells import STEPS, Kind, MatrixCell
from siro_desktop.ui.comparison.matrix_model import NAMES, MatrixModel
from siro_desktop.ui.headings import CELL_PADDING
from siro_desktop.ui.ordered_model import RIGHT
from siro_desktop.ui.status_mark import mark_side, paint_status, paint_warning
from siro_desktop.ui.theme import SPACE_1, SPACE_2, Theme, caption_font, current_theme, theme_events

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtWidgets import QWidget

_SELECTED: Final = QStyle.StateFlag.State_Selected.value
_FOCUSED: Final = QStyle.StateFlag.State_HasFocus.value
_MIRRORED: Final = Qt.LayoutDirection.RightToLeft
_OWN: Final = Qt.LayoutDirection.LayoutDirectionAuto
_OUTLINE: Final = 2


def shades(theme: Theme) -> tuple[QColor, ...]:
    """Return the ramp from the lowest to the highest figure: one hue, on which text can be read at every step."""
    low, high = theme.color("shade_low"), theme.color("shade_high")
    return tuple(_between(low, high, step / (STEPS - 1)) for step in range(STEPS))


def _between(low: QColor, high: QColor, share: float) -> QColor:
    return QColor.fromRgbF(
        low.redF() + (high.redF() - low.redF()) * share,
        low.greenF() + (high.greenF() - low.greenF()) * share,
        low.blueF() + (high.blueF() - low.blueF()) * share,
    )


def draw_thin(painter: QPainter, box: QRectF, ink: QColor) -> None:
    """Draw the dashed outline of a figure on few recordings."""
    pen = QPen(ink, 1)
    pen.setDashPattern([3, 3])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(2.5, 2.5, -3.5, -3.5))


class MatrixDelegate(QStyledItemDelegate):
    """Draws figures and, in the first column, names."""

    def __init__(self, table: QWidget) -> None:
        super().__init__(table)
        self._on_theme_changed(current_theme())
        self.measure(table, ())
        theme_events().theme_changed.connect(self._on_theme_changed)

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        self._shades = shades(theme)
        self._panel, self._text, self._small = (theme.color(token) for token in ("panel", "text", "on_shade"))
        self._muted, self._line, self._border = (theme.color(token) for token in ("muted", "line", "border"))
        self._warning, self._accent = theme.color("near"), theme.color("accent")
        self._rule = QPen(self._border, 1)

    def measure(self, table: QWidget, cells: Sequence[MatrixCell]) -> int:
        """Take the table's font, make room for the counts of `cells`, and return how wide a column of them is."""
        self._font, self._caption = table.font(), caption_font(table)
        self._bold = QFont(self._font)
        self._bold.setWeight(QFont.Weight.DemiBold)
        self._side = mark_side(QFontMetrics(self._font))
        texts, counts = {cell.text for cell in cells}, {cell.count for cell in cells}
        figure, small = QFontMetrics(self._bold), QFontMetrics(self._caption)
        widest = max((figure.horizontalAdvance(text) for text in texts), default=0)
        self._count_width = max((small.horizontalAdvance(count) for count in counts), default=0)
        return 2 * CELL_PADDING + math.ceil(self._side) + SPACE_1 + widest + SPACE_2 + self._count_width

    def widest_name(self, names: Sequence[str]) -> int:
        """Return how wide the widest name is, if it stood in the row of the whole."""
        metrics = QFontMetrics(self._bold)
        return max((metrics.horizontalAdvance(name) for name in names), default=0)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell. There are hundreds in view: what is asked of Qt is asked once."""
        model = index.model()
        if not isinstance(model, MatrixModel):
            return
        row, rect = index.row(), option.rect
        is_whole, cell = model.is_whole(row), model.cell_at(row, index.column())
        painter.save()
        painter.setLayoutDirection(_OWN)  # each text's, so that it is cut at its end
        painter.setFont(self._bold if is_whole else self._font)
        if cell is None:
            self._paint_name(painter, option, model.name(row))
        else:
            self._paint_cell(painter, option, cell)
        if is_whole:
            painter.setPen(self._rule)
            painter.drawLine(rect.topLeft(), rect.topRight())
        is_selected = option.state.value & _SELECTED
        if is_selected or self._has_keys(option, index):
            inner = _OUTLINE // 2
            painter.setPen(QPen(self._text if is_selected else self._accent, _OUTLINE))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(inner, inner, -inner - 1, -inner - 1))
        painter.restore()

    def _has_keys(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> bool:
        """True for the cell that the keyboard is in; names lie in a view of their own, which never has it."""
        if index.column() != NAMES:
            return bool(option.state.value & _FOCUSED)
        table = self.parent()
        return isinstance(table, QTableView) and table.hasFocus() and table.currentIndex() == index

    def _paint_name(self, painter: QPainter, option: QStyleOptionViewItem, name: str) -> None:
        rect = option.rect
        painter.fillRect(rect, self._panel)
        painter.setPen(QPen(self._line, 1))
        end = rect.left() if option.direction is _MIRRORED else rect.right()
        painter.drawLine(end, rect.top(), end, rect.bottom())
        painter.setPen(self._text)
        room = rect.adjusted(CELL_PADDING, 0, -CELL_PADDING, 0)
        short = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room.width())
        side = Qt.AlignmentFlag.AlignRight if option.direction is _MIRRORED else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, short)

    def _paint_cell(self, painter: QPainter, option: QStyleOptionViewItem, cell: MatrixCell) -> None:
        """Draw a figure; its mark stands where people begin to read, its count of recordings where they end.

        Both numbers end at the right of their room, so that digits lie below digits.
        """
        rect, is_mirrored = option.rect, option.direction is _MIRRORED
        left, top, width, height = rect.x(), rect.y(), rect.width(), rect.height()
        if cell.step is None:
            painter.fillRect(rect, self._panel)
        else:  # all but a line at the right and below, where the panel shows
            painter.fillRect(left, top, width - 1, height - 1, self._shades[cell.step])
        if cell.is_thin:
            draw_thin(painter, QRectF(rect), self._small)
        if cell.kind is Kind.FAILED:
            paint_warning(painter, QPointF(rect.center()), self._side, self._warning)
            return
        left, width = left + CELL_PADDING, width - 2 * CELL_PADDING
        if cell.is_older or cell.status is not None:
            half = self._side / 2
            x = left + width - half if is_mirrored else left + half
            self._paint_mark(painter, QPointF(x, rect.center().y() + 0.5), cell)
        is_figure = cell.kind is Kind.FIGURE
        painter.setPen(self._text if is_figure else self._muted)
        beside = self._count_width + SPACE_2
        before = math.ceil(self._side) + SPACE_1 if is_mirrored else 0  # as wide as the mark
        painter.drawText(left + is_mirrored * beside, top, width - beside - before, height, RIGHT, cell.text)
        painter.setFont(self._caption)
        painter.setPen(self._small if is_figure else self._muted)
        painter.drawText(left, top, self._count_width if is_mirrored else width, height, RIGHT, cell.count)

    def _paint_mark(self, painter: QPainter, center: QPointF, cell: MatrixCell) -> None:
        if cell.is_older:  # more urgent than how it stands to a target, which its tool tip says
            paint_warning(painter, center, self._side, self._warning)
        elif cell.status is not None:
            paint_status(painter, center, self._side, cell.status, self._small)
