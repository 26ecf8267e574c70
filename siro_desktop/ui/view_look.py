"""How a table is looked at: what is selected in it, and what it is sorted and filtered by, as JSON values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from siro_desktop.ui.column_filters import filter_to_json, read_filter
from siro_desktop.ui.row_order import SortBy
from siro_desktop.ui.table_selection import selected_ranges

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractItemView

    from siro_desktop.settings import Json
    from siro_desktop.ui.ordered_model import OrderedTableModel


def selected_sources(table: QAbstractItemView, model: OrderedTableModel) -> list[int]:
    """Return the source rows that are selected, in the order of the view."""
    rows = (row for some in selected_ranges(table.selectionModel()) for row in some)
    return [model.source_row(row) for row in rows if row < model.rowCount()]


def sort_of(model: OrderedTableModel) -> dict[str, Json]:
    """Return by which column a table is sorted, whether the highest is first, and what decides ties; {} if by none."""
    first, *others = [_sort_to_json(model, one) for one in model.sorted_by] or [{}]
    return {**first, "then": [*others]} if others else first


def sort_again(model: OrderedTableModel, kept: object) -> None:
    """Sort as `sort_of` said; anything else leaves the rows as they came."""
    if isinstance(kept, Mapping):
        then = kept.get("then")
        wanted = [_read_sort(model, one) for one in (kept, *(then if isinstance(then, list) else ()))]
        columns = {one.column: one for one in wanted if one is not None}
        model.sort_by(tuple(columns.values()))


def filters_of(model: OrderedTableModel) -> dict[str, Json]:
    """Return the filter of each column that has one, by the column's name."""
    return {model.column_name(column): filter_to_json(wanted) for column, wanted in model.filters.items()}


def filter_again(model: OrderedTableModel, kept: object) -> None:
    """Filter as `filters_of` said, and by nothing else; what is not understood is left out."""
    entries = kept if isinstance(kept, Mapping) else {}
    for column in range(model.columnCount()):
        model.set_column_filter(column, read_filter(entries.get(model.column_name(column))))


def _sort_to_json(model: OrderedTableModel, one: SortBy) -> dict[str, Json]:
    return {"column": model.column_name(one.column), "descending": one.descending}


def _read_sort(model: OrderedTableModel, kept: object) -> SortBy | None:
    if not isinstance(kept, Mapping):
        return None
    names = [model.column_name(column) for column in range(model.columnCount())]
    wanted = kept.get("column")
    return SortBy(names.index(wanted), kept.get("descending") is True) if wanted in names else None
