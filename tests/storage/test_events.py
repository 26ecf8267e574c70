"""Events in the store: kept by connection, changed, deleted, rescued, counted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from damage_kit import NOW, event, fill, never, result_of
from msgspec.structs import replace
from test_damage import change

from siro_desktop.domain.events import NOT_KEPT, Event
from siro_desktop.domain.meetings import Meeting, MetPerson
from siro_desktop.domain.store_health import StorePart
from siro_desktop.errors import EventError, StoreDamaged
from siro_desktop.storage.backup import back_up, restore
from siro_desktop.storage.integrity import check_all
from siro_desktop.storage.library import Library
from siro_desktop.storage.rescue import rescue

if TYPE_CHECKING:
    from pathlib import Path

TRAINING = Event(day=date(2026, 5, 12), name="Training =1+1 屋根")


def keep(library: Library, event: Event, profile_id: str = "acme") -> int:
    """Keep an event and return its id."""
    _, (kept,) = library.events.exchange(profile_id, (), [event])
    return kept.id


def test_an_event_comes_back_as_it_was_written_down(library: Library) -> None:
    number = keep(library, TRAINING)
    price = Event(day=date(2026, 6, 1), name="New price")
    other = keep(library, price)

    assert library.events.load("acme") == (replace(price, id=other), replace(TRAINING, id=number))
    assert library.events.load("other") == ()


def test_an_event_is_changed_deleted_and_brought_back(library: Library) -> None:
    number = keep(library, TRAINING)
    moved = Event(id=number, day=date(2026, 5, 13), name="Second training")
    assert keep(library, moved) == number
    assert library.events.load("acme") == (moved,)

    library.events.exchange("acme", [number], ())
    library.events.exchange("acme", [number], ())  # another window was first
    assert library.events.load("acme") == ()
    assert keep(library, moved) == number


def test_events_are_exchanged_all_or_none_and_it_says_what_was_there(library: Library) -> None:
    number = keep(library, TRAINING)
    former = replace(TRAINING, id=number)
    gone, (price,) = library.events.exchange("acme", [number, 99], [Event(day=date(2026, 6, 1), name="New price")])
    assert gone == (former,)
    assert library.events.load("acme") == (price,)

    with pytest.raises(EventError):
        library.events.exchange("acme", [price.id], [former, replace(TRAINING, name="")])
    assert library.events.load("acme") == (price,)
    assert library.events.exchange("acme", [price.id], [former]) == ((price,), (former,))


def test_what_is_changed_counts_as_gone_as_it_was_and_others_are_left_alone(library: Library) -> None:
    number, other = keep(library, TRAINING), keep(library, TRAINING, "other")
    moved = Event(id=number, day=date(2026, 5, 13), name="Second training")
    assert library.events.exchange("acme", [other], [moved]) == ((replace(TRAINING, id=number),), (moved,))
    assert library.events.load("other") == (replace(TRAINING, id=other),)


def test_the_number_of_a_deleted_event_is_not_given_to_another(library: Library) -> None:
    number = keep(library, TRAINING)
    library.events.exchange("acme", [number], ())
    assert keep(library, TRAINING) > number


def test_what_is_wrong_changes_nothing(library: Library) -> None:
    number = keep(library, TRAINING)
    with pytest.raises(EventError):
        keep(library, replace(TRAINING, id=number, name=" "))
    assert library.events.load("acme") == (replace(TRAINING, id=number),)


def test_delete_all_leaves_no_byte_of_them(library: Library, folder: Path) -> None:
    keep(library, replace(TRAINING, name="CANARY-8713"))
    library.delete_all()

    assert library.events.load("acme") == ()
    assert b"CANARY-8713" not in b"".join(path.read_bytes() for path in folder.iterdir())


def test_what_is_stored_counts_them_also_without_a_result(library: Library) -> None:
    keep(library, TRAINING)
    keep(library, TRAINING)
    keep(library, TRAINING, "gone")
    library.meetings.save(MetPerson("acme", "org", "u"), Meeting(held_on=TRAINING.day, notes="x"))

    known = {one.profile_id: (one.meetings, one.events) for one in library.retention.load_profiles()}
    assert known == {"acme": (1, 2), "gone": (0, 1)}


@pytest.mark.parametrize("spoiled", ["day = 'never'", "day = '9999-12-31'", "name = ''", "name = 'a' || char(10)"])
def test_a_rescue_brings_over_those_that_make_sense(folder: Path, spoiled: str) -> None:
    fill(folder, results=1)
    change(folder, f"UPDATE events SET {spoiled} WHERE id = 4")
    with Library.open(folder) as library, pytest.raises(StoreDamaged):
        library.events.load("acme")

    report = result_of(rescue(folder, NOW, never))

    assert StorePart.EVENTS in report.parts
    with Library.open(folder) as library:
        kept = {replace(one, id=NOT_KEPT) for one in library.events.load("acme")}
        assert kept == {event(number) for number in range(20) if number != 3}
        assert result_of(check_all(library, never)).is_sound


def test_a_backup_brings_them_back(folder: Path, tmp_path: Path) -> None:
    with Library.open(folder) as library:
        keep(library, TRAINING)
        back_up(library, tmp_path / "my.sirobackup", lambda _: None, never)
        keep(library, replace(TRAINING, name="Later"))
    result_of(restore(folder, tmp_path / "my.sirobackup", NOW, never))

    with Library.open(folder) as library:
        assert [one.name for one in library.events.load("acme")] == [TRAINING.name]
