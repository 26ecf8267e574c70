"""Offline review: the list of saved results, opening and deleting them, and the names kept for offline use.

Signals: `summaries_changed(tuple of ResultSummary)`, `first_rows(SavedResult)` of one that takes long,
`opened(SavedResult)`, `nothing_saved`, `deleted(id)`, `all_deleted`, `names_changed(Names)`, `names_looked_up` after
those of Siro were asked for, `failed(SiroError)`, and after that `not_opened(SiroError)` if it was a result to be
opened.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot

from siro_desktop.domain.names import Names
from siro_desktop.jobs.look_up_names import LoadNames, LookUpNames
from siro_desktop.jobs.saved_results import DeleteAllSaved, DeleteSaved, ListSaved, OpenLast, OpenSaved
from siro_desktop.ui.confirm import ask_to_delete
from siro_desktop.ui.while_there import while_there

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from siro_desktop.domain.profile import Profile
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.errors import SiroError
    from siro_desktop.jobs.saved_results import FirstRows
    from siro_desktop.runner.runner import JobHandle
    from siro_desktop.ui.workspace import Workspace

_NAMES_AGE: Final = timedelta(days=1)


class LibraryController(QObject):
    """What is kept on this computer for the current profile."""

    summaries_changed = Signal(object)
    first_rows = Signal(object)
    opened = Signal(object)
    nothing_saved = Signal()
    deleted = Signal(object)
    all_deleted = Signal()
    names_changed = Signal(object)
    names_looked_up = Signal()
    failed = Signal(object)
    not_opened = Signal(object)

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._window = window
        self._profile: Profile | None = None
        self._search = ""
        self._names = Names()
        self.dress: Callable[[Names], Names] = _as_they_are
        """What is told of the names that are known."""
        self._opening: JobHandle | None = None
        self._listing: JobHandle | None = None
        self._naming: JobHandle | None = None
        self._is_refresh_due = self._is_reading_due = False

    def set_profile(self, profile: Profile, result_id: int = 0) -> None:
        """Turn to a profile: its list, its names, and a result, or the last one if that is not there.

        In this order: a result that is shown before its names, or found in no list, is shown twice.
        """
        self._profile = profile
        self._names = Names()
        self._is_refresh_due = self._is_reading_due = False
        self.reload()
        _drop(self._naming)
        self._follow_naming(self._workspace.store.submit(LoadNames(profile.id)))
        self._follow_opening(self._workspace.store.submit(OpenLast(profile.id, result_id)))

    @Slot()
    def reload_names(self) -> None:
        """Read the names that are known anew; if some are on their way, after those."""
        if self._profile is None:
            return
        if self._naming is not None:
            self._is_reading_due = True
            return
        self._is_reading_due = False
        self._follow_naming(self._workspace.store.submit(LoadNames(self._profile.id)))

    @property
    def is_opening(self) -> bool:
        """True while a saved result is read."""
        return self._opening is not None

    @Slot()
    def reload(self) -> None:
        """Read the list anew."""
        if self._profile is None:
            return
        _drop(self._listing)
        self._listing = self._workspace.store.submit(ListSaved(self._profile.id, self._search))
        self._listing.succeeded.connect(self.summaries_changed)
        self._listing.failed.connect(self.failed)
        self._listing.finished.connect(self._on_listing_finished)

    @Slot(str)
    def search(self, text: str) -> None:
        """List only what `text` is found in."""
        self._search = text
        self.reload()

    @Slot(object)
    def open(self, result_id: int) -> None:
        """Open one saved result."""
        self._follow_opening(self._workspace.store.submit(OpenSaved(result_id)))

    @Slot(object)
    def confirm_delete(self, result_id: int) -> None:
        """Ask once, then delete one saved result."""
        ask_to_delete(
            self._window,
            self.tr("Delete this saved result?"),
            self.tr("Siro may no longer have these figures. This cannot be undone."),
            partial(self._delete, result_id),
        )

    @Slot()
    def confirm_delete_all(self) -> None:
        """Ask once, then delete everything that was fetched."""
        ask_to_delete(
            self._window,
            self.tr("Delete all local data?"),
            self.tr(
                "Every saved result with its raw answers goes, and all saved queries, names, your own names, groups, "
                "targets, events and notes of one-to-ones for all connections; also the copies of the store that a "
                "newer version of this program made, and what was typed and searched. "
                "Siro may no longer have these figures. This cannot be undone."
            ),
            self._delete_all,
        )

    def _delete(self, result_id: int) -> None:
        handle = self._workspace.store.submit(DeleteSaved(result_id))
        handle.succeeded.connect(while_there(self._tell_deleted, result_id))
        handle.succeeded.connect(self.reload)
        handle.failed.connect(self.failed)

    def _delete_all(self) -> None:
        handle = self._workspace.store.submit(DeleteAllSaved())
        handle.succeeded.connect(self._tell_all_deleted)
        handle.succeeded.connect(self.reload)
        handle.failed.connect(self.failed)

    def _tell_deleted(self, result_id: int, _gone: object) -> None:
        self.deleted.emit(result_id)

    @Slot()
    def _tell_all_deleted(self) -> None:
        self.all_deleted.emit()

    @Slot()
    def look_up_names(self) -> None:
        """Ask Siro for names; who may not, or is not signed in, keeps the stored ones."""
        if self._profile is not None and self._profile.organization_id:
            _drop(self._naming)
            handle = self._workspace.network.submit(LookUpNames(self._profile, self._profile.organization_id))
            self._follow_naming(handle)
            handle.succeeded.connect(self.names_looked_up)

    def look_up_old_names(self) -> None:
        """Ask Siro for names if they were asked for long ago, never, or on a day to come: a clock may be ahead."""
        fetched_at = self._names.fetched_at
        if fetched_at is None or abs(datetime.now(UTC) - fetched_at) > _NAMES_AGE:
            self.look_up_names()

    def refresh_names(self) -> None:
        """Ask Siro again for names from the day before or earlier; those never asked for come with the first run."""
        self._is_refresh_due = self._naming is not None  # then once the stored ones are there
        if not self._is_refresh_due and self._names.fetched_at is not None:
            self.look_up_old_names()

    @Slot(object)
    def take_names(self, names: Names) -> None:
        """Show names that the person changed; why others are missing stays as it was last said."""
        self._on_names(replace(names, refused=self._names.refused))

    def tell_names(self) -> None:
        """Tell the names that are known, as `dress` lets them be told."""
        self.names_changed.emit(self.dress(self._names))

    def drop_opening(self) -> None:
        """Hear no more of a result that is being opened: something newer is shown."""
        _drop(self._opening)
        self._opening = None

    def _follow_naming(self, handle: JobHandle) -> None:
        self._naming = handle
        handle.succeeded.connect(self._on_names)
        handle.failed.connect(self._on_look_up_failed)
        handle.finished.connect(self._on_naming_finished)

    def _follow_opening(self, handle: JobHandle) -> None:
        self.drop_opening()
        self._opening = handle
        handle.progressed.connect(self._on_first_rows)
        handle.succeeded.connect(self._on_opened)
        handle.failed.connect(self._on_opening_failed)
        handle.finished.connect(self._on_opening_finished)

    @Slot(object)
    def _on_first_rows(self, first: FirstRows) -> None:
        self.first_rows.emit(first.saved)

    @Slot(object)
    def _on_opening_failed(self, error: SiroError) -> None:
        self.failed.emit(error)
        self.not_opened.emit(error)

    @Slot(object)
    def _on_opened(self, saved: SavedResult | None) -> None:
        if saved is None:
            self.nothing_saved.emit()
        else:
            self.opened.emit(saved)

    @Slot()
    def _on_opening_finished(self) -> None:
        self._opening = None

    @Slot()
    def _on_listing_finished(self) -> None:
        self._listing = None

    @Slot()
    def _on_naming_finished(self) -> None:
        self._naming = None
        if self._is_reading_due:
            self.reload_names()
        if self._is_refresh_due:
            self.refresh_names()

    @Slot(object)
    def _on_names(self, names: Names) -> None:
        self._names = names
        self.tell_names()

    @Slot(object)
    def _on_look_up_failed(self, error: SiroError) -> None:
        # The person asked for figures, not for names: the form says why there are none, and that is all.
        self._on_names(
            replace(self._names, refused=(self.tr("Names could not be looked up. %1").replace("%1", error.message),))
        )


def _as_they_are(names: Names) -> Names:
    return names


def _drop(handle: JobHandle | None) -> None:
    if handle is not None:
        handle.blockSignals(True)
        handle.cancel()
