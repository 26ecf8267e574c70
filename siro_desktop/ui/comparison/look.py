"""How a comparison is looked at, as JSON values: sorting, filters, order, the metric and figure that stand out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from siro_desktop.domain.comparison import Place

if TYPE_CHECKING:
    from siro_desktop.settings import Json
    from siro_desktop.ui.comparison.made_views import MadeViews
    from siro_desktop.ui.comparison.matrix_view import MatrixView
    from siro_desktop.ui.comparison.state import ComparisonState


def look_at(state: ComparisonState, views: MadeViews, view: str) -> dict[str, Json]:
    """Return how it is looked at in all views; on top how the one called `view` is sorted and filtered."""
    metric, place = state.current_metric, state.selected
    return {
        "view": view,
        **views.looks.look_of(view),
        "tables": views.looks.looks(),
        "metric": "" if metric is None else metric.key.id,
        "least": state.least,
        "order": [*state.entity_order],
        "matrix": _sort_of(views.matrix),
        "sides": views.chosen_sides(),
        "choices": views.choices.choices(),
        "selected": [] if place is None else [place.entity, place.period],
    }


def look_again(state: ComparisonState, views: MadeViews, view: str, kept: Mapping[str, object]) -> None:
    """Look at it as `look_at` said, with `view` in front; what is not understood stays as it is."""
    metrics = [] if state.comparison is None else [metric.key.id for metric in state.comparison.metrics]
    if kept.get("metric") in metrics:
        state.choose_metric(metrics.index(str(kept["metric"])))
    state.set_least(0)  # the tables have filters of their own
    tables = kept.get("tables")
    views.looks.restore(tables if isinstance(tables, Mapping) else {view: kept})
    least = kept.get("least")
    state.set_least(least if isinstance(least, int) and not isinstance(least, bool) and least > 0 else 0)
    order = kept.get("order")
    if isinstance(order, list) and sorted(order, key=repr) == sorted(state.entity_order, key=repr):
        state.set_entity_order([int(one) for one in order])
        if view == "matrix":
            _sort_again(views.matrix, kept.get("matrix"))
    views.choose_sides(kept.get("sides"))
    views.choices.choose(kept.get("choices"))
    state.select(_read_place(kept.get("selected")))


def _sort_of(matrix: MatrixView | None) -> list[Json]:
    """The column that the matrix is sorted by, and whether the highest is first; [] if by none."""
    column, order = (-1, None) if matrix is None else matrix.table.sorted_by()
    return [] if column < 0 else [column, order == Qt.SortOrder.DescendingOrder]


def _sort_again(matrix: MatrixView | None, kept: object) -> None:
    match kept:
        case [int(column), bool(descending)] if matrix is not None:
            matrix.sort(column, Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder)


def _read_place(kept: object) -> Place | None:
    match kept:
        case [int(entity), int(period)]:
            return Place(entity, period)
    return None
