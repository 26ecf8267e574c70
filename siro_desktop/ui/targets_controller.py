"""Targets and colours of the current connection: loaded, looked up at most once a day, edited in a dialog.

Signals: `targets_changed(Targets)`, `edited(former Targets, Targets)` where a person has changed them, which `exchange`
can take back, `failed(SiroError)`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Qt, Signal, Slot

from siro_desktop.domain.targets import NO_TARGETS, KnownMetric, OwnColors, Targets
from siro_desktop.jobs.targets import DeleteTargets, ExchangeTargets, LoadTargetMetrics, LoadTargets, SaveTargets
from siro_desktop.ui.latest_job import LatestJob
from siro_desktop.ui.while_there import while_there
from siro_desktop.ui.words import grouped

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget

    from siro_desktop.domain.names import Names
    from siro_desktop.domain.profile import Profile
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.domain.targets import TargetEntry
    from siro_desktop.errors import SiroError
    from siro_desktop.runner.runner import JobHandle
    from siro_desktop.ui.targets.dialog import TargetsDialog
    from siro_desktop.ui.workspace import Workspace

_AGE: Final = timedelta(days=1)


class TargetsController(QObject):
    """What is kept of targets on one profile, and the dialog that edits it."""

    targets_changed = Signal(object)
    edited = Signal(object, object)
    failed = Signal(object)

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._window = window
        self._profile: Profile | None = None
        self._targets = NO_TARGETS
        self._asked: dict[str, datetime] = {}  # conversation type → when, also if Siro refused
        self._loading = LatestJob(self)
        self._loading.succeeded.connect(self._on_loaded)
        self._loading.failed.connect(self.failed)
        self._looking: JobHandle | None = None
        self._is_known = False  # what the store holds for this profile has come
        self._dialog: TargetsDialog | None = None
        self._dialog_actions: tuple[QAction, ...] = ()

    @property
    def targets(self) -> Targets:
        """What is known."""
        return self._targets

    def set_profile(self, profile: Profile) -> None:
        """Turn to a profile: load its targets."""
        is_other = self._profile is None or self._profile.id != profile.id
        self._profile = profile
        _drop(self._looking)
        self._looking = None
        if is_other:
            self._asked.clear()
            self._is_known = False
            self._show(NO_TARGETS)
        self.reload()

    @Slot()
    def reload(self) -> None:
        """Read the targets anew."""
        if self._profile is not None:
            self._loading.follow(self._workspace.store.submit(LoadTargets(self._profile.id)))

    def look_up_old(self, saved: SavedResult | None) -> None:
        """Ask Siro what a result's figures are held against, if it was asked long ago, or never."""
        if saved is None or self._profile is None or self._looking is not None:
            return
        type_id = saved.plan.query.conversation_type_id
        now, known = datetime.now(UTC), (self._asked.get(type_id), self._targets.looked_up_at(type_id))
        if not any(when is not None and timedelta(0) <= now - when <= _AGE for when in known):  # a clock may be ahead
            self._look_up(saved)

    def look_up_missing(self, saved: SavedResult | None) -> None:
        """Ask Siro what a stored result's figures are held against, if it never was asked."""
        if saved is None or not self._is_known:
            return
        if self._targets.looked_up_at(saved.plan.query.conversation_type_id) is None:
            self.look_up_old(saved)

    def show_dialog(self, saved: SavedResult | None, names: Names) -> None:
        """Open the dialog on what is known; `saved` is the shown result, whose metrics can be given targets."""
        from siro_desktop.ui.targets.dialog import TargetsDialog

        if self._profile is None:
            return
        if self._dialog is not None:
            self._dialog.close()
        today = self._workspace.today(ZoneInfo(self._profile.time_zone))
        self._dialog = dialog = TargetsDialog(today, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.addActions(self._dialog_actions)
        dialog.save_requested.connect(self._on_save_requested)
        dialog.remove_requested.connect(self._on_remove_requested)
        dialog.import_requested.connect(self._on_import_requested)
        dialog.export_requested.connect(self._on_export_requested)
        dialog.finished.connect(self._on_dialog_finished)
        if saved is not None:
            dialog.look_up_requested.connect(lambda: self._look_up(saved))
        types = _conversation_types(saved, names)
        dialog.set_context(_metrics_of(saved), types, can_look_up=saved is not None)
        dialog.show_targets(self._targets)
        missing = dialog.missing_metrics()
        if missing:
            handle = self._workspace.store.submit(LoadTargetMetrics(missing))
            handle.succeeded.connect(self._on_metrics)
        dialog.open()

    def set_dialog_actions(self, actions: tuple[QAction, ...]) -> None:
        """Let the keys of these actions of the window work in the dialog as well."""
        self._dialog_actions = actions

    def exchange(self, gone: tuple[TargetEntry, ...], come: tuple[TargetEntry, ...]) -> None:
        """Take entries set by hand away and put others there, all or none."""
        if self._profile is not None:
            profile_id = self._profile.id
            handle = self._workspace.store.submit(ExchangeTargets(profile_id, gone, come))
            handle.succeeded.connect(while_there(self._on_changed, profile_id, self.tr("Undone or redone.")))
            handle.failed.connect(self._on_failed)

    # Jobs -----------------------------------------------------------------------------------------------------------

    def _look_up(self, saved: SavedResult) -> None:
        from siro_desktop.jobs.look_up_targets import LookUpTargets

        if self._profile is None:
            return
        query = saved.plan.query
        self._asked[query.conversation_type_id] = datetime.now(UTC)
        _drop(self._looking)
        if self._dialog is not None:
            self._dialog.set_busy(True)
        job = LookUpTargets(self._profile, query.organization_id, query.conversation_type_id)
        self._looking = handle = self._workspace.network.submit(job)
        handle.succeeded.connect(self._on_looked_up)
        handle.failed.connect(self._on_look_up_failed)
        handle.finished.connect(self._on_look_up_finished)

    def _change(self, job: SaveTargets | DeleteTargets, done: str) -> None:
        """Change what is kept, then say so."""
        handle = self._workspace.store.submit(job)
        handle.succeeded.connect(while_there(self._on_edited, job.profile_id, done))
        handle.failed.connect(self._on_failed)

    def _on_edited(self, profile_id: str, done: str, targets: Targets) -> None:
        former = self._targets
        self._on_changed(profile_id, done, targets)
        if self._profile is not None and self._profile.id == profile_id:
            self.edited.emit(former, targets)

    def _on_changed(self, profile_id: str, done: str, targets: Targets) -> None:
        if self._profile is not None and self._profile.id == profile_id:
            self._show(targets)
            self._say(done)

    @Slot(object)
    def _show(self, targets: Targets) -> None:
        self._targets = targets
        self.targets_changed.emit(targets)
        if self._dialog is not None:
            self._dialog.show_targets(targets)

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot(object, object)
    def _on_save_requested(self, entry: TargetEntry, instead_of: TargetEntry | None) -> None:
        if self._profile is not None:
            self._change(SaveTargets(self._profile.id, (entry,), instead_of), self.tr("Saved."))

    @Slot(object)
    def _on_remove_requested(self, entry: TargetEntry) -> None:
        if self._profile is not None:
            self._change(DeleteTargets(self._profile.id, (entry,)), self.tr("Removed."))

    @Slot(object)
    def _on_import_requested(self, path: Path) -> None:
        from siro_desktop.jobs.target_files import ImportTargets

        handle = self._workspace.export.submit(ImportTargets(path))
        handle.succeeded.connect(self._on_imported)
        handle.failed.connect(self._on_failed)

    @Slot(object)
    def _on_imported(self, entries: tuple[TargetEntry, ...]) -> None:
        if self._profile is not None:
            self._change(SaveTargets(self._profile.id, entries), self._imported_in_words(entries))

    @Slot(object)
    def _on_export_requested(self, path: Path) -> None:
        from siro_desktop.jobs.target_files import ExportTargets

        if self._dialog is not None:
            entries: tuple[TargetEntry, ...] = (*self._targets.all, *self._targets.own_colors)
            job = ExportTargets(path, entries, self._dialog.metrics())
            handle = self._workspace.export.submit(job)
            handle.succeeded.connect(self._on_exported)
            handle.failed.connect(self._on_failed)

    @Slot(object)
    def _on_exported(self, path: Path) -> None:
        self._say(self.tr("Exported to %1").replace("%1", str(path)))

    @Slot(object)
    def _on_looked_up(self, targets: Targets) -> None:
        self._say(" ".join(targets.notes))
        self.reload()  # meanwhile the person may have changed some

    @Slot(object)
    def _on_look_up_failed(self, error: SiroError) -> None:
        # The person asked for figures, not for targets: only the dialog, if it is open, says why there are none.
        self._say(self.tr("Targets could not be looked up. %1").replace("%1", error.message))

    @Slot(object)
    def _on_loaded(self, targets: Targets) -> None:
        self._is_known = True
        self._show(targets)

    @Slot()
    def _on_look_up_finished(self) -> None:
        self._looking = None
        if self._dialog is not None:
            self._dialog.set_busy(False)

    @Slot(object)
    def _on_failed(self, error: SiroError) -> None:
        if self._dialog is not None:
            self._dialog.say(error.message)
        else:
            self.failed.emit(error)

    @Slot()
    def _on_dialog_finished(self) -> None:
        self._dialog = None

    @Slot(object)
    def _on_metrics(self, found: tuple[KnownMetric, ...]) -> None:
        if self._dialog is not None:
            self._dialog.add_metrics({metric.id: metric for metric in found})

    def _imported_in_words(self, entries: tuple[TargetEntry, ...]) -> str:
        colors = sum(isinstance(entry, OwnColors) for entry in entries)
        targets = len(entries) - colors
        said = []
        if targets:
            text = self.tr("1 target imported.") if targets == 1 else self.tr("%1 targets imported.", "", targets)
            said.append(text.replace("%1", grouped(targets)))
        if colors:
            one = self.tr("Colours for pass rates imported.")
            text = one if colors == 1 else self.tr("%1 sets of colours for pass rates imported.", "", colors)
            said.append(text.replace("%1", grouped(colors)))
        return " ".join(said)

    def _say(self, sentence: str) -> None:
        if self._dialog is not None:
            self._dialog.say(sentence)


def _metrics_of(saved: SavedResult | None) -> dict[str, KnownMetric]:
    """The metrics of a result, each as the first answer that has it names it."""
    found: dict[str, KnownMetric] = {}
    for answer in saved.answers.values() if saved else ():
        metrics = answer.metrics
        for row, metric_id in enumerate(metrics.ids):
            if metric_id and metric_id not in found:
                known = (metrics.names[row], metrics.units[row], metrics.unit_abbreviations[row])
                found[metric_id] = KnownMetric(metric_id, *known)
    return found


def _conversation_types(saved: SavedResult | None, names: Names) -> dict[str, str]:
    """Names by id, that of the shown result first."""
    known = {named.id: named.name for named in names.conversation_types}
    shown = saved.plan.query.conversation_type_id if saved else ""
    return ({shown: known.get(shown, shown)} if shown else {}) | known


def _drop(handle: JobHandle | None) -> None:
    if handle is not None:
        handle.blockSignals(True)
        handle.cancel()
