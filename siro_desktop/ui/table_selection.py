"""The selected rows of a table as ranges, which stay few however many rows there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QItemSelectionModel


def selected_ranges(selection_model: QItemSelectionModel) -> list[range]:
    """Return the selected rows from top to bottom; ranges neither overlap nor touch."""
    selection = selection_model.selection()
    chosen = [selection.at(place) for place in range(selection.count())]
    merged: list[range] = []
    for top, bottom in sorted((one.top(), one.bottom()) for one in chosen):
        if merged and top <= merged[-1].stop:
            merged[-1] = range(merged[-1].start, max(merged[-1].stop, bottom + 1))
        else:
            merged.append(range(top, bottom + 1))
    return merged


def count_rows(ranges: Sequence[range]) -> int:
    """Return how many rows there are in all."""
    return sum(map(len, ranges))
