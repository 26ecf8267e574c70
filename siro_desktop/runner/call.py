"""A plain function as a job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from siro_desktop.jobs.base import Report

ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True)
class Call(Generic[ResultT]):
    """Runs `function()` in the runner's thread: late imports, small files."""

    function: Callable[[], ResultT]

    async def run(self, services: object, report: Report) -> ResultT:  # noqa: ARG002
        """Return what the function returns."""
        return self.function()
