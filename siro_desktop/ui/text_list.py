"""The distinct texts of a column in order, searched at once. No Qt.

Texts lie beside each other in one array of bytes, so that a search over a million of them takes milliseconds. numpy is
imported only where there is something to prepare, and lets other threads run while it sorts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from siro_desktop.columns import gather, in_pieces, let_go
from siro_desktop.stopping import checked_pieces, checkpoint, placed_pieces
from siro_desktop.untracked import untracked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

T = TypeVar("T")

_LARGE: Final = 20_000  # texts; more are sorted by numpy, since Python would keep the interpreter for a second
_SORTED_BYTES: Final = 48  # of each text; longer ones that begin alike are sorted after
_DENSE: Final = 4  # one hit for so many texts
_BETWEEN: Final = b"\xff"  # is in no UTF-8 text, so that nothing is found across two texts


class TextList:
    """Distinct texts, capitals beside small letters, or with `in_order` as they are given. Immutable; any thread.

    `order` are the places of the texts in what was given, an array of int64. Raises Cancelled where nobody wants them
    any more.
    """

    def __init__(self, texts: Sequence[str], *, in_order: bool = False) -> None:
        folded: list[bytes] = untracked([])
        for some in checked_pieces(texts):
            folded += map(_folded, some)
        self.order = _in_order(len(texts)) if in_order else _order(texts, folded)
        checkpoint()
        self.texts = _taken(texts, self.order)
        ordered = [_taken(folded, self.order)]
        del folded
        self._build(ordered[0])
        let_go(ordered)

    def _build(self, folded: Sequence[bytes]) -> None:
        """Join the texts, some at a time: a call over a million would keep the interpreter from the other threads."""
        import numpy as np

        ends = np.zeros(len(folded) + 1, dtype=np.int64)
        parts: list[bytes] = []
        for place, some in placed_pieces(folded):
            ends[1:][place] = [len(text) + 1 for text in some]
            parts += [_BETWEEN.join(some), _BETWEEN]
        self._bytes = np.frombuffer(b"".join(parts), dtype=np.uint8)
        self._starts = np.cumsum(ends)[:-1]

    def __len__(self) -> int:
        return len(self.texts)

    def find(self, text: str) -> Any:
        """Return an array of bool: whether each text holds `text`, upper and lower case alike."""
        import numpy as np

        needle, known = _folded(text), self._bytes
        length = len(known) - len(needle) + 1
        if not needle or not len(self.texts) or length <= 0:
            return np.full(len(self.texts), not needle)
        begins = known[:length] == needle[0]
        for place, byte in enumerate(needle[1:], 1):
            begins &= known[place : length + place] == byte
        if np.count_nonzero(begins) * _DENSE > len(self.texts):  # nearly every text: look at each
            whole = np.concatenate([begins, np.zeros(len(needle) - 1, dtype=bool)])
            return np.logical_or.reduceat(whole, self._starts)
        hits = np.zeros(len(self.texts), dtype=bool)
        hits[np.searchsorted(self._starts, np.flatnonzero(begins), side="right") - 1] = True
        return hits


def _folded(text: str) -> bytes:
    return text.casefold().encode("utf-8", "surrogatepass")


def _taken(column: Sequence[T], places: Any) -> Sequence[T]:
    pieces: Iterator[Any] = in_pieces(places)
    return gather((map(column.__getitem__, some.tolist()) for some in pieces), len(places))


def _in_order(count: int) -> Any:
    import numpy as np

    return np.arange(count)


def _order(texts: Sequence[str], folded: Sequence[bytes]) -> Any:
    """The places of the texts as they sort: by their folded form, and those that are alike by their own."""
    import numpy as np

    if len(texts) < _LARGE:
        places = sorted(range(len(texts)), key=lambda place: (folded[place], texts[place]))
        return np.array(places, dtype=np.int64)
    width = min(_SORTED_BYTES, max(max(map(len, some)) for some in in_pieces(folded)))
    beginnings = np.empty(len(folded), dtype=f"S{width}")
    for place, some in placed_pieces(folded):
        beginnings[place] = some
    order = np.argsort(beginnings, kind="stable")
    ordered = beginnings[order]
    ends = np.flatnonzero(np.concatenate([ordered[1:] != ordered[:-1], [True]])) + 1
    starts = np.concatenate([[0], ends[:-1]])
    is_tie = ends - starts > 1
    for start, end in zip(starts[is_tie].tolist(), ends[is_tie].tolist(), strict=True):
        order[start:end] = sorted(order[start:end].tolist(), key=lambda place: (folded[place], texts[place]))
    return order
