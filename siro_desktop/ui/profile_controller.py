"""Making, editing, testing and removing connections.

Signals: `profile_saved(Profile, secret or None)`, `profile_removed(id)`, `failed(SiroError)`.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from siro_desktop.domain.session import CheckStep
from siro_desktop.errors import ProfileError
from siro_desktop.jobs.profiles import SaveProfile
from siro_desktop.jobs.sign_in import Forget
from siro_desktop.runner.call import Call
from siro_desktop.ui.while_there import while_there

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from siro_desktop.domain.profile import Profile
    from siro_desktop.errors import SiroError
    from siro_desktop.runner.runner import JobHandle
    from siro_desktop.ui.profile_dialog import ProfileDialog, ProfileDraft
    from siro_desktop.ui.workspace import Workspace


class ProfileController(QObject):
    """Runs the connection dialog. Files are read and written in the store's thread."""

    profile_saved = Signal(object, object)
    profile_removed = Signal(object)
    failed = Signal(object)

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._window = window
        self._dialog: ProfileDialog | None = None
        self._testing: JobHandle | None = None

    def edit(self, profiles: tuple[Profile, ...], profile: Profile | None) -> ProfileDialog:
        """Open the dialog for `profile`, or for a new one."""
        if self._dialog is not None:
            self._dialog.raise_()
            self._dialog.activateWindow()
            return self._dialog
        from siro_desktop.ui.profile_dialog import ProfileDialog

        dialog = ProfileDialog(profiles, profile, self._window)
        dialog.save_requested.connect(self._on_save_requested)
        dialog.test_requested.connect(self._on_test_requested)
        dialog.test_outdated.connect(self._drop_test)
        dialog.remove_requested.connect(self._on_remove_requested)
        dialog.finished.connect(self._on_dialog_finished)
        self._dialog = dialog
        dialog.open()
        return dialog

    @Slot(object)
    def _on_save_requested(self, draft: ProfileDraft) -> None:
        workspace = self._workspace
        saving = SaveProfile(workspace.profile_file, draft.profile, workspace.settings.current)
        handle = workspace.store.submit(saving)
        handle.succeeded.connect(while_there(self._on_saved, draft.secret))
        handle.failed.connect(self._on_failed)

    def _on_saved(self, secret: str | None, profile: Profile) -> None:
        self._settle(profile)
        self.profile_saved.emit(profile, secret)

    @Slot(object)
    def _on_test_requested(self, draft: ProfileDraft) -> None:
        from siro_desktop.jobs.check_connection import CheckConnection

        self._drop_test()
        self._testing = self._workspace.network.submit(CheckConnection(draft.profile, draft.secret))
        self._testing.succeeded.connect(self._on_tested)
        self._testing.failed.connect(self._on_test_failed)
        self._testing.finished.connect(self._on_test_finished)

    @Slot()
    def _drop_test(self) -> None:
        """Hear no more of a test under way."""
        testing, self._testing = self._testing, None
        if testing is not None:
            testing.blockSignals(True)
            testing.cancel()

    @Slot(object)
    def _on_tested(self, steps: tuple[CheckStep, ...]) -> None:
        if self._dialog is not None:
            self._dialog.show_test_steps(steps)

    @Slot()
    def _on_test_finished(self) -> None:
        self._testing = None

    @Slot(object)
    def _on_remove_requested(self, profile_id: str) -> None:
        handle = self._workspace.store.submit(Call(partial(_remove, self._workspace, profile_id)))
        handle.succeeded.connect(self._on_removed)
        handle.failed.connect(self._on_failed)

    @Slot(object)
    def _on_removed(self, profile: Profile | None) -> None:
        self._settle(None)
        if profile is not None:
            forgetting = self._workspace.network.submit(Forget(profile))
            forgetting.failed.connect(self.failed)
            self.profile_removed.emit(profile.id)

    def _settle(self, saved: Profile | None) -> None:
        """Close the dialog, unless it has edits of another connection."""
        if self._dialog is not None and not self._dialog.settle(saved):
            self._dialog.accept()

    @Slot(object)
    def _on_failed(self, error: SiroError) -> None:
        if self._dialog is not None and isinstance(error, ProfileError):
            self._dialog.show_error(error)
        else:
            self.failed.emit(error)

    @Slot(object)
    def _on_test_failed(self, error: SiroError) -> None:
        if self._dialog is not None:
            self._dialog.show_test_steps((CheckStep(error.title, ok=False, sentence=error.message),))
        if isinstance(error, ProfileError):
            self._on_failed(error)

    @Slot()
    def _on_dialog_finished(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None


def _remove(workspace: Workspace, profile_id: str) -> Profile | None:
    removed = next((profile for profile in workspace.profile_file.load() if profile.id == profile_id), None)
    workspace.profile_file.remove(profile_id)
    return removed
