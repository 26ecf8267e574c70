"""Which results are open in which window, kept for the next start.

The eldest window that is open is the first at the next start, whichever that is. A window that is closed while others
stay is forgotten. When all are closed at once, they are kept: the program ends, or turns to practice and back.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot

from siro_desktop.ui.open_results import OpenWindow, read_window

if TYPE_CHECKING:
    from collections.abc import Iterable

    from siro_desktop.ui.main_window import MainWindow
    from siro_desktop.ui.settings_keeper import SettingsKeeper

_AT_ONCE_MS: Final = 500
"""Windows that desktops close one after the other at their own end are closed at once."""


class KeptWindows(QObject):
    """GUI thread. Writes soon after each change, and at once what a window was that closes."""

    def __init__(self, settings: SettingsKeeper, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._open: dict[MainWindow, OpenWindow | None] = {}  # the eldest first
        self._closed: list[MainWindow] = []
        kept = map(read_window, settings.current.open_windows.values())
        self._waiting = [window for window in kept if window is not None]  # to be opened again
        self._timer = QTimer(self, singleShot=True, interval=_AT_ONCE_MS)
        self._timer.timeout.connect(self._on_closed)

    def follow(self, window: MainWindow) -> None:
        """Keep what is open in a window from now on."""
        self._open[window] = None
        window.tabs.changed.connect(partial(self._on_changed, window))
        window.closing.connect(partial(self._on_closing, window))

    def take_waiting(self) -> OpenWindow | None:
        """Return the next window of the last session that is to be opened beside the first; None after the last."""
        return self._waiting.pop(0) if self._waiting else None

    def drop(self, window: MainWindow) -> None:
        """Forget what is open in a window, and what waits to be opened: the results are gone, or others."""
        self._waiting.clear()
        self._open.pop(window, None)
        self._keep()

    def _on_changed(self, window: MainWindow) -> None:
        if window in self._open:
            self._open[window] = window.tabs.to_keep()
            self._keep()

    def _on_closing(self, window: MainWindow) -> None:
        if window in self._open:
            self._on_changed(window)
            self._closed.append(window)
            self._timer.start()

    @Slot()
    def _on_closed(self) -> None:
        if set(self._open) - set(self._closed):
            for window in self._closed:
                self._open.pop(window, None)
            self._keep()
        self._closed.clear()

    def _keep(self) -> None:
        windows = [one for one in self._open.values() if one is not None]
        if not windows:
            return
        first, *beside = windows
        known = self._settings.current.open_results
        if first.tabs.ids or first.profile_id in known:
            known = {**known, first.profile_id: first.tabs.to_json()}
        others = _apart(first.tabs.ids, (*beside, *self._waiting))
        self._settings.keep(
            last_profile_id=first.profile_id,
            open_results=known,
            open_windows={str(number): window.to_json() for number, window in enumerate(others, 1)},
        )


def _apart(ids: Iterable[int], windows: Iterable[OpenWindow]) -> list[OpenWindow]:
    """Return windows without results that are open in one before them; those of nothing else are left out."""
    taken, apart = set(ids), []
    for window in windows:
        rest = window.but(taken)
        if rest.tabs.ids:
            apart.append(rest)
            taken.update(rest.tabs.ids)
    return apart
