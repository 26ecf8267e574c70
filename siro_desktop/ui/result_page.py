"""The right side of the window: a saved result as head and body, in every state it can be in.

Signals: `export_requested`, `picture_requested`, `refresh_requested`, `edit_requested` where the shown question is to
go into the form, `changes_wanted` where it is to be said what changed since the copy before, `failed(SiroError)` where
something on this page could not be done, `rows_shown(shown, total)` when the number of rows in view changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from siro_desktop.ui.answer_body import AnswerBody
from siro_desktop.ui.banner import Banner
from siro_desktop.ui.comparison.body import ComparisonBody
from siro_desktop.ui.former import Former, parts_of
from siro_desktop.ui.loading_strip import LoadingStrip
from siro_desktop.ui.result_header import ResultHeader
from siro_desktop.ui.result_states import StatePage
from siro_desktop.ui.theme import SPACE_2, SPACE_4
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from siro_desktop.domain.changes import Changes
    from siro_desktop.domain.comparison import Comparison
    from siro_desktop.domain.exports import Shown
    from siro_desktop.domain.names import Names
    from siro_desktop.domain.profile import Profile
    from siro_desktop.domain.progress import FetchProgress
    from siro_desktop.domain.results import Problem, SavedResult
    from siro_desktop.domain.targets import Targets
    from siro_desktop.errors import SiroError
    from siro_desktop.settings import Json
    from siro_desktop.ui.charts.picture import PicturePage

_OPENING_DELAY_MS: Final = 400


class ResultPage(QWidget):
    """Shows saved results and nothing else, wherever they come from."""

    export_requested = Signal()
    picture_requested = Signal()
    refresh_requested = Signal()
    edit_requested = Signal()
    sign_in_requested = Signal()
    changes_wanted = Signal(object)
    failed = Signal(object)
    rows_shown = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("result_page")
        self._saved: SavedResult | None = None
        self._former = Former(self)
        self._is_compared = False
        self._needs_sign_in = self._is_empty = False
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self._build_parts()
        self._build_layout()
        self._connect()
        self.show_empty()

    def _build_parts(self) -> None:
        self.header = ResultHeader(self)
        self.banner = Banner(self)
        self.loading = LoadingStrip(self)
        self.answer_body = AnswerBody(self)
        self.comparison_body = ComparisonBody(self)
        self.state_page = StatePage("result_state", self)
        self._opening_timer = QTimer(self)
        self._opening_timer.setSingleShot(True)
        self._opening_timer.setInterval(_OPENING_DELAY_MS)

    def _build_layout(self) -> None:
        self._states = named(QStackedWidget(self), "result_states")
        self._states.addWidget(self.state_page)
        self._states.addWidget(self.answer_body)
        self._states.addWidget(self.comparison_body)
        slot = QVBoxLayout()
        slot.setContentsMargins(SPACE_4, 0, SPACE_4, 0)
        slot.setSpacing(SPACE_2)
        slot.addWidget(self.banner)
        slot.addWidget(self.loading)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addLayout(slot)
        layout.addWidget(self._states, 1)

    def _connect(self) -> None:
        self.header.refresh_clicked.connect(self.refresh_requested)
        self.header.export_clicked.connect(self.export_requested)
        self.header.edit_clicked.connect(self.edit_requested)
        for body in (self.answer_body, self.comparison_body):
            body.picture_requested.connect(self.picture_requested)
            body.changes_wanted.connect(self.changes_wanted)
            body.failed.connect(self.failed)
            body.rows_shown.connect(self.rows_shown)
        self.state_page.action_clicked.connect(self._on_state_action)
        self._opening_timer.timeout.connect(self._on_opening_is_slow)

    # Public ---------------------------------------------------------------------------------------------------------

    @property
    def saved(self) -> SavedResult | None:
        """The result in view, if any."""
        return self._saved

    def set_profile(self, profile: Profile) -> None:
        """Go by a connection's rules: how long scores come late, which figures are thin, how its calendar counts."""
        self.header.late_scores = profile.late_scores
        for body in (self.answer_body, self.comparison_body):
            body.state.set_profile(profile)

    def set_names(self, names: Names) -> None:
        """Say names instead of ids."""
        self.header.set_names(names)
        self.banner.set_names(names)
        for body in (self.answer_body, self.comparison_body):
            body.set_names(names)
        self._show_caption()

    def set_targets(self, targets: Targets) -> None:
        """Hold what is shown, now and later, against these targets."""
        self.answer_body.set_targets(targets)
        self.comparison_body.state.set_targets(targets)

    def show_result(self, saved: SavedResult, from_store: bool) -> None:
        """Show a result of one cell, fetched just now or loaded from the store."""
        self._end_loading()
        self._is_compared = False
        self._show_saved(saved, from_store=from_store)
        answer = saved.only_answer
        if answer is None:
            self._show_problem(next(iter(saved.problems.values()), None))
        elif not answer.metrics:
            heading, sentence = (
                self.tr("No metrics for this question"),
                self._no_metrics_sentence(answer.recordings_evaluated),
            )
            self._show_state("empty", heading, sentence, self.tr("Show the answer") if answer.pages else "")
        else:
            self._states.setCurrentWidget(self.answer_body)

    def show_first_rows(self, saved: SavedResult) -> None:
        """Show the first rows of a stored result while all of it is read. There is no result until then."""
        self._show_saved(None, from_store=False)
        self.header.show_saved(saved, from_store=True)
        self.answer_body.show_saved(saved)
        self._opening_timer.stop()
        self.loading.start(self.tr("Reading all of it…"))
        self._states.setCurrentWidget(self.answer_body)

    def show_comparison(self, comparison: Comparison, from_store: bool, *, goes_on: bool = False) -> None:
        """Show a result of several cells, or hold one of a single cell against another.

        `goes_on`: it is what a run has brought up to now.
        """
        self._is_compared = True
        self.comparison_body.set_going_on(goes_on=True)  # notes are for the figures that come, not for the former
        saved = comparison.saved
        self._show_saved(saved, from_store=from_store)
        self.comparison_body.show_comparison(comparison)
        if not goes_on:
            self._end_loading()
        if saved.answers:
            self._states.setCurrentWidget(self.comparison_body)
        else:
            self._show_problem(next(iter(saved.problems.values()), None))

    def _show_saved(self, saved: SavedResult | None, *, from_store: bool) -> None:
        if self._saved is not None and self._saved is not saved:
            self._former.let_go(*parts_of(self._saved))
        self._saved = saved
        self.header.show_saved(saved, from_store=from_store)
        self._is_compared &= saved is not None
        if not self._is_compared:  # before the answer, whose rows are told last then
            self.comparison_body.show_comparison(None)
        self.answer_body.show_saved(None if self._is_compared else saved)
        self._show_caption()

    def _show_caption(self) -> None:
        caption = self.header.caption()
        self.answer_body.set_caption(caption)
        self.comparison_body.set_caption(caption)

    def show_opening(self) -> None:
        """A result of another tab or connection is being opened.

        Nothing of the former one stays in view; that it is opened is said only if it takes long, so that nothing
        flickers.
        """
        self.show_empty()
        self.banner.clear()
        self._show_state("", "", "")
        self._opening_timer.start()

    def show_loading(self, text: str, *, can_stop: bool = False) -> None:
        """Say that something is fetched; an earlier result stays in view below. `can_stop`: Esc ends it."""
        self._opening_timer.stop()
        self.banner.clear()
        self.loading.start(text, can_stop=can_stop)
        if self._saved is None:
            self._show_state("waiting", text, self.tr("The figures appear here as soon as Siro answers."))

    def show_unreadable(self, error: SiroError) -> None:
        """Show that the result that was to be opened cannot be read, and what can be done."""
        self.show_empty()
        way_on = self.tr("Choose another saved result, or see “Check and backup” under File ▸ Local data and backup.")
        self._show_state("error", self.tr("This result cannot be read"), f"{error.message} {way_on}")

    def show_progress(self, progress: FetchProgress) -> None:
        """Say how far the run is."""
        self.loading.show_progress(progress)

    def stop_loading(self) -> None:
        """End the loading state without a new result: stopped, or failed with a banner to say so."""
        self._end_loading()
        if self._saved is None:
            self.show_empty()

    def show_empty(self) -> None:
        """Show that there is no result yet."""
        self._end_loading()
        self._show_saved(None, from_store=False)
        self._say_empty()

    def set_needs_sign_in(self, *, needed: bool) -> None:
        """Say, where there is no result, whether Siro would answer a question now."""
        if self._needs_sign_in is not needed:
            self._needs_sign_in = needed
            if self._is_empty and self._states.currentWidget() is self.state_page:
                self._say_empty()

    def show_changes(self, changes: Changes | None) -> None:
        """Say what changed since the copy before the result in view; None: it could not be found out."""
        self._body().show_changes(changes)

    def visible_rows(self) -> Shown:
        """Return what is in view, in its order: cell keys and rows in their answers, or two sides."""
        return self._body().visible_rows()

    def selected_rows(self) -> Shown:
        """Return the same of what is selected in the view."""
        return self._body().selected_rows()

    def look(self) -> dict[str, Json]:
        """Return how the result is looked at, as JSON values: the view in front, what is searched, how it is sorted."""
        return self._body().look()

    def restore_look(self, kept: Mapping[str, object]) -> None:
        """Look at the result as `look` said; what is not understood stays as it is."""
        self._body().restore_look(kept)

    def show_all_rows(self) -> None:
        """Search and filter nothing any more, in results of one cell and of several."""
        for body in (self.answer_body, self.comparison_body):
            body.show_all_rows()

    def focus_search(self) -> None:
        """Let the next keys go to the search box of what is shown."""
        self._body().focus_search()

    def views(self) -> dict[str, str]:
        """What the views of the result are called, by name, from left to right."""
        return self._body().tabs.texts()

    def show_view(self, name: str) -> None:
        """Bring a view to the front, such as *table*, *charts*, *matrix* or *answer*."""
        self._body().tabs.show_view(name)

    def view_in_front(self) -> str:
        """Return the name of the view that is in front."""
        return self._body().tabs.current()

    def focus_view(self) -> None:
        """Let the next keys go to the view in front."""
        self._body().tabs.focus_view()

    def copy(self, *, with_headings: bool = False) -> bool:
        """Copy the selected rows of the view, or all of them. False where the view has none: it is a picture."""
        return self._body().copy(with_headings=with_headings)

    def picture(self) -> PicturePage:
        """Return the chart in view as a page. Raises ExportError if there is too much for one."""
        return self._body().picture()

    @property
    def is_compared(self) -> bool:
        """True while views of comparisons are shown, also of one answer that is held against another result."""
        return self._is_compared

    def _body(self) -> AnswerBody | ComparisonBody:
        return self.comparison_body if self._is_compared else self.answer_body

    def _end_loading(self) -> None:
        self._opening_timer.stop()
        self.loading.stop()
        self.comparison_body.set_going_on(goes_on=False)

    # States ---------------------------------------------------------------------------------------------------------

    def _show_state(self, icon_name: str, heading: str, sentence: str, button: str = "") -> None:
        self._is_empty = False
        self.state_page.say(icon_name, heading, sentence, button)
        self._states.setCurrentWidget(self.state_page)

    def _say_empty(self) -> None:
        sentence = self.tr("Fill in the query on the left and press Run (Ctrl+Return).")
        if self._needs_sign_in:
            sentence = self.tr("Sign in to Siro. Then fill in the query on the left and press Run (Ctrl+Return).")
        button = self.tr("Sign in…") if self._needs_sign_in else ""
        self._show_state("charts", self.tr("No result yet"), sentence, button)
        self._is_empty = True

    def _show_problem(self, problem: Problem | None) -> None:
        if problem is None:
            self._show_state("empty", self.tr("No answer"), self.tr("This run ended before Siro answered."))
        else:
            names = self.answer_body.state.names
            self._show_state("error", problem.title, names.hide_text(problem.message))

    def _no_metrics_sentence(self, recordings: float) -> str:
        if recordings == 0:
            return self.tr("No recordings were evaluated in this period. Try a longer period or other people.")
        return self.tr("Siro answered, but sent no metrics. Its answer is kept as it came.")

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot()
    def _on_state_action(self) -> None:
        if self._is_empty:
            self.sign_in_requested.emit()
            return
        self._states.setCurrentWidget(self.answer_body)
        self.show_view("answer")

    @Slot()
    def _on_opening_is_slow(self) -> None:
        text = self.tr("Opening the result…")
        self.loading.start(text)
        self._show_state("waiting", text, self.tr("The figures appear here as soon as they are read."))
