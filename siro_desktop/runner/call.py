"""A plain function as a job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable

    from siro_desktop.jobs.base import Report

ResultT = TypeVar("ResultT")


class Call(Struct, Generic[ResultT], frozen=True):
    """Runs `function()` in the runner's thread: late imports, small files."""

    function: Callable[[], ResultT]

    async def run(self, services: object, report: Report) -> ResultT:  # noqa: ARG002
        """Return what the function returns."""
        return self.function()
