"""How a small table shares its width among its columns, so that none cuts its words while there is room elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence


class ColumnNeed(Struct, frozen=True):
    """What one column would like: its share in the width, and in pixels what its longest text and word need."""

    share: int
    text: int
    word: int


def shared_widths(room: int, needs: Sequence[ColumnNeed]) -> list[int]:
    """Return the columns' widths in `room` pixels: by shares where all texts fit, else by what texts and words need.

    Where not even all words fit, the columns are wider than the room together, and no line needs to be broken.
    """
    if sum(need.text for need in needs) <= room:
        return _by_shares(room, needs)
    words = sum(need.word for need in needs)
    if words > room:
        return [need.text for need in needs]
    more = sum(need.text - need.word for need in needs)
    return _filled(room, [need.word + (room - words) * (need.text - need.word) // more for need in needs])


def _by_shares(room: int, needs: Sequence[ColumnNeed]) -> list[int]:
    """Each column's share, but where a text needs more; the others give that from what they have to spare."""
    every = max(1, sum(need.share for need in needs))
    shares = _filled(room, [need.share * room // every for need in needs])
    spare = [max(0, share - need.text) for share, need in zip(shares, needs, strict=True)]
    missing = sum(max(0, need.text - share) for share, need in zip(shares, needs, strict=True))
    taken = [-(-one * missing // max(1, sum(spare))) for one in spare]  # rounded up: never too little together
    return _filled(room, [max(need.text, share) - less for share, need, less in zip(shares, needs, taken, strict=True)])


def _filled(room: int, widths: list[int]) -> list[int]:
    """Give the last column the pixels that rounding left over."""
    return [*widths[:-1], widths[-1] + room - sum(widths)] if widths else widths
