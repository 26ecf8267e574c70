"""A table with what belongs around it: filters above, totals below, and beside it the details of the current row.

Signals: `history_wanted(metric id)`, hand what the store has to `details.show_history`; `details_shown(bool)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from siro_desktop.ui.details_panel import DetailsPanel
from siro_desktop.ui.filter_strip import FilterStrip
from siro_desktop.ui.headings import EDGE
from siro_desktop.ui.table_footer import TableFooter
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Callable

    from siro_desktop.ui.column_table import ColumnTableView
    from siro_desktop.ui.ordered_model import OrderedTableModel


class TableWithDetails(QWidget):
    """Lays out around `pages`, in which `table` stands. The panel is made when it is first asked for."""

    history_wanted = Signal(str)
    details_shown = Signal(bool)

    def __init__(
        self,
        table: ColumnTableView,
        model: OrderedTableModel,
        pages: QWidget,
        count_in_words: Callable[[int], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"{table.objectName()}_surroundings")
        self._table, self._model = table, model
        self.strip = FilterStrip(model, count_in_words, self)
        self.footer = TableFooter(table, model, self)
        self.details: DetailsPanel | None = None
        left = named(QWidget(self), f"{table.objectName()}_column")
        column = QVBoxLayout(left)
        column.setContentsMargins(EDGE, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(pages, 1)
        column.addWidget(self.footer)
        self._splitter = named(QSplitter(Qt.Orientation.Horizontal, self), f"{table.objectName()}_splitter")
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(left)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._splitter)
        table.details_requested.connect(self.open_details)
        table.current_source_row_changed.connect(self._on_current_row_changed)
        model.modelReset.connect(self._on_model_reset)
        model.dataChanged.connect(self._show_current)

    def shows_details(self) -> bool:
        """True if the panel is there."""
        return self.details is not None and not self.details.isHidden()

    @Slot(bool)
    def show_details(self, shown: bool) -> None:
        """Open or close the panel, if it is not so already."""
        if shown != self.shows_details():
            (self.open_details if shown else self.close_details)()

    @Slot()
    def open_details(self) -> None:
        """Show the details of the current row."""
        if self.details is None:
            self.details = panel = DetailsPanel(self)
            panel.closed.connect(self.close_details)
            panel.history_wanted.connect(self.history_wanted)
            self._splitter.addWidget(panel)
            self._splitter.setStretchFactor(0, 1)
            width = min(panel.usual_width, self.width() // 2)
            self._splitter.setSizes([self.width() - width, width])
        self.details.show()
        self._show_current()
        self.details_shown.emit(True)

    @Slot()
    def close_details(self) -> None:
        """Leave the room to the table."""
        if self.details is not None:
            self.details.hide()
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.details_shown.emit(False)

    @Slot(int)
    def _on_current_row_changed(self, _source_row: int) -> None:
        self._show_current()

    @Slot()
    def _on_model_reset(self) -> None:
        if self.details is not None:
            self.details.forget()
        self._show_current()

    @Slot()
    def _show_current(self) -> None:
        """Show the row that the table is at; also where it says something else now."""
        if self.details is not None and self.shows_details():
            row = self._table.current_source_row()
            self.details.show_details(None if row < 0 else self._model.details(row))
