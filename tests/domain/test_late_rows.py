"""Rows for a file are put together when they are read, which is in the thread that writes it."""

from __future__ import annotations

from siro_desktop.domain.exports import KeyedRows, LateRows

ROWS = [("a", 0), ("a", 1), ("b", 0)]


def test_they_are_made_once_and_only_when_they_are_read() -> None:
    made: list[KeyedRows] = []

    def make() -> KeyedRows:
        made.append(ROWS)
        return ROWS

    rows = LateRows(3, make)
    assert (len(rows), bool(rows), made) == (3, True, [])
    assert (list(rows), rows[1], rows[1:]) == (ROWS, ROWS[1], ROWS[1:])
    assert rows == ROWS
    assert rows != ROWS[::-1]
    assert len(made) == 1
