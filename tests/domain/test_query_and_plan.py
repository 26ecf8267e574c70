"""What is asked: its checks, its ids, its cell, and how it looks on the wire."""

from __future__ import annotations

import ast
import shlex
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from siro_desktop.domain.periods import Period
from siro_desktop.domain.plan import build_plan, cell_key
from siro_desktop.domain.query import EntityType, MetricsQuery, parse_ids
from siro_desktop.domain.request import check_address_length, curl_command, python_snippet, request_url, wire_parameters
from siro_desktop.errors import QueryError

BASE = "https://api.siro.ai"
JANUARY = Period(datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 2, 1, tzinfo=UTC))
QUERY = MetricsQuery(
    organization_id="org_123",
    conversation_type_id="conv_type_456",
    period=JANUARY,
    filter_by=(EntityType.USER,),
    ids=("user_001", "user_002"),
)
IDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=12)


def test_a_whole_query_passes() -> None:
    QUERY.check()
    replace(QUERY, group_by=(EntityType.TEAM, EntityType.USER), ids=("a/b?c=1&d", "ünïcode")).check()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"conversation_type_id": ""}, "conversation_type_id"),
        ({"conversation_type_id": "  "}, "conversation_type_id"),
        ({"conversation_type_id": "a b"}, "conversation_type_id"),
        ({"organization_id": ""}, "organization_id"),
        ({"organization_id": "org\n"}, "organization_id"),
        ({"filter_by": ()}, "filter_by"),
        ({"filter_by": (EntityType.USER, EntityType.USER)}, "filter_by"),
        ({"group_by": (EntityType.TEAM, EntityType.TEAM)}, "group_by"),
        ({"ids": ()}, "ids"),
        ({"ids": ("",)}, "ids"),
        ({"ids": ("a", "")}, "ids"),
        ({"ids": ("a", "a")}, "ids"),
        ({"ids": ("a b",)}, "ids"),
        ({"ids": ("a\u200b",)}, "ids"),
        ({"ids": ("\ud800",)}, "ids"),
        ({"ids": ("x" * 513,)}, "ids"),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, object], field: str) -> None:
    with pytest.raises(QueryError) as caught:
        replace(QUERY, **changes).check()  # type: ignore[arg-type]
    assert caught.value.field == field
    assert caught.value.message


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", ()),
        (" \n\t,;, ", ()),
        ("a", ("a",)),
        ("a, b;c\nd\te  f", ("a", "b", "c", "d", "e", "f")),
        ('"a","b"', ("a", "b")),
        ("'a' \"\" b a", ("a", "b")),
        ("a\u00a0b", ("a", "b")),
    ],
)
def test_pasted_ids(text: str, ids: tuple[str, ...]) -> None:
    assert parse_ids(text) == ids


@given(st.text())
def test_pasted_ids_hold_no_blanks_and_no_repeats(text: str) -> None:
    ids = parse_ids(text)
    assert len(set(ids)) == len(ids)
    assert all(entity_id and not any(character.isspace() for character in entity_id) for entity_id in ids)
    assert parse_ids("\n".join(ids)) == ids


@given(
    st.permutations(["a", "b", "c", "ä"]),
    st.permutations(list(EntityType)),
    st.permutations([EntityType.TEAM, EntityType.USER]),
)
def test_the_order_of_a_question_does_not_change_its_cell(
    ids: list[str], filter_by: list[EntityType], group_by: list[EntityType]
) -> None:
    question = replace(QUERY, ids=tuple(ids), filter_by=tuple(filter_by), group_by=tuple(group_by))
    reference = replace(
        QUERY, ids=("a", "b", "c", "ä"), filter_by=tuple(EntityType), group_by=(EntityType.TEAM, EntityType.USER)
    )
    assert cell_key(question, "p", "me") == cell_key(reference, "p", "me")


