"""Finds names in a list as somebody types, and says what typed or pasted text means as ids."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from siro_desktop.domain.query import parse_ids

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from siro_desktop.domain.names import NamedId

_SEPARATORS: Final = re.compile(r"[\n\r\t;\u2028\u2029]+")
MANY_SEPARATORS: Final = re.compile(r"[\n\r\t;,\u2028\u2029]")


class NameIndex:
    """A list of names that answers searches; upper and lower case are the same to it."""

    def __init__(self, names: Sequence[NamedId] = ()) -> None:
        self.names = tuple(names)
        self._haystacks = [f"{named.name}\n{named.id}\n{named.note}".casefold() for named in self.names]
        self._by_id = {named.id: named for named in self.names}
        self._by_name: dict[str, list[NamedId]] = {}
        for named in self.names:
            self._by_name.setdefault(named.name.casefold(), []).append(named)

    def with_id(self, entity_id: str) -> NamedId | None:
        """Return the name of an id, if it is known."""
        return self._by_id.get(entity_id)

    def exact(self, text: str) -> NamedId | None:
        """Return whose id, or whose name if nobody shares it, is exactly `text`."""
        wanted = text.strip()
        if found := self._by_id.get(wanted):
            return found
        namesakes = self._by_name.get(wanted.casefold(), [])
        return namesakes[0] if len(namesakes) == 1 else None

    def find(self, text: str, limit: int = 100) -> list[NamedId]:
        """Return names, ids or notes that hold every word of `text`, best first: names that begin so, then the rest."""
        words = text.casefold().split()
        if not words:
            return list(self.names[:limit])
        hits = list(self._hits(words))
        hits.sort(key=lambda named: self._rank(named, text.strip(), words[0]))  # stable: the list's own order last
        return hits[:limit]

    def finds_name(self, text: str) -> bool:
        """True if `text` finds somebody by words of a name, and so hardly is an id, or several."""
        return bool(self.named_so(text, 1))

    def named_so(self, text: str, limit: int) -> list[NamedId]:
        """Return whom every word of `text` finds, and at least one by the name; in the list's own order."""
        words = text.casefold().split()
        found = (named for named in self._hits(words) if any(word in named.name.casefold() for word in words))
        return list(islice(found, limit))

    def _hits(self, words: Sequence[str]) -> Iterator[NamedId]:
        for named, haystack in zip(self.names, self._haystacks, strict=True):
            if all(word in haystack for word in words):
                yield named

    @staticmethod
    def _rank(named: NamedId, text: str, first_word: str) -> int:
        name = named.name.casefold()
        if named.id == text:
            return 0
        if name.startswith(first_word):
            return 1
        return 2 if f" {first_word}" in name else 3

    def read(self, text: str) -> tuple[str, ...]:
        """Return the ids that pasted text means: lines or cells that are a known name, else ids, without repeats."""
        found: dict[str, None] = {}
        for line in _SEPARATORS.split(text):
            for piece in [line] if self.exact(line) else line.split(","):
                named = self.exact(piece)
                found.update(dict.fromkeys((named.id,) if named else parse_ids(piece)))
        return tuple(found)
