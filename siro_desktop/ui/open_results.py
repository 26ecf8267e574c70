"""What a tab of results holds, what a window is opened for, and what is kept of both for the next start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field
from msgspec.structs import replace

from siro_desktop.ui.result_history import ResultHistory

if TYPE_CHECKING:
    from collections.abc import Container

    from PySide6.QtCore import QPoint

    from siro_desktop.domain.results import SavedResult
    from siro_desktop.settings import Json

MOST_KEPT: Final = 50
"""Results of a window that are open again at the next start."""


class OpenResult(Struct):
    """What a tab holds. `saved` is None until somebody looks at it.

    `history` is what the tab has shown, up to what it holds.
    """

    result_id: int = 0
    saved: SavedResult | None = None
    history: ResultHistory = field(default_factory=ResultHistory)


class OpenTabs(Struct, frozen=True):
    """The results of a window's tabs from left to right, the one in front, 0 for none, and how each is looked at."""

    ids: tuple[int, ...] = ()
    current: int = 0
    looks: Mapping[int, Mapping[str, Json]] = field(default_factory=dict)

    def only(self, wanted: Container[int]) -> OpenTabs:
        """Return those of some results; the first is in front if the one that was is not among them."""
        ids = tuple(one for one in self.ids if one in wanted)
        current = self.current if self.current in ids else next(iter(ids), 0)
        return OpenTabs(ids, current, {one: look for one, look in self.looks.items() if one in ids})

    def to_json(self) -> dict[str, Json]:
        """Return them as settings hold them."""
        looks: dict[str, Json] = {str(one): dict(look) for one, look in self.looks.items()}
        return {"ids": [*self.ids], "current": self.current, "looks": looks}


class WindowRequest(Struct, frozen=True):
    """Saved results that are to be shown in a window of their own, and where on the screen."""

    tabs: OpenTabs
    place: QPoint | None = None


class OpenWindow(Struct, frozen=True):
    """What is open in one window. `geometry` is Qt's `saveGeometry` in base64."""

    profile_id: str
    tabs: OpenTabs
    geometry: str = ""

    def but(self, taken: Container[int]) -> OpenWindow:
        """Return it without some results."""
        return replace(self, tabs=self.tabs.only([one for one in self.tabs.ids if one not in taken]))

    def to_json(self) -> dict[str, Json]:
        """Return all of it as settings hold it."""
        return {"profile": self.profile_id, **self.tabs.to_json(), "geometry": self.geometry}


def read_window(kept: Mapping[str, Json]) -> OpenWindow | None:
    """Return what `to_json` has written; None for what cannot be read, or where nothing was open."""
    tabs, profile_id, geometry = read_tabs(kept), kept.get("profile"), kept.get("geometry")
    if tabs is None or not isinstance(profile_id, str):
        return None
    return OpenWindow(profile_id, tabs, geometry if isinstance(geometry, str) else "")


def read_tabs(kept: object) -> OpenTabs | None:
    """Return what `to_json` has written; None for what cannot be read, or where nothing was open."""
    if not isinstance(kept, Mapping) or not isinstance(kept.get("ids"), list):
        return None
    ids = tuple(dict.fromkeys(one for one in kept["ids"] if isinstance(one, int)))[:MOST_KEPT]
    current, looks = kept.get("current"), kept.get("looks")
    known = {str(one): one for one in ids}
    return (
        OpenTabs(
            ids,
            current if isinstance(current, int) else 0,
            {
                known[name]: look
                for name, look in (looks.items() if isinstance(looks, Mapping) else ())
                if name in known and isinstance(look, Mapping)
            },
        )
        if ids
        else None
    )
