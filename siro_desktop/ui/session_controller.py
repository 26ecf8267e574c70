"""Signing in and out of one profile, and who is signed in.

Signals: `status_changed(SessionStatus)`, `signed_in(SessionStatus)` after a sign-in that the person asked for,
`signed_out(tuple of sentences)`, `keyring_waits` and then `keyring_answered`, `failed(SiroError)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from siro_desktop.domain.session import SessionStatus
from siro_desktop.errors import Cancelled
from siro_desktop.jobs.sign_in import (
    AddressReady,
    KeepSecret,
    KeyringWaits,
    PasteRefused,
    ReadStatus,
    SignIn,
    SignOut,
    SignOutEverywhere,
)
from siro_desktop.ui.confirm import ask_to_delete

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from siro_desktop.domain.profile import Profile
    from siro_desktop.errors import SiroError
    from siro_desktop.runner.runner import JobHandle
    from siro_desktop.ui.sign_in_dialog import SignInDialog
    from siro_desktop.ui.workspace import Workspace


class SessionController(QObject):
    """Knows the current profile's sign-in. One sign-in at a time: asking again shows the running one."""

    status_changed = Signal(object)
    signed_in = Signal(object)
    signed_out = Signal(object)
    keyring_waits = Signal()
    keyring_answered = Signal()
    failed = Signal(object)

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._window = window
        self._profile: Profile | None = None
        self._profiles: tuple[Profile, ...] = ()
        self._status = SessionStatus(signed_in=False)
        self.dress: Callable[[SessionStatus], SessionStatus] = _as_it_is
        """What may be shown of the status."""
        self._is_known = False
        self._sign_in: JobHandle | None = None
        self._paste: Callable[[str], None] | None = None
        self._reading: JobHandle | None = None
        self._is_waiting = False
        self._dialog: SignInDialog | None = None

    @property
    def status(self) -> SessionStatus:
        """The last status that was read."""
        return self._status

    @property
    def needs_sign_in(self) -> bool:
        """True if nobody is signed in, False also until that is known."""
        return self._is_known and not self._status.signed_in

    def set_profiles(self, profiles: tuple[Profile, ...]) -> None:
        """All connections there are, for signing out everywhere."""
        self._profiles = profiles

    def set_profile(self, profile: Profile) -> None:
        """Turn to a profile; a sign-in under way is dropped and the status is read anew."""
        self._drop_sign_in()
        if self._reading is not None:
            self._reading.blockSignals(True)  # what it says is about another profile
            self._is_waiting = False
        self._profile = profile
        self._status, self._is_known = SessionStatus(signed_in=False), False
        self.status_changed.emit(self._status)
        self.read_status()

    def read_status(self) -> None:
        """Read who is signed in; no network traffic."""
        if self._profile is not None:
            self._follow_reading(self._workspace.network.submit(ReadStatus(self._profile)))

    def keep_secret(self, profile: Profile, secret: str) -> None:
        """Keep a client secret or a pasted access token for a profile, the current one or another."""
        handle = self._workspace.network.submit(KeepSecret(profile, secret))
        if self._profile is not None and profile.id == self._profile.id:
            self._follow_reading(handle)
        else:
            handle.failed.connect(self.failed)

    def sign_in(self) -> None:
        """Start a sign-in, or bring the running one to the front."""
        if self._sign_in is not None:
            if self._dialog is not None:
                self._dialog.raise_()
                self._dialog.activateWindow()
            return
        if self._profile is None:
            return
        self._sign_in = self._workspace.network.submit(SignIn(self._profile, _opened_by_window))
        self._sign_in.progressed.connect(self._on_sign_in_progressed)
        self._sign_in.succeeded.connect(self._on_sign_in_succeeded)
        self._sign_in.failed.connect(self._on_sign_in_failed)

    def sign_out(self) -> None:
        """Revoke the tokens and remove them from this computer."""
        if self._profile is not None:
            handle = self._workspace.network.submit(SignOut(self._profile))
            handle.succeeded.connect(self._on_signed_out)
            handle.failed.connect(self.failed)

    @Slot()
    def show_details(self) -> None:
        """Show the facts of the sign-in."""
        if self._profile is not None:
            from siro_desktop.ui.session_details import SessionDetails

            details = SessionDetails(self._profile, self.dress(self._status), self._window)
            details.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            details.sign_out_requested.connect(self.sign_out)
            details.sign_out_everywhere_requested.connect(self.confirm_sign_out_everywhere)
            details.open()

    @Slot()
    def confirm_sign_out_everywhere(self) -> None:
        """Ask once, then sign out of every connection and delete every sign-in from this computer."""
        ask_to_delete(
            self._window,
            self.tr("Sign out of every connection on this computer?"),
            self.tr("Access tokens, refresh tokens and client secrets are deleted. Saved results stay."),
            self._sign_out_everywhere,
            self.tr("Sign out"),
        )

    def _sign_out_everywhere(self) -> None:
        self._drop_sign_in()
        handle = self._workspace.network.submit(SignOutEverywhere(self._profiles))
        handle.succeeded.connect(self._on_signed_out)
        handle.failed.connect(self.failed)

    def _follow_reading(self, handle: JobHandle) -> None:
        self._reading = handle
        handle.progressed.connect(self._on_reading_progressed)
        handle.succeeded.connect(self._on_status_read)
        handle.failed.connect(self.failed)
        handle.finished.connect(self._on_reading_finished)

    def _drop_sign_in(self) -> None:
        if self._sign_in is not None:
            self._sign_in.blockSignals(True)
            self._sign_in.cancel()
            self._end_sign_in()

    def _end_sign_in(self) -> None:
        self._sign_in = self._paste = None
        if self._dialog is not None:
            self._dialog.hide()
            self._dialog.deleteLater()
            self._dialog = None

    def _keep(self, status: SessionStatus) -> None:
        self._status, self._is_known = status, True
        self.status_changed.emit(status)

    @Slot()
    def stop_waiting(self) -> None:
        """Wait no longer for the keyring; the sign-in is then taken as unknown."""
        if self._reading is not None:
            self._reading.cancel()

    @Slot(object)
    def _on_reading_progressed(self, report: object) -> None:
        if isinstance(report, KeyringWaits):
            self._is_waiting = True
            self.keyring_waits.emit()

    @Slot()
    def _on_reading_finished(self) -> None:
        self._reading = None
        if self._is_waiting:
            self._is_waiting = False
            self.keyring_answered.emit()

    @Slot(object)
    def _on_status_read(self, status: SessionStatus) -> None:
        self._keep(status)

    @Slot(object)
    def _on_sign_in_progressed(self, report: AddressReady | PasteRefused) -> None:
        if isinstance(report, PasteRefused):
            if self._dialog is not None:
                self._dialog.show_paste_problem(report.problem)
            return
        from siro_desktop.ui.sign_in_dialog import SignInDialog

        self._dialog = SignInDialog(self._window)
        self._paste = report.paste
        self._dialog.address_pasted.connect(self._on_address_pasted)
        self._dialog.cancelled.connect(self._on_dialog_cancelled)
        self._dialog.open_again.connect(self._workspace.open_browser)
        self._dialog.show_address(report.address)
        if not self._workspace.is_practice:
            self._dialog.show()
        self._workspace.open_browser(report.address)

    @Slot(object)
    def _on_sign_in_succeeded(self, status: SessionStatus) -> None:
        self._end_sign_in()
        self._window.raise_()
        self._window.activateWindow()
        self._keep(status)
        self.signed_in.emit(status)

    @Slot(object)
    def _on_sign_in_failed(self, error: SiroError) -> None:
        self._end_sign_in()
        if not isinstance(error, Cancelled):
            self.failed.emit(error)

    @Slot(str)
    def _on_address_pasted(self, address: str) -> None:
        """Hand it to the sign-in. Qt must not know its method: that would be told of its end in the network thread."""
        if self._paste is not None:
            self._paste(address)

    @Slot()
    def _on_dialog_cancelled(self) -> None:
        if self._sign_in is not None:
            self._sign_in.cancel()

    @Slot(object)
    def _on_signed_out(self, problems: tuple[str, ...]) -> None:
        self.read_status()
        self.signed_out.emit(problems)


def _opened_by_window(_address: str) -> bool:
    """The window opens the browser itself, in its own thread, when the address is reported."""
    return True


def _as_it_is(status: SessionStatus) -> SessionStatus:
    return status
