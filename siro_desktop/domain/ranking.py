"""Finds texts as somebody types: whole words first, then parts of words, then letters in their order."""

from __future__ import annotations

import re
import unicodedata
from heapq import nsmallest
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BETWEEN: Final = re.compile(r"[\W_]+")
_LONGEST_TYPED: Final = 80
_LOOSEST: Final = 4  # letters between two that are typed, on average


class Ranking:
    """Texts made ready for searching. Capitals, accents and punctuation do not matter. Immutable; any thread."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = [f" {fold(text)}" for text in texts]

    def __len__(self) -> int:
        return len(self._texts)

    def find(self, typed: str, limit: int) -> list[tuple[tuple[int, int, int], int]]:
        """Return (rank, position) of the texts that fit best; lower ranks are better, equal ones keep their order.

        Ranks of several lists can be compared. Nothing typed finds nothing.
        """
        wanted = fold(typed[:_LONGEST_TYPED])
        words = wanted.split()
        if not words:
            return []
        found = nsmallest(limit, self._with_words(wanted, words))
        if len(found) < limit:
            there = {position for _, position in found}
            more = (hit for hit in self._with_letters("".join(words)) if hit[1] not in there)
            found += nsmallest(limit - len(found), more)
        return found

    def _with_words(self, wanted: str, words: list[str]) -> Iterator[tuple[tuple[int, int, int], int]]:
        """Texts that hold every word that was typed, wherever."""
        first, *more = words
        for position, text in enumerate(self._texts):
            if first in text and all(word in text for word in more):
                yield (_nearness(text, wanted, words), len(text), 0), position

    def _with_letters(self, letters: str) -> Iterator[tuple[tuple[int, int, int], int]]:
        """Texts that have the letters in this order, the first at the beginning of a word, and not too far apart."""
        if len(letters) < 2:
            return
        search = re.compile(" " + ".*?".join(map(re.escape, letters))).search
        for position, text in enumerate(self._texts):
            hit = search(text)
            if hit is not None and (span := hit.end() - hit.start()) <= _LOOSEST * len(letters):
                yield (4, span, len(text)), position


def fold(text: str) -> str:
    """Return `text` as it is compared: small letters without accents, one blank between words."""
    folded = text.casefold()
    if not folded.isascii():
        folded = "".join(one for one in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(one))
    return _BETWEEN.sub(" ", folded).strip()


def _nearness(text: str, wanted: str, words: list[str]) -> int:
    if text == f" {wanted}":
        return 0
    if text.startswith(f" {wanted}"):
        return 1
    return 2 if all(f" {word}" in text for word in words) else 3
