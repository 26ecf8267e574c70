"""What the window works with: made once by the composition root, handed to the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from zoneinfo import ZoneInfo

    from siro_desktop.config import Paths, ProfileFile
    from siro_desktop.domain.profile import Profile
    from siro_desktop.jobs.connection import NetworkServices
    from siro_desktop.runner.runner import JobRunner
    from siro_desktop.storage.library import Library
    from siro_desktop.ui.settings_keeper import SettingsKeeper


class Workspace(Struct, frozen=True, kw_only=True):
    """Runners, files and what the platform does for us.

    `open_browser` is called in the GUI thread; False or an exception means that no browser opened. `practice` is set
    when the window works on the practice Siro: its profile cannot be edited and its data lie apart.
    """

    paths: Paths
    profile_file: ProfileFile
    settings: SettingsKeeper
    network: JobRunner[NetworkServices]
    store: JobRunner[Library]
    export: JobRunner[None]
    open_browser: Callable[[str], bool]
    today: Callable[[ZoneInfo], date]
    practice: Profile | None = None

    @property
    def is_practice(self) -> bool:
        """True if the figures are invented."""
        return self.practice is not None
