"""Prepares a one-to-one: lists people, keeps what is noted of them, and builds the sheet.

Signals: `content_ready(ReportContent)`: a sheet to be previewed; `failed(SiroError)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from siro_desktop.domain.meetings import Meeting, MetPerson
from siro_desktop.domain.query import Entity, EntityType
from siro_desktop.errors import FieldError
from siro_desktop.jobs.meetings import FindCompared, LoadMeetings, OpenCompared, SaveMeeting
from siro_desktop.ui.comparison.state import ComparisonState
from siro_desktop.ui.report.sheet import person_id_of, sheet_content
from siro_desktop.ui.report.sheet_dialog import SheetDialog, SheetPerson
from siro_desktop.ui.while_there import while_there

if TYPE_CHECKING:
    from collections.abc import Mapping

    from siro_desktop.domain.comparison import Comparison
    from siro_desktop.errors import SiroError
    from siro_desktop.ui.main_window import MainWindow


class SheetDesk(QObject):
    """Opens the dialog once, for the connection and the comparison in view; goes with it."""

    content_ready = Signal(object)
    failed = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._store = window.workspace.store
        self._dialog: SheetDialog | None = None
        self._shown: list[str] = []
        self._profile_id = self._organization_id = ""

    def show(self) -> None:
        """Open the dialog on the people of the comparison in view; others of whom figures are stored follow."""
        profile = self._window.profile
        if profile is None:
            return
        state = self._window.view.result_page.comparison_body.state
        comparison = state.comparison if self._is_in_view() else None
        self._profile_id, self._organization_id = profile.id, profile.organization_id
        is_presenting = self._window.names.is_aliased
        today = self._window.workspace.today(profile.zone)
        self._dialog = dialog = SheetDialog(today, self._window, is_presenting=is_presenting)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.person_chosen.connect(self._on_person_chosen)
        dialog.save_requested.connect(self._on_save_requested)
        dialog.preview_requested.connect(self._on_preview_requested)
        dialog.finished.connect(self._on_finished)
        self._window.actions_.presentation.toggled.connect(dialog.leave)
        if comparison is not None:
            self._organization_id = comparison.saved.plan.query.organization_id
            self._list_shown(state, comparison)
        handle = self._store.submit(FindCompared(self._profile_id, self._organization_id))
        handle.succeeded.connect(self._on_found)
        handle.failed.connect(self._on_failed)
        dialog.open()

    def _is_in_view(self) -> bool:
        saved = self._window.view.result_page.saved
        return saved is not None and saved.is_comparison

    def _list_shown(self, state: ComparisonState, comparison: Comparison) -> None:
        entities = comparison.entities
        everyone = [at for at in range(len(entities)) if at != comparison.whole and _is_person(entities[at])]
        people = [SheetPerson(person_id_of(comparison.entities[at]), state.entity_name(at)) for at in everyone]
        self._shown = [person.id for person in people]
        selected = state.selected.entity if state.selected is not None else None
        chosen = person_id_of(comparison.entities[selected]) if selected in everyone and selected is not None else ""
        if self._dialog is not None:
            self._dialog.add_people(people, chosen)

    def _person_in_view(self) -> str:
        """The id of whom the result in view is about: a person, or whose recordings all are; empty for several."""
        saved = self._window.view.result_page.saved
        query = saved.plan.query if saved is not None else None
        if query is None or query.filter_by not in {(EntityType.USER,), (EntityType.RECORDING,)}:
            return ""
        owners = {named.id: named.user_id for named in self._window.names.recordings}
        ids = query.ids if query.filter_by == (EntityType.USER,) else [owners.get(one, "") for one in query.ids]
        return ids[0] if len(set(ids)) == 1 else ""

    # What the store says --------------------------------------------------------------------------------------------

    @Slot(object)
    def _on_found(self, results: Mapping[str, int]) -> None:
        """List people who are in other results, by name."""
        others = {one: result_id for one, result_id in results.items() if one not in self._shown}
        if self._window.names.is_aliased:
            self._window.presentation.cover_people(others)
        names = {named.id: named.name for named in self._window.names.users}
        people = [SheetPerson(one, names.get(one) or one, result_id) for one, result_id in others.items()]
        if self._dialog is not None:
            people.sort(key=lambda person: (person.name.casefold(), person.id))
            self._dialog.add_people(people, self._person_in_view())
            self._dialog.say_nobody()

    @Slot(object)
    def _on_failed(self, error: SiroError) -> None:
        """Say it in the dialog, so that it stands beside what was typed."""
        if self._dialog is None:
            self.failed.emit(error)
        else:
            self._dialog.show_problem(error.message, error.field if isinstance(error, FieldError) else "")

    def _show_meetings(self, person_id: str, meetings: tuple[Meeting, ...]) -> None:
        if self._dialog is not None:
            self._dialog.show_meetings(person_id, tuple(map(self._hidden, meetings)))

    def _hidden(self, meeting: Meeting) -> Meeting:
        """A meeting as it may be shown. In presentation mode none can be changed, so aliases are never kept."""
        hide = self._window.names.hide_text
        return Meeting(
            id=meeting.id,
            held_on=meeting.held_on,
            notes=hide(meeting.notes),
            agreed=hide(meeting.agreed),
            check_on=meeting.check_on,
        )

    # What the dialog asks for ---------------------------------------------------------------------------------------

    def _met(self, person_id: str) -> MetPerson:
        return MetPerson(self._profile_id, self._organization_id, person_id)

    @Slot(str)
    def _on_person_chosen(self, person_id: str) -> None:
        handle = self._store.submit(LoadMeetings(self._met(person_id)))
        handle.succeeded.connect(while_there(self._show_meetings, person_id))
        handle.failed.connect(self._on_failed)

    @Slot(str, object)
    def _on_save_requested(self, person_id: str, meeting: Meeting) -> None:
        handle = self._store.submit(SaveMeeting(self._met(person_id), meeting))
        handle.succeeded.connect(self._on_saved)
        handle.failed.connect(self._on_failed)

    @Slot(object)
    def _on_saved(self, meeting: Meeting) -> None:
        if self._dialog is not None:
            self._dialog.show_saved(meeting)

    @Slot(object, object, object)
    def _on_preview_requested(self, person: SheetPerson, meeting: Meeting, before: Meeting | None) -> None:
        if person.result_id is None:
            self._build(self._window.view.result_page.comparison_body.state, person, meeting, before)
            return
        handle = self._store.submit(OpenCompared(person.result_id))
        handle.succeeded.connect(while_there(self._build_stored, person, meeting, before))
        handle.failed.connect(self._on_failed)

    def _build_stored(
        self, person: SheetPerson, meeting: Meeting, before: Meeting | None, comparison: Comparison
    ) -> None:
        """Look at a stored comparison as the one in view would be looked at, unless the dialog is gone."""
        if self._dialog is None:
            return
        state, profile = ComparisonState(self), self._window.profile
        state.set_names(self._window.names)
        state.set_targets(self._window.view.result_page.comparison_body.state.targets)
        if profile is not None:
            state.set_profile(profile)
        state.set_comparison(comparison)
        self._build(state, person, meeting, before)
        state.deleteLater()

    def _build(self, state: ComparisonState, person: SheetPerson, meeting: Meeting, before: Meeting | None) -> None:
        content = sheet_content(state, person.id, meeting, before)
        if content is not None:
            self.content_ready.emit(content)

    @Slot()
    def _on_finished(self) -> None:
        self._dialog = None
        self.deleteLater()


def _is_person(entity: Entity) -> bool:
    return entity.filter_by == (EntityType.USER,) and len(entity.ids) == 1
