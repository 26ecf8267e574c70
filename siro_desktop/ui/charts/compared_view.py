"""What the charts of a comparison have in common: choices, legend, panels, the card, selection and pictures.

A ComparisonView. Light to import: pyqtgraph comes with the first panel. Each turn of the event loop works for a few
milliseconds, or makes or fills one panel, so that the window stays quick.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from html import escape
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from siro_desktop.domain.comparison import Place
from siro_desktop.ui.charts.caption import PictureCaption
from siro_desktop.ui.charts.hover_card import HoverCard
from siro_desktop.ui.charts.legend import Legend
from siro_desktop.ui.charts.panel_grid import PanelGrid
from siro_desktop.ui.comparison.controls import Controls
from siro_desktop.ui.comparison.figure_words import describe
from siro_desktop.ui.entity_offers import show_offers
from siro_desktop.ui.theme import SPACE_2, SPACE_4, style_text
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtCore import QEvent, QPoint
    from PySide6.QtGui import QFont, QHideEvent, QShowEvent

    from siro_desktop.domain.exports import KeyedRows
    from siro_desktop.ui.charts.chart_panel import ChartPanel
    from siro_desktop.ui.charts.legend_sheet import LegendEntry
    from siro_desktop.ui.charts.picture import PanelDrawing, PicturePage
    from siro_desktop.ui.charts.plot_base import PlotBase
    from siro_desktop.ui.comparison.figure_words import FigureWords
    from siro_desktop.ui.comparison.state import ComparisonState

_TURN: Final = 0.008  # seconds of work before other events have their turn


class ComparedView(QWidget):
    """Base of the charts of a comparison. `picture_clicked` asks for it to be saved as a picture."""

    picture_clicked = Signal()

    def __init__(self, state: ComparisonState, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.caption = PictureCaption()
        self.state = state
        self._is_stale, self._is_planned, self._is_led = True, False, True
        self._steps: Iterator[None] = iter(())
        self._unselected: deque[ChartPanel[Any]] = deque()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._build_layout(name)
        self._connect()

    def _build_layout(self, name: str) -> None:
        self.controls = Controls(f"{name}_controls", self)
        self.controls.add_metric(name, self.state)
        self.add_controls(self.controls)
        self._picture = self.controls.add_picture_button(f"{name}_picture")
        self._picture.clicked.connect(self.picture_clicked)
        self.legend = Legend(self)
        self._note = named(QLabel(self), f"{name}_note")
        self._note.setWordWrap(True)
        style_text(self._note, "muted")
        self.grid: PanelGrid[Any] = PanelGrid(self._make_wired_panel, self.fill_panel, self)
        self._card = HoverCard(self)
        about = QVBoxLayout()
        about.setContentsMargins(SPACE_4, 0, SPACE_4, SPACE_2)
        about.setSpacing(SPACE_2)
        about.addWidget(self.legend)
        about.addWidget(self._note)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.controls)
        layout.addLayout(about)
        layout.addWidget(self.grid, 1)

    def _connect(self) -> None:
        state = self.state
        for changed in (state.comparison_changed, state.metric_changed, state.order_changed, state.least_changed):
            changed.connect(self.refresh)
        state.selection_changed.connect(self._on_selection_changed)
        self._timer.timeout.connect(self._on_timer)
        self.grid.verticalScrollBar().valueChanged.connect(self._card.hide)

    # For the charts -------------------------------------------------------------------------------------------------

    def add_controls(self, controls: Controls) -> None:
        """Add the chart's own choices."""
        raise NotImplementedError

    def plan(self) -> Iterator[None]:
        """Work out what there is to draw, and say it by `show_plan`; yield at least every few milliseconds."""
        raise NotImplementedError

    def make_panel(self, canvas: QWidget) -> ChartPanel[Any]:
        """Return a new panel. Here pyqtgraph is imported."""
        raise NotImplementedError

    def fill_panel(self, panel: Any, position: int) -> None:
        """Draw the n-th panel of the plan."""
        raise NotImplementedError

    def draw_panel(self, position: int, font: QFont, *, is_mirrored: bool, is_whole: bool) -> PanelDrawing:
        """Return the n-th panel of the plan for a picture."""
        raise NotImplementedError

    def shown_entities(self) -> Sequence[int]:
        """Return whose figures are drawn."""
        return self.state.shown_entities

    def summary(self) -> str:
        """Return what the chart shows, in sentences for people who do not see it."""
        raise NotImplementedError

    def metric_of(self, position: int) -> int:  # noqa: ARG002  some charts show several
        """Return which metric the n-th panel shows."""
        return self.state.metric

    def find_place(self, place: Place) -> tuple[int, float] | None:  # noqa: ARG002  one panel may hold all
        """Return which panel shows a figure, and at which share of its height; None if it need not be looked for."""
        return None

    def shown_metrics(self) -> Sequence[int]:
        """Return the metrics in view."""
        return () if self.state.current_metric is None else (self.state.metric,)

    def show_plan(
        self,
        heights: Sequence[int],
        least_width: int,
        legend: Sequence[LegendEntry],
        note: str = "",
        *,
        stretches: bool = False,
    ) -> None:
        """Show panels of these heights, the legend, and a note on what is left out."""
        self._is_planned = True
        self.legend.show_entries(legend)
        empty = "" if heights else self.tr("There is nothing to draw.")
        self._note.setText(note or empty)
        self._note.setVisible(bool(self._note.text()))
        self._picture.setEnabled(bool(heights))
        self.setAccessibleName(self.tr("Chart"))
        self.setAccessibleDescription(self.summary())
        self.grid.show_panels(heights, least_width, stretches=stretches)

    def row_of(self, place: Place) -> int:
        """Return the number by which plots know a figure."""
        periods = len(self.state.comparison.periods) if self.state.comparison else 1
        return place.entity * periods + place.period

    def place_of(self, row: int) -> Place:
        """Return the figure that plots know by a number."""
        periods = len(self.state.comparison.periods) if self.state.comparison else 1
        return Place(*divmod(row, periods))

    def say(self, row: int, metric: int) -> str:
        """Return a figure as a screen reader says it; nothing while other figures are coming."""
        if not self._is_planned:
            return ""
        return self.describe(row, metric).spoken()

    def describe(self, row: int, metric: int) -> FigureWords:
        """Return all that is said of a figure, in words."""
        return describe(self.state, self.place_of(row), metric)

    def selected_row(self) -> int | None:
        """Return the number of the selected figure."""
        return None if self.state.selected is None else self.row_of(self.state.selected)

    # Public ---------------------------------------------------------------------------------------------------------

    def visible_rows(self) -> KeyedRows:
        """Return what is drawn, for export: cell keys, and rows in their answers."""
        self.plan_now()
        return list(self._visible_rows())

    def _visible_rows(self) -> Iterator[tuple[str, int]]:
        comparison = self.state.comparison
        if comparison is None:
            return
        for metric in self.shown_metrics():
            for entity in self.shown_entities():
                for period in range(len(comparison.periods)):
                    place = Place(entity, period)
                    cell, row = comparison.cell(place), comparison.row(place, metric)
                    if cell is not None and row is not None and self.state.figure(place, metric) is not None:
                        yield cell.key, row

    def picture(self, *, is_whole: bool = True) -> PicturePage:
        """Return all panels with what was asked, long names cut if not `is_whole`. Raises ExportError for too many."""
        from siro_desktop.ui.charts.legend_sheet import LegendSheet
        from siro_desktop.ui.charts.picture import PicturePage, check_panels, picture_font

        self.plan_now()
        check_panels(self.grid.total_height())
        font, is_mirrored = picture_font(), self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        legend = LegendSheet(self.legend.entries, font, is_mirrored=is_mirrored, is_whole=True)
        draw = partial(self.draw_panel, font=font, is_mirrored=is_mirrored, is_whole=is_whole)
        return PicturePage(
            self.caption,
            [draw(position) for position in range(self.grid.count())],
            font,
            legend=legend if legend.entries else None,
            note=self._note.text(),
            summary=self.summary(),
            is_mirrored=is_mirrored,
        )

    @Slot()
    def refresh(self) -> None:
        """Draw anew, now or when the chart is next shown."""
        self._is_stale, self._is_planned = True, False
        self.grid.pause()
        self._card.hide()
        if self.isVisible():
            self._timer.start()

    # Slots ----------------------------------------------------------------------------------------------------------

    @property
    def is_busy(self) -> bool:
        """True while there is more to work out before all that is in view can be drawn."""
        return self._timer.isActive()

    def plan_now(self) -> None:
        """Finish working out what there is to draw, also while nobody looks."""
        if self._is_stale:
            self._is_stale, self._steps = False, self.plan()
        for _ in self._steps:
            pass

    @Slot()
    def _on_timer(self) -> None:
        """Go on for a few milliseconds."""
        if self._is_stale:
            self._is_stale, self._steps = False, self.plan()
        end = monotonic() + _TURN
        while monotonic() < end:
            if next(self._steps, self) is self and not self._select_next():
                self._timer.stop()
                self._lead_to_selection()
                return

    def _lead_to_selection(self) -> None:
        """Scroll to what was selected in another view."""
        place = self.state.selected
        found = self.find_place(place) if self._is_led and self._is_planned and place is not None else None
        self._is_led = False
        if found is not None:
            self.grid.bring_into_view(*found)

    def _select_next(self) -> bool:
        """Show the selection in one more panel; return False if all show it."""
        if not self._unselected:
            return False
        self._unselected.popleft().plot.select_row(self.selected_row())
        return True

    def _make_wired_panel(self, canvas: QWidget) -> ChartPanel[Any]:
        panel = self.make_panel(canvas)
        panel.plot.mark_pointed.connect(self._on_mark_pointed)
        panel.plot.note_pointed.connect(self._on_note_pointed)
        panel.plot.mark_left.connect(self._card.hide)
        panel.plot.mark_chosen.connect(self._on_mark_chosen)
        panel.plot.menu_asked.connect(self._on_menu_asked)
        panel.plot.edge_passed.connect(self._on_edge_passed)
        return panel

    def _position_of(self, plot: object) -> int | None:
        drawn = self.grid.panels.items() if self._is_planned else ()  # others still show former figures
        return next((position for position, panel in drawn if panel.plot is plot), None)

    @Slot(int, QPointF)
    def _on_mark_pointed(self, row: int, place: QPointF) -> None:
        plot = self.sender()
        position = self._position_of(plot)
        if position is None or not isinstance(plot, QWidget):
            return
        here = place.toPoint()
        if plot.hasFocus():
            here = self.grid.scroll_to(here)
        words = self.describe(row, self.metric_of(position))
        self._card.show_text(words.rich(), self.mapFromGlobal(here))

    @Slot(object, QPointF)
    def _on_note_pointed(self, lines: tuple[str, ...], place: QPointF) -> None:
        if self._position_of(self.sender()) is not None:
            self._card.show_text("<br>".join(map(escape, lines)), self.mapFromGlobal(place.toPoint()))

    @Slot(int)
    def _on_mark_chosen(self, row: int) -> None:
        if self._position_of(self.sender()) is None:
            return
        place = self.place_of(row)
        self.state.select(None if place == self.state.selected else place)
        self._is_led = False  # it is in view: it was just pointed at

    @Slot(int, object)
    def _on_menu_asked(self, row: int, place: QPoint) -> None:
        if self._position_of(self.sender()) is not None:
            self._card.hide()
            show_offers([self.state.offers(self.place_of(row))], self, place)

    @Slot(int)
    def _on_edge_passed(self, step: int) -> None:
        position = self._position_of(self.sender())
        if position is None or not 0 <= position + step < self.grid.count():
            return
        self.grid.bring_into_view(position + step)
        plot: PlotBase = self.grid.panel(position + step).plot
        plot.setFocus()
        plot.enter(step)

    @Slot()
    def _on_selection_changed(self) -> None:
        self._unselected = deque(self.grid.panels.values())
        self._is_led = True
        if self.isVisible():
            self._timer.start()

    # Qt -------------------------------------------------------------------------------------------------------------

    def showEvent(self, shown: QShowEvent) -> None:
        """Draw what has changed while nobody looked."""
        super().showEvent(shown)
        self._timer.start()

    def hideEvent(self, hidden: QHideEvent) -> None:
        """Do no work while nobody looks."""
        super().hideEvent(hidden)
        self._timer.stop()
        self._card.hide()

    def changeEvent(self, changed: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(changed)
        if changed.type() == changed.Type.FontChange:
            self.refresh()
