"""Where a text that is searched for stands in another, upper and lower case alike. No Qt."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Span = tuple[int, int]


def find_spans(text: str, needles: Iterable[str]) -> list[Span]:
    """Return from where to where in `text` one of `needles` stands, in order, those that touch joined."""
    folded = text.casefold()
    found: list[Span] = []
    for needle in needles:
        wanted = needle.casefold()
        start = folded.find(wanted) if wanted else -1
        while start >= 0:
            found.append((start, start + len(wanted)))
            start = folded.find(wanted, start + len(wanted))
    if found and len(folded) != len(text):  # a letter that folds to two, such as ß
        found = _unfolded(text, found)
    return _joined(sorted(found))


def _unfolded(text: str, spans: Iterable[Span]) -> list[Span]:
    """The same spans counted in letters of `text`."""
    ends = list(accumulate(len(letter.casefold()) for letter in text))
    letter_at = [place for place, end in enumerate(ends) for _ in range(end - (ends[place - 1] if place else 0))]
    return [(letter_at[start], letter_at[end - 1] + 1) for start, end in spans]


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
