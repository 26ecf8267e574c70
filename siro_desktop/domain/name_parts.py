"""Given names and surnames in people's names, as they may stand alone in text that somebody typed."""

from __future__ import annotations

import re
from typing import Final

from siro_desktop.domain.text_mask import is_mark, is_of_word

SHORTEST: Final = 3
"""In letters: shorter ones, such as Al and Li, are too often something else."""
_JOINTS: Final = re.compile(r"[-'’]")
_POSSESSIVES: Final = ("'s", "’s")

_CALENDAR: Final = (
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday spring summer autumn winter"
)
_OURS: Final = (
    "siro rep reps team teams user users test demo admin guest coach manager trainer sales recording organization "
    "training script price event query metric target figure call week month year day new old the and for not"
)
_TITLES: Final = "mrs miss sir prof van von der den del las los bin ibn"
_WORDS: Final = (
    "will mark grant chase page long short young best good small little case field house power major hope art guy max "
    "cash cost love hand head post reading black white green brown stone wood rock storm snow frost rain roof north "
    "south east west park hill street church"
)
_ORDINARY: Final = frozenset(f"{_CALENDAR} {_OURS} {_TITLES} {_WORDS}".split())
"""They begin sentences, ours too, and are more often that than a person, unless *'s* follows."""


def name_parts(name: str) -> frozenset[str]:
    """Return the words by which a person of this name may be known, written with these capitals.

    They have three letters or more, and nothing but letters. Of *Anne-Marie O'Brien* these are also *Anne*, *Marie* and
    *Brien*. What is an ordinary word too, as in *Will Price*, comes with its possessive: *Will's*. Words in small
    letters, such as *van*, are no names, unless all are: then they are meant with a capital.
    """
    words = [word for token in name.split() for word in _pieces(token)]
    if name.islower():
        words = [word.capitalize() for word in words]
    found: set[str] = set()
    for word in words:
        for form in {word, word.title()} if word.isupper() else {word}:
            if form[0] == form[0].lower() != form[0].upper():
                continue
            is_ordinary = form.casefold() in _ORDINARY
            found.update([form + ending for ending in _POSSESSIVES] if is_ordinary else [form])
    return frozenset(found)


def ending_of(part: str) -> str:
    """Return *'s* where a part stands with it, which is to be kept."""
    return part[-2:] if part.endswith(_POSSESSIVES) else ""


def _bare(token: str) -> str:
    """A word without the signs around it."""
    places = [place for place, one in enumerate(token) if is_of_word(one)]
    return token[places[0] : places[-1] + 1] if places else ""


def _pieces(token: str) -> list[str]:
    """A word, and what it is joined of: all that are names."""
    if token.isalpha():  # most are
        return [token] if len(token) >= SHORTEST else []
    bare = _bare(token)
    pieces = dict.fromkeys([bare, *_JOINTS.split(bare)])
    return [one for one in pieces if _is_name(_JOINTS.sub("", one)) and one[0].isalpha()]


def _is_name(word: str) -> bool:
    letters = sum(map(str.isalpha, word))
    return letters >= SHORTEST and letters + sum(map(is_mark, word)) == len(word)
