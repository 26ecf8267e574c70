"""Replaces many known texts in free text, in time that hardly grows with how many are known."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from unicodedata import category, normalize

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_UNSPACED: Final = (
    "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
"""Letters of Thai, Lao, Burmese, Khmer, Japanese, Chinese, and of Korean with its endings: no space bounds a name."""
_WORD: Final = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_PART: Final = re.compile(r"[^\W_]+")
_IS_UNSPACED: Final = re.compile(rf"[{_UNSPACED}]")
_PREFIXES: Final = frozenset("وفبلكוהבלמשכ")
"""*And*, *to*, *of* and the like in Arabic and Hebrew, which are written as one word with what follows."""
POSSESSIVE: Final = "'s"
_SHORTEST_CAPITALS: Final = 3
"""AL and ED are abbreviations."""
_ALIKE: Final = str.maketrans("’‘ʼ＇‐‑\u00a0\u202f", "''''--  ")
"""Signs that are typed for one another, in one character each."""


class _Known(Struct, frozen=True):
    """A text to be replaced. `before` is where its first word begins; `folded` if capitals do not matter.

    Of what is found `kept` characters at its end stay.
    """

    before: int
    text: str
    alias: str
    folded: bool
    kept: int


class TextMask:
    """Knows texts and what stands for them. Longer ones win. Immutable; any thread.

    Capitals do not matter in `replacements`; in `words` they do, but for words that stand all in capitals. A word that
    ends in *'s* is looked for with that, which stays.
    """

    def __init__(self, replacements: Mapping[str, str], words: Mapping[str, str] = MappingProxyType({})) -> None:
        self._by_word: dict[str, list[_Known]] = {}
        listed = [*((_alike(text), alias, True) for text, alias in replacements.items())]
        listed += [(_alike(text), alias, False) for text, alias in words.items()]
        for text, alias, folded in sorted(listed, key=lambda one: len(one[0]), reverse=True):
            before, word = _first_word(text)
            if word:
                kept = len(POSSESSIVE) if not folded and text.endswith(POSSESSIVE) else 0
                known = _Known(before, text.casefold() if folded else text, alias, folded, kept)
                self._by_word.setdefault(word.casefold(), []).append(known)

    def apply(self, text: str) -> str:
        """Return `text` with every known text in it replaced, where it stands as whole words."""
        composed = text if text.isascii() else normalize("NFC", text)
        alike = _alike(composed)
        spaced = alike.replace("_", " ")
        parts, done = [], 0
        for word in _WORD.finditer(alike):
            for start, end, alias in self._found((alike, spaced), word, done):
                parts += [composed[done:start], alias]
                done = end
        return "".join([*parts, composed[done:]]) if parts else text

    def _found(self, texts: tuple[str, str], word: re.Match[str], done: int) -> Iterator[tuple[int, int, str]]:
        """What is known that begins in a word, none before `done`: from where to where, and its alias.

        An id is looked for in the first text, names in the second, which has spaces in the place of underscores.
        """
        for offset, key in _beginnings(word[0]):
            for known in self._by_word.get(key.casefold(), ()):
                start = word.start() + offset - known.before
                text = texts[0] if "_" in known.text else texts[1]
                end = _end_of(text, start, known) if start >= done else None
                if end is not None:
                    done = end - known.kept
                    yield start, done, known.alias
                    break


def _alike(text: str) -> str:
    """A text with one sign for those that are alike; as long as its composed form."""
    return text if text.isascii() else normalize("NFC", text).translate(_ALIKE)


def _first_word(text: str) -> tuple[int, str]:
    """Where the first word of a text begins, and which it is; empty if there is none."""
    if text.isascii() and text.isalpha():  # most are
        return 0, text
    word = _WORD.search(text)
    return (word.start(), word[0]) if word else (0, "")


def _beginnings(word: str) -> Iterator[tuple[int, str]]:
    """The words that one may be taken for, and where each begins in it: whole, its parts, without what is joined."""
    yield 0, word
    if "_" in word:  # as in names of files
        yield from ((part.start(), part[0]) for part in _PART.finditer(word))
    if word[0] in _PREFIXES:
        yield 1, word[1:]


def _end_of(text: str, start: int, known: _Known) -> int | None:
    """Where a known text ends in `text` if it stands at `start`, and no word goes on behind it."""
    wanted = known.text
    end = start + len(wanted)
    found = text[start:end]
    if known.folded:
        found = found.casefold()
        folds_longer = len(found) > len(wanted)  # a letter may fold into several: then it may end earlier
        if found != wanted:
            ends = range(start + 1, end) if folds_longer else ()
            end = next((one for one in ends if text[start:one].casefold() == wanted), -1)
    elif found != wanted and not (len(wanted) >= _SHORTEST_CAPITALS and found == wanted.upper()):
        end = -1
    return None if end < 0 or _goes_on(text, end) else end


def _goes_on(text: str, end: int) -> bool:
    """True if a word that has begun before `end` ends later."""
    if not 0 < end < len(text):
        return False
    before, behind = text[end - 1], text[end]
    if is_mark(behind):
        return True
    if not _WORD.match(behind) or _IS_UNSPACED.match(before) or _IS_UNSPACED.match(behind):
        return False
    return before == "_" or is_of_word(before)


def is_mark(character: str) -> bool:
    """True for an accent or a vowel sign of its own, which belongs to the letter before it."""
    return not character.isascii() and category(character).startswith("M")


def is_of_word(character: str) -> bool:
    """True for what a word is made of."""
    return character.isalnum() or is_mark(character)
