"""What a tab of results holds, what a window is opened for, and what is kept of both for the next start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from siro_desktop.ui.result_history import ResultHistory

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint

    from siro_desktop.domain.results import SavedResult

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
    """A saved result that is to be shown in a window of its own: which view of it, and where on the screen."""

    result_id: int
    view: str = ""
    place: QPoint | None = None


def read_kept(kept: object) -> tuple[tuple[int, ...], int] | None:
    """Return the ids that were open, and the one in front; None for what cannot be read, or for nothing."""
    if not isinstance(kept, dict) or not isinstance(kept.get("ids"), list):
        return None
    ids = tuple(dict.fromkeys(one for one in kept["ids"] if isinstance(one, int)))[:MOST_KEPT]
    current = kept.get("current")
    return (ids, current if isinstance(current, int) else 0) if ids else None
