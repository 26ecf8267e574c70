"""A page becomes columns, or one UnexpectedAnswer that says where it went wrong (H10)."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.api.parse import ParsedPage, parse_page
from siro_desktop.errors import UnexpectedAnswer

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def encode(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode(errors="surrogatepass")


def test_the_documented_example() -> None:
    """H10: as in Siro's documentation."""
    body = b"""
    {"data": {"recordingsEvaluatedCount": 150, "metricValues": [
      {"id": "metric_value_001", "name": "Conversation Time", "unit": "seconds", "unitAbbreviated": "sec",
       "metricType": "CONVERSATION_TIME", "description": "Total duration of the conversation in seconds",
       "value": 1800, "passRate": 123}],
      "startAt": "2024-01-01T00:00:00Z", "endAt": "2024-01-31T23:59:59Z",
      "filterByIds": ["user_001", "user_002"], "filterBy": "USER"},
     "cursor": "<string>", "pageSize": 123, "limit": 123, "total": 123, "hasNextPage": true}"""
    page = parse_page(body)
    row = page.metrics[0]
    assert (row.id, row.name, row.unit, row.unit_abbreviated) == (
        "metric_value_001",
        "Conversation Time",
        "seconds",
        "sec",
    )
    assert (row.metric_type, row.value, row.pass_rate) == ("CONVERSATION_TIME", 1800, 123)
    assert row.description == "Total duration of the conversation in seconds"
    assert (page.recordings_evaluated, page.total, page.cursor, page.has_next_page) == (150, 123, "<string>", True)
    assert (page.start_at, page.end_at) == ("2024-01-01T00:00:00Z", "2024-01-31T23:59:59Z")
    assert (page.filter_by, page.filter_by_ids) == (("USER",), ("user_001", "user_002"))
    assert (page.extra, page.metrics.extras) == ({}, {})


@pytest.mark.parametrize("extra", [{}, {"surprise": 1}])
def test_absent_and_null_are_no_value_and_not_zero(page_json: Any, metric: Any, extra: dict[str, Any]) -> None:
    absent = {name: value for name, value in metric().items() if name not in {"value", "passRate", "description"}}
    nothing = metric(value=None, passRate=None, description=None, **extra)
    zero = metric(value=0, passRate=0.0, description="")
    metrics = parse_page(encode(page_json(absent, nothing, zero))).metrics
    assert list(metrics.values) == [None, None, 0]
    assert list(metrics.pass_rates) == [None, None, 0]
    assert list(metrics.descriptions) == [None, None, ""]


@pytest.mark.parametrize(
    ("data", "filter_by", "ids"),
    [
        ({"filterBy": "USER", "filterByIds": "u"}, ("USER",), ("u",)),
        ({"filterBy": ["USER", "TEAM"], "filterByIds": ["u", "t"]}, ("USER", "TEAM"), ("u", "t")),
        ({"filterBy": [], "filterByIds": []}, (), ()),
        ({"filterBy": "PLANET", "filterByIds": "x"}, ("PLANET",), ("x",)),
    ],
)
def test_one_string_or_many(page_json: Any, data: dict[str, Any], filter_by: Any, ids: Any) -> None:
    page = parse_page(encode(page_json(data=data)))
    assert (page.filter_by, page.filter_by_ids) == (filter_by, ids)


@pytest.mark.parametrize(
    ("envelope", "cursor", "has_next", "total"),
    [
        ({}, None, False, None),
        ({"cursor": None, "hasNextPage": None, "total": None, "limit": None, "pageSize": None}, None, False, None),
        ({"cursor": "abc", "hasNextPage": True, "total": 7}, "abc", True, 7),
        ({"cursor": 12345678901234567890, "hasNextPage": True, "total": 7.0}, "12345678901234567890", True, 7),
        ({"cursor": 1.5, "total": 7.5}, "1.5", False, None),
        ({"cursor": "", "hasNextPage": True}, None, True, None),
        ({"cursor": 0, "hasNextPage": True}, "0", True, None),
    ],
)
def test_the_envelope(page_json: Any, envelope: dict[str, Any], cursor: Any, has_next: bool, total: Any) -> None:
    page = parse_page(encode(page_json(**envelope)))
    assert (page.cursor, page.has_next_page, page.total) == (cursor, has_next, total)


