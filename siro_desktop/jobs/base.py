"""What a job is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from siro_desktop.storage.library import Library

ServicesT_contra = TypeVar("ServicesT_contra", contravariant=True)
ResultT_co = TypeVar("ResultT_co", covariant=True)
T = TypeVar("T")

Report = Callable[[object], None]
"""Takes a frozen value of `domain.progress` (or of the job's own file). Never blocks; called in the job's thread."""


class Job(Protocol[ServicesT_contra, ResultT_co]):
    """Background work as a value: fields say what to do, `run` does it with what the runner's thread has open.

    `run` is cancelled at its next await: on the network thread as asyncio cancels, elsewhere by the Cancelled that
    `stopping.pause` raises, which is all that jobs of the store and export threads may await. It raises SiroError for
    what a person can understand.
    """

    async def run(self, services: ServicesT_contra, report: Report, /) -> ResultT_co:
        """Do the work, in the runner's thread."""
        ...


class StoreCall(Protocol):
    """Runs a function on the store's thread and waits for its return, or raises what it raised."""

    async def __call__(self, use: Callable[[Library], T], /) -> T:
        """Await `use(library)`."""
        ...
