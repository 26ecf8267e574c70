"""The filled bars as an item of pyqtgraph: it draws those in view only, so that their number costs nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsItem

import pyqtgraph as pg  # isort: skip  after PySide6, so that it takes that binding

from siro_desktop.ui.charts.painted import painted
from siro_desktop.ui.theme import current_theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

    from siro_desktop.ui.charts.bar_sheet import BarSheet


class BarFills(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """Bars of a sheet, in the view's own coordinates: shares of the scale across, rows down."""

    def __init__(self) -> None:
        super().__init__()
        self._sheet: BarSheet | None = None
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def show_sheet(self, sheet: BarSheet) -> None:
        """Draw other bars."""
        self.prepareGeometryChange()
        self._sheet = sheet

    def boundingRect(self) -> QRectF:
        """All bars, the scale being -1 to 1."""
        return QRectF() if self._sheet is None else QRectF(-1, 0, 2, self._sheet.rows.total)

    @painted
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:  # noqa: ARG002
        """Fill what is exposed, bars of one colour after each other."""
        sheet, exposed = self._sheet, option.exposedRect
        if sheet is None:
            return
        theme, colors = current_theme(), dict[str, QColor]()
        bars, rows, scale, thickness = sheet.bars, sheet.rows, sheet.scale, sheet.thickness
        above = 0.5 - thickness / 2
        for place in rows.between(exposed.top(), exposed.bottom()):
            share = bars.lengths[place] / scale
            if share:
                token = sheet.fill_token(place, bars[place])
                color = colors.get(token) or colors.setdefault(token, theme.color(token))
                painter.fillRect(QRectF(min(share, 0.0), rows.offset(place) + above, abs(share), thickness), color)
