"""Page after page, with guards: every early stop leaves a warning, and what was read stays (H11)."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from siro_desktop.api import paging
from siro_desktop.errors import Cancelled, UnexpectedAnswer


def cursors(lab: Any) -> list[str | None]:
    return [request.url.params.get("cursor") for request in lab.siro.requests]


def test_one_page(lab: Any, page: Any, metric: Any) -> None:
    answer = lab.answer(page(metric(1), metric(2), cursor="c", total=2, hasNextPage=False))
    assert cursors(lab) == [None]
    assert list(answer.metrics.ids) == ["metric_value_001", "metric_value_002"]
    assert (answer.warnings, answer.problem, answer.is_partial) == ((), None, False)
    assert [(event.pages, event.values, event.total) for event in lab.events] == [(1, 2, 2)]
    assert answer.fetched_at == lab.clock.now()


def test_pages_are_joined_in_order(lab: Any, page: Any, metric: Any) -> None:
    """H11: the cursor is opaque, and a number is as good as a string."""
    answer = lab.answer(
        page(metric(1), metric(2, group="g2"), cursor="a&b=c d", hasNextPage=True, total=4, served="first"),
        page(metric(3), cursor=7, hasNextPage=True, total=4),
        page(metric(4, group="g4"), hasNextPage=False, total=4, late=1, served="second"),
    )
    assert cursors(lab) == [None, "a&b=c d", "7"]
    assert [row.id[-1] for row in answer.metrics] == ["1", "2", "3", "4"]
    assert answer.metrics.extras == {1: {"group": "g2"}, 3: {"group": "g4"}}
    assert answer.extra == {"served": "first", "late": 1}
    assert answer.warnings == ()
    assert [len(one.body) > 100 for one in answer.pages] == [True] * 3
    assert [event.values for event in lab.events] == [2, 3, 4]
    assert lab.events[-1].received_bytes == sum(len(one.body) for one in answer.pages)


def test_every_page_asks_the_same_question(lab: Any, page: Any, metric: Any) -> None:
    answer = lab.answer(page(metric(1), cursor="x", hasNextPage=True), page(metric(2)))
    first, second = lab.siro.requests
    assert second.url.params.multi_items() == [*first.url.params.multi_items(), ("cursor", "x")]
    assert [one.url for one in answer.pages] == [str(first.url), str(second.url)]


@pytest.mark.parametrize("envelope", [{"hasNextPage": True}, {"hasNextPage": True, "cursor": ""}])
def test_more_without_a_cursor_is_a_warning(lab: Any, page: Any, metric: Any, envelope: dict[str, Any]) -> None:
    answer = lab.answer(page(metric(1), **envelope))
    assert len(lab.siro.requests) == 1
    assert "more pages" in answer.warnings[0]


def test_a_cursor_without_more_is_not_followed(lab: Any, page: Any, metric: Any) -> None:
    assert lab.answer(page(metric(1), cursor="next")).warnings == ()
    assert len(lab.siro.requests) == 1


def test_a_cursor_that_looks_like_an_address_is_no_address(lab: Any, page: Any, metric: Any) -> None:
    """H11: there are no links to follow; a foreign address goes to Siro as a parameter, as any cursor does."""
    foreign = "https://evil.example.test/next?x=1"
    lab.answer(page(metric(1), cursor=foreign, hasNextPage=True), page(metric(2)))
    assert cursors(lab) == [None, foreign]
    assert {request.url.host for request in lab.siro.requests} == {"api.siro.test"}


@pytest.mark.parametrize("cycle", [["a"], ["a", "b"], ["a", "b", "c"]])
def test_a_cursor_seen_before_ends_it(lab: Any, page: Any, metric: Any, cycle: list[str]) -> None:
    """H11: A→A, A→B→A."""
    numbers = iter(range(1000))

    def siro(request: httpx.Request) -> httpx.Response:
        number = next(numbers)
        return page(metric(number), cursor=cycle[number % len(cycle)], hasNextPage=True)

    answer = lab.answer(siro)
    assert len(answer.pages) == len(cycle) + 1
    assert len(answer.metrics) == len(cycle) + 1
    assert "circle" in answer.warnings[0]


def test_a_page_that_repeats_ends_it_and_counts_once(lab: Any, page: Any, metric: Any) -> None:
    """H11: a cursor that never ends, with the same figures each time."""
    numbers = iter(range(10_000))
    answer = lab.answer(lambda _: page(metric(1), metric(2), cursor=next(numbers), hasNextPage=True))
    assert len(lab.siro.requests) == 2
    assert len(answer.metrics) == 2
    assert len(answer.pages) == 2
    assert len(answer.warnings) == 1
    assert "same page again" in answer.warnings[0]


def test_an_earlier_page_that_comes_back_ends_it(lab: Any, page: Any, metric: Any) -> None:
    numbers = iter(range(10_000))

    def siro(request: httpx.Request) -> httpx.Response:
        number = next(numbers)
        return page(metric(number % 3), cursor=number, hasNextPage=True)

    assert len(lab.answer(siro).metrics) == 3


def test_pages_that_differ_in_one_figure_are_no_repeat(lab: Any, page: Any, metric: Any) -> None:
    answer = lab.answer(
        page(metric(1), cursor="a", hasNextPage=True),
        page(metric(1, value=1801), cursor="b", hasNextPage=True),
        page(metric(1, group="x"), cursor="c", hasNextPage=True),
        page(metric(1, value=None)),
    )
    assert len(answer.metrics) == 4
    assert answer.warnings == ()


def test_three_empty_pages_end_it(lab: Any, page: Any, metric: Any) -> None:
    """H11: an empty page is allowed, an endless row of them is not."""
    numbers = iter(range(10_000))

    def siro(request: httpx.Request) -> httpx.Response:
        number = next(numbers)
        return page(*([metric(9)] if number == 2 else []), cursor=number, hasNextPage=True)

    answer = lab.answer(siro)
    assert len(answer.pages) == 6
    assert len(answer.metrics) == 1
    assert "empty pages" in answer.warnings[0]


def test_an_empty_answer_is_an_answer(lab: Any, page: Any) -> None:
    answer = lab.answer(page(count=0))
    assert (len(answer.metrics), answer.recordings_evaluated, answer.warnings) == (0, 0, ())


def test_a_thousand_pages_are_enough(lab: Any, page: Any, metric: Any) -> None:
    """H11"""
    numbers = iter(range(10_000))

    def siro(request: httpx.Request) -> httpx.Response:
        number = next(numbers)
        return page(metric(number), cursor=number, hasNextPage=True)

    lab.per_minute = 10_000
    answer = lab.answer(siro)
    assert len(answer.pages) == len(answer.metrics) == 1000
    assert "1,000 pages" in answer.warnings[0]


def test_the_number_of_values_is_capped(lab: Any, page: Any, metric: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """H11: item cap."""
    monkeypatch.setattr(paging, "MAX_VALUES", 5)
    numbers = iter(range(10_000))

    def siro(request: httpx.Request) -> httpx.Response:
        number = next(numbers)
        return page(metric(number), metric(-number - 1), cursor=number, hasNextPage=True)

    answer = lab.answer(siro)
    assert len(answer.metrics) == 6
    assert "6 metric values" in answer.warnings[0]


def test_the_first_count_counts_and_another_is_a_warning(lab: Any, page: Any, metric: Any) -> None:
    answer = lab.answer(
        page(metric(1), count=150, cursor="a", hasNextPage=True), page(metric(2), count=20, startAt="later")
    )
    assert answer.recordings_evaluated == 150
    assert len(answer.warnings) == 1
    assert "numbers of recordings" in answer.warnings[0]


@pytest.mark.parametrize(
    ("failure", "kind", "requests"),
    [
        (httpx.Response(403, json={"error": "no access"}), "AccessDenied", 3),
        (httpx.Response(500), "ServerError", 4),
        (httpx.Response(429, headers={"Retry-After": "3600"}), "RateLimited", 3),
        (httpx.Response(200, content=b"{"), "UnexpectedAnswer", 3),
        (httpx.Response(200, text="<html>"), "UnexpectedAnswer", 3),
        (httpx.Response(401), "SignInRequired", 4),
        (httpx.ConnectError("refused"), "ConnectionFailed", 6),
    ],
)
def test_a_later_page_that_fails_keeps_the_pages_read(
    lab: Any, page: Any, metric: Any, failure: Any, kind: str, requests: int
) -> None:
    answer = lab.answer(
        page(metric(1), cursor="a", hasNextPage=True), page(metric(2), cursor="b", hasNextPage=True), failure
    )
    assert [row.id[-1] for row in answer.metrics] == ["1", "2"]
    assert len(answer.pages) == 2
    assert answer.is_partial
    assert answer.problem.kind == kind
    assert answer.problem.title
    assert answer.problem.message in answer.warnings[-1]
    assert answer.warnings[-1].startswith("Page 3")
    assert len(lab.siro.requests) == requests


def test_a_first_page_that_fails_is_an_error(lab: Any) -> None:
    with pytest.raises(UnexpectedAnswer):
        lab.answer(httpx.Response(200, content=b"{"))


def test_stopping_between_pages_is_no_partial_answer(lab: Any, page: Any, metric: Any) -> None:
    with pytest.raises(Cancelled):
        lab.answer(page(metric(1), cursor="a", hasNextPage=True), Cancelled())
