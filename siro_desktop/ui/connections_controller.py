"""The connections there are: in the menu, made, edited and removed. The window is turned to one of them.

Signal: `changed` when a connection was edited or removed here.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from siro_desktop.ui.actions import fill_connections

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from siro_desktop.domain.profile import Profile
    from siro_desktop.errors import ProfileError
    from siro_desktop.ui.main_window import MainWindow
    from siro_desktop.ui.profile_controller import ProfileController


class ConnectionsController(QObject):
    """Knows all connections of one window, and fills `menu` with them."""

    changed = Signal()

    def __init__(self, window: MainWindow, menu: QMenu) -> None:
        super().__init__(window)
        self._window, self._menu = window, menu
        self._all: tuple[Profile, ...] = ()
        window.view.connect_requested.connect(self.new)

    @cached_property
    def profiles(self) -> ProfileController:
        """Makes and edits them; made when it is first asked for."""
        from siro_desktop.ui.profile_controller import ProfileController

        made = ProfileController(self._window.workspace, self._window)
        made.profile_saved.connect(self._on_saved)
        made.profile_removed.connect(self._on_removed)
        made.failed.connect(self._window.failures.show)
        return made

    @property
    def all(self) -> tuple[Profile, ...]:
        """All connections there are."""
        return self._all

    def follow(self, profiles: tuple[Profile, ...]) -> None:
        """Take up what another window has done to the connections, the current one among them."""
        current = self._window.profile
        now = next((known for known in profiles if current is not None and known.id == current.id), None)
        if now != current:
            self._window.set_profile(now or next(iter(profiles), None))
        self.set_all(profiles)

    def set_all(self, profiles: tuple[Profile, ...]) -> None:
        """List the connections there are."""
        self._all = profiles
        self._window.session.set_profiles(profiles)
        fill_connections(self._menu, profiles, self._window.profile, self._on_chosen)

    @Slot()
    def new(self) -> None:
        """Open the dialog on a connection to be made."""
        self.profiles.edit(self._all, None)

    @Slot()
    def edit(self) -> None:
        """Open the dialog on the current connection."""
        profile = self._window.profile
        if profile is not None and not self._window.workspace.is_practice:
            self.profiles.edit(self._all, profile)

    def mend(self, error: ProfileError) -> None:
        """Open the dialog on the current connection, with what is wrong beside its field."""
        profile = self._window.profile
        if profile is not None and not self._window.workspace.is_practice:
            self.profiles.edit(self._all, profile).show_error(error)

    @Slot(object, object)
    def _on_saved(self, profile: Profile, secret: str | None) -> None:
        """Turn to a new connection, and to what became of the current one; whatever goes on there then ends.

        An edit of another one leaves the window where it is.
        """
        current = self._window.profile
        is_known = any(known.id == profile.id for known in self._all)
        if not is_known or current is None or current.id == profile.id:
            self._window.set_profile(profile)
        others = tuple(profile if known.id == profile.id else known for known in self._all)
        self.set_all(others if is_known else (*others, profile))
        if secret:
            self._window.session.keep_secret(profile, secret)
        self.changed.emit()

    @Slot(object)
    def _on_removed(self, profile_id: str) -> None:
        kept = self._but(profile_id)
        current = self._window.profile
        if current is not None and current.id == profile_id:
            self._window.set_profile(kept[0] if kept else None)
        self.set_all(kept)
        self.changed.emit()

    def _on_chosen(self, profile: Profile) -> None:
        self._window.set_profile(profile)
        self.set_all(self._all)

    def _but(self, profile_id: str) -> tuple[Profile, ...]:
        return tuple(known for known in self._all if known.id != profile_id)
