"""How cells of large tables are drawn: a pass rate with a bar, a target with its mark, what is searched for marked.

They draw themselves instead of asking the style, which takes three times as long and asks the model seven times for
each cell. What they draw beside the text comes from the model by roles; text and marks are laid out once.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from siro_desktop.ui.cell_delegates import mark_color
from siro_desktop.ui.cell_text import CellTexts
from siro_desktop.ui.headings import CELL_PADDING
from siro_desktop.ui.mark_pictures import MarkPictures, rate_width, target_width
from siro_desktop.ui.ordered_model import ALIGNMENT, DISPLAY, RATE, RATE_STATUS, RIGHT, STATUS
from siro_desktop.ui.theme import SPACE_2, Theme, current_theme, row_height, theme_events

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QPixmap

_SELECTED: Final = QStyle.StateFlag.State_Selected.value  # ints: flags take a microsecond, for each cell
_MIRRORED: Final = Qt.LayoutDirection.RightToLeft
_FOCUSED: Final = QStyle.StateFlag.State_HasFocus.value


class TableDelegate(QStyledItemDelegate):
    """Text with room on both sides, so that a figure never touches the next column.

    All cells of a column are aligned alike, and all columns are written in one font.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = CellTexts()
        self._pictures = MarkPictures()
        self._needles: Mapping[int, tuple[str, ...]] = {}
        self._is_figure: dict[int, bool] = {}
        theme_events().theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(current_theme())

    def set_needles(self, needles: Mapping[int, tuple[str, ...]]) -> None:
        """Make texts stand out that are searched for, by column."""
        self._needles = needles

    def forget(self) -> None:
        """Lay everything out anew: font, colours or columns are others."""
        self._texts.forget()
        self._pictures.forget()
        self._is_figure.clear()

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        self._ink = theme.color("text")
        self._focus, self._selected_focus = (
            theme.color(theme.token_on("accent", is_selected=is_selected)) for is_selected in (False, True)
        )
        self._selected_ink = theme.on_selected
        self._selected_fill = theme.color("selected")
        self.forget()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        self._paint_text(painter, option, index)

    def _paint_text(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        before: int = CELL_PADDING,
        behind: int = CELL_PADDING,
    ) -> None:
        """Draw background and text, which leaves so many pixels free at the sides, as people read.

        Figures stand at the right of their column, so that digits lie below digits, also where people read from there.
        """
        cell, state, column = option.rect, option.state.value, index.column()
        is_selected = state & _SELECTED
        if is_selected:
            painter.fillRect(cell, self._selected_fill)
        text = index.data(DISPLAY)
        if text:
            width = cell.width()
            laid_out = self._texts.laid_out(text, width - before - behind, option.font, self._needles.get(column, ()))
            is_figure = self._is_figure.get(column)
            if is_figure is None:
                is_figure = self._is_figure[column] = index.data(ALIGNMENT) == RIGHT
            is_mirrored = option.direction is _MIRRORED
            if is_mirrored or is_figure:
                x = cell.x() + width - laid_out.width - (before if is_mirrored else behind)
            else:
                x = cell.x() + before
            painter.setPen(self._selected_ink if is_selected else self._ink)
            laid_out.draw(painter, x, cell.y() + (cell.height() - laid_out.height) // 2)
        if state & _FOCUSED:
            painter.setPen(self._selected_focus if is_selected else self._focus)
            painter.drawRect(cell.adjusted(1, 1, -2, -2))

    def _draw_picture(self, painter: QPainter, option: QStyleOptionViewItem, picture: QPixmap, *, before: int) -> None:
        """Draw in the middle of the height, so many pixels from where people begin to read."""
        cell, size = option.rect, picture.deviceIndependentSize().toSize()
        left = cell.width() - before - size.width() if option.direction is _MIRRORED else before
        painter.drawPixmap(cell.left() + left, cell.top() + (cell.height() - size.height() + 1) // 2, picture)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As wide as the text, as high as a row."""
        width = QFontMetrics(option.font).horizontalAdvance(index.data(DISPLAY) or "")
        return QSize(width + 2 * CELL_PADDING + 1, row_height(option.font))


class TargetDelegate(TableDelegate):
    """The mark of a status, then its word; nothing but the dash where there is none."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        status = index.data(STATUS)
        if status is None:
            self._paint_text(painter, option, index)
            return
        metrics = option.fontMetrics
        self._paint_text(painter, option, index, before=CELL_PADDING + target_width(metrics))
        ratio = painter.device().devicePixelRatio()
        picture = self._pictures.status(status, metrics, mark_color(option), ratio)
        self._draw_picture(painter, option, picture, before=SPACE_2 - 1)


class PassRateDelegate(TableDelegate):
    """The figure, its mark, then a bar from 0 to 100; nothing but the dash where no pass rate came."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        metrics = option.fontMetrics
        beside = rate_width(metrics)
        self._paint_text(painter, option, index, behind=CELL_PADDING + beside)
        rate = index.data(RATE)
        if rate is not None and math.isfinite(rate):
            ratio = painter.device().devicePixelRatio()
            status, is_mirrored = index.data(RATE_STATUS), option.direction is _MIRRORED
            picture = self._pictures.rate(rate, status, metrics, mark_color(option), ratio, is_mirrored=is_mirrored)
            self._draw_picture(painter, option, picture, before=option.rect.width() - beside)
