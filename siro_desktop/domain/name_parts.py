"""Given names and surnames in people's names, as they may stand alone in text that somebody typed."""

from __future__ import annotations

import re
from typing import Final

from siro_desktop.domain.short_names import also_called
from siro_desktop.domain.text_mask import POSSESSIVE, is_mark, is_of_word

SHORTEST: Final = 2
"""In letters: one alone is an initial, which says little and stands for much else."""
_JOINTS: Final = re.compile(r"[-'’]")

_CALENDAR: Final = (
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday spring summer autumn winter"
)
_OURS: Final = (
    "siro rep reps team teams user users test demo admin guest coach manager trainer sales recording organization "
    "training script price event query metric target figure call week month year day new old the and for not"
)
_TITLES: Final = "mr mrs ms miss dr sir prof jr sr ii iii iv van von der den del las los bin ibn de du da el la"
_WORDS: Final = (
    "will mark grant chase page long short young best good small little case field house power major hope art guy max "
    "cash cost love hand head post reading black white green brown stone wood rock storm snow frost rain roof north "
    "south east west park hill street church"
)
_OF_TWO: Final = (
    "ad ah ai am an as at be by do eg go ha he hi hr id ie if in is it me my no of oh ok on or our pm qa re so to tv "
    "uk up us vp we"
)
_SHORT: Final = (
    "bill cam cat chuck daisy dolly dot drew em josh kit lex lily norm pat peg ray rich rod rose rosie sandy sue"
)
_ORDINARY: Final = frozenset(f"{_CALENDAR} {_OURS} {_TITLES} {_WORDS} {_OF_TWO}".split())
"""They begin sentences, ours too, and are more often that than a person, unless *'s* follows."""
_ORDINARY_IF_SHORT: Final = _ORDINARY.union(_SHORT.split())
"""Those, and what a person is not to be taken for who bears the long form alone."""


def name_parts(name: str) -> frozenset[str]:
    """Return the words by which a person of this name may be known, written with these capitals.

    They have two letters or more, and nothing but letters. Of *Anne-Marie O'Brien* these are also *Anne*, *Marie* and
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
            found.add(_as_known(form))
    return frozenset(found)


def short_forms(name: str) -> frozenset[str]:
    """Return what a person of this name may be called by a common short form of the given name: *Bob* for *Robert*.

    *Robert* for *Bob* as well. Written with a capital; ordinary words, such as *Bill*, come with their possessive.
    """
    given = next((pieces[0] for pieces in map(_pieces, name.split()) if pieces), "")
    return frozenset(_as_known(other.capitalize(), _ORDINARY_IF_SHORT) for other in also_called(given))


def lone_forms(name: str) -> frozenset[str]:
    """Return how a name that is one ordinary word, or one of two letters, is written: with a capital.

    Empty for all other names: those are known by whatever capitals.
    """
    word = name.strip()
    is_common = word.casefold() in _ORDINARY or (word.isascii() and len(word) <= SHORTEST)
    return frozenset({word.capitalize(), word} - {word.lower()}) if word.isalpha() and is_common else frozenset()


def bare(text: str) -> str:
    """Return a text without the signs around it; empty if there is nothing else."""
    if text[:1].isalnum() and text[-1:].isalnum():
        return text
    places = [place for place, one in enumerate(text) if is_of_word(one)]
    return text[places[0] : places[-1] + 1] if places else ""


def _as_known(form: str, ordinary: frozenset[str] = _ORDINARY) -> str:
    """A word, or its possessive where it is an ordinary one."""
    return form + POSSESSIVE if form.casefold() in ordinary else form


def _pieces(token: str) -> list[str]:
    """A word, and what it is joined of: all that are names."""
    if token.isalpha():  # most are
        return [token] if len(token) >= SHORTEST else []
    word = bare(token)
    pieces = dict.fromkeys([word, *_JOINTS.split(word)])
    return [one for one in pieces if _is_name(_JOINTS.sub("", one)) and one[0].isalpha()]


def _is_name(word: str) -> bool:
    letters = sum(map(str.isalpha, word))
    return letters >= SHORTEST and letters + sum(map(is_mark, word)) == len(word)
