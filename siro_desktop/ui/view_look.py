"""How a table is looked at: what is selected in it, and what it is sorted by, as JSON values to sort so again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractItemView

    from siro_desktop.settings import Json
    from siro_desktop.ui.column_table import ColumnTableView
    from siro_desktop.ui.ordered_model import OrderedTableModel


def selected_sources(table: QAbstractItemView, model: OrderedTableModel) -> list[int]:
    """Return the source rows that are selected, in the order of the view."""
    selection = table.selectionModel().selection()
    ranges = [selection.at(place) for place in range(selection.count())]
    rows = sorted({row for chosen in ranges for row in range(chosen.top(), chosen.bottom() + 1)})
    return [model.source_row(row) for row in rows if row < model.rowCount()]


def sort_of(table: ColumnTableView, model: OrderedTableModel) -> dict[str, Json]:
    """Return by which column a table is sorted, and whether the highest is first; an empty dict if it is not."""
    headings = table.horizontalHeader()
    column = headings.sortIndicatorSection()
    if not 0 <= column < model.columnCount():
        return {}
    is_descending = headings.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
    return {"column": model.column_name(column), "descending": is_descending}


def sort_again(table: ColumnTableView, model: OrderedTableModel, kept: object) -> None:
    """Sort as `sort_of` said; anything else leaves the rows as they came."""
    if not isinstance(kept, Mapping):
        return
    names = [model.column_name(column) for column in range(model.columnCount())]
    wanted = kept.get("column")
    column = names.index(wanted) if wanted in names else -1
    is_descending = kept.get("descending") is True
    table.sortByColumn(column, Qt.SortOrder.DescendingOrder if is_descending else Qt.SortOrder.AscendingOrder)
