"""The charts of an answer: one panel for each unit and one for pass rates, below each other.

Light to import: pyqtgraph comes when the view is first shown. What to draw is worked out, and panels are made, between
other events, so that the window stays quick. Signals: `row_chosen(int)`, the answer's row of a bar that was clicked,
`picture_clicked`, `work_wanted(ChartsWork)` where there are so many rows that another thread is to work it out and to
hand it to `use_work`.
"""

from __future__ import annotations

from collections import deque
from time import monotonic
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from siro_desktop.courtesy import drawing
from siro_desktop.ui.arrangement import LARGE
from siro_desktop.ui.charts.answer_panels import MAX_PANELS, ChartPlan, Panel
from siro_desktop.ui.charts.answer_work import ChartsWork, WorkedOut
from siro_desktop.ui.charts.bar_choice import FIRST, BarChoice, BarOrder, count_texts
from siro_desktop.ui.charts.bar_list import NO_BARS, LongestTexts
from siro_desktop.ui.charts.caption import PictureCaption
from siro_desktop.ui.charts.hover_card import HoverCard
from siro_desktop.ui.comparison.controls import Controls
from siro_desktop.ui.filter_strip import FilterStrip
from siro_desktop.ui.filter_words import what_is_shown
from siro_desktop.ui.former import Former
from siro_desktop.ui.into_view import bring_place_into_view
from siro_desktop.ui.late_imports import ONE_AT_A_TIME
from siro_desktop.ui.text_size import follow_text
from siro_desktop.ui.theme import SPACE_2, SPACE_4, row_height, style_text
from siro_desktop.ui.widgets import named
from siro_desktop.ui.words import grouped, metrics_in_words, number_format

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QHideEvent, QShowEvent

    from siro_desktop.ui.charts.bar_panel import BarPanel
    from siro_desktop.ui.charts.panels import PanelTexts
    from siro_desktop.ui.charts.picture import PicturePage
    from siro_desktop.ui.metric_table_model import MetricTableModel

_MISSING_NAMED: Final = 5
_TURN: Final = 0.008  # seconds of work before other events have their turn


