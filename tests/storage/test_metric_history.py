"""A metric's figures for the same question in other periods."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace
from storage_samples import SAVED_AT, make_answer, make_plan, make_query

from siro_desktop.domain.metric_history import HistoryOf
from siro_desktop.domain.periods import Period, wire_range
from siro_desktop.domain.plan import build_plan

if TYPE_CHECKING:
    from siro_desktop.storage.library import Library

WANTED = HistoryOf(
    profile_id="acme",
    conversation_type_id="roof_inspection",
    filter_by=("USER",),
    filter_by_ids=("user_a", "user_b"),
    group_by=("TEAM",),
    metric_id="metric_1",
)


def save(library: Library, plan=None, *, days: int = 0, hours: int = 0, **changes: object) -> None:
    """Keep an answer whose period begins `days` earlier, fetched `hours` later."""
    plan = plan or make_plan()
    period = plan.query.period
    start_at, end_at = wire_range(Period(period.start - timedelta(days=days), period.end - timedelta(days=days)))
    run = {"profile_name": "Acme", "api_base_url": "https://api.siro.ai", "time_zone": "UTC", "saved_at": SAVED_AT}
    result_id = library.save_run(plan=plan, **run)
    fields = {"start_at": start_at, "end_at": end_at, "fetched_at": SAVED_AT + timedelta(hours=hours)}
    fields |= {"filter_by": ("USER",), "filter_by_ids": ("user_a", "user_b")}
    library.save_answers(result_id, [make_answer(plan.cells[0].key, **(fields | changes))])


def test_the_newest_figures_of_each_period_come_with_their_recordings(library) -> None:
    save(library, days=31)
    save(library, hours=1, recordings_evaluated=7)
    save(library, hours=0)
    found = library.metric_history(WANTED)
    assert [(one.value, one.pass_rate, one.recordings) for one in found] == [(1801, None, 7), (1801, None, 150)]
    assert found[0].fetched_at == SAVED_AT + timedelta(hours=1)
    assert found[0].start_at > found[1].start_at


def test_other_people_types_profiles_and_metrics_are_left_out(library) -> None:
    save(library)
    save(library, make_plan("gutter"))
    save(library, make_plan(profile_id="other"))
    save(library, filter_by_ids=("user_a",))
    save(library, filter_by=("TEAM",))
    assert len(library.metric_history(WANTED)) == 1
    assert library.metric_history(replace(WANTED, metric_id="nowhere")) == ()
    assert len(library.metric_history(replace(WANTED, profile_id="other"))) == 1
    assert len(library.metric_history(replace(WANTED, conversation_type_id="gutter"))) == 1


def test_what_is_grouped_otherwise_is_another_question(library) -> None:
    save(library)
    save(library, build_plan(replace(make_query(), group_by=()), "acme"), days=31)
    assert len(library.metric_history(WANTED)) == 1
    assert len(library.metric_history(replace(WANTED, group_by=()))) == 1


def test_a_metric_that_an_answer_has_several_times_is_left_out(library) -> None:
    """For each group, say: nothing tells which of the figures is that of the row."""
    save(library)
    metrics = make_answer("x").metrics
    twice = replace(metrics, ids=("metric_1",) * len(metrics))
    save(library, days=31, metrics=twice)
    assert len(library.metric_history(WANTED)) == 1
    assert len(library.metric_history(replace(WANTED, metric_id="metric_2"))) == 1


def test_a_type_whose_id_needs_escaping_is_found(library) -> None:
    plan = build_plan(make_query('quote"\\ü'), "acme")
    save(library, plan)
    assert len(library.metric_history(replace(WANTED, conversation_type_id='quote"\\ü'))) == 1


def test_a_metric_that_changed_its_name_stays_one(library) -> None:
    save(library)
    values = make_answer("x", canary="Renamed").metrics
    save(library, days=31, metrics=values)
    assert len(library.metric_history(WANTED)) == 2


def test_no_more_than_asked_for(library) -> None:
    for month in range(4):
        save(library, days=31 * month)
    assert len(library.metric_history(WANTED, limit=3)) == 3
