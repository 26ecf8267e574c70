"""The table of an answer with what belongs around it, or a sentence where nothing is left.

Signals: `clear_search_clicked`; `history_wanted(metric id)`; `details_shown(bool)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from siro_desktop.ui.filter_strip import nothing_in_words
from siro_desktop.ui.metric_table_view import MetricTableView
from siro_desktop.ui.result_states import StatePage
from siro_desktop.ui.table_with_details import TableWithDetails
from siro_desktop.ui.widgets import named
from siro_desktop.ui.words import metrics_in_words

if TYPE_CHECKING:
    from siro_desktop.ui.metric_table_model import MetricTableModel


class TablePage(QWidget):
    """Holds the view and its *nothing found* state."""

    clear_search_clicked = Signal()
    history_wanted = Signal(str)
    details_shown = Signal(bool)

    def __init__(self, model: MetricTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("table_page")
        self._model = model
        self.view = MetricTableView(model, self)
        self._nothing = StatePage("nothing_found", self)
        self._build_layout()
        self._connect()

    def _build_layout(self) -> None:
        self._pages = named(QStackedWidget(self), "table_pages")
        self._pages.addWidget(self.view)
        self._pages.addWidget(self._nothing)
        self.around = TableWithDetails(self.view, self._model, self._pages, metrics_in_words, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.around)

    def _connect(self) -> None:
        self._nothing.action_clicked.connect(self._on_clear_clicked)
        self.around.strip.clear_clicked.connect(self.clear_search_clicked)
        self.around.history_wanted.connect(self.history_wanted)
        self.around.details_shown.connect(self.details_shown)
        self._model.modelReset.connect(self._on_rows_changed)
        self._model.layoutChanged.connect(self._on_rows_changed)

    def nothing_found(self) -> bool:
        """True if search and filters hide every row."""
        return self._pages.currentWidget() is self._nothing

    @Slot(bool)
    def show_details(self, shown: bool) -> None:
        """Show what is known of the current row beside the table, or leave the room to the table."""
        self.around.show_details(shown)

    @Slot()
    def _on_rows_changed(self) -> None:
        is_empty = self._model.rowCount() == 0 and len(self._model.metrics) > 0
        if is_empty:
            sentence = self.tr("No metric's name, type or id holds “%1”.").replace("%1", self._model.filter_text)
            self._nothing.say("search", *nothing_in_words(self._model, sentence))
        self._pages.setCurrentWidget(self._nothing if is_empty else self.view)

    @Slot()
    def _on_clear_clicked(self) -> None:
        self._model.clear_filters()
        self.clear_search_clicked.emit()
