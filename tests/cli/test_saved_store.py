"""The store as `saved` looks after it: limits, checks, backup, rescue."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from siro_desktop.config import Paths

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_limits_delete_nothing_unless_told_to(two_results: Callable[..., Any]) -> None:
    assert two_results("saved", "limits").err == "Limits of Acme: none, everything stays\n"
    assert (
        two_results("saved", "limits", "--days", "30", "--megabytes", "5").err == "Limits of Acme: 30 days and 5 MB\n"
    )
    done = two_results("saved", "limits", "--days", "0")
    assert (done.err, done.out.count("\n")) == ("Limits of Acme: 5 MB\n", 1)
    assert two_results("saved", "limits", "--delete").err.endswith("Deleted 0 of them.\n")
    assert two_results("saved", "list").out.count("\n") == 3


def test_what_is_beyond_the_limits_goes(two_results: Callable[..., Any]) -> None:
    store = Paths.find().data / "results.sqlite3"
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("UPDATE results SET saved_at = '2020-01-01T00:00:00.000000Z', checksum = NULL WHERE id = 1")
        connection.commit()
    done = two_results("saved", "limits", "--days", "30")
    assert "Nothing is deleted without --delete." in done.err
    assert done.out.splitlines()[1].startswith("1\t2020-01-01")
    assert two_results("saved", "limits", "--delete").err.endswith("Deleted 1 of them.\n")
    assert two_results("saved", "show", "1").code == 2


def test_a_store_is_checked_backed_up_and_restored(two_results: Callable[..., Any], tmp_path: Path) -> None:
    done = two_results("saved", "check")
    assert (done.code, done.err) == (
        0,
        "Nothing is damaged: 2 results read, with every figure as it was saved.\n",
    )
    backup = tmp_path / "all.sirobackup"
    assert two_results("saved", "backup", "--output", str(backup)).err == f"Written to {backup}\n"
    two_results("saved", "label", "1", "--name", "Later")
    done = two_results("saved", "restore", str(backup))
    assert done.code == 0
    assert done.err.startswith("Restored 2 results.\nWhat was here is kept: ")
    assert "Later" not in two_results("saved", "list").out
    backup.write_bytes(b"no backup")
    assert two_results("saved", "restore", str(backup)).code == 6


def test_a_rescue_that_saves_nothing_leaves_nothing_to_count(two_results: Callable[..., Any]) -> None:
    store = Paths.find().data / "results.sqlite3"
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("UPDATE answer_values SET value = value + 7")
        connection.commit()
    assert two_results("saved", "rescue").err.startswith("0 results saved, 0 of them whole.\n")
    done = two_results("saved", "check")
    assert (done.code, done.err) == (0, "Nothing is damaged.\n")


def test_a_damaged_list_is_not_said_to_be_empty(two_results: Callable[..., Any]) -> None:
    store = Paths.find().data / "results.sqlite3"
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'results'").fetchone()
    with store.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    done = two_results("saved", "list")
    assert done.code == 6
    assert "The store is damaged" in done.err
    assert "Nothing is saved yet" not in done.err
    assert two_results("saved", "list", "--search", "Talk").code == 6


def test_damage_is_told_and_rescued(two_results: Callable[..., Any]) -> None:
    store = Paths.find().data / "results.sqlite3"
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("UPDATE answer_values SET value = 7 WHERE answer_id = 1 AND position = 0")
        connection.commit()
    done = two_results("saved", "check")
    assert done.code == 6
    assert "Results that cannot be read whole, by their id: 1." in done.err
    assert two_results("saved", "show", "1").code == 6
    done = two_results("saved", "rescue")
    assert done.code == 8
    assert "Nothing is damaged" not in done.err
    assert "1 result saved, 1 of them whole." in done.err
    assert "Only in the damaged file: result 1." in done.err
    assert two_results("saved", "check").code == 0
    store = Paths.find().data
    kept = sorted(store.iterdir())
    sound = two_results("saved", "rescue")
    assert (sound.code, sound.err) == (0, "Nothing is damaged, so nothing was changed.\n")
    assert sorted(store.iterdir()) == kept


def test_a_newer_store_is_said_to_be_one(two_results: Callable[..., Any]) -> None:
    with closing(sqlite3.connect(Paths.find().data / "results.sqlite3")) as connection:
        connection.execute("PRAGMA user_version = 999")
    done = two_results("saved", "check")
    assert (done.code, "A newer version" in done.err) == (0, True)
    assert two_results("saved", "show", "1").code == 0