class ChartsView(QWidget):
    """Draws the rows of a MetricTableModel that are in its view, and follows its order and filter."""

    row_chosen = Signal(int)
    picture_clicked = Signal()
    work_wanted = Signal(object)

    def __init__(self, model: MetricTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("charts_view")
        self._model = model
        self._recordings: float | None = None
        self._selected: frozenset[int] | None = None
        self._marked: frozenset[int] | None = None  # of them, if any is drawn
        self._is_stale, self._is_planned = True, False
        self.caption = PictureCaption()
        self.panels: list[BarPanel] = []
        self._plan = ChartPlan()
        self._names = LongestTexts()
        self._steps: Iterator[None] = iter(())
        self._wanted: ChartsWork | None = None  # of another thread
        self._waiting: deque[tuple[Panel, PanelTexts]] = deque()
        self._former, self._leaving = Former(self), list[object]()
        self._shown = 0
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._build_layout()
        self._connect()

    def _build_layout(self) -> None:
        self.controls = controls = Controls("charts_controls", self)
        orders = [self.tr("As in the table"), self.tr("Highest first"), self.tr("Lowest first")]
        self._order = controls.add_choice("chart_order", self.tr("Or&der of bars"), orders)
        self._first = controls.add_choice("chart_first", self.tr("Sho&w"), count_texts())
        self._first.setToolTip(self.tr("How many bars of each panel are drawn"))
        self._picture = controls.add_picture_button("chart_picture")
        self._missing = named(QLabel(self), "chart_missing")
        self._missing.setWordWrap(True)
        self._missing.setContentsMargins(SPACE_4, 0, SPACE_4, SPACE_2)
        style_text(self._missing, "muted")
        self.strip = FilterStrip(self._model, metrics_in_words, self)
        self._canvas = named(QWidget(), "charts_canvas")
        self._canvas.setBackgroundRole(QPalette.ColorRole.Base)
        self._canvas.setAutoFillBackground(True)
        self._stack = QVBoxLayout(self._canvas)
        self._stack.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        self._stack.addStretch(1)
        self._area = named(QScrollArea(self), "charts_area")
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._canvas)
        follow_text(self, lambda: self._area.setMinimumHeight(4 * row_height(self.font())))  # lower: all of it scrolls
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(controls)
        layout.addWidget(self.strip)
        layout.addWidget(self._missing)
        layout.addWidget(self._area, 1)
        self._card = HoverCard(self)

    def _connect(self) -> None:
        self._picture.clicked.connect(self.picture_clicked)
        self._order.currentIndexChanged.connect(self.refresh)
        self._first.currentIndexChanged.connect(self.refresh)
        self._timer.timeout.connect(self._on_timer)
        self._model.modelReset.connect(self.refresh)
        self._model.layoutChanged.connect(self.refresh)
        self._model.targets_changed.connect(self.refresh)
        self._area.verticalScrollBar().valueChanged.connect(self._card.hide)

    # Public ---------------------------------------------------------------------------------------------------------

    def set_recordings(self, recordings: float | None) -> None:
        """Set the answer's count, which the card shows beside every figure."""
        self._recordings = recordings

    def select_source_rows(self, rows: frozenset[int] | None) -> None:
        """Let these rows' bars keep their colour and dim the rest; None dims none, nor do rows that have no bar."""
        self._selected = rows
        self._mark()
        for panel in self.panels:
            panel.plot.select_rows(self._marked)

    def _mark(self) -> None:
        rows = self._selected
        has_bar = rows is not None and any(panel.bars.has_any(rows) for panel in self._plan.panels)
        self._marked = rows if has_bar else None

    def missing_text(self) -> str:
        """The sentence about metrics without a bar; empty if all have one."""
        return self._missing.text()

    def picture(self, *, is_whole: bool = True) -> PicturePage:
        """Return all panels with title, period, recordings and source. Raises ExportError if they are too many bars.

        Without `is_whole` long names may be cut, as in the window.
        """
        from siro_desktop.ui.charts.answer_picture import draw_answer
        from siro_desktop.ui.charts.picture import picture_font

        self._plan_now()
        return draw_answer(
            self._plan,
            self.caption,
            picture_font(),
            recordings=self._recordings,
            selected=self._marked,
            note=" ".join(filter(None, (what_is_shown(self._model, metrics_in_words), self.missing_text()))),
            is_mirrored=self.isRightToLeft(),
            is_whole=is_whole,
        )

    def draw_now(self) -> None:
        """Finish drawing at once, also while the view is hidden."""
        self._plan_now()
        while self._waiting:
            self._show_next()
        self._finish()

    # Drawing --------------------------------------------------------------------------------------------------------

    @Slot()
    def refresh(self) -> None:
        """Draw anew, now or when the view is next shown."""
        self._is_stale, self._is_planned = True, False
        self._card.hide()
        if self.isVisible():
            self._begin()  # before what takes another thread longer, such as the keys of the table
            self._timer.start()

    def _begin(self) -> None:
        if not self._is_stale:
            return
        work = self._work()
        if len(work.rows) > LARGE:
            self._is_stale, self._steps, self._wanted = False, iter(()), work
            self.work_wanted.emit(work)
        else:
            self._work_here(work)

    def _work_here(self, work: ChartsWork) -> None:
        self._is_stale, self._steps, self._wanted = False, self._work_out(work), None

    @Slot(object)
    def use_work(self, found: WorkedOut) -> None:
        """Draw what another thread has worked out, if it is what is wanted now."""
        if found.work is self._wanted:
            self._wanted = None
            self._take(found)
            if self.isVisible():
                self._timer.start()

    def _plan_now(self) -> None:
        """Finish working out what there is to draw."""
        if self._is_stale or self._wanted is not None:
            self._work_here(self._work())
        for _ in self._steps:
            pass

    @Slot()
    def _on_timer(self) -> None:
        """Go on for a few milliseconds, or make one panel, or fill one: each turn stays short."""
        self._begin()
        end = monotonic() + _TURN
        while monotonic() < end:
            if next(self._steps, self) is self:
                break
        else:
            return
        if self._waiting:
            with drawing():
                self._make_or_fill()
        else:
            self._timer.stop()
            self._finish()

    def _make_or_fill(self) -> None:
        if self._shown == len(self.panels):
            self.panels.append(self._make_panel())  # filled at the next turn
        else:
            self._show_next()

    def _work(self) -> ChartsWork:
        model = self._model
        choice = BarChoice(BarOrder(self._order.currentIndex()), FIRST[self._first.currentIndex()])
        return ChartsWork(model.metrics, model.order, number_format(), choice, model.held, self._recordings)

    def _work_out(self, work: ChartsWork) -> Iterator[None]:
        """Work out panel by panel what there is to draw; yields every few milliseconds."""
        for found in work.steps():
            if found is not None:
                self._take(found)
            yield

    def _take(self, found: WorkedOut) -> None:
        plan = found.plan
        stays = {id(part) for part in plan.long}
        self._leaving += (part for part in (self._plan.missing, *self._plan.long) if id(part) not in stays)
        self._plan, self._is_planned = plan, True
        self._mark()
        self._waiting, self._shown = deque(zip(plan.panels, found.texts, strict=True)), 0
        self._names = LongestTexts.joined(panel.bars.facts.names for panel in plan.panels)
        self._missing.setText(self._missing_sentence(plan))
        self._missing.setVisible(bool(self._missing.text()))
        self._picture.setEnabled(bool(plan.panels))

    def _show_next(self) -> None:
        if self._shown == len(self.panels):
            self.panels.append(self._make_panel())
        panel = self.panels[self._shown]
        panel.show_panel(*self._waiting.popleft(), self._recordings, self._names)
        panel.plot.select_rows(self._marked)
        panel.show()
        self._shown += 1

    def _finish(self) -> None:
        for panel in self.panels[self._shown :]:
            panel.hide()
            if panel.bars:
                panel.plot.set_bars(NO_BARS)  # or it would hold the figures of before
        self._former.let_go(*self._leaving)
        self._leaving.clear()

    def _make_panel(self) -> BarPanel:
        with ONE_AT_A_TIME:
            from siro_desktop.ui.charts.bar_panel import BarPanel

        panel = BarPanel(self._canvas)
        panel.plot.mark_pointed.connect(self._on_bar_pointed)
        panel.plot.mark_left.connect(self._card.hide)
        panel.plot.mark_chosen.connect(self._on_bar_chosen)
        panel.plot.edge_passed.connect(self._on_edge_passed)
        panel.hide()
        self._stack.insertWidget(self._stack.count() - 1, panel)
        return panel

    def _missing_sentence(self, plan: ChartPlan) -> str:
        sentences = []
        if plan.left_out_panels:
            text = self.tr("Only the first %1 units are drawn.").replace("%1", grouped(MAX_PANELS))
            sentences.append(text)
        count = len(plan.missing)
        if count:
            named_here = ", ".join(plan.missing[:_MISSING_NAMED]) + (", …" if count > _MISSING_NAMED else "")
            text = (
                self.tr("1 metric has no value: %2")
                if count == 1
                else self.tr("%1 metrics have no value: %2", "", count)
            )
            sentences.append(text.replace("%1", grouped(count)).replace("%2", named_here))
        if not plan.panels and self._model.filter_text and len(self._model.metrics):
            text = self.tr("Nothing to draw for the search “%1”.")
            sentences.insert(0, text.replace("%1", self._model.filter_text))
        elif not plan.panels and not plan.missing:
            sentences.append(self.tr("There is nothing to draw."))
        return " ".join(sentences)

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot(int)
    def _on_edge_passed(self, step: int) -> None:
        """Go on in the next panel, or in the one before."""
        plots = [panel.plot for panel in self.panels[: self._shown]]
        wanted = next((place for place, plot in enumerate(plots) if plot is self.sender()), -1) + step
        if 0 <= wanted < len(plots) and self._is_planned:
            plots[wanted].setFocus()
            plots[wanted].enter(step)

    @Slot(int)
    def _on_bar_chosen(self, row: int) -> None:
        if self._is_planned:
            self.row_chosen.emit(row)

    @Slot(int, QPointF)
    def _on_bar_pointed(self, row: int, place: QPointF) -> None:
        if not self._is_planned:  # its bars are of figures that are not there any more
            return
        here, plot = place.toPoint(), self.sender()
        if isinstance(plot, QWidget) and plot.hasFocus():
            here = bring_place_into_view(self._area, here)
        self._card.show_metric(self._model.metrics[row], self._recordings, self.mapFromGlobal(here), self._model.held)

    # Qt -------------------------------------------------------------------------------------------------------------

    def showEvent(self, shown: QShowEvent) -> None:
        """Draw what has changed while the view was hidden."""
        super().showEvent(shown)
        self._timer.start()

    def hideEvent(self, hidden: QHideEvent) -> None:
        """Do no work while nobody looks."""
        super().hideEvent(hidden)
        self._timer.stop()
        self._card.hide()
