"""Filters of single columns, as values: text that a cell holds, a range, one of some, blank or not blank. No Qt."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from siro_desktop.settings import Json
    from siro_desktop.ui.column_keys import ColumnKeys


_FEW: Final = 4  # texts; looking for each takes less time than looking each cell up


class Holds(Struct, frozen=True):
    """Cells that hold a text, upper and lower case alike."""

    text: str

    def hits(self, keys: ColumnKeys) -> Any:
        """Return an array of bool by source row."""
        return _by_rank(keys, keys.texts.find(self.text)) if keys.texts else _nothing(keys)


class OneOf(Struct, frozen=True):
    """Cells that are one of some texts."""

    texts: frozenset[str]

    def hits(self, keys: ColumnKeys) -> Any:
        """Return an array of bool by source row."""
        import numpy as np

        known = keys.texts.texts if keys.texts else ()
        wanted = [rank for rank, text in enumerate(known) if text in self.texts]
        if len(wanted) <= _FEW:
            return np.logical_or.reduce([keys.ranks == rank for rank in wanted]) if wanted else _nothing(keys)
        hits = np.zeros(len(known), dtype=bool)
        hits[wanted] = True
        return _by_rank(keys, hits)


class InRange(Struct, frozen=True):
    """Figures from `low` to `high`, both included; None: no limit at this end. What is missing is in no range."""

    low: float | None = None
    high: float | None = None

    def hits(self, keys: ColumnKeys) -> Any:
        """Return an array of bool by source row."""
        if keys.numbers is None:
            return _nothing(keys)
        if self.low is None:
            return keys.ranks < keys.last if self.high is None else keys.numbers <= self.high
        hits = keys.numbers >= self.low  # NaN is not
        return hits if self.high is None else hits & (keys.numbers <= self.high)


class Blank(Struct, frozen=True):
    """Cells without anything in them; or with `is_blank` false, all the others."""

    is_blank: bool = True

    def hits(self, keys: ColumnKeys) -> Any:
        """Return an array of bool by source row."""
        return keys.ranks >= keys.blank if self.is_blank else keys.ranks < keys.blank


ColumnFilter: TypeAlias = Holds | OneOf | InRange | Blank


def filter_to_json(wanted: ColumnFilter) -> Json:
    """Return a filter as `read_filter` takes it back."""
    match wanted:
        case Holds(text):
            return {"holds": text}
        case OneOf(texts):
            return {"one_of": [*sorted(texts)]}
        case InRange(low, high):
            return {"from": low, "to": high}
        case Blank(is_blank):
            return {"blank": is_blank}


def read_filter(kept: object) -> ColumnFilter | None:
    """Return the filter of `filter_to_json`; None for anything else."""
    match kept:
        case {"holds": str(text)} if text:
            return Holds(text)
        case {"one_of": list(texts)} if texts:
            return OneOf(frozenset(text for text in texts if isinstance(text, str)))
        case {"from": low, "to": high} if _is_end(low) and _is_end(high) and (low, high) != (None, None):
            return InRange(low, high)
        case {"blank": bool(is_blank)}:
            return Blank(is_blank)
    return None


def _is_end(kept: object) -> bool:
    return kept is None or (isinstance(kept, int | float) and not isinstance(kept, bool) and math.isfinite(kept))


def _by_rank(keys: ColumnKeys, hits: Any) -> Any:
    """What is true of each text, by row; never of blanks."""
    import numpy as np

    return np.take(np.concatenate([hits, [False]]), keys.ranks)


def _nothing(keys: ColumnKeys) -> Any:
    import numpy as np

    return np.zeros(len(keys.ranks), dtype=bool)
