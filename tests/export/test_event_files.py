"""Events as files: what is written is read again, the same text each time, and a file that is wrong says where."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from struct_strategies import builds

from siro_desktop.domain.events import FIRST_DAY, LAST_DAY, LONGEST_NAME, NOT_KEPT, Event
from siro_desktop.errors import ExportError, UnusableFile
from siro_desktop.export.event_files import FIELDS, read_events, write_events

if TYPE_CHECKING:
    from pathlib import Path

TRAINING = Event(id=7, day=date(2026, 5, 12), name="=Training, 屋根")
PRICE = Event(id=3, day=date(2026, 6, 1), name="New price")
NAMES = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S"), exclude_characters="'"),
    min_size=1,
    max_size=LONGEST_NAME,
)


def test_json_says_what_it_is_and_compares_well(tmp_path: Path) -> None:
    path = tmp_path / "events.json"
    write_events(path, [PRICE, TRAINING])
    assert path.read_text(encoding="utf-8") == (
        """{
  "format": "siro-desktop-events",
  "version": 1,
  "events": [
    {
      "day": "2026-05-12",
      "name": "=Training, 屋根"
    },
    {
      "day": "2026-06-01",
      "name": "New price"
    }
  ]
}
"""
    )
    former = path.read_bytes()
    write_events(path, [replace(TRAINING, id=1), replace(PRICE, id=2)])
    assert path.read_bytes() == former


def test_csv_is_safe_in_spreadsheets(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    write_events(path, [PRICE, TRAINING])
    assert path.read_bytes().decode() == 'day,name\r\n2026-05-12,"\'=Training, 屋根"\r\n2026-06-01,New price\r\n'


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("suffix", ["csv", "json"])
@given(
    st.lists(builds(Event, day=st.dates(FIRST_DAY, LAST_DAY), name=NAMES), min_size=1, unique_by=lambda one: one.key)
)
def test_what_is_written_is_read_again(tmp_path: Path, suffix: str, events: list[Event]) -> None:
    path = tmp_path / f"events.{suffix}"
    write_events(path, events)
    assert {(one.day, one.name) for one in read_events(path)} == {(one.day, one.name) for one in events}
    assert {one.id for one in read_events(path)} == {NOT_KEPT}


def test_a_spreadsheet_may_have_had_its_way_and_a_person_too(tmp_path: Path) -> None:
    path = tmp_path / "excel.csv"
    path.write_bytes(
        "\ufeffday;name;who\r\n2026-05-12; Second \t training ;me\r\n;;\r\n2026-05-12;second TRAINING;\r\n".encode()
    )
    assert read_events(path) == (Event(day=date(2026, 5, 12), name="Second training"),)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "no column day"),
        ("day,name\n", "holds no events"),
        ("day,name\n2026-05-12,a\n12.5.2026,b\n", "line 3, day: “12.5.2026” is not a day. Write it as 2026-10-31."),
        ("day,name\n2026-05-12,\n", "line 2, name: Give the event a name. Nothing was imported."),
        ("day,name\n,a\n", "line 2, day: “” is not a day"),
        ("day\n2026-05-12\n", "line 2, name: Give"),
        ("day,name\n1700-01-01,a\n", "line 2, day: Choose a day of the years"),
        (f"day,name\n2026-05-12,{'a' * 81}\n", "line 2, name: This name is too long"),
        ("{", "not complete JSON"),
        ("[]", "not a file of events"),
        ('{"format": "siro-desktop-targets", "version": 1, "targets": []}', "not a file of events"),
        ('{"format": "siro-desktop-events", "version": 2, "events": []}', "newer version"),
        ('{"format": "siro-desktop-events", "version": 1, "events": ["a"]}', "not a file of events"),
        (
            '{"format": "siro-desktop-events", "version": 1, "events": [{"day": 5, "name": "a"}]}',
            "event 1, day: “5” is",
        ),
        (
            '{"format": "siro-desktop-events", "version": 1, "events": [{"day": "2026-05-12", "name": ["a"]}]}',
            "event 1, name: Give",
        ),
    ],
)
def test_a_wrong_file_says_what_is_wrong_and_where(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "events.csv"
    path.write_text(content)
    with pytest.raises(UnusableFile) as caught:
        read_events(path)
    assert words in caught.value.message
    assert "events.csv" in caught.value.message


def test_what_was_there_stays_when_nothing_can_be_written(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="does not exist"):
        write_events(tmp_path / "gone" / "events.json", [PRICE])


def test_an_entry_tells_nothing_but_what_people_wrote(tmp_path: Path) -> None:
    path = tmp_path / "events.json"
    write_events(path, [PRICE])
    (entry,) = json.loads(path.read_text())["events"]
    assert tuple(entry) == FIELDS
