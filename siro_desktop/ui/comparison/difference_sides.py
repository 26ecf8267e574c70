"""Which two sides a difference begins with, and by what they are known in other sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from siro_desktop.domain.comparison import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from siro_desktop.domain.sides import Side
    from siro_desktop.ui.comparison.state import ComparisonState

SideName: TypeAlias = tuple[int, str]
"""The id of a saved result, and the key of one of its cells."""
BothNames: TypeAlias = tuple[SideName, SideName]


def first_sides(state: ComparisonState, sides: Sequence[Side]) -> tuple[Side, Side] | None:
    """Return A and B: the last two periods of the entity that stands out, or, of one period, two entities.

    The selected figure is B where something comes before it. None where there are not two sides.
    """
    comparison = state.comparison
    if comparison is None or not state.shown_entities:
        return None
    by_key = {side.cell.key: side for side in sides}
    selected = state.selected
    entity = selected.entity if selected is not None else state.shown_entities[0]
    periods = len(comparison.periods)
    if periods > 1:
        last = max(1, selected.period if selected is not None else periods - 1)
        places = (Place(entity, last - 1), Place(entity, last))
    elif len(state.shown_entities) > 1:
        last = max(1, state.shown_entities.index(entity))
        places = (Place(state.shown_entities[last - 1], 0), Place(state.shown_entities[last], 0))
    else:
        return None
    a, b = (comparison.cell(place) for place in places)
    return (by_key[a.key], by_key[b.key]) if a is not None and b is not None else None


def names_of(side: Side) -> SideName:
    """Return by what a side is known among those of all results."""
    return side.result_id, side.cell.key


def read_sides(kept: object) -> BothNames | None:
    """Return the names of A and B from JSON values; None if it is nothing like that."""
    match kept:
        case [[int(result_a), str(key_a)], [int(result_b), str(key_b)]]:
            return (result_a, key_a), (result_b, key_b)
    return None
