"""The way from an organization down to a recording and back: looks into an entity, goes back and forward, climbs.

What is below is asked as Run does, if that takes few requests; a person's recordings are looked up before.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot

from siro_desktop.domain.drill import question_below
from siro_desktop.domain.plan import CompareEntities
from siro_desktop.domain.query import Entity, EntityType
from siro_desktop.domain.question import question_of
from siro_desktop.ui.breadcrumb import TrailStep
from siro_desktop.ui.entity_offers import EntityOffer
from siro_desktop.ui.while_there import while_there
from siro_desktop.ui.words import entities_in_words, grouped, query_in_words, step_in_words

if TYPE_CHECKING:
    from siro_desktop.domain.names import Names
    from siro_desktop.domain.query import MetricsQuery
    from siro_desktop.domain.question import Question
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.jobs.look_up_recordings import FoundRecordings
    from siro_desktop.jobs.preview_plan import PlanPreview
    from siro_desktop.runner.runner import JobHandle
    from siro_desktop.ui.main_window import MainWindow
    from siro_desktop.ui.result_history import Crumb

H = TypeVar("H", bound="JobHandle | None")

MOST_REQUESTS: Final = 100
"""Looking into something sends so many requests by itself; more are left to a press on Run."""


class DrillController(QObject):
    """Of one window. Whatever it waits for is given up as soon as another result, or another run, comes.

    Signal: `waiting_changed` when it begins to wait for something, or waits no more.
    """

    waiting_changed = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._page = window.view.result_page
        self._state = self._page.comparison_body.state
        self._waiting: JobHandle | None = None
        self._below: Question | None = None  # what was asked of whom was looked into
        self._state.offers_of = self.offers
        self._state.selection_changed.connect(self._update_look_into)
        header = self._page.header
        header.back_clicked.connect(self.back)
        header.forward_clicked.connect(self.forward)
        header.breadcrumb.step_clicked.connect(self.climb)
        self.waiting_changed.connect(window.update_actions)
        window.shown.shown.connect(self._on_shown)
        window.runs.started.connect(self._drop)
        window.library.names_changed.connect(self.update)
        window.library.deleted.connect(self._on_deleted)

    # Down -----------------------------------------------------------------------------------------------------------

    def offers(self, entity: Entity) -> tuple[EntityOffer, ...]:
        """Return what the menus of the views offer for an entity of the comparison in view."""
        saved, profile, offers = self._page.saved, self._window.profile, []
        if saved is not None and self._can_look_into(saved, entity):
            name = entities_in_words(_about(saved, entity), self._window.names).replace("&", "&&")
            text = self.tr("Look &into %1").replace("%1", name)
            offers.append(EntityOffer("look_into_entity", text, partial(self.look_into, entity)))
        is_recording = entity.filter_by == (EntityType.RECORDING,) and len(entity.ids) == 1
        page = profile.recording_page(entity.ids[0]) if is_recording and profile is not None else ""
        if page and not self._window.presentation.is_on:  # Siro's page says the real names
            text = self.tr("&Open recording in Siro")
            offers.append(EntityOffer("open_recording", text, partial(self._open_page, page)))
        return tuple(offers)

    @Slot()
    def look_into_selected(self) -> None:
        """Look into the entity whose figure is selected, or into the only one that there is."""
        entity = self._selected()
        if entity is not None:
            self.look_into(entity)

    def look_into(self, entity: Entity) -> None:
        """Ask what is below an entity of the result in view. A person's recordings are looked up first, if that can be.

        Where Siro lets nobody list them, those that are known serve, or the person alone.
        """
        saved, profile = self._page.saved, self._window.profile
        if saved is None or profile is None:
            return
        self._drop()
        if not _is_one_person(entity) or not self._window.session.status.signed_in:
            self._ask_below(saved, entity, self._window.names)
            return
        from siro_desktop.jobs.look_up_recordings import LookUpRecordings

        person = entity.ids[0]
        team = next((user.team_id for user in self._window.names.users if user.id == person), "")
        name = entities_in_words(_about(saved, entity), self._window.names)
        self._page.show_loading(self.tr("Looking for recordings of %1…").replace("%1", name), can_stop=True)
        job = LookUpRecordings(profile, saved.plan.query, person, team)
        looking = self._wait_for(self._window.workspace.network.submit(job))
        looking.succeeded.connect(while_there(self._on_recordings, saved, entity))
        looking.failed.connect(while_there(self._on_no_recordings, saved, entity))

    def _on_recordings(self, saved: SavedResult, entity: Entity, found: FoundRecordings) -> None:
        """Go by what Siro lists, which is of the conversation type; other names know nothing of that."""
        self._wait_for(None)
        self._window.library.take_names(found.names)
        names, wanted = self._window.names, set(found.ids)
        recordings = tuple(one for one in names.recordings if one.id in wanted)
        self._ask_below(saved, entity, replace(names, recordings=recordings))

    def _on_no_recordings(self, saved: SavedResult, entity: Entity, _error: object) -> None:
        """Names that cannot be looked up are no error: the person asked for figures."""
        self._wait_for(None)
        self._ask_below(saved, entity, self._window.names)

    def _ask_below(self, saved: SavedResult, entity: Entity, names: Names) -> None:
        from siro_desktop.jobs.preview_plan import PreviewPlan

        window, profile = self._window, self._window.profile
        question = question_below(saved.plan, entity, names)
        if question is None or profile is None:
            self._page.stop_loading()
            name = entities_in_words(_about(saved, entity), window.names)
            title = self.tr("There is nothing below %1.").replace("%1", name)
            window.messages.show_notice(title, self.tr("No recordings of this period are known."))
            return
        about = _about(saved, entity)
        if entity.filter_by == (EntityType.ORGANIZATION,):  # the step is called by what is seen
            about = replace(about, filter_by=question.filter_by, ids=question.ids)
        window.tabs.history.expect(question, about)
        self._below = question
        identity = window.session.status.identity
        job = PreviewPlan(question=question, profile=profile, identity=identity, now=datetime.now(UTC))
        counting = self._wait_for(window.workspace.store.submit(job))
        counting.succeeded.connect(while_there(self._on_preview, question))
        counting.failed.connect(while_there(self._on_no_preview, question))

    def _on_preview(self, question: Question, preview: PlanPreview) -> None:
        self._wait_for(None)
        requests = preview.cells - preview.stored
        if requests <= MOST_REQUESTS:
            self._window.run_actions.put_and_ask(question)
            return
        self._page.stop_loading()
        self._window.results.use_question(question)
        title = self.tr("This would take %1 requests.", "", requests).replace("%1", grouped(requests))
        self._window.messages.show_notice(title, self.tr("The question is in the form: Run asks it."))

    def _on_no_preview(self, question: Question, _error: object) -> None:
        """Nobody knows how many: a team whose people are still to be looked up, say. A run finds out."""
        self._wait_for(None)
        self._window.run_actions.put_and_ask(question)

    def _open_page(self, address: str) -> None:
        if not self._window.workspace.open_browser(address):
            self._window.messages.show_notice(self.tr("No browser opened."), address, kind="warning")

    # Back and up ----------------------------------------------------------------------------------------------------

    @Slot()
    def back(self) -> None:
        """Open the result that was shown before the one in view."""
        self._go(-1)

    @Slot()
    def forward(self) -> None:
        """Open the result that was in view before going back."""
        self._go(1)

    @Slot(int)
    def climb(self, number: int) -> None:
        """Open the n-th step of the way down to the result in view."""
        tabs = self._window.tabs
        if not tabs.is_beside(tabs.history.trail[number].result_id):
            self._open(tabs.history.climb(number))
        else:
            self._open(tabs.history.trail[number].result_id)

    def _go(self, direction: int) -> None:
        tabs = self._window.tabs
        result_id = tabs.history.peek(direction)
        if result_id and not tabs.is_beside(result_id):  # otherwise its own tab comes to the front
            tabs.history.go(direction)
        if result_id:
            self._open(result_id)

    def _open(self, result_id: int) -> None:
        self._drop()
        self._window.tabs.looks.expect(result_id)
        self._window.tabs.open(result_id)
        self.update()

    # What is waited for ---------------------------------------------------------------------------------------------

    @property
    def is_waiting(self) -> bool:
        """True while something is looked up or counted, so that `stop` has something to end."""
        return self._waiting is not None

    @Slot()
    def stop(self) -> None:
        """Give up what is waited for; the result in view stays."""
        if self.is_waiting:
            self._drop()
            self._page.stop_loading()

    # What can be done now -------------------------------------------------------------------------------------------

    @Slot()
    def update(self) -> None:
        """Say where the result in view stands, and which ways there are from it."""
        window, history = self._window, self._window.tabs.history
        has_profile = window.profile is not None
        back, forward = (has_profile and history.can_go(direction) for direction in (-1, 1))
        window.actions_.back.setEnabled(back)
        window.actions_.forward.setEnabled(forward)
        header, names = self._page.header, window.names
        header.show_ways(back=back, forward=forward)
        window.presentation.cover(crumb.about for crumb in history.trail)
        header.breadcrumb.show_trail(
            [
                TrailStep(self._step_text(crumb, above), query_in_words(crumb.about, names), bool(crumb.result_id))
                for above, crumb in zip((None, *history.trail), history.trail, strict=False)
            ]
        )
        self._update_look_into()

    def _step_text(self, crumb: Crumb, above: Crumb | None) -> str:
        """Whom a step is about; if that is the same as above it, what was taken apart."""
        if above is None or above.about.entity != crumb.about.entity:
            return step_in_words(crumb.about, self._window.names)
        if crumb.question.compare_by.entities is CompareEntities.MEMBERS:
            return self.tr("Its people")
        return self.tr("Each alone")

    @Slot()
    def _update_look_into(self) -> None:
        saved, entity = self._page.saved, self._selected()
        can_look = saved is not None and entity is not None and self._can_look_into(saved, entity)
        self._window.actions_.look_into.setEnabled(self._window.profile is not None and can_look)

    def _can_look_into(self, saved: SavedResult, entity: Entity) -> bool:
        may_look_up = _is_one_person(entity) and self._window.session.status.signed_in
        return may_look_up or question_below(saved.plan, entity, self._window.names) is not None

    def _selected(self) -> Entity | None:
        saved, comparison, place = self._page.saved, self._state.comparison, self._state.selected
        if saved is None or len(saved.plan.entities) == 1:
            return None if saved is None else saved.plan.entities[0]
        if comparison is None or place is None or comparison.saved.plan is not saved.plan:
            return None
        return comparison.entities[place.entity]

    # Slots ----------------------------------------------------------------------------------------------------------

    def _wait_for(self, handle: H) -> H:
        """Wait for a job, or for none any more; return it."""
        self._waiting = handle
        self.waiting_changed.emit()
        return handle

    @Slot()
    def _drop(self) -> None:
        """Give up what is waited for."""
        if self._waiting is not None:
            self._waiting.blockSignals(True)
            self._waiting.cancel()
            self._wait_for(None)

    @Slot(object)
    def _on_shown(self, saved: SavedResult) -> None:
        """Look at a result further down without what hides its names."""
        self._drop()
        below, self._below = self._below, None
        if below is not None and question_of(saved.plan) == below:
            self._page.show_all_rows()
        self.update()

    @Slot(object)
    def _on_deleted(self, _result_id: int) -> None:
        self.update()


def _is_one_person(entity: Entity) -> bool:
    return entity.filter_by == (EntityType.USER,) and len(entity.ids) == 1


def _about(saved: SavedResult, entity: Entity) -> MetricsQuery:
    """The query that names an entity of a result."""
    return replace(saved.plan.query, filter_by=entity.filter_by, ids=entity.ids)
