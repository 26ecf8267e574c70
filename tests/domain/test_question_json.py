"""A question survives its file; whatever else a file holds is refused with its place, and never a crash."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from struct_strategies import builds

from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.periods import DateRange, Period
from siro_desktop.domain.plan import PLAN_UNITS, CompareBy, CompareEntities
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.question import Question
from siro_desktop.domain.question_json import QueryFile, one_line, parse_query_file, query_file_text
from siro_desktop.domain.relative_periods import Offset, RelativePeriod
from siro_desktop.errors import UnusableFile

QUESTION = Question(
    organization_id="org_1",
    conversation_type_id="roof",
    period=RelativePeriod.parse("last-week"),
    filter_by=(EntityType.USER,),
    ids=("ana", "ben"),
    group_by=(EntityType.TEAM,),
    compare_by=CompareBy(entities=CompareEntities.EACH, unit=Unit.WEEK),
)
FILE = QueryFile(question=QUESTION, name="Monday board", folder="Weekly", names={"ben": "Ben Müller", "ana": "Ana"})

texts = st.text(st.characters(exclude_categories=["Cs"]))
instants = st.integers(0, 1_100 * 365 * 86_400_000).map(
    lambda after: datetime(1800, 1, 2, tzinfo=UTC) + timedelta(milliseconds=after)
)
counts = st.integers(1, 1000)
relative_periods = st.one_of(
    st.builds("this-{}{}".format, st.sampled_from(list(Unit)), st.sampled_from(["", "-to-date"])),
    st.builds("last-{}-{}s{}".format, counts, st.sampled_from(list(Unit)), st.sampled_from(["", "-to-date"])),
).map(RelativePeriod.parse)
periods = st.one_of(
    relative_periods,
    builds(DateRange, st.dates(), st.dates()),
    builds(
        lambda start, length: Period(start, start + length),
        instants,
        st.timedeltas(timedelta(milliseconds=1), timedelta(days=9999)),
    ),
)
types = st.lists(st.sampled_from(EntityType)).map(tuple)
comparisons = builds(
    lambda entities, cut, with_whole: CompareBy(entities=entities, with_whole=with_whole, **cut),
    st.sampled_from(CompareEntities),
    st.one_of(
        st.just({}),
        st.fixed_dictionaries({"unit": st.sampled_from(PLAN_UNITS)}),
        st.fixed_dictionaries({"offset": builds(Offset, counts, st.one_of(st.none(), st.sampled_from(Unit)))}),
    ),
    st.booleans(),
)
questions = builds(
    Question,
    organization_id=texts,
    conversation_type_id=texts,
    period=periods,
    filter_by=types,
    ids=st.lists(texts).map(tuple),
    group_by=types,
    compare_by=comparisons,
)
files = builds(
    QueryFile,
    question=questions,
    name=texts.map(one_line),
    folder=texts.map(one_line),
    names=st.dictionaries(texts, texts),
)


@given(files)
def test_what_is_written_is_read_again(file: QueryFile) -> None:
    text = query_file_text(file)
    assert parse_query_file(text.encode()) == file
    assert query_file_text(parse_query_file(text)) == text


def test_a_file_reads_well_and_keeps_its_order() -> None:
    assert query_file_text(FILE) == (
        '{\n  "siroquery": 1,\n  "name": "Monday board",\n  "folder": "Weekly",\n  "organization_id": "org_1",\n'
        '  "conversation_type_id": "roof",\n  "period": "last-week",\n  "filter_by": [\n    "USER"\n  ],\n'
        '  "ids": [\n    "ana",\n    "ben"\n  ],\n  "group_by": [\n    "TEAM"\n  ],\n'
        '  "compare_by": [\n    "entity",\n    "week"\n  ],\n'
        '  "names": {\n    "ana": "Ana",\n    "ben": "Ben Müller"\n  }\n}\n'
    )


def test_what_is_open_may_be_left_out() -> None:
    question = parse_query_file('{"siroquery": 1, "period": "today"}').question
    assert (question.organization_id, question.conversation_type_id, question.ids) == ("", "", ())
    assert not question.is_compared
    assert '"ids"' not in query_file_text(QueryFile(question=question))


def test_a_byte_order_mark_does_no_harm() -> None:
    assert parse_query_file(b"\xef\xbb\xbf" + query_file_text(FILE).encode()) == FILE


def test_unknown_keys_are_left_out_with_a_notice() -> None:
    file = parse_query_file('{"siroquery": 1, "period": "today", "colour": "green", "token": "t"}')
    assert file.notices == ("“colour” is not known and was left out.", "“token” is not known and was left out.")
    assert "green" not in query_file_text(file)


def test_a_newer_version_says_what_to_do() -> None:
    with pytest.raises(UnusableFile, match="Update the program"):
        parse_query_file('{"siroquery": 2, "period": {"moon": "full"}}')


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"siroquery": "one"}, "siroquery: "),
        ({"siroquery": True}, "siroquery: "),
        ({"siroquery": 0}, "siroquery: "),
        ({"name": 7}, "name: "),
        ({"name": "\ud800"}, "name: "),
        ({"period": None}, "period: "),
        ({"period": "someday"}, "period: “someday” is not a period"),
        ({"period": {"first": "2026-10-01"}}, "period: "),
        ({"period": {"first": "October", "last": "2026-10-31"}}, "period, first: "),
        ({"period": {"start": "2026-10-01T00:00:00", "end": "2026-10-02T00:00:00Z"}}, "period, start: Add an offset"),
        ({"period": {"start": "2026-10-01T00:00:00Z", "end": "0001-01-01T00:00:00+23:00"}}, "period, end: "),
        ({"period": {"start": "2026-10-03T00:00:00Z", "end": "2026-10-02T00:00:00Z"}}, "period: The end must come"),
        ({"filter_by": ["USER", "DOG"]}, "filter_by, entry 2: “DOG” is none of"),
        ({"filter_by": "USER"}, "filter_by: This must be a list"),
        ({"ids": ["ana", 5]}, "ids, entry 2: This must be text"),
        ({"compare_by": ["entity", "member"]}, "compare_by: Choose one of"),
        ({"compare_by": ["year"]}, "compare_by: “year” is none of"),
        ({"names": ["ana"]}, "names: "),
        ({"names": {"ana": 1}}, "names, ana: "),
    ],
)
def test_a_wrong_value_is_refused_with_its_place(change: dict[str, object], place: str) -> None:
    content = {**json.loads(query_file_text(FILE)), **change}
    with pytest.raises(UnusableFile) as refused:
        parse_query_file(json.dumps(content))
    assert refused.value.message.startswith(place)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (b"", "Line 1, column 1: "),
        (b'{"siroquery": 1,\n "period" "today"}', "Line 2, column 11: "),
        (b"\x89PNG\xff", "Byte 0: "),
        (b"[" * 100_000, "Something in this file"),
        (b'{"siroquery": ' + b"1" * 5000 + b"}", "Something in this file"),
        (b"[1]", "The beginning: "),
        (b'{"openapi": "3.1"}', "The beginning: "),
    ],
)
def test_what_is_no_query_is_refused_with_its_place(text: bytes, place: str) -> None:
    with pytest.raises(UnusableFile) as refused:
        parse_query_file(text)
    assert refused.value.message.startswith(place)


def _parse(text: bytes) -> None:
    try:
        assert isinstance(parse_query_file(text).question, Question)
    except UnusableFile as error:
        error.message.encode()  # a sentence that can be shown


@given(st.binary(max_size=200))
def test_no_bytes_crash_it(text: bytes) -> None:
    _parse(text)


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text() | st.sampled_from(["last-week", "USER"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text() | st.just("first"), inner, max_size=3),
    max_leaves=6,
)
keys = st.sampled_from(["siroquery", "name", "period", "filter_by", "ids", "group_by", "compare_by", "names", "folder"])


@given(st.dictionaries(keys | st.text(), json_values))
def test_no_json_crashes_it(changes: dict[str, object]) -> None:
    _parse(json.dumps({**json.loads(query_file_text(FILE)), **changes}).encode())


@given(files, st.data())
def test_no_damage_to_a_file_crashes_it(file: QueryFile, data: st.DataObject) -> None:
    text = bytearray(query_file_text(file).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(text) - 1))
        text[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
        if not text:
            break
    _parse(bytes(text))


def test_a_name_is_one_visible_line() -> None:
    assert one_line("  Monday\n\tboard \u202e x ") == "Monday board x"
    assert len(one_line("a" * 999)) == 200


def test_days_stay_days() -> None:
    days = DateRange(date(2026, 10, 1), date(2026, 10, 31))
    text = query_file_text(QueryFile(question=Question(**{**_fields(QUESTION), "period": days})))
    assert '"first": "2026-10-01",\n    "last": "2026-10-31"' in text


def _fields(question: Question) -> dict[str, object]:
    return {name: getattr(question, name) for name in Question.__slots__}
