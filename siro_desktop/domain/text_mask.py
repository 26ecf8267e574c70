"""Replaces many known texts in free text, in time that hardly grows with how many are known."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from unicodedata import category

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORD: Final = re.compile(r"\w+")


class _Known(Struct, frozen=True):
    """A text to be replaced. `before` is where its first word begins; `folded` if capitals do not matter."""

    before: int
    text: str
    alias: str
    folded: bool


class TextMask:
    """Knows texts and what stands for them. Longer ones win. Immutable; any thread.

    Capitals do not matter in `replacements`; in `words` they do.
    """

    def __init__(self, replacements: Mapping[str, str], words: Mapping[str, str] = MappingProxyType({})) -> None:
        self._by_word: dict[str, list[_Known]] = {}
        listed = [*((text, alias, True) for text, alias in replacements.items())]
        listed += [(text, alias, False) for text, alias in words.items()]
        for text, alias, folded in sorted(listed, key=lambda one: len(one[0]), reverse=True):
            word = _WORD.search(text)
            if word is not None:
                known = _Known(word.start(), text.casefold() if folded else text, alias, folded)
                self._by_word.setdefault(word[0].casefold(), []).append(known)

    def apply(self, text: str) -> str:
        """Return `text` with every known text in it replaced, where it stands as whole words."""
        parts, done = [], 0
        for word in _WORD.finditer(text):
            for known in self._by_word.get(word[0].casefold(), ()):
                start = word.start() - known.before
                end = _end_of(text, start, known) if start >= done else None
                if end is not None:
                    parts += [text[done:start], known.alias]
                    done = end
                    break
        return "".join([*parts, text[done:]])


def _end_of(text: str, start: int, known: _Known) -> int | None:
    """Where a known text ends in `text` if it stands at `start`, and no word goes on behind it."""
    wanted = known.text
    end = start + len(wanted)
    found = text[start:end].casefold() if known.folded else text[start:end]
    if found != wanted:
        folds_longer = len(found) > len(wanted)  # a letter may fold into several: then it may end earlier
        ends = range(start + 1, end) if folds_longer else ()
        end = next((one for one in ends if text[start:one].casefold() == wanted), -1)
    return None if end < 0 or _goes_on(text, end) else end


def _goes_on(text: str, end: int) -> bool:
    """True if a word that has begun before `end` ends later."""
    if not 0 < end < len(text):
        return False
    return is_mark(text[end]) or (bool(_WORD.match(text[end])) and (text[end - 1] == "_" or is_of_word(text[end - 1])))


def is_mark(character: str) -> bool:
    """True for an accent or a vowel sign of its own, which belongs to the letter before it."""
    return not character.isascii() and category(character).startswith("M")


def is_of_word(character: str) -> bool:
    """True for what a word is made of."""
    return character.isalnum() or is_mark(character)
