"""The one place that shows errors: beside a field, in the banner, or in a dialog.

Signals: `retry_requested`, `sign_in_requested`, `stop_waiting_requested`, `continue_requested`,
`settings_requested(ProfileError)` for what is wrong in the connection.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance, Slot

from siro_desktop.errors import (
    AccessDenied,
    Cancelled,
    ConnectionFailed,
    ExportError,
    NotFound,
    ProfileError,
    QueryError,
    RateLimited,
    ServerError,
    SignInCancelled,
    SignInRequired,
    SiroError,
    StorageError,
    UnexpectedAnswer,
    UnexpectedError,
)

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox, QWidget

    from siro_desktop.ui.banner import Banner
    from siro_desktop.ui.query_form import QueryForm


class _Place(Enum):
    NOWHERE = auto()
    FIELD = auto()
    BANNER = auto()
    BANNER_RETRY = auto()
    BANNER_SIGN_IN = auto()
    BANNER_SETTINGS = auto()
    DIALOG = auto()


# The first class that fits decides; subclasses come before their base.
_PLACES: Final[tuple[tuple[type[SiroError], _Place], ...]] = (
    (Cancelled, _Place.NOWHERE),
    (QueryError, _Place.FIELD),
    (ProfileError, _Place.BANNER_SETTINGS),
    (SignInCancelled, _Place.BANNER_SIGN_IN),
    (SignInRequired, _Place.BANNER_SIGN_IN),
    (ConnectionFailed, _Place.BANNER_RETRY),
    (RateLimited, _Place.BANNER_RETRY),
    (ServerError, _Place.BANNER_RETRY),
    (UnexpectedAnswer, _Place.BANNER_RETRY),
    (AccessDenied, _Place.BANNER),
    (NotFound, _Place.BANNER),
    (StorageError, _Place.DIALOG),
    (ExportError, _Place.DIALOG),
    (UnexpectedError, _Place.DIALOG),
    (SiroError, _Place.BANNER),
)


class Messages(QObject):
    """Shows errors and notices where they belong."""

    retry_requested = Signal()
    sign_in_requested = Signal()
    stop_waiting_requested = Signal()
    continue_requested = Signal()
    settings_requested = Signal(object)
    _settings_wanted = Signal()

    def __init__(self, banner: Banner, form: QueryForm, window: QWidget) -> None:
        super().__init__(window)
        self._banner = banner
        self._form = form
        self._window = window
        self._action: SignalInstance | None = None
        self._wrong_settings: ProfileError | None = None
        self._dialog: QMessageBox | None = None
        banner.action_clicked.connect(self._on_action_clicked)
        self._settings_wanted.connect(self._on_settings_wanted)

    @Slot(object)
    def show_error(self, error: SiroError, more: str = "") -> None:
        """Show one error; where it is shown in the banner, with `more` to be said of it."""
        match _place(error):
            case _Place.NOWHERE:
                return
            case place if place is not _Place.FIELD and not self._is_banner_in_sight():
                self._show_dialog(error)
            case _Place.FIELD if isinstance(error, QueryError):
                self._form.show_error(error)
            case _Place.DIALOG:
                self._show_dialog(error)
            case _Place.BANNER_SIGN_IN:
                self._show_banner(error, self.tr("Sign in…"), self.sign_in_requested, more)
            case _Place.BANNER_SETTINGS if isinstance(error, ProfileError):
                self._wrong_settings = error
                self._show_banner(error, self.tr("Edit connection…"), self._settings_wanted, more)
            case _Place.BANNER_RETRY:
                self._show_banner(error, self.tr("Try again"), self.retry_requested, more)
            case _:
                self._show_banner(error, None, None, more)

    def show_notice(self, title: str, message: str, *, kind: str = "info") -> None:
        """Say something that is no error of a run. `kind` is *info*, *warning* or *error*."""
        self._action = None
        self._banner.show_notice(title, message, kind=kind)

    def show_unfinished(self, title: str, message: str, *, can_continue: bool, needs_sign_in: bool = False) -> None:
        """Say what a result lacks, with a way to fetch it if there is one."""
        self._action = self.sign_in_requested if needs_sign_in else self.continue_requested
        way_on = self.tr("Sign in…") if needs_sign_in else self.tr("Continue")
        self._banner.show_notice(title, message, kind="warning", button=way_on if can_continue else None)

    def show_offer(
        self, title: str, message: str, button: str, accepted: SignalInstance, *, kind: str = "info"
    ) -> None:
        """Say something with a way on, or to undo it: `accepted` is emitted if the person takes it."""
        self._action = accepted
        self._banner.show_notice(title, message, kind=kind, button=button)

    @Slot()
    def show_keyring_waits(self) -> None:
        """Say that the keyring is waited for, with a way out."""
        self._action = self.stop_waiting_requested
        sentence = self.tr("It may want its password in a window of its own.")
        self._banner.show_notice(self.tr("Waiting for your keyring…"), sentence, button=self.tr("Stop waiting"))

    def clear(self) -> None:
        """Take away what the banner and the fields say."""
        self._banner.clear()
        self._form.clear_errors()

    def _show_banner(self, error: SiroError, button: str | None, action: SignalInstance | None, more: str) -> None:
        self._action = action
        self._banner.show_error(error, button, more)

    def _show_dialog(self, error: SiroError) -> None:
        from PySide6.QtWidgets import QMessageBox

        if self._dialog is not None:
            self._dialog.close()
        dialog = QMessageBox(QMessageBox.Icon.Warning, error.title, error.title, parent=self._window)
        dialog.setObjectName("error_dialog")
        dialog.setInformativeText(self._banner.hide_text(error.message))
        dialog.setTextFormat(Qt.TextFormat.PlainText)
        if error.detail:
            dialog.setDetailedText(self._banner.hide_text(error.detail))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._on_dialog_finished)  # at once; what is deleted goes when another is there
        self._dialog = dialog
        dialog.open()

    def _is_banner_in_sight(self) -> bool:
        """False on the welcome page."""
        page = self._banner.parentWidget()
        return page is None or page.isVisibleTo(self._window)

    @Slot()
    def _on_settings_wanted(self) -> None:
        self.settings_requested.emit(self._wrong_settings)

    @Slot()
    def _on_dialog_finished(self) -> None:
        self._dialog = None

    @Slot()
    def _on_action_clicked(self) -> None:
        if self._action is not None:
            self._banner.clear()
            self._action.emit()


def _place(error: SiroError) -> _Place:
    return next(place for kind, place in _PLACES if isinstance(error, kind))
