"""Which two sides a difference begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from siro_desktop.domain.comparison import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from siro_desktop.domain.sides import Side
    from siro_desktop.ui.comparison.state import ComparisonState


def first_sides(state: ComparisonState, sides: Sequence[Side]) -> tuple[Side, Side] | None:
    """Return A and B: the last two periods of the entity that stands out, or, of one period, the first two entities.

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
        other = next(position for position in state.shown_entities if position != entity)
        places = (Place(entity, 0), Place(other, 0))
    else:
        return None
    a, b = (comparison.cell(place) for place in places)
    return (by_key[a.key], by_key[b.key]) if a is not None and b is not None else None
