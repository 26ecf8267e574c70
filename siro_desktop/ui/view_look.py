"""How a table is looked at: what is selected in it, and what it is sorted and filtered by, as JSON values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from siro_desktop.ui.arrangement import Wishes
from siro_desktop.ui.column_filters import filter_to_json, read_filter
from siro_desktop.ui.table_selection import count_rows, selected_ranges

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractItemView

    from siro_desktop.settings import Json
    from siro_desktop.ui.ordered_model import OrderedTableModel

_MOST_MARKED: Final = 2_000


def selected_sources(table: QAbstractItemView, model: OrderedTableModel) -> list[int]:
    """Return the source rows that are selected, in the order of the view."""
    rows = (row for some in selected_ranges(table.selectionModel()) for row in some)
    return [model.source_row(row) for row in rows if row < model.rowCount()]


def marked_sources(table: QAbstractItemView, model: OrderedTableModel) -> frozenset[int] | None:
    """Return the source rows that stand out from the others; None where none does, or all of them do.

    Of thousands only the current one: another view would look each of them up.
    """
    count = count_rows(selected_ranges(table.selectionModel()))
    if not count or count >= model.rowCount():
        return None
    if count > _MOST_MARKED:
        return frozenset((model.source_row(table.currentIndex().row()),))
    return frozenset(selected_sources(table, model))


def wishes_to_json(wishes: Wishes) -> dict[str, Json]:
    """Return how rows are sorted and filtered: `sort` as `sort_to_json` says, `filters` by the columns' names."""
    filters: dict[str, Json] = {name: filter_to_json(wanted) for name, wanted in wishes.filters.items()}
    return {"sort": sort_to_json(wishes), "filters": filters}


def sort_to_json(wishes: Wishes) -> dict[str, Json]:
    """Return the deciding column with whether the highest is first, and in `then` what decides ties; {} if by none."""
    columns: list[dict[str, Json]] = [
        {"column": name, "descending": descending} for name, descending in wishes.sorted_by
    ]
    first, *others = columns or [{}]
    return {**first, "then": [*others]} if others else first


def read_wishes(kept: Mapping[str, object]) -> Wishes:
    """Return what `wishes_to_json` said, and no other wish; what is not understood is left out."""
    sort, filters = kept.get("sort"), kept.get("filters")
    sorts = [sort, *_list(sort.get("then"))] if isinstance(sort, Mapping) else []
    wanted = {
        name: found
        for name, one in (filters.items() if isinstance(filters, Mapping) else ())
        if (found := read_filter(one)) is not None
    }
    return Wishes(tuple(dict(filter(None, map(_read_sort, sorts))).items()), wanted)


def _read_sort(kept: object) -> tuple[str, bool] | None:
    if not isinstance(kept, Mapping) or not isinstance(kept.get("column"), str):
        return None
    return str(kept["column"]), kept.get("descending") is True


def _list(kept: object) -> list[object]:
    return kept if isinstance(kept, list) else []
