"""Opens the command palette of one window, and does what is chosen there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QKeySequence

from siro_desktop.domain.comparison import Place
from siro_desktop.domain.labels import TAG_MARK
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.zones import zone_of
from siro_desktop.jobs.saved_results import ListSaved
from siro_desktop.runner.call import Call
from siro_desktop.ui.menu_actions import menu_actions, plain_text
from siro_desktop.ui.palette.offers import Kind, Offer, Shelf
from siro_desktop.ui.question_words import query_name, question_period_in_words
from siro_desktop.ui.words import SEPARATOR, days_in_words, query_in_words, result_in_words, shown_labels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from siro_desktop.domain.names import NamedId, Names
    from siro_desktop.domain.results import ResultSummary
    from siro_desktop.ui.main_window import MainWindow
    from siro_desktop.ui.palette.dialog import PaletteDialog

_MOST_USED: Final = 12
_OF_METRIC: Final = frozenset({"matrix", "bars", "trend", "leaderboard"})


class PaletteController(QObject):
    """Offers what can be done now: nothing that is disabled, and what was used last first."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._dialog: PaletteDialog | None = None
        self._named: tuple[Names, tuple[Shelf, ...]] | None = None

    @Slot()
    def show(self) -> None:
        """Open the palette. Names and saved results come a moment later, from other threads."""
        from siro_desktop.ui.palette.dialog import PaletteDialog

        window = self._window
        shelves = [Shelf(_actions(window)), Shelf(self._queries()), Shelf(self._metrics())]
        self._dialog = dialog = PaletteDialog(shelves, self._used(), window)
        dialog.chosen.connect(self._on_chosen)
        dialog.finished.connect(self._on_finished)
        dialog.open()
        self._offer_names()
        if window.profile is not None:
            handle = window.workspace.store.submit(ListSaved(window.profile.id, ""))
            handle.succeeded.connect(self._on_results)

    # What there is --------------------------------------------------------------------------------------------------

    def _queries(self) -> Iterator[Offer]:
        names = self._window.names
        for query in self._window.view.saved_side.queries.queries:
            note = SEPARATOR.join(
                part
                for part in (names.hide_text(query.folder), question_period_in_words(query.question.period))
                if part
            )
            yield Offer(Kind.QUERY, str(query.id), query_name(query, names), query, note)

    def _metrics(self) -> Iterator[Offer]:
        """The metrics of the shown result, each id once; `target` is its row, or its position in the comparison."""
        page = self._window.view.result_page
        comparison = page.comparison_body.state.comparison
        if page.saved is None:
            return
        if page.is_compared:
            found = [(one.key.id, one.name, one.unit) for one in comparison.metrics] if comparison else []
        else:
            metrics = page.answer_body.model.metrics
            found = list(zip(metrics.ids, metrics.names, metrics.units, strict=True))
        seen: set[str] = set()
        for position, (metric_id, name, unit) in enumerate(found):
            if metric_id not in seen:
                seen.add(metric_id)
                yield Offer(Kind.METRIC, metric_id, name, position, unit)

    def _offer_names(self) -> None:
        """Ten thousand names take a moment to make ready: in another thread, and once for as long as they stay."""
        names = self._window.names
        if self._named is not None and self._named[0] is names:
            self._add(self._named[1])
        else:
            handle = self._window.workspace.export.submit(Call(partial(_name_shelves, names)))
            handle.succeeded.connect(self._on_names_ready)

    def _used(self) -> list[str]:
        profile = self._window.profile
        kept = self._window.state.settings.palette_used.get(profile.id if profile else "", [])
        return [key for key in kept if isinstance(key, str)] if isinstance(kept, list) else []

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot(object)
    def _on_results(self, summaries: tuple[ResultSummary, ...]) -> None:
        if self._dialog is not None:
            names = self._window.names
            self._dialog.add_shelf(Shelf(_result(summary, names) for summary in summaries))

    @Slot(object)
    def _on_names_ready(self, ready: tuple[Names, tuple[Shelf, ...]]) -> None:
        self._named = ready
        if ready[0] is self._window.names:
            self._add(ready[1])

    def _add(self, shelves: tuple[Shelf, ...]) -> None:
        for shelf in shelves:
            if self._dialog is not None:
                self._dialog.add_shelf(shelf)

    @Slot()
    def _on_finished(self) -> None:
        self._dialog = None

    @Slot(object)
    def _on_chosen(self, offer: Offer) -> None:
        used = [offer.used_as, *(key for key in self._used() if key != offer.used_as)][:_MOST_USED]
        profile = self._window.profile
        self._window.state.keep_palette_used(profile.id if profile else "", used)
        match offer.kind:
            case Kind.ACTION:
                self._trigger(offer.target)
            case Kind.QUERY:
                self._window.view.saved_side.queries.open_requested.emit(offer.target)
                self._window.view.query_form.lead_to(None)
            case Kind.METRIC:
                self._show_metric(offer)
            case Kind.PERSON:
                self._show_entity(EntityType.USER, offer.key)
            case Kind.TEAM:
                self._show_entity(EntityType.TEAM, offer.key)
            case Kind.RESULT:
                self._window.view.saved_panel.open_requested.emit(offer.target)

    # What is done ---------------------------------------------------------------------------------------------------

    @staticmethod
    def _trigger(action: object) -> None:
        if isinstance(action, QAction) and action.isEnabled():
            action.trigger()

    def _show_metric(self, offer: Offer) -> None:
        page = self._window.view.result_page
        position = int(str(offer.target))
        if page.saved is None:
            return
        if page.is_compared:
            page.comparison_body.state.choose_metric(position)
            if page.comparison_body.tabs.current() not in _OF_METRIC:
                page.show_view("matrix")
        else:
            if page.answer_body.tabs.current() not in {"table", "charts"}:
                page.show_view("table")
            page.answer_body.show_row(position)
        page.focus_view()

    def _show_entity(self, kind: EntityType, entity_id: str) -> None:
        """Select it where the comparison has it; otherwise ask about it in the form."""
        page = self._window.view.result_page
        comparison = page.comparison_body.state.comparison
        entities = comparison.entities if comparison is not None else ()
        place = next(
            (row for row, one in enumerate(entities) if (one.filter_by, one.ids) == ((kind,), (entity_id,))), None
        )
        if place is not None and page.is_compared and comparison is not None:
            page.comparison_body.state.select(Place(place, len(comparison.periods) - 1))
            page.focus_view()
            return
        self._window.actions_.show_form.setChecked(True)
        self._window.view.query_form.add_ids(kind, (entity_id,))
        self._window.view.query_form.lead_to("ids")


def _actions(window: MainWindow) -> Iterator[Offer]:
    """Every action of the menus that can be triggered now, with the menu that it stands in."""
    for where, action in menu_actions(window.menuBar(), only_enabled=True):
        if action is not window.actions_.palette:
            text = plain_text(action.text())
            shortcut = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            yield Offer(Kind.ACTION, action.objectName() or f"{where}/{text}", text, action, where, shortcut)


def _name_shelves(names: Names) -> tuple[Names, tuple[Shelf, ...]]:
    return names, (_shelf(Kind.PERSON, names.users), _shelf(Kind.TEAM, names.teams))


def _shelf(kind: Kind, known: tuple[NamedId, ...]) -> Shelf:
    return Shelf(Offer(kind, one.id, one.name or one.id, one.id, one.note) for one in known)


def _result(summary: ResultSummary, names: Names) -> Offer:
    labels = shown_labels(summary.labels, names)
    notes = [days_in_words(summary.query.period, zone_of(summary.time_zone))]
    if labels.name:
        notes.append(query_in_words(summary.query, names))
    notes += (f"{TAG_MARK}{tag}" for tag in labels.tags)
    return Offer(Kind.RESULT, str(summary.id), result_in_words(summary, names), summary.id, SEPARATOR.join(notes))
