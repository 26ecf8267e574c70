"""A file of figures that was opened or dropped: its result and its view are shown again, and how the figures stand.

Signals: `told(title, text)` when that is known, `failed(SiroError)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from siro_desktop.ui.words import grouped, instant_in_words

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from siro_desktop.domain.exported import ExportedFile, HeldExport
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.runner.runner import JobHandle
    from siro_desktop.ui.main_window import MainWindow
    from siro_desktop.ui.workspace import Workspace


class ExportedFileController(QObject):
    """Works for one window. Of two files that are opened, the later one counts."""

    told = Signal(str, str)
    failed = Signal(object)

    def __init__(self, workspace: Workspace, window: MainWindow) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._window = window
        self._holding: JobHandle | None = None
        self._awaited: HeldExport | None = None
        window.shown.shown.connect(self._on_shown)

    @Slot(object)
    def take(self, exported: ExportedFile) -> None:
        """Hold a file's figures against the store, and show the stored result of its question."""
        from siro_desktop.jobs.exported_files import HoldAgainstStore

        profile = self._window.profile
        if profile is None:
            return
        if self._holding is not None:
            self._holding.blockSignals(True)
            self._holding.cancel()
        self._holding = handle = self._workspace.store.submit(HoldAgainstStore(profile.id, exported))
        handle.succeeded.connect(self._on_held)
        handle.failed.connect(self.failed)
        handle.finished.connect(self._on_finished)

    @Slot()
    def _on_finished(self) -> None:
        self._holding = None

    @Slot(object)
    def _on_held(self, held: HeldExport) -> None:
        profile = self._window.profile
        if held.saved is None:
            self._tell(held)
        if held.saved is None or profile is None or profile.id != held.saved.plan.profile_id:
            return  # another connection has been chosen meanwhile
        self._awaited = held
        self._window.tabs.open_beside(held.saved.id)

    @Slot(object)
    def _on_shown(self, saved: SavedResult) -> None:
        """What was opened is in view; its tab still has to say which of its views was in front before."""
        if self._awaited is not None and self._awaited.saved is not None and self._awaited.saved.id == saved.id:
            QTimer.singleShot(0, self._look_again)

    @Slot()
    def _look_again(self) -> None:
        """Look at the result as the file was looked at."""
        held, self._awaited = self._awaited, None
        if held is not None:
            self._window.view.result_page.restore_look(held.view)
            self._tell(held)

    def _tell(self, held: HeldExport) -> None:
        profile = self._window.profile
        if profile is not None:
            self.told.emit(self._title(held), " ".join(self._sentences(held, profile.zone)))

    def _title(self, held: HeldExport) -> str:
        name, figures = held.exported.name, held.exported.figures
        if held.saved is None:
            text = self.tr("%1: its figures are not in the store")
        elif figures is None:
            text = self.tr("%1: its query is open; its figures could not be read")
        elif held.differing:
            text = self.tr("%1: %2 of %3 figures differ from what is stored", "", held.differing)
        elif held.exported.lost:
            text = self._lost_text(held.exported)
        elif held.missing:
            text = self.tr("%1: %4 of %3 figures are not in the store", "", held.missing)
        else:
            text = self.tr("%1: the same figures as stored")
        numbers = (("%2", held.differing), ("%3", len(figures or ())), ("%4", held.missing))
        for place, number in numbers:
            text = text.replace(place, grouped(number))
        return text.replace("%1", name)

    def _lost_text(self, exported: ExportedFile) -> str:
        text = (
            self.tr("%1: %2 of %3 rows are missing in the file", "", exported.lost)
            if exported.is_wide
            else self.tr("%1: %2 of %3 figures are missing in the file", "", exported.lost)
        )
        return text.replace("%2", grouped(exported.lost)).replace("%3", grouped(exported.row_count or 0))

    def _sentences(self, held: HeldExport, zone: ZoneInfo) -> list[str]:
        exported, sentences = held.exported, []
        if exported.why_not:
            sentences.append(exported.why_not)
        if exported.is_changed:
            sentences.append(self.tr("The file was changed after it was exported."))
        if held.saved is None:
            sentences.append(self.tr("Its query is in the form: Run asks Siro again."))
        if exported.lost and (held.differing or held.saved is None):
            lost = self.tr("%1 of the %2 rows that were written are missing in it.", "", exported.lost)
            sentences.append(lost.replace("%1", grouped(exported.lost)).replace("%2", grouped(exported.row_count or 0)))
        if (held.differing or exported.lost) and held.missing and held.saved is not None:
            missing = self.tr("%1 more are not in the store.", "", held.missing)
            sentences.append(missing.replace("%1", grouped(held.missing)))
        if exported.fetched_at is not None:
            fetched = self.tr("The file's figures were fetched %1.")
            sentences.append(fetched.replace("%1", instant_in_words(exported.fetched_at, zone)))
        if held.stored_at is not None and not _is_same_second(held.stored_at, exported.fetched_at):
            stored = self.tr("Stored ones: %1.")
            sentences.append(stored.replace("%1", instant_in_words(held.stored_at, zone)))
        return sentences


def _is_same_second(one: datetime, other: datetime | None) -> bool:
    """A file says milliseconds, the store knows more."""
    return other is not None and abs((one - other).total_seconds()) < 1
