"""The table of an answer's metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from siro_desktop.ui.column_fit import ColumnHabits
from siro_desktop.ui.column_table import ColumnTableView
from siro_desktop.ui.metric_keys import Column

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from siro_desktop.ui.metric_table_model import MetricTableModel

_HABITS: Final = ColumnHabits(
    pass_rate=int(Column.PASS_RATE),
    target=int(Column.TARGET),
    widest={int(Column.METRIC): 34, int(Column.DESCRIPTION): 60},
    hidden=frozenset({"unit"}),  # each value has it beside it
)


class MetricTableView(ColumnTableView):
    """Shows a MetricTableModel."""

    def __init__(self, model: MetricTableModel, parent: QWidget | None = None) -> None:
        super().__init__(model, "metric_table", _HABITS, parent)
        self.setAccessibleName(self.tr("Metrics"))
        model.targets_changed.connect(self.refit)
