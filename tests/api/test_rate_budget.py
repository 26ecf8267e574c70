"""The budget: never more than the limit in any minute, first come first served, and it says when it waits."""

from __future__ import annotations

import asyncio
from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.api.rate_budget import WINDOW, RateBudget


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)  # whoever else is about to ask sees the clock before
        self.seconds += seconds


def test_requests_inside_the_budget_go_at_once() -> None:
    clock, waits = Clock(), []
    budget = RateBudget(3, clock)

    async def go() -> None:
        for left in (3, 2, 1):
            assert budget.requests_left == left
            await budget.take(clock.sleep, waits.append)

    asyncio.run(go())
    assert budget.requests_left == 0
    assert (waits, clock.seconds) == ([], 0.0)


def test_one_too_many_waits_for_the_oldest_to_count_no_more() -> None:
    clock, waits = Clock(), []
    budget = RateBudget(2, clock)

    async def go() -> None:
        await budget.take(clock.sleep, waits.append)
        clock.seconds = 20
        await budget.take(clock.sleep, waits.append)
        clock.seconds = 30
        await budget.take(clock.sleep, waits.append)

    asyncio.run(go())
    assert waits == [WINDOW - 30]
    assert clock.seconds == WINDOW
    clock.seconds = 20 + WINDOW
    assert budget.requests_left == 1
    clock.seconds = 2 * WINDOW
    assert budget.requests_left == 2


@given(st.integers(1, 5), st.lists(st.floats(0, 30), min_size=1, max_size=60))
def test_no_minute_ever_holds_more_than_the_limit(limit: int, gaps: list[float]) -> None:
    clock = Clock()
    budget = RateBudget(limit, clock)
    times: deque[float] = deque()

    async def go() -> None:
        for gap in gaps:
            clock.seconds += gap
            await budget.take(clock.sleep, lambda _: None)
            times.append(clock.seconds)

    asyncio.run(go())
    for position, sent in enumerate(times):
        inside = sum(1 for other in list(times)[position:] if other < sent + WINDOW - 0.001)
        assert inside <= limit


def test_waiters_go_in_the_order_in_which_they_came_and_know_when() -> None:
    clock, order, waits = Clock(), [], {}
    budget = RateBudget(2, clock)

    async def one(number: int) -> None:
        await budget.take(clock.sleep, lambda seconds: waits.setdefault(number, seconds))
        order.append(number)

    async def go() -> None:
        await asyncio.gather(*(one(number) for number in range(7)))

    asyncio.run(go())
    assert order == list(range(7))
    assert waits == {2: WINDOW, 3: WINDOW, 4: 2 * WINDOW, 5: 2 * WINDOW, 6: 3 * WINDOW}
    assert clock.seconds == 3 * WINDOW


def test_a_waiter_that_is_cancelled_leaves_the_queue_at_once() -> None:
    """H2"""
    clock = Clock()
    budget = RateBudget(1, clock)

    async def never(_seconds: float) -> None:
        await asyncio.Event().wait()

    async def go() -> None:
        await budget.take(never, lambda _: None)
        first = asyncio.create_task(budget.take(never, lambda _: None))
        second = asyncio.create_task(budget.take(clock.sleep, lambda _: None))
        await asyncio.sleep(0)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        await second

    asyncio.run(go())
    assert clock.seconds == WINDOW


def test_a_pause_holds_everybody() -> None:
    clock, waits = Clock(), []
    budget = RateBudget(10, clock)
    budget.pause(8)
    assert budget.requests_left == 0
    asyncio.run(budget.take(clock.sleep, waits.append))
    assert (waits, clock.seconds) == ([8], 8)
    assert budget.requests_left == 9


def test_a_budget_of_nothing_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one"):
        RateBudget(0)


@given(st.integers(1, 5), st.lists(st.floats(0, 30), max_size=12), st.integers(1, 30))
def test_it_says_how_long_many_requests_take(limit: int, gaps: list[float], count: int) -> None:
    """What it says beforehand is what it takes, if nobody else asks meanwhile."""
    clock = Clock()
    budget = RateBudget(limit, clock)

    async def go() -> float:
        for gap in gaps:
            clock.seconds += gap
            await budget.take(clock.sleep, lambda _: None)
        expected = clock.seconds + budget.seconds_for(count)
        for _ in range(count):
            await budget.take(clock.sleep, lambda _: None)
        return expected

    assert asyncio.run(go()) == pytest.approx(clock.seconds, abs=1e-6)


def test_a_pause_is_part_of_what_requests_take() -> None:
    clock = Clock()
    budget = RateBudget(10, clock)
    budget.pause(7)
    assert budget.seconds_for(1) == 7
