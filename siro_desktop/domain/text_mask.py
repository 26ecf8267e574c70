"""Replaces many known texts in free text, in time that hardly grows with how many are known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORD: Final = re.compile(r"\w+")


class TextMask:
    """Knows texts and what stands for them. Longer ones win; capitals do not matter. Immutable; any thread."""

    def __init__(self, replacements: Mapping[str, str]) -> None:
        self._by_word: dict[str, list[tuple[int, str, str]]] = {}
        for text in sorted(filter(None, replacements), key=len, reverse=True):
            word = _WORD.search(text)
            if word is not None:
                known = (word.start(), text.casefold(), replacements[text])
                self._by_word.setdefault(word[0].casefold(), []).append(known)

    def apply(self, text: str) -> str:
        """Return `text` with every known text in it replaced, where it stands as whole words."""
        parts, done = [], 0
        for word in _WORD.finditer(text):
            for before, wanted, alias in self._by_word.get(word[0].casefold(), ()):
                start = word.start() - before
                end = _end_of(text, start, wanted)
                if start >= done and end is not None:
                    parts += [text[done:start], alias]
                    done = end
                    break
        return "".join([*parts, text[done:]])


def _end_of(text: str, start: int, wanted: str) -> int | None:
    """Where `wanted`, which is folded, ends in `text` if it stands at `start`, and no word goes on behind it."""
    if start < 0:
        return None
    end = start + len(wanted)
    if text[start:end].casefold() != wanted:  # a letter may fold into several
        end = next((one for one in range(start + 1, end) if text[start:one].casefold() == wanted), -1)
    goes_on = 0 < end < len(text) and bool(_WORD.match(text[end - 1]) and _WORD.match(text[end]))
    return None if end < 0 or goes_on else end
