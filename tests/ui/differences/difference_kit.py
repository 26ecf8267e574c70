"""Comparisons to hold side by side."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from siro_desktop.domain.calendar import Calendar, Unit
from siro_desktop.domain.comparison import Comparison
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.periods import DateRange, local_period
from siro_desktop.domain.plan import CompareBy, CompareEntities, FetchPlan, build_plan
from siro_desktop.domain.profile import Profile
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.results import Answer, MetricValues, SavedResult
from siro_desktop.domain.targets import Target, Targets
from siro_desktop.ui.comparison.state import ComparisonState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

DENVER = ZoneInfo("America/Denver")
CALENDAR = Calendar(DENVER)
BY_MONTH = CompareBy(unit=Unit.MONTH)
NO_TARGETS = Targets()
LATER = datetime(2026, 12, 24, 12, tzinfo=UTC)
PROFILE = Profile(id="acme", name="Acme Roofing", time_zone="America/Denver")
NAMES = Names(
    users=(NamedId("ana", "Ana Ruiz"), NamedId("ben", "Ben Cole"), NamedId("cy", "Cyra Holm")),
    conversation_types=(NamedId("roof", "Roof inspection"), NamedId("siding", "Siding")),
)
Row = tuple[str, str, str, float | None, float | None]  # name, unit, abbreviation, value, pass rate
BASE: list[Row] = [
    ("Rep speaker share", "percent", "%", 58.2, 41.0),
    ("Longest monologue", "seconds", "sec", 140.4, 52.0),
    ("Customer questions", "count", "#", 6.4, None),
    ("Conversation time", "seconds", "sec", 1800, 88.5),
    ("Silence", "seconds", "sec", None, None),
    ("Objections handled", "count", "#", 0, 35.0),
    ("Score change", "score", "pts", -3.5, 0.0),
    ("Words per minute", "words per minute", "wpm", 151, 70.0),
]
TARGETS = Targets(
    (
        Target(metric_id="rep_speaker_share", minimum=40, maximum=50, tolerance=5),
        Target(metric_id="longest_monologue", maximum=110),
        Target(metric_id="words_per_minute", minimum=120, maximum=170),
    )
)


def make_plan(compare_by: CompareBy = BY_MONTH, ids: tuple[str, ...] = ("ana",), **changes: Any) -> FetchPlan:
    fields: dict[str, Any] = {
        "organization_id": "org_1",
        "conversation_type_id": "roof",
        "period": local_period(DateRange(date(2026, 9, 1), date(2026, 11, 30)), DENVER),
        "filter_by": (EntityType.USER,),
        "ids": ids,
    }
    return build_plan(MetricsQuery(**(fields | changes)), "acme", compare_by=compare_by, calendar=CALENDAR)


def make_answer(key: str, rows: Sequence[Row], recordings: float = 52, **changes: Any) -> Answer:
    fields: dict[str, Any] = {
        "cell_key": key,
        "recordings_evaluated": recordings,
        "metrics": MetricValues(
            ids=[row[0].lower().replace(" ", "_") for row in rows],
            names=[row[0] for row in rows],
            units=[row[1] for row in rows],
            unit_abbreviations=[row[2] for row in rows],
            metric_types=["AI_METRIC"] * len(rows),
            descriptions=[f"About {row[0]}" for row in rows],
            values=[row[3] for row in rows],
            pass_rates=[row[4] for row in rows],
        ),
        "start_at": "",
        "end_at": "",
        "filter_by": (),
        "filter_by_ids": (),
        "fetched_at": LATER,
        "duration_ms": 3,
        "pages": (),
    }
    return Answer(**(fields | changes))


def shifted(rows: Sequence[Row], factor: float, points: float) -> list[Row]:
    """The same metrics with other figures."""
    return [
        (
            name,
            unit,
            short,
            None if value is None else round(value * factor, 2),
            None if rate is None else min(100.0, max(0.0, rate + points)),
        )
        for name, unit, short, value, rate in rows
    ]


def make_saved(plan: FetchPlan, answers: Sequence[Answer | None], result_id: int = 7, **changes: Any) -> SavedResult:
    fields: dict[str, Any] = {
        "id": result_id,
        "profile_name": "Acme Roofing",
        "api_base_url": "https://api.siro.ai",
        "time_zone": "America/Denver",
        "saved_at": LATER,
        "plan": plan,
        "answers": {cell.key: answer for cell, answer in zip(plan.cells, answers, strict=False) if answer is not None},
    }
    return SavedResult(**(fields | changes))


def three_months(**changes: Any) -> SavedResult:
    """One person's September, October and November; the last has a metric that is new."""
    plan = make_plan(**changes)
    new: Row = ("Next step agreed", "percent", "%", 61.0, 61.0)
    months = [BASE, shifted(BASE, 0.9, 3), [*shifted(BASE, 0.8, 31)[1:], shifted(BASE, 0.8, 31)[0], new]]
    return make_saved(
        plan,
        [make_answer(cell.key, rows, n) for cell, rows, n in zip(plan.cells, months, (52, 48, 61), strict=True)],
    )


def three_people() -> SavedResult:
    """One month of three people; the second has few recordings."""
    plan = make_plan(CompareBy(entities=CompareEntities.EACH), ("ana", "ben", "cy"))
    people = zip(plan.cells, (1, 1.2, 0.7), (40, 3, 71), strict=True)
    return make_saved(plan, [make_answer(cell.key, shifted(BASE, factor, 5), n) for cell, factor, n in people])


def one_month(result_id: int = 9, **changes: Any) -> SavedResult:
    """A plain result of one cell, of October."""
    october = local_period(DateRange(date(2026, 10, 1), date(2026, 10, 31)), DENVER)
    plan = make_plan(CompareBy(), **({"period": october} | changes))
    return make_saved(plan, [make_answer(plan.cells[0].key, shifted(BASE, 1.1, -4), 44)], result_id)


def make_state(saved: SavedResult | None = None, targets: Targets = NO_TARGETS) -> ComparisonState:
    state = ComparisonState()
    state.set_profile(PROFILE)
    state.set_names(NAMES)
    state.set_targets(targets)
    if saved is not None:
        state.set_comparison(Comparison(saved))
    return state


def at(saved: SavedResult, fetched_at: datetime, growth: float = 0) -> dict[str, Answer]:
    """A copy of the answers from another time, with so many recordings more."""
    return {
        key: replace(answer, fetched_at=fetched_at, recordings_evaluated=answer.recordings_evaluated + growth)
        for key, answer in saved.answers.items()
    }


def chosen(view: QWidget) -> list[str]:
    """What stands in the lists of A and of B."""
    names = ("difference_a_entity", "difference_a_period", "difference_b_entity", "difference_b_period")
    return [view.findChild(QComboBox, name).currentText() for name in names]  # type: ignore[union-attr]


def click(qtbot: QtBot, view: QWidget, kind: type[QWidget], name: str) -> None:
    qtbot.mouseClick(view.findChild(kind, name), Qt.MouseButton.LeftButton)
