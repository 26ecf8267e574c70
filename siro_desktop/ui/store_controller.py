"""Looks after the store: a quick check after the first paint, and what the dialog of local data is asked for.

Signals: `replaced` after a restore or a rescue: everything is to be read anew; `deleted(ids)`, `failed(SiroError)`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from siro_desktop.errors import Cancelled, StorageError, StoreDamaged
from siro_desktop.ui.confirm import ask_to_delete
from siro_desktop.ui.while_there import while_there

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from siro_desktop.domain.retention import RetentionRule
    from siro_desktop.domain.store_health import RescueReport, RestoreReport, StoreHealth
    from siro_desktop.errors import SiroError
    from siro_desktop.jobs.base import Job
    from siro_desktop.jobs.saved_limits import WouldGo
    from siro_desktop.runner.runner import JobHandle, JobRunner
    from siro_desktop.ui.main_window import MainWindow
    from siro_desktop.ui.store.dialog import StoreDialog


class StoreController(QObject):
    """Does one piece of long work at a time. `dialog_wanted` and `limits_wanted` open the dialog at one of its tabs."""

    dialog_wanted = Signal()
    limits_wanted = Signal()
    replaced = Signal()
    deleted = Signal(object)
    failed = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = window.workspace
        self._dialog: StoreDialog | None = None
        self._work: JobHandle | None = None
        self._then: Callable[[], None] | None = None  # what the work in hand leads to
        self._is_looked_at = False
        self.dialog_wanted.connect(self._on_dialog_wanted)
        self.limits_wanted.connect(self._on_limits_wanted)

    # Public ---------------------------------------------------------------------------------------------------------

    @Slot()
    def look(self) -> None:
        """Check the store quickly; then see whether results are beyond the connection's limits."""
        from siro_desktop.jobs.store_care import CheckStore

        handle = self._workspace.store.submit(CheckStore())
        handle.succeeded.connect(self._on_looked)
        handle.failed.connect(self._on_look_failed)

    @Slot()
    def show(self) -> None:
        """Open the dialog of local data."""
        from siro_desktop.ui.store.dialog import StoreDialog

        if self._dialog is None:
            profile = self._window.profile
            self._dialog = dialog = StoreDialog(profile.name if profile else "", self._window.names, self._window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.finished.connect(self._on_dialog_finished)
            self._window.library.names_changed.connect(dialog.keep.set_names)
            self._connect(dialog)
            dialog.open()
        self._refresh()

    def _connect(self, dialog: StoreDialog) -> None:
        dialog.stored.open_folder_clicked.connect(self._on_open_folder)
        dialog.keep.rule_changed.connect(self._find_expired)
        dialog.keep.save_requested.connect(self._on_save_requested)
        dialog.keep.delete_requested.connect(self._on_delete_requested)
        dialog.care.check_clicked.connect(self._on_check_clicked)
        dialog.care.backup_chosen.connect(self._on_backup_chosen)
        dialog.care.restore_chosen.connect(self._on_restore_chosen)
        dialog.care.rescue_clicked.connect(self._on_rescue_clicked)
        dialog.care.stop_clicked.connect(self._stop)

    # What is shown --------------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        """Read anew what the first two pages show."""
        from siro_desktop.jobs.saved_limits import FindExpired
        from siro_desktop.jobs.store_care import DescribeStore, ListFiles

        dialog, paths = self._dialog, self._workspace.paths
        if dialog is None:
            return
        files = ListFiles(
            data=paths.data,
            profiles=paths.profiles_file,
            settings=paths.settings_file,
            requests=paths.state / "budget",
            logs=paths.log,
        )
        self._workspace.export.submit(files).succeeded.connect(dialog.stored.show_files)
        self._workspace.store.submit(DescribeStore()).succeeded.connect(dialog.stored.show_profiles)
        profile = self._window.profile
        if profile is not None:
            handle = self._workspace.store.submit(FindExpired(profile.id, datetime.now(UTC)))
            handle.succeeded.connect(self._on_rule_read)

    @Slot(object)
    def _find_expired(self, rule: RetentionRule) -> None:
        from siro_desktop.jobs.saved_limits import FindExpired

        profile = self._window.profile
        if profile is not None and self._dialog is not None:
            handle = self._workspace.store.submit(FindExpired(profile.id, datetime.now(UTC), rule))
            handle.succeeded.connect(self._dialog.keep.show_would_go)
            handle.failed.connect(self.failed)

    # Long work ------------------------------------------------------------------------------------------------------

    def _start(
        self,
        runner: JobRunner[Any],
        job: Job[Any, Any],
        succeeded: Callable[[Any], None],
        failed: Callable[[Any], None] | None = None,
    ) -> None:
        if self._work is not None or self._dialog is None:
            return
        handle = runner.submit(job)
        self._work = handle
        handle.progressed.connect(self._dialog.care.show_progress)
        handle.succeeded.connect(succeeded)
        handle.failed.connect(failed or self._on_work_failed)
        handle.finished.connect(self._on_work_finished)

    @Slot()
    def _stop(self) -> None:
        if self._work is not None:
            self._work.cancel()

    def _say(self, sentence: str, *, is_problem: bool = False) -> None:
        if self._dialog is not None:
            (self._dialog.care.show_problem if is_problem else self._dialog.care.show_outcome)(sentence)

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot(object)
    def _on_looked(self, health: StoreHealth) -> None:
        if not health.is_sound:
            self._tell_damaged(self._words_of(health))
        elif health.read_only:
            self._window.status_bar.show_store(self.tr("Store: read only"), health.read_only)
            self._window.messages.show_notice(self.tr("Read only."), health.read_only, kind="warning")
        else:
            self._window.status_bar.show_store("", "")
            self._look_for_expired()

    @Slot(object)
    def _on_look_failed(self, error: SiroError) -> None:
        if isinstance(error, StoreDamaged):  # what else is wrong, whoever wants to read hears
            self._tell_damaged(error.message)

    @staticmethod
    def _words_of(health: StoreHealth) -> str:
        from siro_desktop.ui.store.words import health_in_words

        return health_in_words(health)

    def _tell_damaged(self, sentence: str) -> None:
        self._window.status_bar.show_store(self.tr("Store: damaged"), sentence)
        self._window.messages.show_offer(
            self.tr("The store is damaged."), sentence, self.tr("Local data…"), self.dialog_wanted, kind="error"
        )

    def _look_for_expired(self) -> None:
        from siro_desktop.jobs.saved_limits import FindExpired

        profile = self._window.profile
        if profile is not None and not self._is_looked_at:
            self._is_looked_at = True  # once in a session
            handle = self._workspace.store.submit(FindExpired(profile.id, datetime.now(UTC)))
            handle.succeeded.connect(self._on_expired_found)

    @Slot(object)
    def _on_expired_found(self, found: WouldGo) -> None:
        from siro_desktop.ui.store.words import results_in_words, size_in_words

        if found.results and not self._window.view.result_page.banner.text():
            text = self.tr("%1 beyond the limits of this connection, about %2. Nothing is deleted yet.")
            text = text.replace("%1", results_in_words(len(found.results))).replace("%2", size_in_words(found.size))
            self._window.messages.show_offer(self.tr("Old results."), text, self.tr("Show…"), self.limits_wanted)

    @Slot()
    def _on_dialog_wanted(self) -> None:
        self.show()
        if self._dialog is not None:
            self._dialog.show_care()

    @Slot()
    def _on_limits_wanted(self) -> None:
        self.show()
        if self._dialog is not None:
            self._dialog.show_keep()

    @Slot()
    def _on_dialog_finished(self) -> None:
        self._stop()
        self._dialog = self._then = None

    @Slot()
    def _on_open_folder(self) -> None:
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._workspace.paths.data)))

    @Slot(object)
    def _on_rule_read(self, found: WouldGo) -> None:
        if self._dialog is not None:
            self._dialog.keep.show_rule(found.rule)
            self._dialog.keep.show_would_go(found)

    @Slot(object)
    def _on_save_requested(self, rule: RetentionRule) -> None:
        from siro_desktop.jobs.saved_limits import SaveRetention

        profile = self._window.profile
        if profile is not None:
            self._workspace.store.submit(SaveRetention(profile.id, rule)).failed.connect(self.failed)

    @Slot(object)
    def _on_delete_requested(self, found: WouldGo) -> None:
        from siro_desktop.ui.store.words import results_in_words

        ask_to_delete(
            self._dialog or self._window,
            self.tr("Delete %1?").replace("%1", results_in_words(len(found.results))),
            self.tr("Siro may no longer have these figures. This cannot be undone."),
            partial(self._delete, found),
        )

    def _delete(self, found: WouldGo) -> None:
        from siro_desktop.jobs.saved_limits import DeleteSeveral

        ids = tuple(one.summary.id for one in found.results)
        handle = self._workspace.store.submit(DeleteSeveral(ids))
        handle.succeeded.connect(while_there(self._on_deleted, found.rule))
        handle.failed.connect(self.failed)

    def _on_deleted(self, rule: RetentionRule, ids: tuple[int, ...]) -> None:
        self._on_save_requested(rule)
        self.deleted.emit(ids)
        self._refresh()

    @Slot()
    def _on_check_clicked(self) -> None:
        from siro_desktop.jobs.store_care import CheckStore

        self._start(self._workspace.store, CheckStore(is_whole=True), self._on_checked)

    @Slot(object)
    def _on_checked(self, health: StoreHealth) -> None:
        self._say(self._words_of(health), is_problem=not health.is_sound)

    @Slot(object)
    def _on_backup_chosen(self, path: Path) -> None:
        from siro_desktop.jobs.store_care import BackUpStore

        self._start(self._workspace.store, BackUpStore(path), self._on_backed_up)

    @Slot(object)
    def _on_backed_up(self, path: Path) -> None:
        self._say(self.tr("Backed up to %1").replace("%1", str(path)))

    @Slot(object)
    def _on_restore_chosen(self, path: Path) -> None:
        from siro_desktop.jobs.store_care import RestoreStore

        self._window.runs.drop()
        self._start(self._workspace.export, RestoreStore(self._workspace.paths.data, path), self._on_restored)

    @Slot(object)
    def _on_restored(self, report: RestoreReport) -> None:
        from siro_desktop.ui.store.words import results_in_words

        sentences = [self.tr("Restored: %1.").replace("%1", results_in_words(report.results))]
        if report.kept is not None:
            sentences.append(self.tr("What was here is kept: %1").replace("%1", str(report.kept)))
        self._end_replacing(" ".join(sentences))

    @Slot()
    def _on_rescue_clicked(self) -> None:
        """Look first: a sound store stays where it is, and so does all that is shown of it."""
        from siro_desktop.jobs.store_care import CheckStore

        self._start(self._workspace.store, CheckStore(is_whole=True), self._on_checked_for_rescue, self._rescue_instead)

    @Slot(object)
    def _on_checked_for_rescue(self, health: StoreHealth) -> None:
        if health.is_sound:
            self._say(" ".join((self._words_of(health), self.tr("So nothing was changed."))))
        else:
            self._then = self._rescue

    @Slot(object)
    def _rescue_instead(self, error: SiroError) -> None:
        if isinstance(error, StorageError):  # it cannot even be opened
            self._then = self._rescue
        else:
            self._on_work_failed(error)

    def _rescue(self) -> None:
        from siro_desktop.jobs.store_care import RescueStore

        self._window.runs.drop()
        self._start(self._workspace.export, RescueStore(self._workspace.paths.data), self._on_rescued)

    @Slot(object)
    def _on_rescued(self, report: RescueReport) -> None:
        from siro_desktop.ui.store.words import rescue_in_words

        self._end_replacing(rescue_in_words(report))

    def _end_replacing(self, sentence: str) -> None:
        self._say(sentence)
        self.replaced.emit()
        self.look()
        self._refresh()

    @Slot(object)
    def _on_work_failed(self, error: SiroError) -> None:
        if self._dialog is not None:
            self._say("" if isinstance(error, Cancelled) else error.message, is_problem=True)
        else:
            self.failed.emit(error)

    @Slot()
    def _on_work_finished(self) -> None:
        self._work = None
        then, self._then = self._then, None
        if then is not None:
            then()
