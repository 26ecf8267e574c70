from __future__ import annotations

import json
import tempfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from storage_samples import make_answer, save_run
from struct_strategies import builds

from siro_desktop.domain.calendar import Calendar, Unit
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.periods import Period
from siro_desktop.domain.plan import Cell, CompareBy, CompareEntities, FetchPlan, build_plan
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.relative_periods import Offset
from siro_desktop.domain.results import Answer, MetricValues, Page, Problem
from siro_desktop.storage import codec
from siro_desktop.storage.library import Library

any_text = st.text(max_size=20)
utf8 = st.text(st.characters(codec="utf-8"), max_size=20)
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
instants = st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1), timezones=zones)  # noqa: DTZ001  as hypothesis wants them
types = st.lists(st.sampled_from(EntityType), max_size=4, unique=True).map(tuple)
periods = builds(
    lambda start, length: Period(start, start + length),
    instants,
    st.timedeltas(timedelta(milliseconds=2), timedelta(days=4000)),
)
queries = builds(
    MetricsQuery,
    organization_id=any_text,
    conversation_type_id=any_text,
    period=periods,
    filter_by=types,
    ids=st.lists(any_text, max_size=4).map(tuple),
    group_by=types,
)
plans = builds(
    lambda profile_id, identity, query, others: FetchPlan(
        profile_id=profile_id,
        identity=identity,
        query=query,
        cells=tuple(Cell(f"key{number}", other or query) for number, other in enumerate(others)),
    ),
    utf8,
    st.none() | any_text,
    queries,
    st.lists(st.none() | queries, min_size=1, max_size=4),
)
problems = builds(Problem, any_text, any_text, any_text, st.none() | any_text)
numbers = st.integers() | st.floats(allow_nan=False)
json_values = st.recursive(
    st.none() | st.booleans() | numbers | any_text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(any_text, inner, max_size=3),
    max_leaves=5,
)
rows = st.tuples(
    utf8,
    utf8,
    utf8,
    utf8,
    utf8,
    st.none() | utf8,
    st.none() | numbers,
    st.none() | numbers,
    st.dictionaries(any_text, json_values, max_size=2),
)


def build_answer(table: list[tuple[object, ...]], recordings: float, body: bytes, problem: Problem | None) -> Answer:
    columns = [list(column) for column in zip(*table, strict=True)] if table else [[]] * 9
    names = (
        "ids",
        "names",
        "units",
        "unit_abbreviations",
        "metric_types",
        "descriptions",
        "values",
        "pass_rates",
    )
    metrics = MetricValues(
        **dict(zip(names, columns, strict=False)),  # type: ignore[arg-type]
        extras={row: extra for row, extra in enumerate(columns[8]) if extra},  # type: ignore[misc]
    )
    pages = (Page("https://a/?x=%20", body),)
    return make_answer("key0", metrics=metrics, recordings_evaluated=recordings, pages=pages, problem=problem)


@given(plans, st.sampled_from([CompareBy(unit=Unit.WEEK), CompareBy(entities=CompareEntities.EACH, offset=Offset(3))]))
def test_plans_that_compare(plan: FetchPlan, compare_by: CompareBy) -> None:
    compared = replace(plan, compare_by=compare_by)
    text = codec.encode_plan(compared)

    assert codec.decode_plan(text) == compared
    assert json.loads(text)["version"] == 2


@given(plans)
def test_plans(plan: FetchPlan) -> None:
    text = codec.encode_plan(plan)

    assert codec.decode_plan(text) == plan
    assert json.loads(text)["version"] == 1


@given(instants)
def test_instants_keep_their_microseconds_and_sort_as_text(instant: datetime) -> None:
    text = codec.encode_instant(instant)

    assert codec.decode_instant(text) == instant
    assert codec.decode_instant(text).tzinfo is UTC
    assert text < codec.encode_instant(instant + timedelta(microseconds=1))


@given(st.none() | problems)
def test_problems(problem: Problem | None) -> None:
    assert codec.decode_problem(codec.encode_problem(problem)) == problem


