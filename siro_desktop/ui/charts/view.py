"""The charts of an answer: one panel for each unit and one for pass rates, below each other.

Light to import: pyqtgraph comes when the view is first shown. Panels are made one by one between other events, so that
the window stays quick. Signals: `row_chosen(int)`, the answer's row of a bar that was clicked, `picture_clicked`.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QPalette
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from siro_desktop.ui.charts.hover_card import HoverCard
from siro_desktop.ui.charts.panels import MAX_PANELS, ChartPlan, Panel, build_panels
from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.late_imports import ONE_AT_A_TIME
from siro_desktop.ui.theme import (
    SPACE_2,
    SPACE_4,
    SPACE_5,
    control_height,
    icon_size,
    style_text,
    tabular_font,
)
from siro_desktop.ui.widgets import named
from siro_desktop.ui.words import grouped, number_format

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QImage, QShowEvent

    from siro_desktop.ui.charts.bar_panel import BarPanel
    from siro_desktop.ui.metric_table_model import MetricTableModel

_MISSING_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class PictureCaption:
    """What stands on a saved picture: what was asked, lines below it, and whether the figures are invented."""

    title: str = ""
    lines: tuple[str, ...] = ()
    is_practice: bool = False


class ChartsView(QWidget):
    """Draws the rows of a MetricTableModel that are in its view, and follows its order and filter."""

    row_chosen = Signal(int)
    picture_clicked = Signal()

    def __init__(self, model: MetricTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("charts_view")
        self._model = model
        self._recordings: float | None = None
        self._selected: int | None = None
        self._is_stale = True
        self.caption = PictureCaption()
        self.panels: list[BarPanel] = []
        self._waiting: deque[Panel] = deque()
        self._shown = 0
        self._widest_name = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._build_layout()
        self._connect()

    def _build_layout(self) -> None:
        self._order = named(QComboBox(self), "chart_order")
        self._order.addItems([self.tr("As in the table"), self.tr("By value")])
        self._order.setMinimumHeight(control_height(self._order))
        order_label = named(QLabel(self.tr("Or&der of bars"), self), "chart_order_label")
        order_label.setBuddy(self._order)
        style_text(order_label, "muted")
        self._picture = named(QPushButton(self.tr("Save picture…"), self), "chart_picture")
        self._picture.setMinimumHeight(control_height(self._picture))
        self._picture.setIconSize(icon_size(self._picture))
        set_icon(self._picture, "picture")
        self._missing = named(QLabel(self), "chart_missing")
        self._missing.setWordWrap(True)
        style_text(self._missing, "muted")
        controls = QHBoxLayout()
        controls.setContentsMargins(SPACE_4, SPACE_2, SPACE_4, SPACE_2)
        controls.setSpacing(SPACE_2)
        controls.addWidget(order_label)
        controls.addWidget(self._order)
        controls.addSpacing(SPACE_4)
        controls.addWidget(self._missing, 1)
        controls.addWidget(self._picture)
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
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(controls)
        layout.addWidget(self._area, 1)
        self._card = HoverCard(self)

    def _connect(self) -> None:
        self._picture.clicked.connect(self.picture_clicked)
        self._order.currentIndexChanged.connect(self.refresh)
        self._timer.timeout.connect(self._on_timer)
        self._model.modelReset.connect(self.refresh)
        self._model.layoutChanged.connect(self.refresh)
        self._model.targets_changed.connect(self.refresh)
        self._area.verticalScrollBar().valueChanged.connect(self._card.hide)

    # Public ---------------------------------------------------------------------------------------------------------

    def set_recordings(self, recordings: float | None) -> None:
        """Set the answer's count, which the card shows beside every figure."""
        self._recordings = recordings

    def select_source_row(self, row: int) -> None:
        """Let one row's bars keep their colour and dim the rest; -1 dims none."""
        self._selected = row if row >= 0 else None
        for panel in self.panels:
            panel.plot.select_row(self._selected)

    def missing_text(self) -> str:
        """The sentence about metrics without a bar; empty if all have one."""
        return self._missing.text()

    def picture(self) -> QImage:
        """Draw all panels with title, period, recordings and source. Raises ExportError if they are too many bars."""
        from siro_desktop.ui.charts.picture import draw_picture

        self.draw_now()
        panels = [panel for panel in self.panels if not panel.isHidden()]
        return draw_picture(self.caption, panels, self.missing_text())

    def draw_now(self) -> None:
        """Finish drawing at once, also while the view is hidden."""
        if self._is_stale:
            self._plan()
        while self._waiting:
            self._show_next()
        self._finish()
        if not self.isVisible():
            self._canvas.adjustSize()
            self._canvas.layout().activate()  # type: ignore[union-attr]

    # Drawing --------------------------------------------------------------------------------------------------------

    @Slot()
    def refresh(self) -> None:
        """Draw anew, now or when the view is next shown."""
        self._is_stale = True
        self._card.hide()
        if self.isVisible():
            self._timer.start()

    @Slot()
    def _on_timer(self) -> None:
        if self._is_stale:
            self._plan()
        elif self._waiting and self._shown == len(self.panels):
            self.panels.append(self._make_panel())  # filled at the next turn: each turn stays short
        elif self._waiting:
            self._show_next()
        else:
            self._timer.stop()
            self._finish()

    def _plan(self) -> None:
        by_value = self._order.currentIndex() == 1
        model = self._model
        plan = build_panels(model.metrics, model.source_rows(), number_format(), by_value=by_value, held=model.held)
        self._is_stale = False
        self._waiting, self._shown = deque(plan.panels), 0
        metrics = QFontMetricsF(tabular_font(self.font()))
        names = {bar.name for panel in plan.panels for bar in panel.bars}
        self._widest_name = max((metrics.horizontalAdvance(name) for name in names), default=0.0)
        self._missing.setText(self._missing_sentence(plan))
        self._picture.setEnabled(bool(plan.panels))

    def _show_next(self) -> None:
        if self._shown == len(self.panels):
            self.panels.append(self._make_panel())
        panel = self.panels[self._shown]
        panel.show_panel(self._waiting.popleft(), self._recordings, self._widest_name)
        panel.plot.select_row(self._selected)
        panel.show()
        self._shown += 1

    def _finish(self) -> None:
        for panel in self.panels[self._shown :]:
            panel.hide()

    def _make_panel(self) -> BarPanel:
        with ONE_AT_A_TIME:
            from siro_desktop.ui.charts.bar_panel import BarPanel

        panel = BarPanel(self._canvas)
        panel.plot.mark_pointed.connect(self._on_bar_pointed)
        panel.plot.mark_left.connect(self._card.hide)
        panel.plot.mark_chosen.connect(self.row_chosen)
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

    @Slot(int, QPointF)
    def _on_bar_pointed(self, row: int, place: QPointF) -> None:
        here = self.mapFromGlobal(place.toPoint())
        plot = self.sender()
        if isinstance(plot, QWidget) and plot.hasFocus():
            in_canvas = self._canvas.mapFromGlobal(place.toPoint())
            self._area.ensureVisible(in_canvas.x(), in_canvas.y(), 0, SPACE_5)
            here = self.mapFromGlobal(self._canvas.mapToGlobal(in_canvas))
        self._card.show_metric(self._model.metrics[row], self._recordings, QPoint(here), self._model.held)

    # Qt -------------------------------------------------------------------------------------------------------------

    def showEvent(self, shown: QShowEvent) -> None:
        """Draw what has changed while the view was hidden."""
        super().showEvent(shown)
        if self._is_stale or self._waiting:
            self._timer.start()

    def hideEvent(self, hidden: QHideEvent) -> None:
        """Do no work while nobody looks."""
        super().hideEvent(hidden)
        self._timer.stop()
        self._card.hide()
