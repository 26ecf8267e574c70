"""The windows on one workspace: the first, and one for each result that was moved into a window of its own.

What one window changes the others follow: settings at once, connections and deletions at once, and what else is in the
store when they are turned to.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

from siro_desktop.jobs.saved_results import StoredResults
from siro_desktop.ui.kept_windows import KeptWindows
from siro_desktop.ui.main_window import MainWindow
from siro_desktop.ui.open_results import WindowRequest
from siro_desktop.ui.other_programs import OtherPrograms

if TYPE_CHECKING:
    from PySide6.QtGui import QWindow

    from siro_desktop.domain.profile import Profile
    from siro_desktop.ui.open_results import OpenTabs, OpenWindow
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
        self._kept = KeptWindows(workspace.settings, self)
        self.first = MainWindow(workspace)
        self._follow(self.first)
        self._elsewhere = OtherPrograms(workspace, self)
        self._elsewhere.results_deleted.connect(self._on_results_deleted)
        self._elsewhere.store_changed.connect(self._on_store_changed)
        self._elsewhere.profiles_read.connect(self._on_profiles_read)
        application: Any = QGuiApplication.instance()
        application.focusWindowChanged.connect(self._on_focus_changed)

    @property
    def windows(self) -> tuple[MainWindow, ...]:
        """The first window, open or not, and those beside it that are open."""
        self._beside = [window for window in self._beside if isValid(window) and window.isVisible()]
        return (self.first, *self._beside)

    @Slot()
    def reopen(self) -> None:
        """Open again what was open in windows beside the first at the end of the last session, one after the other.

        The first window has to know the connections. What is not in the store any more is left out.
        """
        there = self._workspace.store.submit(StoredResults())
        there.succeeded.connect(self._reopen_next)
        self._elsewhere.look(self._open_ids())

    @Slot()
    def follow_first(self) -> None:
        """Turn all windows to the connection of the first."""
        for window in self._others(self.first):
            window.set_profile(self.first.profile)

    @Slot()
    def quit(self) -> None:
        """Close all windows, which ends the program."""
        for window in self.windows:
            window.close()

    def close(self) -> None:
        """Close all windows, for good."""
        self.quit()
        self.first.deleteLater()

    def _follow(self, window: MainWindow) -> None:
        self._kept.follow(window)
        window.quit_requested.connect(self.quit)
        window.practice_requested.connect(self.practice_requested)
        window.leave_practice_requested.connect(self.leave_practice_requested)
        window.window_requested.connect(partial(self._open, window))
        window.connections.changed.connect(partial(self._on_connections_changed, window))
        window.library.all_deleted.connect(partial(self._on_all_deleted, window))
        window.store.replaced.connect(partial(self._on_all_gone, window))

    def _open(self, opener: MainWindow, request: WindowRequest) -> None:
        window = self._make(request)
        window.resize(opener.size() * _SMALLER)
        if request.place is not None:
            window.move(request.place - _GRIP)
        self._show(window, opener.profile)

    @Slot(object)
    def _reopen_next(self, there: frozenset[int]) -> None:
        kept = self._kept.take_waiting()
        if kept is None or not self.first.isVisible():
            return
        profile = next((one for one in self._profiles() if one.id == kept.profile_id), None)
        tabs = kept.tabs.only(there)
        if profile is not None and tabs.ids:
            self._reopen(kept, profile, tabs)
        QTimer.singleShot(0, self, partial(self._reopen_next, there))

    def _reopen(self, kept: OpenWindow, profile: Profile, tabs: OpenTabs) -> None:
        window = self._make(WindowRequest(tabs))
        window.state.restore_geometry(kept.geometry)
        window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)  # a person works in the first one by now
        self._show(window, profile)

    def _profiles(self) -> tuple[Profile, ...]:
        current = self.first.profile
        return self.first.connections.all if current is None else (current, *self.first.connections.all)

    def _make(self, request: WindowRequest) -> MainWindow:
        window = MainWindow(self._workspace, beside=request)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.late.make()
        self._follow(window)
        return window

    def _show(self, window: MainWindow, profile: Profile | None) -> None:
        window.show()
        self._beside.append(window)
        window.set_profile(profile)
        window.set_profiles(self.first.connections.all)

    def _others(self, window: MainWindow) -> list[MainWindow]:
        return [other for other in self.windows if other is not window]

    def _on_connections_changed(self, window: MainWindow) -> None:
        for other in self._others(window):
            other.connections.follow(window.connections.all)

    def _on_all_deleted(self, window: MainWindow) -> None:
        for one in self.windows:
            one.actions_.new_query.trigger()
            one.late.forget_steps()  # no way back to what was typed
        self._workspace.settings.forget_data()
        self._on_all_gone(window)

    def _on_all_gone(self, window: MainWindow) -> None:
        for other in self._others(window):
            if other.is_beside:
                self._kept.drop(other)
                other.close()
            else:
                other.start_over()

    @Slot(object)
    def _on_focus_changed(self, focused: QWindow | None) -> None:
        if not self.first.isVisible() and not self._beside:
            return
        if self._elsewhere.follow_focus(focused):
            self._elsewhere.look(self._open_ids())
        for window in self.windows if self._beside else ():
            if focused is not None and window.windowHandle() is focused:
                window.read_again()

    @Slot()
    def _on_store_changed(self) -> None:
        for window in self.windows:
            if window.isVisible():
                window.read_again()

    def _open_ids(self) -> set[int]:
        kept = (window.tabs.to_keep() for window in self.windows)
        return {result_id for one in kept if one is not None for result_id in one.tabs.ids}

    @Slot(object)
    def _on_results_deleted(self, deleted: frozenset[int]) -> None:
        """Show no more what somebody has deleted.

        A window that fetches hears of it the next time, and what could not be saved stays: it is nowhere else.
        """
        for window in self.windows:
            kept, saved = window.tabs.to_keep(), window.view.result_page.saved
            spared = saved.id if saved is not None and saved.is_only_here else 0
            gone = tuple(one for one in kept.tabs.ids if one in deleted - {spared}) if kept is not None else ()
            if gone and not window.runs.is_running:
                window.store.deleted.emit(gone)
                text = self.tr("What was open here was deleted in another window or program.")
                window.messages.show_notice(self.tr("Not in the store any more."), text)

    @Slot(object)
    def _on_profiles_read(self, profiles: tuple[Profile, ...]) -> None:
        """Take up what another program has done to the connections; a run on one of them is not ended for it."""
        if profiles != self.first.connections.all and not any(window.runs.is_running for window in self.windows):
            for window in self.windows:
                window.connections.follow(profiles)
