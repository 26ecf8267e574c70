"""Several results open at once: which tab holds which and how it is looked at, which one a run fills, what is kept."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal, Slot

from siro_desktop.ui.last_tabs import LastTabs
from siro_desktop.ui.open_results import MOST_KEPT, OpenResult, OpenTabs, OpenWindow, WindowRequest
from siro_desktop.ui.result_looks import ResultLooks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from siro_desktop.domain.results import ResultSummary, SavedResult
    from siro_desktop.errors import SiroError
    from siro_desktop.ui.main_window import MainWindow
    from siro_desktop.ui.result_history import ResultHistory


class ResultTabsController(QObject):
    """The tabs of one window. There is always one; a run goes on in its tab while another one is in front.

    Signal: `changed` when other results are open, or another one is in front.
    """

    changed = Signal()

    def __init__(self, window: MainWindow, beside: WindowRequest | None = None) -> None:
        """`beside`: what the window was opened for; without it, it opens what was open last."""
        super().__init__(window)
        self._window = window
        self._bar = window.view.result_tabs
        self._numbers = count(1)
        self._open: dict[int, OpenResult] = {}
        self._current = self._add()
        self._running = 0
        self._summaries: dict[int, ResultSummary] = {}
        self._last = LastTabs(window.workspace.settings, beside)
        self.looks = ResultLooks(window.view.result_page, lambda: window.names)
        self._bar.chosen.connect(self._on_chosen)
        self._bar.close_requested.connect(self.close)
        self._bar.tear_off_requested.connect(self.tear_off)
        window.view.saved_panel.open_requested.connect(self.open)
        window.view.saved_panel.open_beside_requested.connect(self.open_beside)
        window.runs.started.connect(self._on_run_started)
        window.shown.leaving.connect(self.looks.keep)
        window.shown.shown.connect(self._on_shown)
        window.library.not_opened.connect(self._on_not_opened)
        window.library.summaries_changed.connect(self._on_summaries_changed)
        window.library.deleted.connect(self._on_deleted)
        window.library.all_deleted.connect(self._on_all_deleted)
        window.library.names_changed.connect(self._on_names_changed)
        for gone in (window.library.all_deleted, window.store.replaced):
            gone.connect(self.looks.clear)

    # Public ---------------------------------------------------------------------------------------------------------

    @property
    def is_run_in_front(self) -> bool:
        """True if the run that goes on, or went on last, fills the tab in front."""
        return self._running in {0, self._current}

    @property
    def history(self) -> ResultHistory:
        """What the tab in front has shown."""
        return self._open[self._current].history

    def is_beside(self, result_id: int) -> bool:
        """True if another tab than the one in front holds a result."""
        return self._holding(result_id) not in {None, self._current}

    def set_profile(self, profile_id: str) -> None:
        """Turn to a connection: its last result in one tab, the others that were open as soon as they are listed."""
        self._forget()
        self.looks.take(self._last.begin(profile_id).looks)
        self.changed.emit()

    def take_first(self) -> int:
        """Return which result was in front in the last session, or the window was opened for; later, or if none, 0."""
        return self._last.take_first()

    def to_keep(self) -> OpenWindow | None:
        """Return what is open, for the next start; None without a connection."""
        profile = self._window.profile
        if profile is None:
            return None
        return OpenWindow(profile.id, self._last.waiting or self._tabs(), self._window.state.geometry())

    def _tabs(self) -> OpenTabs:
        self.looks.keep()
        held = (self._open[number].result_id for number in self._bar.numbers())
        ids = tuple(one for one in held if one)[:MOST_KEPT]
        return OpenTabs(ids, self._open[self._current].result_id, self.looks.of(ids))

    @Slot()
    def new_tab(self) -> None:
        """Keep the result in its tab, and bring an empty one to the front."""
        self.looks.leave()
        self._current = self._add()
        self._bar.show_current(self._current)
        self._show_current()

    @Slot(object)
    def open(self, result_id: int) -> None:
        """Show a saved result: in the tab that holds it, else in the one in front."""
        number = self._holding(result_id)
        if number is not None and number != self._current:
            self._on_chosen(number)
            return
        window = self._window
        if window.runs.is_running and self.is_run_in_front:
            window.runs.drop()
        window.messages.clear()
        window.library.open(result_id)

    @Slot(object)
    def open_beside(self, result_id: int) -> None:
        """Show a saved result in a tab of its own."""
        if self._holding(result_id) is None and self._open[self._current].result_id:
            self.new_tab()
        self.open(result_id)

    @Slot()
    def close_current(self) -> None:
        """Close the tab in front; the window, if it is the only one."""
        if len(self._open) > 1:
            self.close(self._current)
        else:
            self._window.close()

    @Slot(int)
    def close(self, number: int) -> None:
        """Close a tab. Its result stays saved; a run in it ends, and what it has brought stays too."""
        if number not in self._open or len(self._open) == 1:
            return
        places = self._bar.numbers()
        if number == self._current:
            self.looks.leave()
        if self._window.runs.is_running and number == self._running:
            self._window.runs.drop()
            self._window.view.result_page.stop_loading()
        del self._open[number]
        self._bar.remove(number)
        if number == self._current:
            place = places.index(number)
            self._current = self._bar.numbers()[min(place, len(places) - 2)]
            self._bar.show_current(self._current)
            self._show_current()
        self._keep()

    @Slot()
    def tear_off_current(self) -> None:
        """Show the result in front in a window of its own."""
        self.tear_off(self._current)

    @Slot(int, object)
    def tear_off(self, number: int, place: QPoint | None = None) -> None:
        """Move a tab's result into a window of its own; the only tab stays, and so does one that is being filled."""
        held = self._open.get(number)
        is_filled = self._window.runs.is_running and number == self._running
        if held is None or not held.result_id or is_filled:
            return
        self.looks.keep()
        tabs = OpenTabs((held.result_id,), held.result_id, self.looks.of((held.result_id,)))
        self._window.window_requested.emit(WindowRequest(tabs, place))
        self.close(number)

    @Slot()
    def next_tab(self) -> None:
        """Turn to the tab at the right."""
        self._bar.step(1)

    @Slot()
    def previous_tab(self) -> None:
        """Turn to the tab at the left."""
        self._bar.step(-1)

    @property
    def in_front(self) -> int:
        """The number of the tab in front, for `change_in`."""
        return self._current

    def change_in(self, number: int, change: Callable[[], None]) -> bool:
        """Bring a tab to the front, and change how its result is looked at as soon as it is shown; False if closed."""
        if number not in self._open:
            return False
        self._on_chosen(number)
        self.looks.change(self._open[number].saved, change)
        return True

    def text(self) -> str:
        """Return what the tab in front says."""
        return self._bar.text(self._current)

    def hold(self, result_id: int, saved: SavedResult | None = None) -> None:
        """Keep what a run has brought for its tab, while another one is in front."""
        held = self._open.get(self._running)
        if held is not None:
            held.result_id, held.saved = result_id, saved
            if saved is not None:
                held.history.arrive(saved)
            self._say(self._running)
            self._keep()

    # Tabs -----------------------------------------------------------------------------------------------------------

    def _add(self, held: OpenResult | None = None) -> int:
        number = next(self._numbers)
        self._open[number] = held or OpenResult()
        self._bar.add(number)
        self._bar.set_text(number, self.tr("No result yet"), self.tr("No result yet"))
        return number

    def _holding(self, result_id: int) -> int | None:
        return next((number for number, held in self._open.items() if held.result_id == result_id), None)

    def _forget(self) -> None:
        """Leave one empty tab."""
        for number in self._bar.numbers():
            self._bar.remove(number)
        self._open.clear()
        self._running = 0
        self._last.take_waiting()
        self._summaries.clear()
        self._current = self._add()

    def _show_current(self) -> None:
        window, held = self._window, self._open[self._current]
        self.looks.expect(held.result_id)
        window.messages.clear()
        window.library.drop_opening()
        if held.saved is not None:
            window.shown.show(held.saved, from_store=True)
        elif held.result_id:
            window.shown.show_opening()
            window.view.saved_panel.set_current(held.result_id)
            window.library.open(held.result_id)
            window.update_actions()
        else:
            window.shown.drop()
            window.show_no_result()

    def _say(self, number: int) -> None:
        """Write on a tab what it holds."""
        held = self._open[number]
        summary = self._summaries.get(held.result_id)
        if held.saved is not None:
            self._bar.set_query(number, held.saved.plan.query, held.saved.time_zone, self._window.names)
        elif summary is not None:
            self._bar.set_query(number, summary.query, summary.time_zone, self._window.names)

    def _keep(self) -> None:
        """Tell that what is open is to be remembered, once it is known what that is."""
        if self._last.waiting is None:
            self.changed.emit()

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot(int)
    def _on_chosen(self, number: int) -> None:
        if number != self._current:
            self.looks.leave()
            self._current = number
            self._bar.show_current(number)
            self._show_current()
            self._keep()

    @Slot()
    def _on_run_started(self) -> None:
        self._running = self._current

    @Slot(object)
    def _on_shown(self, saved: SavedResult) -> None:
        other = self._holding(saved.id) if saved.id else None
        if other is not None and other != self._current:  # it was opened beside before it came here
            del self._open[other]
            self._bar.remove(other)
        held = self._open[self._current]
        held.result_id, held.saved = saved.id, saved
        held.history.arrive(saved)
        self._say(self._current)
        self.looks.arrive(saved)
        self._keep()

    @Slot(object)
    def _on_not_opened(self, error: SiroError) -> None:
        """Show in the tab what it holds, which is what stands there unless first rows of the other result do."""
        page, held = self._window.view.result_page, self._open[self._current]
        if page.saved is not None:
            return
        if held.saved is not None:
            self._window.shown.show(held.saved, from_store=True)
        else:
            page.show_unreadable(error)
            self._window.update_actions()

    @Slot(object)
    def _on_summaries_changed(self, summaries: Iterable[ResultSummary]) -> None:
        self._summaries |= {summary.id: summary for summary in summaries}
        last = self._last.take_waiting()
        if last is not None:
            self._restore(last.only(self._summaries))
        for number, held in self._open.items():
            if held.saved is None:
                self._say(number)

    def _restore(self, tabs: OpenTabs) -> None:
        """Open what is still there of the last session; what was in front comes to the front."""
        there = tabs.ids
        is_opening = not self._open[self._current].result_id  # the last one; it is not there yet
        if there and is_opening:
            self._open[self._current].result_id = there[0]
        for result_id in there:
            if self._holding(result_id) is None:
                self._add(OpenResult(result_id))
        front = self._holding(tabs.current) if there else None
        if front is not None and (is_opening or front != self._current):
            self._current = front
            self._bar.show_current(front)
            if self._open[front].result_id != self._last.first_opened:  # which is on its way already
                self._show_current()

    @Slot(object)
    def _on_deleted(self, result_id: int) -> None:
        self.looks.forget(result_id)
        for held in self._open.values():
            held.history.forget(result_id)
        number = self._holding(result_id)
        if number is None:
            return
        if len(self._open) > 1:
            self.close(number)
        else:
            history = self.history
            self._forget()
            self._open[self._current].history = history
            self._window.show_no_result()  # it may be one that could not be read

    @Slot()
    def _on_all_deleted(self) -> None:
        self._forget()
        self._keep()

    @Slot(object)
    def _on_names_changed(self, _names: object) -> None:
        for number in self._open:
            self._say(number)
