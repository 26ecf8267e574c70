"""The compared bars: one metric of all entities and periods, on one scale. A ComparisonView."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QFontMetricsF

from siro_desktop.domain.comparison import Place
from siro_desktop.domain.targets import Status
from siro_desktop.ui.charts.bar_choice import FIRST, BarChoice, BarOrder, count_texts
from siro_desktop.ui.charts.bar_measures import plot_height
from siro_desktop.ui.charts.chart_panel import panel_height
from siro_desktop.ui.charts.compared_choice import Chosen, choice_in_words, choose_entities
from siro_desktop.ui.charts.compared_panels import BarsPlan, plan_bars
from siro_desktop.ui.charts.compared_view import ComparedView
from siro_desktop.ui.charts.legend_sheet import STATUS_SWATCHES, LegendEntry, Swatch
from siro_desktop.ui.charts.marks import WHOLE
from siro_desktop.ui.charts.panel_words import highest_bars
from siro_desktop.ui.charts.panels import PanelTexts
from siro_desktop.ui.comparison.figure_words import metric_value, thin_in_words
from siro_desktop.ui.late_imports import ONE_AT_A_TIME
from siro_desktop.ui.status_mark import status_word
from siro_desktop.ui.theme import tabular_font
from siro_desktop.ui.words import SEPARATOR, grouped, panels_in_words, periods_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtGui import QFont
    from PySide6.QtWidgets import QWidget

    from siro_desktop.ui.charts.bar_list import BarList
    from siro_desktop.ui.charts.bar_panel import BarPanel
    from siro_desktop.ui.charts.panels import Bar
    from siro_desktop.ui.charts.picture import PanelDrawing
    from siro_desktop.ui.comparison.controls import Controls
    from siro_desktop.ui.comparison.state import ComparisonState

_NARROWEST: Final = 54  # average characters of a panel
_SPOKEN: Final = 3


class ComparedBars(ComparedView):
    """Bars by entity or by period: side by side up to four, in panels of their own beyond."""

    def __init__(self, state: ComparisonState, parent: QWidget | None = None) -> None:
        self._bars_plan = BarsPlan()
        self._chosen = Chosen()
        self._searched = ""
        self._drawn: frozenset[int] = frozenset()
        super().__init__(state, "compared_bars", parent)

    def add_controls(self, controls: Controls) -> None:
        """Add how bars are grouped, in which order they stand, and how many."""
        choices = [self.tr("Person, team or recording"), self.tr("Period")]
        self._grouping = controls.add_choice("compared_bars_grouping", self.tr("Grou&p by"), choices)
        orders = [self.tr("As in the other views"), self.tr("Highest first"), self.tr("Lowest first")]
        self._order = controls.add_choice("compared_bars_order", self.tr("Or&der"), orders)
        self._first = controls.add_choice("compared_bars_first", self.tr("Sho&w"), count_texts())
        for choice in (self._grouping, self._order, self._first):
            choice.currentIndexChanged.connect(self.refresh)

    @property
    def _choice(self) -> BarChoice:
        return BarChoice(BarOrder(self._order.currentIndex()), FIRST[self._first.currentIndex()])

    @Slot(str)
    def set_filter(self, text: str) -> None:
        """Draw only those whose name or ids hold `text`; what all are held against stays."""
        if text != self._searched:
            self._searched = text
            self.refresh()

    def plan(self) -> Iterator[None]:
        """Work out who is drawn, panels, groups and the common scale."""
        choice, by_period = self._choice, self._grouping.currentIndex() == 1
        self._chosen = chosen = choose_entities(self.state, choice, self._searched)
        plan = BarsPlan()
        for plan in plan_bars(self.state, by_period=by_period, entities=chosen.entities):  # noqa: B007  the last is whole
            yield
        self._bars_plan, self._frame = plan, plan.frame
        self._drawn = frozenset(self.shown_entities())
        metrics = QFontMetricsF(tabular_font(self.font()))
        least = round(metrics.averageCharWidth() * _NARROWEST)
        heights = [self._height(position) for position in range(len(plan.panels))]
        note = choice_in_words(self.state, choice, chosen, self._searched)
        self.show_plan(heights, least, self._legend_entries(), note)

    def shown_entities(self) -> Sequence[int]:
        """Return whose bars are drawn, the whole last."""
        whole = self._bars_plan.whole
        return (*self._chosen.entities, *(() if whole is None else (whole,)))

    def selected_row(self) -> int | None:
        """Return the number of the selected figure where it is drawn: one that is not dims nothing."""
        place = self.state.selected
        return super().selected_row() if place is not None and place.entity in self._drawn else None

    def _height(self, position: int) -> int:
        spec, font = self._bars_plan.panels[position], tabular_font(self.font())
        rows = spec.rows(self._bars_plan.whole) + self._frame.has_strip
        down = plot_height(rows, font, is_grouped=spec.has_groups)
        return panel_height(self, down, has_note=spec.left_out > 0)

    def find_place(self, place: Place) -> tuple[int, float] | None:
        """Return the panel whose bars hold a figure, and where among them."""
        for position, panel in enumerate(self._bars_plan.panels):
            for number, group in enumerate(panel.groups):
                if place in group:
                    return position, (number + 0.5) / len(panel.groups)
        return None

    def make_panel(self, canvas: QWidget) -> BarPanel:
        """Return a new panel of bars."""
        with ONE_AT_A_TIME:
            from siro_desktop.ui.charts.bar_panel import BarPanel

        panel = BarPanel(canvas)
        panel.plot.say_bar = self._say_bar
        return panel

    def fill_panel(self, panel: Any, position: int) -> None:
        """Draw the n-th panel."""
        bars = self._bars_plan.bars(position)
        panel.show_bars(self._texts(position, bars), bars, self._frame)
        panel.plot.select_row(self.selected_row())

    def draw_panel(self, position: int, font: QFont, *, is_mirrored: bool, is_whole: bool) -> PanelDrawing:
        """Return the n-th panel for a picture."""
        from siro_desktop.ui.charts.bar_list import BarList
        from siro_desktop.ui.charts.bar_sheet import BarSheet
        from siro_desktop.ui.charts.picture import BarDrawing, PanelDrawing

        bars = self._bars_plan.bars(position)
        texts, made = self._texts(position, bars), BarList.of(bars[:])  # made here: it is drawn in another thread
        made.facts.bands = bars.facts.bands
        sheet = BarSheet(made, font, self._frame, is_mirrored=is_mirrored, is_whole=is_whole)
        selected = self.selected_row()
        sheet.selected_rows = None if selected is None else frozenset((selected,))
        return PanelDrawing(texts, BarDrawing(sheet), font, is_mirrored=is_mirrored)

    def _texts(self, position: int, bars: BarList) -> PanelTexts:
        """What stands around the n-th panel."""
        plan, note = self._bars_plan, ""
        spec = plan.panels[position]
        if spec.left_out:
            words = self.tr("The first %1 of %2 are drawn. Compare fewer to see the others.")
            total = len(spec.groups) + spec.left_out
            note = words.replace("%1", grouped(len(spec.groups))).replace("%2", grouped(total))
        around = (self._metric_name(position), plan.lone, self._whole_text(), bars.facts.stands_in_words())
        count = SEPARATOR.join(part for part in around if part)
        return PanelTexts(spec.title, count, note, self._panel_summary(bars))

    def _metric_name(self, position: int) -> str:
        metric = self.state.current_metric
        return "" if metric is None or metric.name == self._bars_plan.panels[position].title else metric.name

    def _whole_text(self) -> str:
        """The line that all bars are held against, in words; nothing where each has another."""
        lines = {value for value in self._bars_plan.whole_values if value is not None}
        metric = self.state.current_metric
        if len(lines) != 1 or metric is None:
            return ""
        return self.tr("All together %1").replace("%1", metric_value(lines.pop(), metric))

    def _say_bar(self, bar: Bar) -> str:
        return self.say(bar.row, self.state.metric)

    def _panel_summary(self, bars: BarList) -> str:
        plan, periods = self._bars_plan, len(self._bars_plan.periods)
        missing = sum(plan.value_of(Place(*divmod(row, periods))) is None for row in bars.rows)
        said = [
            f"{bar.name} {plan.series[bar.series] if bar.series < len(plan.series) else ''} {bar.label}"
            for bar in highest_bars(bars, _SPOKEN)
        ]
        text = self.tr("%1 bars, %2 without a value. Highest: %3.")
        text = text.replace("%1", grouped(len(bars))).replace("%2", grouped(missing))
        text = text.replace("%3", ", ".join(said).replace("  ", " ") or self.tr("none"))
        stands = bars.facts.stands_in_words()
        return f"{text} {stands}." if stands else text

    def summary(self) -> str:
        """Return what is compared, and how many panels show it."""
        metric, plan = self.state.current_metric, self._bars_plan
        if metric is None:
            return self.tr("There is nothing to draw.")
        text = self.tr("Bar chart of %1: %2 compared, %3, %4.")
        text = text.replace("%1", metric.name).replace("%2", grouped(len(self._chosen.entities)))
        return text.replace("%3", periods_in_words(len(plan.periods))).replace("%4", panels_in_words(len(plan.panels)))

    def _legend_entries(self) -> list[LegendEntry]:
        plan = self._bars_plan
        entries = [LegendEntry(name, Swatch.BAR, series) for series, name in enumerate(plan.series)]
        if plan.whole is not None and (plan.by_period or not plan.is_grouped):
            entries.append(LegendEntry(plan.names[plan.whole], Swatch.BAR, WHOLE))
        if plan.has_thin:
            entries.append(LegendEntry(thin_in_words(self.state.thin_sample), Swatch.THIN_BAR))
        if plan.whole is not None:
            entries.append(LegendEntry(self.tr("All together, asked of Siro as one population"), Swatch.REFERENCE))
        bands = list(dict.fromkeys(band.label for band in plan.bands if band))
        entries += [LegendEntry(label, Swatch.BAND) for label in bands]
        if bands:
            entries += [LegendEntry(status_word(status), STATUS_SWATCHES[status]) for status in Status]
        return entries