def test_undocumented_fields_are_kept_at_every_level(page_json: Any, metric: Any) -> None:
    """H10: a new field shows up as itself."""
    body = encode(
        page_json(
            metric(1),
            metric(2, groupKey="u1", nested={"a": [1, None]}, metricType="BRAND_NEW"),
            data={"groupedBy": ["USER"], "same": "inner"},
            requestId="r1",
            same="outer",
        )
    )
    page = parse_page(body)
    assert page.extra == {"groupedBy": ["USER"], "same": "inner", "requestId": "r1", "envelope.same": "outer"}
    assert page.metrics.extras == {1: {"groupKey": "u1", "nested": {"a": [1, None]}}}
    assert page.metrics[1].metric_type == "BRAND_NEW"
    assert page.metrics[0].value == page.metrics[1].value == 1800
    assert page.metrics.extra_names() == ("groupKey", "nested")


def test_equal_texts_are_one_object(page_json: Any, metric: Any) -> None:
    first = parse_page(encode(page_json(*(metric(1) for _ in range(3))))).metrics
    second = parse_page(encode(page_json(metric(1, extra=1)))).metrics
    for column in ("names", "units", "unit_abbreviations", "metric_types", "descriptions"):
        assert len({id(text) for text in (*getattr(first, column), *getattr(second, column))}) == 1


def test_a_byte_order_mark_is_no_matter(page_json: Any, metric: Any) -> None:
    body = b"\xef\xbb\xbf" + encode(page_json(metric(name="Grüße 🎉")))
    assert parse_page(body).metrics.names[0] == "Grüße 🎉"


REQUIRED = ["recordingsEvaluatedCount", "metricValues", "startAt", "endAt", "filterByIds", "filterBy"]


@pytest.mark.parametrize("extra", [{}, {"surprise": 1}])
@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_field_is_named(page_json: Any, metric: Any, name: str, extra: dict[str, Any]) -> None:
    """H10"""
    value = page_json(metric(), data=extra)
    del value["data"][name]
    body = encode(value)
    with pytest.raises(UnexpectedAnswer) as caught:
        parse_page(body)
    assert f"`{name}`" in str(caught.value.detail)
    assert "$.data" in str(caught.value.detail)
    assert caught.value.raw == body


@pytest.mark.parametrize("extra", [{}, {"surprise": 1}])
@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("id", 7),
        ("id", None),
        ("name", ["x"]),
        ("unit", None),
        ("unitAbbreviated", 1),
        ("metricType", {}),
        ("description", 3),
        ("value", "1800"),
        ("value", True),
        ("value", []),
        ("passRate", "12"),
    ],
)
def test_a_wrong_type_is_named(page_json: Any, metric: Any, name: str, wrong: Any, extra: dict[str, Any]) -> None:
    """H10: with its path; the message stays plain."""
    with pytest.raises(UnexpectedAnswer) as caught:
        parse_page(encode(page_json(metric(1), metric(2, **{name: wrong}, **extra))))
    assert f"$.data.metricValues[1].{name}" in str(caught.value.detail)
    assert "$" not in caught.value.message


@pytest.mark.parametrize(
    "number", [b"NaN", b"Infinity", b"-Infinity", b"1e999", b"-1e999", b"1" + b"0" * 400, b"1" + b"0" * 5000]
)
@pytest.mark.parametrize("where", [b"150", b"1800", b"12.5"])
def test_numbers_that_are_none(page_json: Any, metric: Any, number: bytes, where: bytes) -> None:
    body = encode(page_json(metric())).replace(where, number)
    assert number in body
    with pytest.raises(UnexpectedAnswer):
        parse_page(body)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"null", "documentation"),
        (b"[]", "documentation"),
        (b'"x"', "documentation"),
        (b"{}", "documentation"),
        (b'{"data": null}', "documentation"),
        (b'{"data": []}', "documentation"),
        (b'{"error": "no"}', "documentation"),
        (b'{"data": {"recordingsEvaluatedCount": 150, "metricVal', "broke off"),
        (b"<html></html>", "not JSON"),
        (b"\xff\xfe{\x00}\x00", "not JSON"),
        (b"\x1f\x8b\x08", "not JSON"),
        (b"{'data': 1}", "not JSON"),
    ],
)
def test_what_is_no_page_at_all(body: bytes, sentence: str) -> None:
    with pytest.raises(UnexpectedAnswer) as caught:
        parse_page(body)
    assert sentence in caught.value.message
    assert caught.value.raw == body
    assert caught.value.detail


