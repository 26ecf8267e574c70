"""How a person has arranged a table's columns: which are shown, in which order, how wide. Kept as JSON values.

Columns go by name, so that the arrangement fits every answer, whatever extra fields it has; those that an answer lacks
are remembered for the next one that has them. Widths are in average characters, so that they fit any size of text.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from siro_desktop.settings import Json

_WIDEST: Final = 400.0
_MOST_COLUMNS: Final = 500


class ColumnLayout(Struct):
    """The arrangement, with names of columns. `order` holds the columns that have ever been arranged.

    `keeps_first`: the first column stays in view while the others are scrolled sideways.
    """

    order: list[str] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    widths: dict[str, float] = field(default_factory=dict)
    keeps_first: bool = True

    def arranged(self, names: Sequence[str]) -> list[str]:
        """Return `names` in the person's order; new ones stay behind the column that they follow in `names`."""
        here = set(names)
        result = [name for name in self.order if name in here]
        for position, name in enumerate(names):
            if name not in result:
                before = names[position - 1] if position else None
                result.insert(result.index(before) + 1 if before is not None else 0, name)
        return result

    def set_order(self, names: Sequence[str]) -> None:
        """Remember the order of the columns in view; others keep their place behind the one they followed."""
        here = set(names)
        order = list(names)
        for position, name in enumerate(self.order):
            if name not in here:
                before = next((one for one in reversed(self.order[:position]) if one in order), None)
                order.insert(order.index(before) + 1 if before is not None else 0, name)
        self.order = order

    def to_json(self) -> dict[str, Json]:
        """Return what `read_layout` takes back."""
        return {
            "order": [*self.order],
            "hidden": [*sorted(self.hidden)],
            "widths": {**self.widths},
            "keeps_first": self.keeps_first,
        }


def read_layout(kept: object, hidden: Iterable[str] = ()) -> ColumnLayout:
    """Return the arrangement that `to_json` gave; what is damaged in it is left out.

    `hidden`: the columns that are hidden where it does not say which are.
    """
    entries = kept if isinstance(kept, dict) else {}
    widths, kept_hidden = entries.get("widths"), entries.get("hidden")
    return ColumnLayout(
        order=_read_names(entries.get("order")),
        hidden=set(_read_names(kept_hidden) if isinstance(kept_hidden, list) else hidden),
        widths={
            name: float(width)
            for name, width in (widths.items() if isinstance(widths, dict) else ())
            if isinstance(name, str) and _is_width(width)
        },
        keeps_first=entries.get("keeps_first") is not False,
    )


def _read_names(kept: object) -> list[str]:
    if not isinstance(kept, list):
        return []
    return list(dict.fromkeys(name for name in kept if isinstance(name, str)))[:_MOST_COLUMNS]


def _is_width(width: object) -> bool:
    is_number = isinstance(width, int | float) and not isinstance(width, bool)
    return is_number and math.isfinite(width) and 1 <= width <= _WIDEST  # type: ignore[arg-type,operator]
