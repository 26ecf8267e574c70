"""The windows on one workspace: the first, and one for each result that was moved into a window of its own.

What one window changes the others follow: settings at once, connections and deletions at once, and what else is in the
store when they are turned to.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

from siro_desktop.ui.main_window import MainWindow

if TYPE_CHECKING:
    from PySide6.QtGui import QWindow

    from siro_desktop.ui.open_results import WindowRequest
    from siro_desktop.ui.workspace import Workspace

_SMALLER: Final = 0.9  # than the window that it comes from
_GRIP: Final = QPoint(120, 12)  # where the pointer holds a window whose tab was dragged out


class WindowGroup(QObject):
    """GUI thread. Signals: `practice_requested` and `leave_practice_requested`, from any of the windows."""

    practice_requested = Signal()
    leave_practice_requested = Signal()

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._beside: list[MainWindow] = []
        self.first = MainWindow(workspace)
        self._follow(self.first)
        application: Any = QGuiApplication.instance()
        application.focusWindowChanged.connect(self._on_focus_changed)

    @property
    def windows(self) -> tuple[MainWindow, ...]:
        """The first window, open or not, and those beside it that are open."""
        self._beside = [window for window in self._beside if isValid(window) and window.isVisible()]
        return (self.first, *self._beside)

    def close(self) -> None:
        """Close all windows."""
        for window in self.windows:
            window.close()
        self.first.deleteLater()

    def _follow(self, window: MainWindow) -> None:
        window.practice_requested.connect(self.practice_requested)
        window.leave_practice_requested.connect(self.leave_practice_requested)
        window.window_requested.connect(partial(self._open, window))
        window.connections.changed.connect(partial(self._on_connections_changed, window))
        for gone in (window.library.all_deleted, window.store.replaced):
            gone.connect(partial(self._on_all_gone, window))

    def _open(self, opener: MainWindow, request: WindowRequest) -> None:
        window = MainWindow(self._workspace, beside=request)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._follow(window)
        window.resize(opener.size() * _SMALLER)
        if request.place is not None:
            window.move(request.place - _GRIP)
        window.show()
        self._beside.append(window)
        window.set_profile(opener.profile)
        window.set_profiles(opener.connections.all)

    def _others(self, window: MainWindow) -> list[MainWindow]:
        return [other for other in self.windows if other is not window]

    def _on_connections_changed(self, window: MainWindow) -> None:
        for other in self._others(window):
            other.connections.follow(window.connections.all)

    def _on_all_gone(self, window: MainWindow) -> None:
        for other in self._others(window):
            if other.is_beside:
                other.close()
            else:
                other.start_over()

    @Slot(object)
    def _on_focus_changed(self, focused: QWindow | None) -> None:
        for window in self.windows if self._beside else ():
            if focused is not None and window.windowHandle() is focused:
                window.read_again()
