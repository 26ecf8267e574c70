"""Both kinds of runners for the tests of what they have in common."""

from __future__ import annotations

from contextlib import AbstractContextManager, asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from siro_desktop.runner.runner import JobRunner, LoopRunner, TurnRunner

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

ServicesT = TypeVar("ServicesT")


def make_turn_runner(
    name: str, open_services: Callable[[], AbstractContextManager[ServicesT]], **options: Any
) -> JobRunner[ServicesT]:
    return TurnRunner(name, open_services, **options)


def make_loop_runner(
    name: str, open_services: Callable[[], AbstractContextManager[ServicesT]], **options: Any
) -> JobRunner[ServicesT]:
    @asynccontextmanager
    async def on_the_loop() -> AsyncIterator[ServicesT]:
        with open_services() as services:
            yield services

    return LoopRunner(name, on_the_loop, **options)


@pytest.fixture(params=[make_turn_runner, make_loop_runner], ids=["turns", "loop"])
def make_runner(request: pytest.FixtureRequest) -> Callable[..., JobRunner[Any]]:
    """`make_runner(name, open_services, starts=True)`: a runner, once of each kind."""
    made: Callable[..., JobRunner[Any]] = request.param
    return made
