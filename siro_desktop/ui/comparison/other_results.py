"""The other saved results whose columns are offered as sides of a difference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from siro_desktop.domain.sides import sides_of
from siro_desktop.ui.comparison.difference_picker import SideGroup
from siro_desktop.ui.words import day_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from siro_desktop.domain.results import SavedResult
    from siro_desktop.domain.sides import Side

translate: Final = QCoreApplication.translate
_MOST: Final = 8


class OtherResults:
    """The latest that were chosen, of one connection. GUI thread."""

    def __init__(self) -> None:
        self._known: list[SavedResult] = []

    def add(self, saved: SavedResult) -> None:
        """Offer this one first; the one that was chosen longest ago may go."""
        self._known = [saved, *(other for other in self._known if other.id != saved.id)][:_MOST]

    def clear(self) -> None:
        """Offer none any more."""
        self._known.clear()

    def keep_of(self, profile_id: str) -> None:
        """Offer only those of a connection."""
        self._known = [other for other in self._known if other.plan.profile_id == profile_id]

    def beside(self, shown: SavedResult | None) -> Iterator[SavedResult]:
        """Yield the others than the one that is shown."""
        return (other for other in self._known if shown is not None and other.id != shown.id)

    def groups(self, shown: SavedResult | None) -> Iterable[SideGroup]:
        """Return the sides of each of them, with when it was saved."""
        for other in self.beside(shown):
            sides = sides_of(other)
            note = translate("DifferenceView", "saved %1").replace("%1", _saved_when(sides[0]))
            yield SideGroup(note, sides)


def _saved_when(side: Side) -> str:
    """When the other result was saved, on the clocks of its own zone."""
    local = side.saved_at.astimezone(side.zone)
    return f"{day_in_words(local.date())} {local:%H:%M}"
