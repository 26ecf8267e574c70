"""The tabs that a window begins with: those of the last session, or what the window was opened for. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from siro_desktop.ui.open_results import OpenTabs, read_tabs

if TYPE_CHECKING:
    from siro_desktop.ui.open_results import WindowRequest
    from siro_desktop.ui.settings_keeper import SettingsKeeper

_NOTHING: Final = OpenTabs()


class LastTabs:
    """They wait until it is known which of their results are still there; the one in front is opened at once."""

    def __init__(self, settings: SettingsKeeper, beside: WindowRequest | None) -> None:
        """`beside`: what the window was opened for; without it, it begins with what was open last."""
        self._settings = settings
        self._beside = None if beside is None else beside.tabs
        self._first = 0
        self.first_opened = 0
        """What was opened at once; 0 for none of them."""
        self.waiting: OpenTabs | None = None
        """What is to be opened; None if nothing is."""

    def begin(self, profile_id: str) -> OpenTabs:
        """Turn to a connection, and return what will be open."""
        if self._beside is None:
            self.waiting = read_tabs(self._settings.current.open_results.get(profile_id))
        else:
            self.waiting, self._beside = self._beside, _NOTHING
        tabs = self.waiting or _NOTHING
        self._first = tabs.current
        return tabs

    def take_first(self) -> int:
        """Return the result that is to be in front, the first time that it is asked; later, or if there is none, 0."""
        self.first_opened, self._first = self._first, 0
        return self.first_opened

    def take_waiting(self) -> OpenTabs | None:
        """Return what is to be opened now; None if nothing is, or if it was."""
        waiting, self.waiting = self.waiting, None
        return waiting
