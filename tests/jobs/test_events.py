"""Events as jobs: each returns all that there are afterwards."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from jobs_kit import PROFILE
from msgspec.structs import replace

from siro_desktop.domain.events import Event
from siro_desktop.errors import EventError
from siro_desktop.jobs.events import DeleteEvent, LoadEvents, SaveEvent

if TYPE_CHECKING:
    from siro_desktop.storage.library import Library

TRAINING = Event(day=date(2026, 5, 12), name="Training")
PRICE = Event(day=date(2026, 6, 1), name="New price")


def run(job: Any, library: Library) -> Any:
    return asyncio.run(job.run(library, lambda _: None))


def test_events_are_kept_changed_and_deleted(library: Library) -> None:
    assert run(LoadEvents(PROFILE.id), library) == ()
    (training,) = run(SaveEvent(PROFILE.id, TRAINING), library)
    price, same = run(SaveEvent(PROFILE.id, PRICE), library)
    assert (replace(price, id=0), same) == (PRICE, training)

    moved = replace(training, day=date(2026, 6, 2))
    assert run(SaveEvent(PROFILE.id, moved), library) == (moved, price)
    assert run(DeleteEvent(PROFILE.id, moved.id), library) == (price,)
    assert run(LoadEvents(PROFILE.id), library) == (price,)
    assert run(LoadEvents("other"), library) == ()


def test_one_that_is_wrong_is_not_kept(library: Library) -> None:
    with pytest.raises(EventError):
        run(SaveEvent(PROFILE.id, replace(TRAINING, name="")), library)
    assert run(LoadEvents(PROFILE.id), library) == ()
