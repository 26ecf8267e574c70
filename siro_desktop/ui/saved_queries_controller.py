"""What the form holds: a saved query, changed or not; saving it, opening another.

It wires itself to the form, the list of saved queries and the actions of its window.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot

from siro_desktop.domain.saved_query import NOT_KEPT, SavedQuery, unused_name
from siro_desktop.ui.announce import announce
from siro_desktop.ui.exported_file_controller import ExportedFileController
from siro_desktop.ui.query_file_controller import QueryFileController
from siro_desktop.ui.query_list_controller import QueryListController
from siro_desktop.ui.question_words import query_name, suggested_name

if TYPE_CHECKING:
    from pathlib import Path

    from siro_desktop.domain.names import Names
    from siro_desktop.domain.profile import Profile
    from siro_desktop.domain.question import Question
    from siro_desktop.domain.question_json import QueryFile
    from siro_desktop.settings import Json
    from siro_desktop.ui.main_window import MainWindow
    from siro_desktop.ui.query_dialogs import NameDialog
    from siro_desktop.ui.workspace import Workspace

REFERENCE: Final = "saved_query"
"""The key of the draft that says which saved query the form holds."""


class HeldQuery(Struct, frozen=True):
    """What the form was last filled with. `as_shown` is None where that was before the program was restarted."""

    query: SavedQuery | None = None
    as_shown: Question | None = None
    name: str = ""
    folder: str = ""


class SavedQueriesController(QObject):
    """Nothing that was typed is lost: what another query replaces can be brought back from the banner."""

    _bring_back_wanted = Signal()
    _undo_wanted = Signal()

    def __init__(self, workspace: Workspace, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._form = window.view.query_form
        self._list = QueryListController(workspace, window)
        self._files = QueryFileController(workspace, window)
        self._exported = ExportedFileController(workspace, window)
        self._held = HeldQuery()
        self._reference: dict[str, Json] = {}
        self._put_aside: tuple[Question, HeldQuery] | None = None
        self._deleted: SavedQuery | None = None
        self._connect()
        self._connect_actions()

    def _connect(self) -> None:
        view = self._window.view
        view.query_form.changed.connect(self._show_held)
        view.held_query.save_requested.connect(self.save)
        view.saved_side.queries.open_requested.connect(self.open)
        view.saved_side.queries.run_requested.connect(self._on_run_requested)
        for elsewhere in (view.result_page.edit_requested, view.saved_side.results.query_requested):
            elsewhere.connect(self._on_filled_elsewhere)
        self._list.listed.connect(self._on_listed)
        self._list.saved.connect(self._on_saved)
        self._list.deleted.connect(self._on_deleted)
        self._files.file_read.connect(self._on_file_read)
        self._files.export_read.connect(self._exported.take)
        self._exported.told.connect(self._on_told)
        self._files.written.connect(self._on_written)
        for failing in (self._list, self._files, self._exported):
            failing.failed.connect(self._window.messages.show_error)
        self._window.library.names_changed.connect(self._on_names_changed)
        self._window.library.all_deleted.connect(self._list.reload)
        self._bring_back_wanted.connect(self._bring_back)
        self._undo_wanted.connect(self._undo_delete)

    def _connect_actions(self) -> None:
        actions = self._window.actions_
        actions.new_query.triggered.connect(self._on_filled_elsewhere)
        actions.open_query.triggered.connect(self._files.ask_for_file)
        actions.save_query.triggered.connect(self.save)
        actions.save_query_as.triggered.connect(self.save_as)

    # Public ---------------------------------------------------------------------------------------------------------

    def set_profile(self, profile: Profile) -> None:
        """Turn to a connection whose draft the form shows; which query that is, the draft says."""
        kept = self._window.state.settings.query_drafts.get(profile.id, {}).get(REFERENCE)
        self._reference = kept if isinstance(kept, dict) else {}
        is_as_saved = self._reference.get("changed") is False
        self._held = HeldQuery(as_shown=self._form.as_typed() if is_as_saved else None)
        self._put_aside = None
        self._window.view.saved_side.queries.show_queries(())
        self._show_held()
        self._list.reload()
        self._files.open_waiting()

    def reference(self) -> dict[str, Json]:
        """Return what a draft has to say of the saved query in the form."""
        query = self._held.query
        return {} if query is None else {REFERENCE: {"id": query.id, "changed": self.is_changed}}

    def held(self) -> HeldQuery:
        """Return what the form was last filled with."""
        return self._held

    def hold(self, held: HeldQuery) -> None:
        """Take the form for one that was filled with this; where it was deleted meanwhile, with none."""
        known = {query.id for query in self._window.view.saved_side.queries.queries}
        self._held = held if held.query is None or held.query.id in known else replace(held, query=None)
        self._show_held()

    @property
    def is_changed(self) -> bool:
        """True if the form does not hold what it was filled with any more."""
        profile = self._window.profile
        return profile is not None and self._held.as_shown != self._form.as_typed()

    def open_file(self, path: Path) -> None:
        """Open the query of a file; a wrong file is told in the banner."""
        self._files.open_file(path)

    @Slot(object)
    def open(self, query: SavedQuery) -> None:
        """Put a saved query into the form; what was there can be brought back if it was not saved."""
        held = self._held.query
        if held is None or held.id != query.id or self.is_changed:
            self._fill(query.question, HeldQuery(query))

    @Slot()
    def save(self) -> None:
        """Save what the form holds under the name that it has, else ask for one."""
        profile, query = self._window.profile, self._held.query
        if profile is None or query is None:
            self.save_as()
        else:
            self._list.save(replace(query, question=self._question(profile), changed_at=datetime.now(UTC)))

    @Slot()
    def save_as(self) -> None:
        """Ask for a name and a folder, and save what the form holds."""
        from siro_desktop.ui.query_dialogs import NameDialog

        profile, panel, held = self._window.profile, self._window.view.saved_side.queries, self._held
        if profile is None:
            return
        question = self._question(profile)
        folder = held.query.folder if held.query else held.folder
        name = held.query.name if held.query else held.name or suggested_name(question, self._window.names)
        taken = {(one.name, one.folder) for one in panel.queries}
        dialog = NameDialog(unused_name(panel.queries, name, folder), folder, panel.folders(), taken, self._window)
        dialog.name_chosen.connect(partial(self._on_name_chosen, dialog, question))
        dialog.open()

    def begin(self, question: Question) -> None:
        """Put a question that nobody has saved into the form; what was there can be brought back."""
        self._fill(question, HeldQuery())

    @Slot()
    def reload(self) -> None:
        """Read the list anew."""
        self._list.reload()

    # Slots ----------------------------------------------------------------------------------------------------------

    def _on_name_chosen(self, dialog: NameDialog, question: Question, name: str, folder: str) -> None:
        query = SavedQuery(id=NOT_KEPT, name=name, folder=folder, question=question, changed_at=datetime.now(UTC))
        self._list.save_named(dialog, query)

    @Slot(object)
    def _on_saved(self, query: SavedQuery) -> None:
        profile = self._window.profile
        if profile is not None:
            self._held = HeldQuery(query, query.question.within(profile.organization_id))
            self._window.view.saved_side.show_queries()
            self._show_held()
            self._window.state.draft_changed()
            text = self.tr("Query “%1” saved").replace("%1", query_name(query, self._window.names))
            announce(self._window.status_bar, text)

    @Slot(object)
    def _on_listed(self, queries: tuple[SavedQuery, ...]) -> None:
        """Follow what became of the query in the form: found after a restart, renamed, moved, or gone."""
        wanted = self._held.query.id if self._held.query else self._reference.get("id")
        self._reference = {}
        query = next((one for one in queries if one.id == wanted), None)
        profile = self._window.profile
        if query is not None and self._held.query is None and profile is not None and not self.is_changed:
            self._window.view.saved_side.show_queries()
            self._held = replace(self._held, as_shown=self._form.as_typed())
        self._held = replace(self._held, query=query)
        self._show_held()

    @Slot(object)
    def _on_run_requested(self, query: SavedQuery) -> None:
        self.open(query)
        is_offered = self._put_aside is not None and self._window.view.result_page.banner.text() != ""
        self._window.view.query_form.run()
        if is_offered:  # the run has cleared the banner
            self._offer_back()

    @Slot()
    def _on_filled_elsewhere(self) -> None:
        profile = self._window.profile
        if profile is not None:
            self._held = HeldQuery(as_shown=self._form.as_typed())
            self._show_held()

    @Slot(object)
    def _on_file_read(self, file: QueryFile) -> None:
        self._fill(file.question, HeldQuery(name=file.name, folder=file.folder))
        if file.notices:
            text = self.tr("Not everything in the file is understood")
            self._window.messages.show_notice(text, " ".join(file.notices), kind="warning")

    @Slot(str, str)
    def _on_told(self, title: str, text: str) -> None:
        """Say how a file's figures stand; what it has displaced from the form can still be brought back."""
        if self._put_aside is None:
            self._window.messages.show_notice(title, text)
        else:
            aside = self.tr("What stood in the form was not saved.")
            self._window.messages.show_offer(
                title, f"{text} {aside}", self.tr("Bring it back"), self._bring_back_wanted
            )

    @Slot(object)
    def _on_written(self, path: Path) -> None:
        self._window.messages.show_notice(self.tr("Query written."), str(path))

    @Slot(object)
    def _on_names_changed(self, names: Names) -> None:
        self._window.view.saved_side.queries.set_names(names)
        self._show_held()

    @Slot(object)
    def _on_deleted(self, query: SavedQuery) -> None:
        self._deleted = query
        title = self.tr("“%1” is deleted").replace("%1", query_name(query, self._window.names))
        self._window.messages.show_offer(title, "", self.tr("Undo"), self._undo_wanted)

    @Slot()
    def _undo_delete(self) -> None:
        query, self._deleted = self._deleted, None
        if query is not None:
            self._list.bring_back(query)

    @Slot()
    def _bring_back(self) -> None:
        aside, self._put_aside = self._put_aside, None
        profile = self._window.profile
        if aside is not None and profile is not None:
            question, held = aside
            self._form.set_question(question)
            self._held = held
            self._show_held()

    # Helpers --------------------------------------------------------------------------------------------------------

    def _question(self, profile: Profile) -> Question:
        """The form's question, naming the organization only where it is not the connection's own."""
        return self._form.as_typed().without(profile.organization_id)

    def _fill(self, question: Question, held: HeldQuery) -> None:
        """Show another question. One that would be lost by it is put aside."""
        profile = self._window.profile
        if profile is None:
            return
        former = self._form.as_typed()
        is_lost = self._held.as_shown != former and bool(former.ids or former.conversation_type_id)
        self._put_aside = (former, self._held) if is_lost else None
        self._window.actions_.show_form.setChecked(True)
        self._window.messages.clear()
        self._form.set_question(question.within(profile.organization_id))
        self._held = replace(held, as_shown=self._form.as_typed())
        self._show_held()
        if is_lost:
            self._offer_back()

    def _offer_back(self) -> None:
        title = self.tr("What stood in the form was not saved")
        self._window.messages.show_offer(title, "", self.tr("Bring it back"), self._bring_back_wanted)

    @Slot()
    def _show_held(self) -> None:
        query = self._held.query
        is_changed = query is not None and self.is_changed
        self._window.view.held_query.show_query(query, is_changed=is_changed, names=self._window.names)
        self._window.view.saved_side.queries.set_current(query.id if query else None)
