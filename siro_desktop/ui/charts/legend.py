"""What colours, patterns and shapes mean, in words; wraps where the width is short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from siro_desktop.ui.charts.legend_sheet import LegendEntry, LegendSheet
from siro_desktop.ui.theme import Theme, theme_events

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent, QResizeEvent


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

    def _sheet(self, width: float) -> LegendSheet:
        is_mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        sheet = LegendSheet(self.entries, self.font(), is_mirrored=is_mirrored)
        sheet.fit(max(width, 1.0))
        return sheet

    @Slot(object)
    def _on_theme_changed(self, _theme: Theme) -> None:
        self.update()

    # Qt -------------------------------------------------------------------------------------------------------------

    def paintEvent(self, _painted: QPaintEvent) -> None:
        """Draw all entries."""
        self._sheet(self.width()).paint(QPainter(self))

    def resizeEvent(self, resized: QResizeEvent) -> None:
        """Take the height that the width asks for."""
        super().resizeEvent(resized)
        self.updateGeometry()

    def changeEvent(self, changed: QEvent) -> None:
        """Follow the size of the text, and the side that people read from."""
        super().changeEvent(changed)
        if changed.type() in {QEvent.Type.FontChange, QEvent.Type.LayoutDirectionChange}:
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """As high as the present width asks for."""
        return QSize(1, round(self._sheet(self.width()).height))

    def hasHeightForWidth(self) -> bool:
        """True: lines wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that all lines take."""
        return round(self._sheet(width).height)
