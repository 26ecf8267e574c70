"""The saved queries of a connection: listing them, and what is done to one in the list.

Signals: `listed(tuple of SavedQuery)`, `saved(SavedQuery)` with its id, `deleted(SavedQuery)`, `failed(SiroError)`.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot
from shiboken6 import isValid

from siro_desktop.domain.question_json import LONGEST_NAME, one_line
from siro_desktop.domain.saved_query import NOT_KEPT, unused_name
from siro_desktop.jobs.saved_queries import DeleteQuery, ListQueries, MoveQuery, RenameQuery, SaveQuery, StarQuery
from siro_desktop.ui.confirm import ask_to_delete
from siro_desktop.ui.question_words import query_name
from siro_desktop.ui.while_there import while_there

if TYPE_CHECKING:
    from siro_desktop.domain.saved_query import SavedQuery
    from siro_desktop.errors import SiroError
    from siro_desktop.jobs.base import Job
    from siro_desktop.runner.runner import JobHandle
    from siro_desktop.storage.library import Library
    from siro_desktop.ui.main_window import MainWindow
    from siro_desktop.ui.query_dialogs import NameDialog
    from siro_desktop.ui.workspace import Workspace


class QueryListController(QObject):
    """Changes go to the store; the list is read anew after each."""

    listed = Signal(object)
    saved = Signal(object)
    deleted = Signal(object)
    failed = Signal(object)

    def __init__(self, workspace: Workspace, window: MainWindow) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._window = window
        self._listing: JobHandle | None = None
        self._panel = panel = window.view.saved_side.queries
        panel.rename_requested.connect(self._on_rename_requested)
        panel.move_requested.connect(self._on_move_requested)
        panel.new_folder_requested.connect(self._on_new_folder_requested)
        panel.star_requested.connect(self._on_star_requested)
        panel.duplicate_requested.connect(self._on_duplicate_requested)
        panel.delete_requested.connect(self._on_delete_requested)
        self.listed.connect(panel.show_queries)

    @Slot()
    def reload(self) -> None:
        """Read the list anew."""
        profile = self._window.profile
        if self._listing is not None:
            self._listing.blockSignals(True)
            self._listing = None
        if profile is not None:
            self._listing = self._workspace.store.submit(ListQueries(profile.id))
            self._listing.succeeded.connect(self.listed)
            self._listing.failed.connect(self.failed)
            self._listing.finished.connect(self._on_listing_finished)

    def save(self, query: SavedQuery) -> None:
        """Keep a query, and tell by `saved` when that is done."""
        if self._window.profile is not None:
            handle = self._submit(SaveQuery(self._window.profile.id, query))
            handle.succeeded.connect(while_there(self._on_saved, query))

    def save_named(self, dialog: NameDialog, query: SavedQuery) -> None:
        """Keep a new query as a dialog names it; the dialog closes when that is done, or says why it is not."""
        if self._window.profile is not None:
            handle = self._workspace.store.submit(SaveQuery(self._window.profile.id, query))
            handle.succeeded.connect(while_there(dialog.end))
            handle.succeeded.connect(while_there(self._on_saved, query))
            handle.failed.connect(while_there(self._on_not_saved, dialog))
            handle.finished.connect(self.reload)

    def bring_back(self, query: SavedQuery) -> None:
        """Keep again what was deleted."""
        if self._window.profile is not None:
            self._submit(SaveQuery(self._window.profile.id, query))

    def _submit(self, job: Job[Library, object]) -> JobHandle:
        handle = self._workspace.store.submit(job)
        handle.failed.connect(self.failed)
        handle.finished.connect(self.reload)  # after a failure too: another program may have changed the list
        return handle

    @Slot()
    def _on_listing_finished(self) -> None:
        self._listing = None

    def _on_saved(self, query: SavedQuery, query_id: int) -> None:
        self.saved.emit(replace(query, id=query_id))

    def _on_not_saved(self, dialog: NameDialog, error: SiroError) -> None:
        if isValid(dialog) and dialog.isVisible():
            dialog.show_problem(error.message)
        else:
            self.failed.emit(error)

    @Slot(object, str)
    def _on_rename_requested(self, query: SavedQuery, name: str) -> None:
        handle = self._submit(RenameQuery(query.id, name))
        handle.succeeded.connect(while_there(self._on_named, replace(query, name=name)))

    @Slot(object, str)
    def _on_move_requested(self, query: SavedQuery, folder: str) -> None:
        handle = self._submit(MoveQuery(query.id, folder))
        handle.succeeded.connect(while_there(self._on_named, query))

    def _on_named(self, query: SavedQuery, name: str) -> None:
        """Say so where a query is called otherwise than was wanted, since the folder has one of that name."""
        if name != query.name:
            text = self.tr("The folder has a query of this name. This one is now called “%1”.")
            text = text.replace("%1", query_name(replace(query, name=name), self._window.names))
            self._window.messages.show_notice(self.tr("The name is taken."), text)

    @Slot(object)
    def _on_new_folder_requested(self, query: SavedQuery) -> None:
        from PySide6.QtWidgets import QInputDialog

        dialog = QInputDialog(self._window)
        dialog.setObjectName("new_folder_dialog")
        dialog.setWindowTitle(self.tr("New folder"))
        dialog.setLabelText(self.tr("&Folder"))
        dialog.textValueSelected.connect(partial(self._on_folder_named, query))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_folder_named(self, query: SavedQuery, text: str) -> None:
        if folder := one_line(text[:LONGEST_NAME]):
            self._on_move_requested(query, folder)

    @Slot(object)
    def _on_star_requested(self, query: SavedQuery) -> None:
        self._submit(StarQuery(query.id, not query.is_starred))

    @Slot(object)
    def _on_duplicate_requested(self, query: SavedQuery) -> None:
        profile = self._window.profile
        if profile is not None:
            name = unused_name(self._panel.queries, query.name, query.folder)
            self._submit(SaveQuery(profile.id, replace(query, id=NOT_KEPT, name=name, is_starred=False)))

    @Slot(object)
    def _on_delete_requested(self, query: SavedQuery) -> None:
        ask_to_delete(
            self._window,
            self.tr("Delete the query “%1”?").replace("%1", query_name(query, self._window.names)),
            self.tr("Results that it brought stay."),
            partial(self._delete, query),
        )

    def _delete(self, query: SavedQuery) -> None:
        handle = self._submit(DeleteQuery(query.id))
        handle.succeeded.connect(while_there(self._on_deleted, query))

    def _on_deleted(self, query: SavedQuery, _nothing: object) -> None:
        self.deleted.emit(query)
