"""Asking and asking again: from the form, for the shown result, for what it lacks; and what is shown meanwhile."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Slot

from siro_desktop.domain.progress import FetchProgress
from siro_desktop.domain.question import question_of
from siro_desktop.domain.zones import zone_of
from siro_desktop.errors import ConnectionFailed, SignInRequired
from siro_desktop.ui.words import grouped, instant_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from siro_desktop.domain.plan import FetchPlan
    from siro_desktop.domain.question import Question
    from siro_desktop.domain.results import Problem, SavedResult
    from siro_desktop.ui.main_window import MainWindow

_NO_SIGN_IN: Final = SignInRequired.__name__
_NO_CONNECTION: Final = ConnectionFailed.__name__


class RunActions(QObject):
    """Connects form, runs, result page and saved results of one window. Holds no state."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        runs, page, form = window.runs, window.view.result_page, window.view.query_form
        form.run_requested.connect(self.ask)
        form.stop_requested.connect(self.stop)
        page.loading.stop_clicked.connect(self.stop)
        page.refresh_requested.connect(self.refresh)
        page.comparison_body.retry_requested.connect(self.retry_cell)
        page.comparison_body.continue_requested.connect(self.continue_run)
        page.comparison_body.fetch_again_requested.connect(self.refresh)
        page.comparison_body.remedy_requested.connect(self.put_and_ask)
        window.messages.continue_requested.connect(self.continue_run)
        window.library.opened.connect(self._on_opened)
        window.session.signed_in.connect(self._on_signed_in)
        runs.started.connect(self._on_started)
        runs.plan_built.connect(self._on_plan_built)
        runs.progressed.connect(self._on_progressed)
        runs.so_far.connect(self._on_so_far)
        runs.not_kept.connect(self._on_not_kept)
        runs.succeeded.connect(self._on_succeeded)
        runs.arrived.connect(self._on_arrived)
        runs.finished.connect(self._on_finished)

    @Slot(object)
    def ask(self, question: Question, *, refresh_all: bool = False) -> None:
        """Ask a question; of a comparison, final figures come from the store unless `refresh_all`."""
        window = self._window
        if window.profile is not None:
            self._make_room()
            window.runs.run(window.profile, question, window.session.status.identity, refresh_all=refresh_all)

    @Slot()
    def stop(self) -> None:
        """Stop the run, or what is looked up before one; what came is kept."""
        self._window.drill.stop()
        self._window.runs.stop()

    @Slot()
    def refresh(self) -> None:
        """Ask everything of the shown result again; without one, the question of the form."""
        saved = self._window.view.result_page.saved
        if saved is not None:
            self.ask(question_of(saved.plan), refresh_all=True)
        else:
            self._window.view.query_form.run()

    @Slot()
    def continue_run(self) -> None:
        """Fetch what is missing of the shown result."""
        window, saved = self._window, self._window.view.result_page.saved
        if window.profile is not None and saved is not None and can_continue(saved):
            self._make_room()
            window.runs.continue_run(window.profile, saved)

    @Slot(str)
    def retry_cell(self, cell_key: str) -> None:
        """Ask one cell of the shown result again."""
        window, saved = self._window, self._window.view.result_page.saved
        if window.profile is not None and saved is not None and saved.id:
            self._make_room()
            window.runs.retry_cell(window.profile, saved, cell_key)

    def what_stays(self) -> str:
        """Return that an answer which was asked again is still there; nothing if nothing was."""
        saved = self._window.view.result_page.saved
        answer = saved.answers.get(self._window.runs.retried) if saved is not None else None
        if saved is None or answer is None:
            return ""
        fetched = instant_in_words(answer.fetched_at, zone_of(saved.time_zone))
        return self.tr("The answer of %1 stays.").replace("%1", fetched)

    @Slot(object)
    def put_and_ask(self, question: Question) -> None:
        """Ask a question that the form does not hold yet; it stands there as well."""
        self._window.view.query_form.set_question(question)
        self.ask(question)

    def _make_room(self) -> None:
        self._window.messages.clear()
        self._window.library.drop_opening()

    @Slot()
    def _on_started(self) -> None:
        self._window.view.query_form.set_running(True)
        self._window.view.result_page.show_loading(self.tr("Asking Siro…"), can_stop=True)
        self._window.update_actions()

    @Slot(object)
    def _on_plan_built(self, plan: FetchPlan) -> None:
        page = self._window.view.result_page
        page.show_progress(FetchProgress(cells_done=0, cells_total=len(plan.cells)))
        if len(plan.cells) > 1:
            page.comparison_body.prepare(plan)

    @Slot(object)
    def _on_progressed(self, progress: FetchProgress) -> None:
        self._window.view.result_page.show_progress(progress)
        self._window.status_bar.show_requests_left(progress.requests_left)

    @Slot(object)
    def _on_so_far(self, saved: SavedResult) -> None:
        if self._window.tabs.is_run_in_front:
            self._window.shown.show(saved, from_store=False, goes_on=True)
        else:
            self._window.tabs.hold(saved.id, saved)

    @Slot(int)
    def _on_not_kept(self, count: int) -> None:
        text = self.tr("1 answer could not be saved on this computer.")
        if count != 1:
            text = self.tr("%1 answers could not be saved on this computer.", "", count)
        message = self.tr("What came is shown until you go on to another result: export it now. A warning says why.")
        self._window.messages.show_notice(text.replace("%1", grouped(count)), message, kind="warning")
        self._window.library.reload()

    @Slot(object)
    def _on_arrived(self, result_id: int) -> None:
        self._window.library.reload()
        if self._window.tabs.is_run_in_front:
            self._window.library.open(result_id)
        else:
            self._window.tabs.hold(result_id)

    @Slot(object)
    def _on_succeeded(self, saved: SavedResult) -> None:
        window = self._window
        kinds = {problem.kind for problem in _problems(saved)}
        window.status_bar.show_online(online=_NO_CONNECTION not in kinds)
        window.library.reload()
        window.library.look_up_old_names()
        if not window.tabs.is_run_in_front:
            window.view.result_page.stop_loading()
            window.tabs.hold(saved.id, saved)
            return
        window.shown.show(saved, from_store=False)
        self._offer_rest(saved, is_signed_in=False)
        if window.runs.is_refresh or not saved.is_comparison:
            window.late.changes.tell(saved)

    @Slot()
    def _on_finished(self) -> None:
        self._window.view.query_form.set_running(False)
        self._window.update_actions()

    @Slot(object)
    def _on_opened(self, saved: SavedResult) -> None:
        """Whoever is signed in now may have lost the sign-in when this was asked."""
        self._offer_rest(saved, is_signed_in=self._window.session.status.signed_in)

    @Slot()
    def _on_signed_in(self) -> None:
        saved = self._window.view.result_page.saved
        if saved is not None and not self._window.runs.is_running:
            self._offer_rest(saved, is_signed_in=True)

    def _offer_rest(self, saved: SavedResult, *, is_signed_in: bool) -> None:
        """Say what a result lacks, unless something more urgent is said already."""
        if not saved.missing or self._window.view.result_page.banner.text():
            return
        problems = _problems(saved)
        if is_signed_in:  # what failed for want of that was not asked, as it were
            problems = [problem for problem in problems if problem.kind != _NO_SIGN_IN]
        title = self.tr("%1 of %2 answers are here.").replace("%2", grouped(len(saved.plan.cells)))
        self._window.messages.show_unfinished(
            title.replace("%1", grouped(len(saved.answers))),
            self._why_unfinished(problems, len(saved.missing) - len(problems)),
            can_continue=can_continue(saved),
            needs_sign_in=any(problem.kind == _NO_SIGN_IN for problem in problems),
        )

    def _why_unfinished(self, problems: Sequence[Problem], unasked: int) -> str:
        sentences = []
        if problems:
            (title, message), _ = Counter((problem.title, problem.message) for problem in problems).most_common(1)[0]
            count = len(problems)
            text = self.tr("1 failed: %2. %3") if count == 1 else self.tr("%1 failed, mostly: %2. %3", "", count)
            sentences.append(text.replace("%1", grouped(count)).replace("%2", title).replace("%3", message))
        if unasked:
            text = self.tr("1 was not fetched.") if unasked == 1 else self.tr("%1 were not fetched.", "", unasked)
            sentences.append(text.replace("%1", grouped(unasked)))
        return " ".join(sentences)


def _problems(saved: SavedResult) -> list[Problem]:
    """Return why cells without an answer have none, as far as they were asked."""
    return [saved.problems[cell.key] for cell in saved.missing if cell.key in saved.problems]


def can_continue(saved: SavedResult | None) -> bool:
    """True if something is missing that can be put into the saved result."""
    return saved is not None and saved.id > 0 and bool(saved.missing)
