"""What went wrong in any part of a window comes to its messages; what failed can be done again from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from siro_desktop.errors import ConnectionFailed, QueryError, SignInRequired

if TYPE_CHECKING:
    from collections.abc import Callable

    from siro_desktop.errors import ProfileError, SiroError
    from siro_desktop.ui.main_window import MainWindow


class FailureWiring(QObject):
    """Make it when the window's controllers are there, but before those that hear of failures too."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._retry: Callable[[], None] = window.runs.run_again
        for failing in (
            window.view.result_page,
            window.library,
            window.directory,
            window.shown,
            window.store,
            window.saved,
        ):
            failing.failed.connect(self.show)
        window.runs.failed.connect(self._on_run_failed)
        window.session.failed.connect(self._on_session_failed)
        window.messages.retry_requested.connect(self._on_retry_requested)
        window.messages.sign_in_requested.connect(window.session.sign_in)
        window.messages.settings_requested.connect(self._on_settings_requested)

    @Slot(object)
    def show(self, error: SiroError) -> None:
        """Say what went wrong, where it belongs."""
        self._tell(error)

    @Slot(object)
    def _on_run_failed(self, error: SiroError) -> None:
        self._retry = self._window.runs.run_again
        self._window.view.result_page.stop_loading()
        self._tell(error, self._window.run_actions.what_stays())

    @Slot(object)
    def _on_session_failed(self, error: SiroError) -> None:
        self._retry = self._window.session.sign_in
        self._tell(error)

    @Slot()
    def _on_retry_requested(self) -> None:
        """Do again what failed, which need not be what is shown."""
        self._window.messages.clear()
        self._retry()

    @Slot(object)
    def _on_settings_requested(self, error: ProfileError) -> None:
        self._window.connections.mend(error)

    def _tell(self, error: SiroError, more: str = "") -> None:
        window = self._window
        if isinstance(error, ConnectionFailed):
            window.status_bar.show_online(online=False)
        if isinstance(error, SignInRequired):
            window.session.read_status()
        if isinstance(error, QueryError):
            window.actions_.show_form.setChecked(True)
        window.messages.show_error(error, more)
