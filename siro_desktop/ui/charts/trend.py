"""The trend: values over the periods as lines or bars, of one metric or of all. A ComparisonView."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace
from PySide6.QtGui import QFontMetricsF

from siro_desktop.ui.charts.chart_panel import panel_height
from siro_desktop.ui.charts.compared_view import ComparedView
from siro_desktop.ui.charts.legend_sheet import LegendEntry, Swatch
from siro_desktop.ui.charts.marks import MAX_SERIES, WHOLE
from siro_desktop.ui.charts.panels import PanelTexts
from siro_desktop.ui.charts.trend_panels import (
    TrendLayout,
    TrendPanel,
    build_trend,
    highlighted,
    line_facts,
    plan_trend,
    trend_values,
)
from siro_desktop.ui.comparison.figure_words import least_in_words, metric_value, thin_in_words
from siro_desktop.ui.event_words import event_in_words, events_noted
from siro_desktop.ui.late_imports import ONE_AT_A_TIME
from siro_desktop.ui.words import SEPARATOR, fill, grouped, panels_in_words, periods_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtGui import QFont
    from PySide6.QtWidgets import QWidget

    from siro_desktop.domain.comparison import Place
    from siro_desktop.ui.charts.chart_panel import ChartPanel
    from siro_desktop.ui.charts.picture import PanelDrawing
    from siro_desktop.ui.charts.trend_panels import LineFacts, TrendData, TrendLine
    from siro_desktop.ui.charts.trend_plot import TrendPlot
    from siro_desktop.ui.comparison.controls import Controls
    from siro_desktop.ui.comparison.figure_words import FigureWords
    from siro_desktop.ui.comparison.state import ComparisonState

_LINES: Final = 10  # height of a plot, in lines of text; one alone takes all there is
_NARROWEST: Final = 50  # average characters of a panel


class TrendView(ComparedView):
    """Lines over the periods: up to four stand out, the others are there but step back."""

    def __init__(self, state: ComparisonState, parent: QWidget | None = None) -> None:
        self._panels: list[TrendPanel] = []
        self._facts: dict[int, LineFacts] = {}
        self._shared: list[float] | None = None
        self._stands_out: dict[int, int] = {}
        super().__init__(state, "trend", parent)
        state.selection_changed.connect(self._on_other_selected)
        state.events_changed.connect(self.refresh)

    def add_controls(self, controls: Controls) -> None:
        """Add what stands in a panel, and how it is drawn."""
        panels = [self.tr("All in one"), self.tr("A panel for each"), self.tr("All metrics")]
        self._layout_choice = controls.add_choice("trend_panels", self.tr("Pa&nels"), panels)
        self._marks = controls.add_choice("trend_marks", self.tr("&Draw"), [self.tr("Lines"), self.tr("Bars")])
        for choice in (self._layout_choice, self._marks):
            choice.currentIndexChanged.connect(self.refresh)

    @property
    def _has_bars(self) -> bool:
        return self._marks.currentIndex() == 1

    def plan(self) -> Iterator[None]:
        """Work out the panels and what they share; each one's lines are worked out when it comes into view."""
        layout = TrendLayout(self._layout_choice.currentIndex())
        panels, facts, shared = plan_trend(self.state, layout), {}, list[float]()
        for entity in self.state.shown_entities:
            facts[entity] = line_facts(self.state, entity)
            yield
        is_each = layout is TrendLayout.PANEL_EACH
        for panel in panels if is_each else ():
            values = trend_values(self.state, panel.metric, panel.entities[0])
            shared += [value for value in values if value is not None]
            yield
        self._panels, self._facts, self._shared = panels, facts, shared if is_each else None
        metrics = QFontMetricsF(self.font())
        lines = _LINES + bool(self.state.event_marks)
        height = panel_height(self, round(metrics.lineSpacing() * lines))
        self._stands_out = self._highlighted()
        least = round(metrics.averageCharWidth() * _NARROWEST)
        self.show_plan(
            [height] * len(self._panels), least, self._legend_entries(), self._note_on_drawing(), stretches=True
        )

    def _highlighted(self) -> dict[int, int]:
        return highlighted(self.state, self._panels[0].entities) if self._panels else {}

    def shown_metrics(self) -> Sequence[int]:
        """Return the metrics in view."""
        return list(dict.fromkeys(panel.metric for panel in self._panels)) or super().shown_metrics()

    def metric_of(self, position: int) -> int:
        """Return which metric the n-th panel shows."""
        return self._panels[position].metric

    def find_place(self, place: Place) -> tuple[int, float] | None:
        """Return the panel that a figure's entity has for itself."""
        if self._shared is None:
            return None
        found = (position for position, panel in enumerate(self._panels) if place.entity in panel.entities)
        return next(((position, 0.0) for position in found), None)

    def make_panel(self, canvas: QWidget) -> ChartPanel[TrendPlot]:
        """Return a new panel of lines."""
        with ONE_AT_A_TIME:
            from siro_desktop.ui.charts.chart_panel import ChartPanel
            from siro_desktop.ui.charts.trend_plot import TrendPlot

        return ChartPanel("trend_panel", TrendPlot(), canvas)

    def fill_panel(self, panel: Any, position: int) -> None:
        """Draw the n-th panel."""
        spec, data = self._panels[position], self._data(position)
        panel.show_texts(self._texts(position, data))
        panel.plot.say_row = lambda row: self.say(row, spec.metric)
        panel.plot.show_trend(data, has_bars=self._has_bars)
        panel.plot.select_row(self.selected_row())

    def draw_panel(self, position: int, font: QFont, *, is_mirrored: bool, is_whole: bool) -> PanelDrawing:
        """Return the n-th panel for a picture."""
        from siro_desktop.ui.charts.picture import PanelDrawing, TrendDrawing
        from siro_desktop.ui.charts.trend_sheet import TrendSheet

        data = self._data(position)
        sheet = TrendSheet(data, font, has_bars=self._has_bars, is_mirrored=is_mirrored, is_whole=is_whole)
        sheet.select(self.selected_row())
        return PanelDrawing(self._texts(position, data), TrendDrawing(sheet), font, is_mirrored=is_mirrored)

    def _data(self, position: int) -> TrendData:
        return build_trend(
            self.state, self._panels[position], self._facts, from_zero=self._has_bars, shared=self._shared
        )

    def _texts(self, position: int, data: TrendData) -> PanelTexts:
        """What stands around the n-th panel."""
        spec, comparison = self._panels[position], self.state.comparison
        is_each = self._shared is not None
        name = comparison.metrics[spec.metric].name if comparison else ""
        title = self.state.entity_name(spec.entities[0]) if is_each else name
        targets = dict.fromkeys(band.label for band in data.bands if band)
        count = SEPARATOR.join([*([name] if is_each else []), *targets])
        return PanelTexts(title, count, "", self._panel_summary(data))

    def _panel_summary(self, data: TrendData) -> str:
        said = [self._line_summary(line, data.metric) for line in data.lines[: MAX_SERIES + 1]]
        more = len(data.lines) - len(said)
        if more > 0:
            said.append(self.tr("%1 more lines").replace("%1", grouped(more)))
        return "; ".join(said)

    def _line_summary(self, line: TrendLine, metric: int) -> str:
        """Where a line begins and ends: *Ana Ruiz from 43.2 % to 51.0 %*."""
        values = [value for value in line.values if value is not None]
        comparison = self.state.comparison
        if not values or comparison is None:
            return self.tr("%1 without values").replace("%1", line.name)
        compared = comparison.metrics[metric]
        text = self.tr("%1 from %2 to %3").replace("%2", metric_value(values[0], compared))
        return text.replace("%3", metric_value(values[-1], compared)).replace("%1", line.name)

    def describe(self, row: int, metric: int) -> FigureWords:
        """Return all that is said of a figure, with the events of its period."""
        words, period = super().describe(row, metric), self.place_of(row).period
        events = [event for mark in self.state.event_marks if mark.period == period for event in mark.events]
        return replace(words, notes=(*words.notes, *events_noted(events)))

    def _events_summary(self) -> str:
        events = dict.fromkeys(event for mark in self.state.event_marks for event in mark.events)
        if not events:
            return ""
        text = self.tr("Event: %1.") if len(events) == 1 else self.tr("Events: %1.")
        return " " + fill(text, "; ".join(map(event_in_words, events)))

    def summary(self) -> str:
        """Return what is shown, over what time, and what happened meanwhile."""
        comparison, metric = self.state.comparison, self.state.current_metric
        if comparison is None or metric is None:
            return self.tr("There is nothing to draw.")
        text = self.tr("Trend of %1 over %2, %3 to %4, %5.")
        last = len(comparison.periods) - 1
        text = text.replace("%2", periods_in_words(last + 1)).replace("%3", self.state.period_name(0))
        text = text.replace("%4", self.state.period_name(last)).replace("%5", panels_in_words(len(self._panels)))
        is_all = len(self.shown_metrics()) > 1
        text = text.replace("%1", self.tr("all metrics") if is_all else metric.name)
        return text + self._events_summary()

    # What stands around ---------------------------------------------------------------------------------------------

    def _legend_entries(self) -> list[LegendEntry]:
        comparison = self.state.comparison
        if comparison is None or not self._panels:
            return []
        swatch = Swatch.BAR if self._has_bars else Swatch.LINE
        is_each = self._shared is not None
        entries = [
            LegendEntry(self.state.entity_name(entity), swatch, series)
            for entity, series in self._highlighted().items()
            if (len(self._panels[0].entities) > 1 and not is_each) or series == WHOLE
        ]
        if not self._has_bars and len(self._panels[0].entities) > len(self._stands_out):
            others = len(self._panels[0].entities) - len(self._stands_out)
            words = self.tr("1 other") if others == 1 else self.tr("%1 others", "", others)
            entries.append(LegendEntry(words.replace("%1", grouped(others)), Swatch.OTHERS))
        answers = comparison.saved.answers.values()
        counts = {answer.recordings_evaluated for answer in answers}
        if any(self.state.is_thin(count) and not self.state.is_left_out(count) for count in counts):
            thin = Swatch.THIN_BAR if self._has_bars else Swatch.THIN_POINT
            entries.append(LegendEntry(thin_in_words(self.state.thin_sample), thin))
        ends = {cell.key: cell.query.period.end for cell in comparison.saved.plan.cells}
        if not self._has_bars and any(answer.fetched_at < ends[answer.cell_key] for answer in answers):
            entries.append(LegendEntry(self.tr("Period was not over when fetched"), Swatch.OPEN))
        return entries

    def _note_on_drawing(self) -> str:
        comparison = self.state.comparison
        if comparison is not None and len(comparison.periods) == 1:
            return self.tr("One period makes no line. Bars and the leaderboard show it better.")
        hidden = len(self._panels[0].entities) - len(self._stands_out) if self._panels else 0
        left_out = least_in_words(self.state)
        if not self._has_bars or hidden <= 0:
            return left_out
        words = self.tr("Bars have room for the first %1 of %2. Choose lines, or a panel for each, to see all.")
        shown = len(self._stands_out)
        return f"{fill(words, grouped(shown), grouped(shown + hidden))} {left_out}".rstrip()

    def _on_other_selected(self) -> None:
        """Another line stands out: its colour, and the legend, change with it."""
        if self._panels and self._highlighted() != self._stands_out:
            self.refresh()