known = st.lists(builds(NamedId, any_text, any_text, any_text, any_text), max_size=3).map(tuple)
recordings = st.lists(
    builds(NamedId, any_text, any_text, user_id=any_text, recorded_at=st.none() | instants),
    max_size=3,
    unique_by=lambda one: one.id,
).map(tuple)


@given(
    builds(
        Names,
        organization_id=any_text,
        conversation_types=known,
        users=known,
        teams=known,
        recordings=recordings,
        refused=st.lists(any_text, max_size=2).map(tuple),
        fetched_at=st.none() | instants,
    )
)
def test_names(names: Names) -> None:
    assert codec.decode_names(codec.encode_names(names)) == names


@settings(max_examples=40)
@given(st.lists(st.tuples(plans, builds(build_answer, st.lists(rows, max_size=6), numbers, st.binary(), problems))))
def test_whole_results(runs: list[tuple[FetchPlan, Answer]]) -> None:
    with tempfile.TemporaryDirectory() as name, Library.open(Path(name)) as library:
        saved = []
        for plan, answer in runs:
            saved.append(save_run(library, plan))
            library.save_answers(saved[-1], [answer])
        for result_id, (plan, answer) in zip(saved, runs, strict=True):
            result = library.load_result(result_id)
            assert result.plan == plan
            loaded = result.answers["key0"]
            assert list(loaded.metrics) == list(answer.metrics)
            assert [type(value) for value in loaded.metrics.values] == [type(value) for value in answer.metrics.values]
            assert (loaded.recordings_evaluated, loaded.pages) == (answer.recordings_evaluated, answer.pages)
            assert loaded.problem == answer.problem


def test_the_keys_in_the_file_are_the_documented_ones() -> None:
    """Files of version 1 must stay readable for ever: this text may be added to, never changed."""
    text = (
        '{"version":1,"profile_id":"acme","identity":null,"query":{"organization_id":"o","conversation_type_id":"c",'
        '"start":"2026-10-01T06:00:00Z","end":"2026-11-01T06:00:00.500Z","filter_by":["USER"],"ids":["u"],'
        '"group_by":[]},"cells":[{"key":"k"}]}'
    )
    plan = codec.decode_plan(text)

    assert plan.query.period.end == datetime(2026, 11, 1, 6, 0, 0, 500_000, tzinfo=UTC)
    assert plan.cells == (Cell("k", plan.query),)
    assert codec.encode_plan(plan) == text


def test_cells_of_version_1_hold_their_whole_query() -> None:
    query = (
        '{"organization_id":"o","conversation_type_id":"c","start":"2026-10-01T06:00:00Z",'
        '"end":"2026-11-01T06:00:00Z","filter_by":["USER"],"ids":["u"],"group_by":[]}'
    )
    other = query.replace('"u"', '"v"')
    text = f'{{"version":1,"profile_id":"a","identity":null,"query":{query},"cells":[{{"key":"k","query":{other}}}]}}'
    plan = codec.decode_plan(text)

    assert plan.cells == (Cell("k", replace(plan.query, ids=("v",))),)
    assert codec.encode_plan(plan) == text


def test_a_plan_that_compares_is_written_briefly() -> None:
    people = tuple(f"user_{number}" for number in range(50))
    year = Period(datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))
    query = MetricsQuery(
        organization_id="org_123456789",
        conversation_type_id="conv_123456789",
        period=year,
        filter_by=(EntityType.USER,),
        ids=people,
    )
    by = CompareBy(entities=CompareEntities.EACH, unit=Unit.WEEK)
    plan = build_plan(query, "acme", compare_by=by, calendar=Calendar(ZoneInfo("UTC")))
    text = codec.encode_plan(plan)

    assert codec.decode_plan(text) == plan
    assert len(text) < 190 * len(plan.cells)


def test_names_kept_before_teams_were_known() -> None:
    text = (
        '{"version":1,"organization_id":"o","conversation_types":[],"users":[["u","Ana","a@x.org"]],"teams":[],'
        '"recordings":[],"refused":[],"fetched_at":null}'
    )
    assert codec.decode_names(text).users == (NamedId("u", "Ana", "a@x.org"),)
    assert codec.encode_names(codec.decode_names(text)) == text
