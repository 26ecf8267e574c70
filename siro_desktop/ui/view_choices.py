"""What is chosen above charts and board, by the names of their views, as JSON values; of views not made yet too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Protocol, cast

if TYPE_CHECKING:
    from siro_desktop.settings import Json

    class Chosen(Protocol):
        """What choices are made on."""

        def choices(self) -> dict[str, Json]:
            """Return what a person has chosen, by the names of the choices: whole numbers and texts."""
            ...

        def choose(self, kept: Mapping[str, object]) -> None:
            """Choose what `choices` said, and otherwise what stands where nobody has chosen."""
            ...


_MOST: Final = 100  # choices, and characters of one


class ViewChoices:
    """GUI thread. A view that is made late gets its choices then. Other names than `views` are not understood."""

    def __init__(self, *views: str) -> None:
        self._views = views
        self._made: dict[str, Chosen] = {}
        self._waiting: dict[str, dict[str, Json]] = {}

    def add(self, name: str, chosen: Chosen) -> None:
        """A view has been made."""
        self._made[name] = chosen
        waiting = self._waiting.pop(name, {})
        if waiting:
            chosen.choose(waiting)

    def choices(self) -> dict[str, Json]:
        """Return what is chosen, by the names of those views where something is."""
        every = {**self._waiting, **{name: chosen.choices() for name, chosen in self._made.items()}}
        return {name: chosen for name, chosen in every.items() if chosen}

    def choose(self, kept: object) -> None:
        """Choose what `choices` said; nothing if it says nothing. It may come from a file that anybody wrote."""
        if not isinstance(kept, Mapping):
            return
        for name in self._views:
            given = kept.get(name)
            wanted = given if isinstance(given, Mapping) else {}
            if name in self._made:
                self._made[name].choose(wanted)
            else:
                self._waiting[name] = _plain(wanted)


def _plain(wanted: Mapping[object, object]) -> dict[str, Json]:
    """What choices can be, and no more than there can be."""
    plain: dict[str, Json] = {}
    for name, one in wanted.items():
        if len(plain) < _MOST and _is_plain(name) and isinstance(name, str) and _is_plain(one):
            plain[name] = cast("Json", one)
    return plain


def _is_plain(one: object) -> bool:
    if isinstance(one, str):
        return len(one) <= _MOST
    return isinstance(one, int) and not isinstance(one, bool) and abs(one) < 2**31
