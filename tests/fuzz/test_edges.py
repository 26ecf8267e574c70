"""Any bytes at any edge: a value or a SiroError, never another exception, never for long. See long_run.py for more."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fuzz_targets import (
    TARGETS,
    feed_profile_file,
    feed_redirect,
    feed_store,
    feed_tokens,
    feed_values,
    load_store,
    store_file,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from seeds import PAGE, PORT, PROFILES, SEEDS, STATE, TOKENS

SLOWEST = 5_000  # milliseconds for one input; what hangs, fails
edge = settings(deadline=SLOWEST, suppress_health_check=[HealthCheck.too_slow])
slow_edge = settings(edge, max_examples=60)

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)


@st.composite
def damaged(draw: st.DrawFn, original: bytes) -> bytes:
    """`original` with a few pieces taken out, put in twice or written over."""
    content = bytearray(original)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 30)))
        piece = bytes(content[start:end])
        content[start:end] = draw(st.sampled_from([b"", piece * 2]) | st.binary(max_size=20))
    return bytes(content)


@pytest.mark.parametrize("name", TARGETS)
def test_good_input_is_taken(name: str) -> None:
    for seed in SEEDS[name]:
        TARGETS[name](seed)


@pytest.mark.parametrize("name", TARGETS)
@given(data=st.binary(max_size=600))
@slow_edge
def test_any_bytes(name: str, data: bytes) -> None:
    """A5 A17 H10."""
    TARGETS[name](data)


@given(damaged(PAGE))
@edge
def test_a_damaged_answer(data: bytes) -> None:
    """H10."""
    TARGETS["answer"](data)


@given(path=st.lists(st.integers(0, 8), max_size=4), new=JSON_VALUES)
@edge
def test_an_answer_with_another_value_in_one_place(path: list[int], new: Any) -> None:
    """H10: whatever JSON stands there, NaN and infinity too."""
    content = json.loads(PAGE)
    place: Any = {"root": content}
    step: Any = "root"
    for number in path:
        inner = place[step]
        if not isinstance(inner, dict | list) or not inner:
            break
        place, step = inner, (list(inner)[number % len(inner)] if isinstance(inner, dict) else number % len(inner))
    place[step] = new
    TARGETS["answer"](json.dumps(content).encode())


@given(damaged(TOKENS))
@edge
def test_a_damaged_token_answer(data: bytes) -> None:
    """A17."""
    feed_tokens(data)


@given(
    st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(
            ("access_token", "token_type", "expires_in", "refresh_token", "id_token", "error", "error_description"),
            JSON_VALUES,
        ),
    )
)
@edge
def test_a_token_answer_with_any_values(fields: dict[str, Any]) -> None:
    """A17, R12."""
    feed_tokens(json.dumps(fields).encode())


TEXT = st.text(st.characters(max_codepoint=0x2FF, exclude_characters="\r\n "), max_size=30)


@given(
    method=st.sampled_from(["GET", "POST", "HEAD", "get", ""]) | TEXT,
    path=st.sampled_from(["/callback", "/done", "//callback", "http://127.0.0.1/callback"]) | TEXT,
    query=st.lists(
        st.tuples(st.sampled_from(["state", "code", "error", "error_description", "iss"]), TEXT | st.just(STATE)),
        max_size=6,
    ),
    host=st.sampled_from([f"127.0.0.1:{PORT}", "evil.example.test"]) | TEXT,
    rest=st.binary(max_size=80),
)
@edge
def test_any_request_to_the_redirect_listener(
    method: str, path: str, query: list[tuple[str, str]], host: str, rest: bytes
) -> None:
    """A5, A6, A8: it answers or hangs up, and the state is never told."""
    target = path + "?" + "&".join(f"{name}={value}" for name, value in query)
    feed_redirect(f"{method} {target} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode() + rest)


@given(damaged(SEEDS["redirect"][0]))
@edge
def test_a_damaged_redirect(data: bytes) -> None:
    """A5, A6."""
    feed_redirect(data)


@given(damaged(PROFILES))
@slow_edge
def test_a_damaged_profile_file(data: bytes) -> None:
    feed_profile_file(data)


@given(st.binary(min_size=4, max_size=64))
@slow_edge
def test_a_store_with_damaged_bytes(data: bytes) -> None:
    feed_store(data)


@given(place=st.binary(min_size=4, max_size=4), value=JSON_VALUES.map(json.dumps) | st.text(max_size=40))
@slow_edge
def test_a_store_with_another_value_in_one_place(place: bytes, value: str) -> None:
    feed_values(place + value.encode("utf-8", "replace"))


def test_tables_within_braces() -> None:
    """Found by fuzzing: this is right TOML, and tomlkit raises ValueError where a table is to be put into them."""
    feed_profile_file(b'profiles = {a = {name = "x"}}\n')


def test_a_schema_that_is_no_utf_8() -> None:
    """Found by fuzzing: Python raises UnicodeDecodeError over SQLite's own message about the damage."""
    content = bytearray(store_file())
    content[content.index(b"TEXT PRIMARY KEY") + 11] = 0xEA
    load_store(bytes(content))


def test_an_instant_before_the_year_1() -> None:
    """Found by fuzzing: OverflowError."""
    load_store(store_file(), ("results", "saved_at", 0, "0001-01-01T00:00:00+23:59"))
