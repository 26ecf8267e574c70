"""What names somebody in free text, and the alias that stands for it: names, parts of them, ids, e-mail addresses."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from siro_desktop.domain.name_parts import bare, lone_forms, name_parts, short_forms
from siro_desktop.domain.names import NamedId
from siro_desktop.domain.text_mask import TextMask

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SEVERAL: Final = "Somebody"
"""What stands for a name that several people have, and for the address of nobody who is known."""
_ADDRESS: Final = re.compile(r"(?<![\w.+'-])[\w.+'-]++@[\w-]+(?:\.[\w-]+)+")
"""An e-mail address; `++` keeps a long word without an address from being gone through again and again."""
_PARTED: Final = re.compile(r"[\w+'-]+(?:\.[\w+'-]+)+")
"""The beginning of an address that may stand alone for a person: *ana.ruiz*, not *sales*."""


class HiddenTexts:
    """Add all that is known, then `apply`."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._alone: dict[str, str] = {}
        self._parts: dict[str, str] = {}
        self._short: dict[str, str] = {}
        self._addresses: dict[str, str] = {}

    def add_person(self, person: NamedId, alias: str) -> None:
        """Hide a person's names, their parts and short forms, and their addresses. Of namesakes: Somebody."""
        for name in filter(None, (person.name, person.siro_name)):
            forms = lone_forms(name)
            _add(self._alone if forms else self._names, [name.casefold()] if forms else {name, bare(name)}, alias)
            _add(self._parts, forms | name_parts(name), alias)
            _add(self._short, short_forms(name), alias)
        for text in filter(_is_address, (person.name, person.note, person.siro_name)):
            for address in _ADDRESS.findall(text.casefold()):
                _add(self._addresses, [address], alias)
                beginning = address.partition("@")[0]
                if _PARTED.fullmatch(beginning):
                    _add(self._names, [beginning], alias)

    def add_thing(self, thing: NamedId, alias: str) -> None:
        """Hide a team or a recording: a part of its name says nothing."""
        self._names.update((name, alias) for name in (thing.name, thing.siro_name) if name)

    def add_rep_of(self, recording: NamedId, aliases: Mapping[str, str]) -> None:
        """Hide whose recording it is, where only its note says so: people cannot always be looked up."""
        *before, day = recording.note.split(" · ")
        if before and day[:1].isdigit():
            person = NamedId(recording.user_id, before[-1])
            self.add_person(person, aliases.get(recording.user_id, SEVERAL))

    def add_ids(self, aliases: Mapping[str, str]) -> None:
        """Hide ids."""
        self._names.update(aliases)

    @cached_property
    def _mask(self) -> TextMask:
        return TextMask(self._names, {**self._short, **self._parts})

    def apply(self, text: str) -> str:
        """Return a text with aliases in place of what is hidden. Nothing can be added any more."""
        alone = self._alone.get(text.strip().casefold())
        if alone is not None:
            return alone
        if _is_address(text):
            text = _ADDRESS.sub(self._of_address, text)
        return self._mask.apply(text)

    def _of_address(self, found: re.Match[str]) -> str:
        return self._addresses.get(found[0].casefold(), SEVERAL)


def _is_address(text: str) -> bool:
    return "@" in text


def _add(known: dict[str, str], texts: Iterable[str], alias: str) -> None:
    for text in texts:
        known[text] = alias if known.get(text, alias) == alias else SEVERAL
