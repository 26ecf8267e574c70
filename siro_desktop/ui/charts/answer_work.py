"""What the charts of an answer have to work out, here or in another thread. No widgets, no pyqtgraph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from siro_desktop.stopping import checkpoint
from siro_desktop.ui.charts.answer_panels import ChartPlan, plan_panels
from siro_desktop.ui.charts.panel_words import panel_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from siro_desktop.domain.results import MetricValues
    from siro_desktop.domain.targets import HeldTargets
    from siro_desktop.domain.units import NumberFormat
    from siro_desktop.ui.charts.bar_choice import BarChoice
    from siro_desktop.ui.charts.panels import PanelTexts


class WorkedOut(Struct, frozen=True, eq=False):
    """The plan that some work led to, and what stands around each of its panels."""

    work: ChartsWork
    plan: ChartPlan
    texts: tuple[PanelTexts, ...]


class ChartsWork(Struct, frozen=True, eq=False):
    """The rows that are to be drawn, and how. `rows` and `metrics` never change."""

    metrics: MetricValues
    rows: Sequence[int]
    numbers: NumberFormat
    choice: BarChoice
    held: HeldTargets
    recordings: float | None

    def steps(self) -> Iterator[WorkedOut | None]:
        """Yield None every few milliseconds, and at the end what was worked out."""
        plan = ChartPlan()
        for found in plan_panels(self.metrics, self.rows, self.numbers, self.choice, self.held):
            plan = found or plan
            yield None
        texts = []
        for panel in plan.panels:
            texts.append(panel_texts(panel, self.recordings))
            yield None
        yield WorkedOut(self, plan, tuple(texts))

    def work_out(self) -> WorkedOut:
        """Do all of it, in any thread. Raises Cancelled where nobody wants it any more."""
        found = WorkedOut(self, ChartPlan(), ())
        for step in self.steps():
            checkpoint()
            found = step or found
        return found