def test_everything_that_decides_an_answer_changes_its_cell() -> None:
    questions = [
        QUERY,
        replace(QUERY, organization_id="other"),
        replace(QUERY, conversation_type_id="other"),
        replace(QUERY, period=Period(JANUARY.start, datetime(2024, 2, 2, tzinfo=UTC))),
        replace(QUERY, period=Period(datetime(2024, 1, 2, tzinfo=UTC), JANUARY.end)),
        replace(QUERY, filter_by=(EntityType.TEAM,)),
        replace(QUERY, group_by=(EntityType.USER,)),
        replace(QUERY, ids=("user_001",)),
        replace(QUERY, ids=("user_001user_002",)),
    ]
    keys = {cell_key(question, "p", "me") for question in questions}
    keys |= {cell_key(QUERY, "q", "me"), cell_key(QUERY, "p", None), cell_key(QUERY, "p", "you")}
    assert len(keys) == len(questions) + 3
    assert all(len(key) == 64 for key in keys)


def test_an_identity_may_hold_anything() -> None:
    """An id_token's JSON may decode to a lone surrogate, which UTF-8 cannot hold."""
    assert cell_key(QUERY, "p", "\ud800") != cell_key(QUERY, "p", "\ud801")


def test_a_plan_has_one_cell_and_checks_its_query() -> None:
    plan = build_plan(QUERY, "p", "me")
    assert [cell.query for cell in plan.cells] == [QUERY]
    assert plan.cells[0].key == cell_key(QUERY, "p", "me")
    with pytest.raises(QueryError):
        build_plan(replace(QUERY, ids=()), "p")


def test_parameters_are_the_documented_ones_in_order() -> None:
    grouped = replace(QUERY, group_by=(EntityType.USER, EntityType.TEAM))
    assert wire_parameters(grouped) == [
        ("requestedOrganizationId", "org_123"),
        ("conversationTypeId", "conv_type_456"),
        ("startAt", "2024-01-01T00:00:00Z"),
        ("endAt", "2024-01-31T23:59:59.999Z"),
        ("filterByIds", "user_001"),
        ("filterByIds", "user_002"),
        ("filterBy", "USER"),
        ("groupBy", "USER"),
        ("groupBy", "TEAM"),
    ]


@given(st.lists(IDS, min_size=1, max_size=5, unique=True), st.sampled_from(["", "/"]))
def test_the_address_says_what_the_parameters_say(ids: list[str], slash: str) -> None:
    query = replace(QUERY, ids=tuple(ids))
    address = urlsplit(request_url(BASE + slash, query))
    assert address.path == "/v1/core/scorecards/scorecard-metrics/values"
    assert parse_qsl(address.query, keep_blank_values=True) == wire_parameters(query)


@given(IDS)
def test_the_curl_command_is_one_shell_command_without_a_token(entity_id: str) -> None:
    query = replace(QUERY, ids=(entity_id,))
    words = shlex.split(curl_command(BASE, query))
    assert words == ["curl", "-H", "x-siro-auth-token: $SIRO_TOKEN", request_url(BASE, query)]


@given(IDS)
def test_the_python_snippet_is_a_program_with_the_same_parameters(entity_id: str) -> None:
    query = replace(QUERY, ids=(entity_id,))
    calls = [node for node in ast.walk(ast.parse(python_snippet(f"{BASE}/", query))) if isinstance(node, ast.Call)]
    options = {option.arg: option.value for option in calls[0].keywords}
    assert ast.literal_eval(calls[0].args[0]) == f"{BASE}/v1/core/scorecards/scorecard-metrics/values"
    assert ast.literal_eval(options["params"]) == wire_parameters(query)


def test_ten_thousand_ids_are_too_many_for_one_question() -> None:
    with pytest.raises(QueryError) as caught:
        check_address_length(BASE, replace(QUERY, ids=tuple(f"user_{number:05}" for number in range(10_000))))
    assert caught.value.field == "ids"
    assert "10,000 ids" in caught.value.message


def test_the_length_limit_counts_bytes_exactly() -> None:
    length = len(request_url(BASE, QUERY).encode())
    check_address_length(BASE, QUERY, limit=length)
    with pytest.raises(QueryError):
        check_address_length(BASE, QUERY, limit=length - 1)
