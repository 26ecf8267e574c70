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
from siro_desktop.jobs.events import ChangeEvents, EventChange, LoadEvents

if TYPE_CHECKING:
    from siro_desktop.storage.library import Library

TRAINING = Event(day=date(2026, 5, 12), name="Training")
PRICE = Event(day=date(2026, 6, 1), name="New price")


def run(job: Any, library: Library) -> Any:
    return asyncio.run(job.run(library, lambda _: None))


def change(library: Library, gone: tuple[Event, ...] = (), come: tuple[Event, ...] = ()) -> EventChange:
    return run(ChangeEvents(PROFILE.id, gone, come), library)


def test_events_are_kept_changed_and_deleted(library: Library) -> None:
    assert run(LoadEvents(PROFILE.id), library) == ()
    (training,) = change(library, come=(TRAINING,)).events
    price, same = change(library, come=(PRICE,)).events
    assert (replace(price, id=0), same) == (PRICE, training)

    moved = replace(training, day=date(2026, 6, 2))
    assert change(library, come=(moved,)) == EventChange((moved, price), (training,), (moved,))
    assert change(library, gone=(moved,)) == EventChange((price,), (moved,), ())
    assert run(LoadEvents(PROFILE.id), library) == (price,)
    assert run(LoadEvents("other"), library) == ()


def test_a_change_is_taken_back_and_made_again_whatever_came_meanwhile(library: Library) -> None:
    made = change(library, come=(TRAINING, PRICE))
    later = change(library, come=(replace(TRAINING, name="Later"),)).come
    assert change(library, made.come, made.gone).events == later
    assert set(change(library, made.gone, made.come).events) == {*made.come, *later}


def test_one_that_is_wrong_is_not_kept(library: Library) -> None:
    with pytest.raises(EventError):
        change(library, come=(PRICE, replace(TRAINING, name="")))
    assert run(LoadEvents(PROFILE.id), library) == ()
