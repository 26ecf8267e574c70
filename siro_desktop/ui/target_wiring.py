"""Connects targets with the result page, runs and sign-in of one window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from siro_desktop.ui.main_window import MainWindow


class TargetWiring(QObject):
    """Holds no state. Make it when the window's own connections are made: a result is then shown before it is used."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        targets = window.targets
        targets.targets_changed.connect(window.view.result_page.set_targets)
        targets.failed.connect(window.messages.show_error)
        window.runs.succeeded.connect(self._on_signed_in_with_result)
        window.session.signed_in.connect(self._on_signed_in_with_result)
        for may_be_missing in (window.library.opened, window.session.status_changed, targets.targets_changed):
            may_be_missing.connect(self._on_maybe_missing)
        window.library.all_deleted.connect(targets.reload)

    @Slot()
    def _on_signed_in_with_result(self) -> None:
        self._window.targets.look_up_old(self._window.view.result_page.saved)

    @Slot()
    def _on_maybe_missing(self) -> None:
        """A stored result is in view, who is signed in is known, targets are loaded: in whichever order they come."""
        if self._window.session.status.signed_in:
            self._window.targets.look_up_missing(self._window.view.result_page.saved)
