"""Parts of a window that nothing needs before its first paint, such as undo, events and help.

Each is made when it is first asked for, and all of them once the window shows what it shows first.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from siro_desktop.domain.profile import Profile
    from siro_desktop.ui.arrangements_controller import ArrangementsController
    from siro_desktop.ui.changes_controller import ChangesController
    from siro_desktop.ui.events_controller import EventsController
    from siro_desktop.ui.focus_in_view import FocusInView
    from siro_desktop.ui.help_controller import HelpController
    from siro_desktop.ui.main_window import MainWindow
    from siro_desktop.ui.template_controller import TemplateController
    from siro_desktop.ui.undo_controller import UndoController
    from siro_desktop.ui.wheel_zoom import WheelZoom

PARTS: Final = (  # in the order in which they are made
    "changes",
    "events",
    "undo",
    "arrangements",
    "help",
    "templates",
    "wheel_zoom",
    "focus_in_view",
)


class LateParts:
    """Those of one window. GUI thread."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def make(self, *parts: str) -> None:
        """Make some of them, or all, as far as they have not been asked for."""
        for part in parts or PARTS:
            getattr(self, part)

    # What the window tells, also if nobody is there yet to hear it ---------------------------------------------------

    def set_profile(self, profile: Profile) -> None:
        """Turn to a connection."""
        if self._is_made("events"):
            self.events.set_profile(profile)

    def forget_steps(self) -> None:
        """Leave nothing to be undone."""
        if self._is_made("undo"):
            self.undo.begin()

    def reload(self) -> None:
        """Read from the store what another window may have changed."""
        if self._is_made("events"):
            self.events.reload()

    def close(self) -> None:
        """Close what is open beside the window."""
        if self._is_made("help"):
            self.help.close()

    def _is_made(self, part: str) -> bool:
        return part in vars(self)

    # The parts ------------------------------------------------------------------------------------------------------

    @cached_property
    def changes(self) -> ChangesController:
        """What changed since a result was fetched before."""
        from siro_desktop.ui.changes_controller import ChangesController

        window = self._window
        made = ChangesController(window.workspace, window.view.result_page, window.messages, window)
        made.failed.connect(window.failures.show)
        window.shown.shown.connect(made.follow)
        return made

    @cached_property
    def events(self) -> EventsController:
        """What happened on which day."""
        from siro_desktop.ui.events_controller import EventsController

        made = EventsController(self._window)
        if self._window.profile is not None:
            made.set_profile(self._window.profile)
        return made

    @cached_property
    def undo(self) -> UndoController:
        """What can be taken back from now on."""
        from siro_desktop.ui.undo_controller import UndoController

        return UndoController(self._window)

    @cached_property
    def arrangements(self) -> ArrangementsController:
        """Columns as they were kept by name."""
        from siro_desktop.ui.arrangements_controller import ArrangementsController

        return ArrangementsController(self._window)

    @cached_property
    def help(self) -> HelpController:
        """Pages and keyboard shortcuts, and F1 in dialogs."""
        from siro_desktop.ui.help_controller import HelpController

        return HelpController(self._window)

    @cached_property
    def templates(self) -> TemplateController:
        """What a query can begin with."""
        from siro_desktop.ui.template_controller import TemplateController

        return TemplateController(self._window)

    @cached_property
    def wheel_zoom(self) -> WheelZoom:
        """Ctrl and the mouse wheel."""
        from siro_desktop.ui.wheel_zoom import WheelZoom

        return WheelZoom(self._window, self._window.actions_.zoom_in, self._window.actions_.zoom_out)

    @cached_property
    def focus_in_view(self) -> FocusInView:
        """What the keyboard comes to."""
        from siro_desktop.ui.focus_in_view import FocusInView

        return FocusInView(self._window)
