"""What the result page needs from other threads: comparisons arranged, columns, keys of large tables, another result.

Signals: `leaving` before another result takes the place of the one in view, `shown(SavedResult)` when one has come into
view, `failed(SiroError)`.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

from siro_desktop.courtesy import drawing
from siro_desktop.domain.comparison import Comparison
from siro_desktop.domain.zones import zone_of
from siro_desktop.jobs.metric_history import MetricHistory
from siro_desktop.jobs.saved_results import ListSaved, OpenSaved, OpenThese, OpenTwo
from siro_desktop.runner.call import Call
from siro_desktop.ui.announce import announce
from siro_desktop.ui.while_there import while_there
from siro_desktop.ui.words import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Callable

    from siro_desktop.domain.metric_history import HistoryOf, PastFigure
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.errors import SiroError
    from siro_desktop.runner.runner import JobHandle
    from siro_desktop.ui.charts.answer_work import ChartsWork
    from siro_desktop.ui.charts.view import ChartsView
    from siro_desktop.ui.column_keys import KeyCache
    from siro_desktop.ui.details_panel import DetailsPanel
    from siro_desktop.ui.main_window import MainWindow
    from siro_desktop.ui.ordered_model import OrderedTableModel
    from siro_desktop.ui.result_picker import ResultPicker
    from siro_desktop.ui.workspace import Workspace

_LARGE: Final = 4_000  # values; fewer are arranged in a few milliseconds
_CELL: Final = 10  # values take as long as a cell


class ResultController(QObject):
    """Shows results of one window. What was asked for a former result, and comes late, is dropped."""

    leaving = Signal()
    shown = Signal(object)
    failed = Signal(object)

    def __init__(self, workspace: Workspace, window: MainWindow) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._window = window
        self._page = window.view.result_page
        self._arranging: JobHandle | None = None
        self._listing: JobHandle | None = None
        self._working: dict[QObject, JobHandle] = {}
        self._reading: JobHandle | None = None
        self._bringing: JobHandle | None = None
        self._panel: DetailsPanel | None = None
        self._read_of = ""
        self._picker: ResultPicker | None = None
        self._how = (False, False)  # from the store; goes on
        self._has_shown = False
        body = self._page.comparison_body
        body.columns_wanted.connect(self._on_columns_wanted)
        body.other_result_requested.connect(self._on_other_result_requested)
        body.results_wanted.connect(self._on_results_wanted)
        for keyed in (body, self._page.answer_body):
            keyed.keys_wanted.connect(self._on_keys_wanted)
            keyed.history_wanted.connect(self._on_history_wanted)
        self._page.answer_body.charts_wanted.connect(self._on_charts_wanted)

    def show(self, saved: SavedResult, *, from_store: bool, goes_on: bool = False) -> None:
        """Show a result, at once or as soon as it is arranged; `goes_on`: a run has brought so much up to now."""
        self.drop()
        self._how = (from_store, goes_on)
        if not saved.is_comparison:
            self._leave(saved)
            self._page.show_result(saved, from_store)
            self._tell_of(saved)
        elif _CELL * len(saved.plan.cells) + sum(len(answer.metrics) for answer in saved.answers.values()) <= _LARGE:
            self._on_arranged(Comparison(saved))
        else:
            if from_store and self._page.saved is not None and self._page.saved.id != saved.id:
                self.show_opening()  # what is in view is of another tab, or was left for this one
            self._arranging = self._workspace.export.submit(Call(partial(Comparison, saved)))
            self._arranging.succeeded.connect(self._on_arranged)
            self._arranging.failed.connect(self.failed)
            self._arranging.finished.connect(self._on_arranging_finished)

    def show_first_rows(self, saved: SavedResult) -> None:
        """Show the first rows of a result of which the rest is still read."""
        self._leave(saved)
        self._page.show_first_rows(saved)

    def show_opening(self) -> None:
        """Show that a result is opened, and nothing of the one that was in view."""
        self.drop()
        self._leave()
        self._page.show_opening()

    def _leave(self, following: SavedResult | None = None) -> None:
        if self._page.saved is not None and (following is None or self._page.saved.id != following.id):
            self.leaving.emit()

    @Slot(object)
    def compare(self, result_id: int) -> None:
        """Let the person choose a saved result, and hold the one with this id against it."""
        self._pick(partial(self._on_second_chosen, result_id), besides=result_id)

    def drop(self) -> None:
        """Show nothing that is still being arranged."""
        _drop(self._arranging)
        self._arranging = None

    @Slot(object)
    def _on_arranged(self, comparison: Comparison) -> None:
        from_store, goes_on = self._how
        self._leave(comparison.saved)
        with drawing():
            self._page.show_comparison(comparison, from_store, goes_on=goes_on)
            self._tell_of(comparison.saved)

    def _tell_of(self, saved: SavedResult) -> None:
        """Tell of a result in view, screen readers too, but not of what a start brings back or a run adds to."""
        if self._has_shown or not self._how[0]:
            self._window.painting.want()  # a start has nobody wait for anything else
        self.shown.emit(saved)
        from_store, goes_on = self._how
        if not goes_on and (self._has_shown or not from_store):
            header = self._page.header
            announce(header, SEPARATOR.join((header.title(), header.facts())))
        self._has_shown = True

    @Slot(object)
    def _on_columns_wanted(self, comparison: Comparison) -> None:
        from siro_desktop.ui.comparison.long_columns import LongColumns

        handle = self._workspace.export.submit(Call(partial(LongColumns.build, comparison)))
        handle.succeeded.connect(self._page.comparison_body.set_columns)  # it knows late ones by their comparison
        handle.failed.connect(self.failed)

    @Slot(object, object)
    def _on_keys_wanted(self, keys: KeyCache, model: OrderedTableModel) -> None:
        self._work_for(model, keys.fill).succeeded.connect(model.use_keys)  # it knows late ones by themselves

    @Slot(object, object)
    def _on_charts_wanted(self, work: ChartsWork, charts: ChartsView) -> None:
        self._work_for(charts, work.work_out).succeeded.connect(charts.use_work)

    def _work_for(self, wanting: QObject, work: Callable[[], object]) -> JobHandle:
        """Let something work in another thread; what was wanted before by the same is not wanted any more."""
        _drop(self._working.pop(wanting, None))
        self._working[wanting] = handle = self._workspace.export.submit(Call(work))
        handle.failed.connect(self.failed)
        handle.finished.connect(while_there(self._on_worked, wanting))
        return handle

    def _on_worked(self, wanting: QObject) -> None:
        del self._working[wanting]

    @Slot(object, object)
    def _on_history_wanted(self, wanted: HistoryOf, panel: DetailsPanel) -> None:
        _drop(self._reading)
        self._panel, self._read_of = panel, wanted.metric_id
        self._reading = self._workspace.store.submit(MetricHistory(wanted))
        self._reading.succeeded.connect(self._on_history)
        self._reading.failed.connect(self._on_history_failed)
        self._reading.finished.connect(self._on_reading_finished)

    @Slot(object)
    def _on_history(self, figures: tuple[PastFigure, ...]) -> None:
        saved = self._page.saved
        if self._panel is not None and saved is not None:
            self._panel.show_history(self._read_of, figures, zone_of(saved.time_zone))

    @Slot(object)
    def _on_history_failed(self, error: SiroError) -> None:
        if self._panel is not None:
            self._panel.show_failure()
        self.failed.emit(error)

    # A handle is gone soon after it has finished.

    @Slot()
    def _on_reading_finished(self) -> None:
        self._reading = None

    @Slot()
    def _on_arranging_finished(self) -> None:
        self._arranging = None

    @Slot()
    def _on_listing_finished(self) -> None:
        self._listing = None

    @Slot()
    def _on_other_result_requested(self) -> None:
        self._pick(self._on_other_chosen)

    def _pick(self, chosen: Callable[[int], None], *, besides: int | None = None) -> None:
        """Let the person choose a saved result, another one than `besides`."""
        from siro_desktop.ui.result_picker import ResultPicker

        self._picker = picker = ResultPicker(self._window.names, self._window, besides=besides)
        picker.result_chosen.connect(chosen)
        picker.search_changed.connect(self._list_results)
        picker.finished.connect(self._on_picker_finished)
        picker.open()
        self._list_results("")

    @Slot(str)
    def _list_results(self, search: str) -> None:
        profile = self._window.profile
        _drop(self._listing)
        if profile is not None and self._picker is not None:
            self._listing = self._workspace.store.submit(ListSaved(profile.id, search))
            self._listing.succeeded.connect(self._picker.show_summaries)
            self._listing.failed.connect(self.failed)
            self._listing.finished.connect(self._on_listing_finished)

    @Slot()
    def _on_picker_finished(self) -> None:
        _drop(self._listing)
        self._picker = self._listing = None

    @Slot(object)
    def _on_other_chosen(self, result_id: int) -> None:
        handle = self._workspace.store.submit(OpenSaved(result_id))
        handle.succeeded.connect(self._page.comparison_body.offer_result)
        handle.failed.connect(self.failed)

    @Slot(object)
    def _on_results_wanted(self, result_ids: tuple[int, ...]) -> None:
        saved = self._page.saved
        if saved is not None:
            _drop(self._bringing)
            self._bringing = handle = self._workspace.store.submit(OpenThese(saved.plan.profile_id, result_ids))
            handle.succeeded.connect(self._page.comparison_body.bring_results)
            handle.failed.connect(self.failed)
            handle.finished.connect(self._on_bringing_finished)

    @Slot()
    def _on_bringing_finished(self) -> None:
        self._bringing = None

    def _on_second_chosen(self, first: int, second: int) -> None:
        handle = self._workspace.store.submit(OpenTwo(first, second))
        handle.succeeded.connect(self._show_two)
        handle.failed.connect(self.failed)

    @Slot(object)
    def _show_two(self, both: tuple[Comparison, SavedResult]) -> None:
        comparison, other = both
        self.drop()
        self._how = (True, False)
        self._on_arranged(comparison)
        self._page.comparison_body.offer_result(other)


def _drop(handle: JobHandle | None) -> None:
    if handle is not None:
        handle.blockSignals(True)
        handle.cancel()
