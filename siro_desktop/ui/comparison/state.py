"""What the views of a comparison share: figures, names, targets, the chosen metric, order and selection.

A view reads from here, and says here what a person chose; the other views follow.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from siro_desktop.domain.calendar import Calendar
from siro_desktop.domain.color_bands import SIRO_BANDS
from siro_desktop.domain.events import mark_events
from siro_desktop.domain.names import Names
from siro_desktop.domain.periods import MONDAY
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.targets import Targets
from siro_desktop.domain.zones import zone_of
from siro_desktop.ui.entity_offers import no_offers
from siro_desktop.ui.former import Former
from siro_desktop.ui.words import days_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from siro_desktop.domain.comparability import Rules
    from siro_desktop.domain.comparison import ComparedMetric, Comparison, Figure, Place
    from siro_desktop.domain.events import Event, EventMark
    from siro_desktop.domain.profile import Profile
    from siro_desktop.domain.query import Entity
    from siro_desktop.domain.targets import ColorBands, Target
    from siro_desktop.ui.entity_offers import EntityOffer, OffersOf

_MILLISECOND = timedelta(milliseconds=1)


class ComparisonState(QObject):
    """One comparison as it is looked at. GUI thread."""

    comparison_changed = Signal()
    """Other figures, names, targets or thin sample: show everything anew."""
    least_changed = Signal()
    events_changed = Signal()
    metric_changed = Signal()
    order_changed = Signal()
    selection_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.comparison: Comparison | None = None
        self.names = Names()
        self.targets = Targets()
        self.events: tuple[Event, ...] = ()
        self._thin_sample = self.thin_sample = 0
        self.least = 0
        """Figures on fewer recordings are left out."""
        self.late_scores = timedelta()
        self._week_start, self._fiscal_start = MONDAY, 1
        self.metric = 0
        self.entity_order: tuple[int, ...] = ()
        self.selected: Place | None = None
        self.offers_of: OffersOf = no_offers
        """What the menus of the views offer to do with an entity."""
        self._known: dict[tuple[EntityType, ...], dict[str, str]] = {}  # names by id, for thousands of people
        self._former = Former(self)
        # By metric and period, for tens of thousands of figures.
        self._found: dict[tuple[int, int], Target | None] = {}
        self._found_bands: dict[tuple[int, int], ColorBands] = {}
        self._marks: tuple[EventMark, ...] | None = None

    # What a person, or the page, says ------------------------------------------------------------------------------

    def set_comparison(self, comparison: Comparison | None) -> None:
        """Show another comparison. Metric, order and selection stay where the new one has the same."""
        former = self.comparison
        if former is comparison:
            return
        kept = former.metrics[self.metric].key if former and self.metric < len(former.metrics) else None
        keys = [metric.key for metric in comparison.metrics] if comparison else []
        is_like = former is not None and comparison is not None and former.entities == comparison.entities
        self.comparison = comparison
        if former is not None:
            self.let_go(former)
        self._forget_found()
        self._marks = None
        self._fit_thin_sample()
        self.metric = keys.index(kept) if kept in keys else _first_metric(comparison)
        if not is_like:
            self.entity_order = self._plain_order()
        if not is_like or former is None or comparison is None or former.periods != comparison.periods:
            self.selected = None
        self.comparison_changed.emit()
        if not is_like:
            self.set_least(0)

    def set_names(self, names: Names) -> None:
        """Say names instead of ids."""
        if names != self.names:  # they are read again after every run
            self.names = names
            self._known.clear()
            self.comparison_changed.emit()

    def set_targets(self, targets: Targets) -> None:
        """Hold figures against these targets."""
        if targets != self.targets:
            self.targets = targets
            self._forget_found()
            self.comparison_changed.emit()

    def set_events(self, events: tuple[Event, ...]) -> None:
        """Mark these events in trends."""
        if events != self.events:
            self.events, self._marks = events, None
            self.events_changed.emit()

    def set_profile(self, profile: Profile) -> None:
        """Go by a profile's rules: which figures are thin, how long scores come late, how its calendar counts."""
        self._thin_sample = profile.thin_sample
        self._fit_thin_sample()
        self.late_scores = profile.late_scores
        self._week_start, self._fiscal_start = profile.week_start, profile.fiscal_start
        self.comparison_changed.emit()

    def choose_metric(self, metric: int) -> None:
        """Look at another metric: its position in `Comparison.metrics`."""
        if metric != self.metric and self.comparison is not None and 0 <= metric < len(self.comparison.metrics):
            self.metric = metric
            self.metric_changed.emit()

    def set_entity_order(self, order: Sequence[int] | None) -> None:
        """Show the entities in this order, which names each once, without the whole; None: as they were asked."""
        wanted = self._plain_order() if order is None else tuple(order)
        if wanted != self.entity_order:
            self.entity_order = wanted
            self.order_changed.emit()

    def set_least(self, recordings: int) -> None:
        """Leave figures on fewer recordings out of every view; 0: none."""
        if recordings != self.least:
            self.least = recordings
            self.least_changed.emit()

    def select(self, place: Place | None) -> None:
        """Let one figure stand out in every view; None: none. What the comparison does not have cannot be selected."""
        if place != self.selected and (place is None or self._has(place)):
            self.selected = place
            self.selection_changed.emit()

    def _has(self, place: Place) -> bool:
        comparison = self.comparison
        if comparison is None:
            return False
        return 0 <= place.entity < len(comparison.entities) and 0 <= place.period < len(comparison.periods)

    # What there is to see ------------------------------------------------------------------------------------------

    @property
    def shown_entities(self) -> tuple[int, ...]:
        """Positions of the entities in the order in which they are shown; the whole, if it is there, last."""
        whole = self.comparison.whole if self.comparison else None
        return self.entity_order if whole is None else (*self.entity_order, whole)

    def offers(self, place: Place | None) -> tuple[EntityOffer, ...]:
        """Return what can be done with whom a figure is about; nothing without one."""
        if self.comparison is None or place is None:
            return ()
        return self.offers_of(self.comparison.entities[place.entity])

    @property
    def current_metric(self) -> ComparedMetric | None:
        """The metric that is looked at; None if there is none."""
        if self.comparison is None or not self.comparison.metrics:
            return None
        return self.comparison.metrics[self.metric]

    @property
    def zone(self) -> ZoneInfo:
        """The zone that the result's days are cut in."""
        return zone_of(self.comparison.saved.time_zone if self.comparison else "UTC")

    @property
    def rules(self) -> Rules:
        """What is comparable, in the zone of the result."""
        from siro_desktop.domain.comparability import Rules

        return Rules(Calendar(self.zone, self._week_start, self._fiscal_start), self.late_scores, self.thin_sample)

    @property
    def event_marks(self) -> tuple[EventMark, ...]:
        """Where events lie in the periods of the comparison."""
        if self._marks is None:
            periods = self.comparison.periods if self.comparison else ()
            self._marks = mark_events(self.events, periods, self.zone)
        return self._marks

    def entity_name(self, entity: int) -> str:
        """Return what people call an entity; its ids where no name is known."""
        if self.comparison is None:
            return ""
        return self.name_of(self.comparison.entities[entity], is_whole=entity == self.comparison.whole)

    def name_of(self, entity: Entity, *, is_whole: bool = False) -> str:
        """Return what people call an entity, also of another result; `is_whole`: it holds all others."""
        if is_whole:
            return self.tr("All together")
        if entity.filter_by == (EntityType.ORGANIZATION,):
            return self.tr("Whole organization")
        kinds = entity.filter_by
        if kinds not in self._known:
            self._known[kinds] = {named.id: named.name for kind in kinds for named in self.names.of(kind)}
        known = self._known[kinds]
        return ", ".join(known.get(entity_id) or entity_id for entity_id in entity.ids)

    def period_name(self, period: int) -> str:
        """Return a period in words, such as *5–11 Oct 2026*."""
        return "" if self.comparison is None else days_in_words(self.comparison.periods[period], self.zone)

    def target(self, metric: int, period: int) -> Target | None:
        """Return the target that holds for a metric at the end of a period, if any."""
        if self.comparison is None:
            return None
        if (metric, period) not in self._found:
            self._found[metric, period] = self.targets.find(*self._held_at(self.comparison, metric, period))
        return self._found[metric, period]

    def color_bands(self, metric: int, period: int) -> ColorBands:
        """Return the colours that pass rates of a metric have at the end of a period."""
        if self.comparison is None:
            return SIRO_BANDS
        if (metric, period) not in self._found_bands:
            found = self.targets.color_bands(*self._held_at(self.comparison, metric, period))
            self._found_bands[metric, period] = found
        return self._found_bands[metric, period]

    def is_thin(self, recordings: float | None) -> bool:
        """True for a figure on so few recordings that it says little."""
        return recordings is not None and recordings < self.thin_sample

    def is_left_out(self, recordings: float | None) -> bool:
        """True for a figure on fewer recordings than a person wants to see."""
        return recordings is not None and recordings < self.least

    def figure(self, place: Place, metric: int) -> Figure | None:
        """Return a figure of the comparison, unless it is left out."""
        found = None if self.comparison is None else self.comparison.figure(place, metric)
        return None if found is None or self.is_left_out(found.recordings) else found

    def _held_at(self, comparison: Comparison, metric: int, period: int) -> tuple[str, date, str]:
        """The metric's id, the last day of a period, and the conversation type: what targets are looked for by."""
        last = Calendar(self.zone).day_of(comparison.periods[period].end - _MILLISECOND)
        return comparison.metrics[metric].key.id, last, comparison.saved.plan.query.conversation_type_id

    def _fit_thin_sample(self) -> None:
        """Say on how few recordings a figure is thin. Where each is named, none is: they are no sample."""
        kinds = self.comparison.saved.plan.query.filter_by if self.comparison else ()
        self.thin_sample = 0 if kinds == (EntityType.RECORDING,) else self._thin_sample

    def let_go(self, *former: object) -> None:
        """Let what was shown go in turns of its own."""
        self._former.let_go(*former)

    def _forget_found(self) -> None:
        self._found.clear()
        self._found_bands.clear()

    def _plain_order(self) -> tuple[int, ...]:
        if self.comparison is None:
            return ()
        return tuple(e for e in range(len(self.comparison.entities)) if e != self.comparison.whole)


def _first_metric(comparison: Comparison | None) -> int:
    """The first metric that recordings pass or not: that says more than how many recordings there are."""
    if comparison is not None and comparison.metrics:
        for answer in comparison.saved.answers.values():
            judged = (row for row, rate in enumerate(answer.metrics.pass_rates) if rate is not None)
            row = next(judged, None)
            if row is not None:
                return comparison.metric_at(answer.cell_key)[row]
    return 0
