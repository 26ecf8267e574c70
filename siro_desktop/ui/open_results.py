"""What a tab of results holds, what a window is opened for, and what is kept of both for the next start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct, field
from msgspec.structs import replace

from siro_desktop.ui.result_history import ResultHistory

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from PySide6.QtCore import QPoint

    from siro_desktop.domain.results import SavedResult
    from siro_desktop.settings import Json

MOST_KEPT: Final = 50
"""Results of a window that are open again at the next start."""


class OpenResult(Struct):
    """What a tab holds. `saved` is None until somebody looks at it; `view` is the one that was in front.

    `history` is what the tab has shown, up to what it holds.
    """

    result_id: int = 0
    saved: SavedResult | None = None
    view: str = ""
    history: ResultHistory = field(default_factory=ResultHistory)


class WindowRequest(Struct, frozen=True):
    """A saved result that is to be shown in a window of its own: which view of it, and where on the screen.

    `ids` are the results of all tabs from left to right, where there are several.
    """

    result_id: int
    view: str = ""
    place: QPoint | None = None
    ids: tuple[int, ...] = ()


class OpenWindow(Struct, frozen=True):
    """What is open in one window: the results of its tabs from left to right, and the one in front, 0 for none.

    `geometry` is Qt's `saveGeometry` in base64.
    """

    profile_id: str
    ids: tuple[int, ...] = ()
    current: int = 0
    geometry: str = ""

    def but(self, taken: Container[int]) -> OpenWindow:
        """Return it without some results."""
        return replace(self, ids=tuple(one for one in self.ids if one not in taken))

    def tabs(self) -> dict[str, Json]:
        """Return the tabs as settings hold them."""
        return {"ids": [*self.ids], "current": self.current}

    def to_json(self) -> dict[str, Json]:
        """Return all of it as settings hold it."""
        return {"profile": self.profile_id, **self.tabs(), "geometry": self.geometry}


def read_window(kept: Mapping[str, Json]) -> OpenWindow | None:
    """Return what `to_json` has written; None for what cannot be read, or where nothing was open."""
    tabs, profile_id, geometry = read_kept(kept), kept.get("profile"), kept.get("geometry")
    if tabs is None or not isinstance(profile_id, str):
        return None
    return OpenWindow(profile_id, *tabs, geometry if isinstance(geometry, str) else "")


def read_kept(kept: object) -> tuple[tuple[int, ...], int] | None:
    """Return the ids that were open, and the one in front; None for what cannot be read, or for nothing."""
    if not isinstance(kept, dict) or not isinstance(kept.get("ids"), list):
        return None
    ids = tuple(dict.fromkeys(one for one in kept["ids"] if isinstance(one, int)))[:MOST_KEPT]
    current = kept.get("current")
    return (ids, current if isinstance(current, int) else 0) if ids else None
