"""The table of an answer, or a sentence where the search finds nothing. Signal: `clear_search_clicked`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedLayout, QWidget

from siro_desktop.ui.headings import EDGE
from siro_desktop.ui.metric_table_view import MetricTableView
from siro_desktop.ui.result_states import StatePage

if TYPE_CHECKING:
    from siro_desktop.ui.metric_table_model import MetricTableModel


class TablePage(QWidget):
    """Holds the view and its *nothing found* state."""

    clear_search_clicked = Signal()

    def __init__(self, model: MetricTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("table_page")
        self._model = model
        self.view = MetricTableView(model, self)
        self._nothing = StatePage("nothing_found", self)
        self._nothing.action_clicked.connect(self.clear_search_clicked)
        self.setContentsMargins(EDGE, 0, 0, 0)
        self._layout = QStackedLayout(self)
        self._layout.addWidget(self.view)
        self._layout.addWidget(self._nothing)
        model.modelReset.connect(self._on_rows_changed)
        model.layoutChanged.connect(self._on_rows_changed)

    def nothing_found(self) -> bool:
        """True if the search hides every row."""
        return self._layout.currentWidget() is self._nothing

    @Slot()
    def _on_rows_changed(self) -> None:
        is_empty = self._model.rowCount() == 0 and len(self._model.metrics) > 0
        if is_empty:
            sentence = self.tr("No metric's name, type or id holds “%1”.").replace("%1", self._model.filter_text)
            self._nothing.say("search", self.tr("Nothing found"), sentence, self.tr("Clear search"))
        self._layout.setCurrentWidget(self._nothing if is_empty else self.view)