@pytest.mark.parametrize("text", [b"\\ud800", b"\\udc00x", b"\xff", b"\xed\xa0\x80", b"\\u12"])
@pytest.mark.parametrize("name", [b"Metric 1", b"odd"])
def test_text_that_is_none(page_json: Any, metric: Any, text: bytes, name: bytes) -> None:
    body = encode(page_json(metric(undocumented="odd"))).replace(name, text)
    with pytest.raises(UnexpectedAnswer):
        parse_page(body)


@pytest.mark.parametrize("depth", [5, 90, 100, 150, 900, 5_000, 200_000])
@pytest.mark.parametrize(("opening", "closing"), [(b"[", b"]"), (b'{"a":', b"}")])
@pytest.mark.parametrize("place", ["envelope", "data", "metric"])
def test_deep_nesting(page_json: Any, metric: Any, depth: int, opening: bytes, closing: bytes, place: str) -> None:
    """Kept up to a depth that everything behind can bear, refused beyond; never a RecursionError."""
    marks = {"envelope": {"mark": "@"}, "data": {"data": {"mark": "@"}}, "metric": {}}[place]
    row = metric(mark="@") if place == "metric" else metric()
    body = encode(page_json(row, **marks)).replace(b'"@"', opening * depth + b"1" + closing * depth)
    if depth <= 100:
        page = parse_page(body)
        kept = page.metrics.extras[0] if place == "metric" else page.extra
        assert json.loads(json.dumps(kept["mark"]))
    else:
        with pytest.raises(UnexpectedAnswer):
            parse_page(body)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_page_or_an_unexpected_answer(body: bytes) -> None:
    with pytest.raises(UnexpectedAnswer):
        parse_page(body)


def parsed(body: bytes) -> ParsedPage | UnexpectedAnswer:
    try:
        return parse_page(body)
    except UnexpectedAnswer as error:
        return error


def mutate(value: Any, path: list[int], new: Any) -> Any:
    """Replace one node of a JSON value, found by walking `path` over sorted members."""
    if not path or not isinstance(value, dict | list) or not value:
        return new
    keys = sorted(value) if isinstance(value, dict) else range(len(value))
    key = list(keys)[path[0] % len(value)]
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    copy[key] = mutate(value[key], path[1:], new)
    return copy


METRIC = {"id": "m", "name": "n", "unit": "u", "unitAbbreviated": "a", "metricType": "T", "value": 1, "passRate": 2}
DATA = {"recordingsEvaluatedCount": 1, "metricValues": [METRIC, METRIC | {"x": 1}], "startAt": "a", "endAt": "b"}
PAGE = {"data": DATA | {"filterByIds": ["i"], "filterBy": "USER", "y": {}}, "cursor": None, "hasNextPage": True}


@given(st.lists(st.integers(0, 9), max_size=5), JSON_VALUES)
def test_a_mutated_page_is_a_page_or_an_unexpected_answer(path: list[int], new: Any) -> None:
    """H10: mutated fixtures. What is accepted says what a plain decoder says."""
    body = encode(mutate(PAGE, path, new))
    page = parsed(body)
    if isinstance(page, UnexpectedAnswer):
        assert page.raw == body
        return
    plain = msgspec.json.decode(body)["data"]["metricValues"]
    assert [row.value for row in page.metrics] == [row.get("value") for row in plain]
    assert [row.id for row in page.metrics] == [row["id"] for row in plain]
    documented = {*METRIC, "description"}
    assert [dict(row.extra) for row in page.metrics] == [
        {name: value for name, value in row.items() if name not in documented} for row in plain
    ]


@given(st.integers(0, 10_000), st.binary(max_size=3))
def test_damaged_bytes_are_a_page_or_an_unexpected_answer(position: int, new: bytes) -> None:
    body = encode(PAGE)
    position %= len(body)
    damaged = body[:position] + new + body[position + 1 :]
    page = parsed(damaged)
    if isinstance(page, UnexpectedAnswer):
        assert page.raw == damaged
    else:
        assert isinstance(page.recordings_evaluated, float)
        assert len(page.metrics) == len(page.metrics.pass_rates)
