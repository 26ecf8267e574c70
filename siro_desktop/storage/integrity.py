"""Whether the store's file is what it was: quickly table by table, or as a whole and then result by result."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from siro_desktop.domain.store_health import Damage, StoreHealth, StorePart, StoreProgress, StoreStep
from siro_desktop.errors import Cancelled, StorageError, StoreDamaged
from siro_desktop.storage.failures import PRIMARY
from siro_desktop.storage.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping

    from siro_desktop.storage.library import Library

    Stop = Callable[[], bool]
    Check = Generator[StoreProgress, None, StoreHealth]

PARTS: Final[Mapping[str, StorePart]] = {
    "results": StorePart.RESULTS,
    "result_cells": StorePart.RESULTS,
    "labels": StorePart.LABELS,
    "answers": StorePart.ANSWERS,
    "answer_values": StorePart.FIGURES,
    "metrics": StorePart.METRICS,
    "metric_sets": StorePart.METRICS,
    "metric_set_members": StorePart.METRICS,
    "pages": StorePart.PAGES,
    "names": StorePart.NAMES,
    "own_names": StorePart.NAMES,
    "id_groups": StorePart.NAMES,
    "meetings": StorePart.MEETINGS,
    "events": StorePart.EVENTS,
    "saved_queries": StorePart.QUERIES,
    "targets": StorePart.TARGETS,
    "color_bands": StorePart.TARGETS,
    "own_colors": StorePart.TARGETS,
    "retention": StorePart.LIMITS,
}
_CALLED_EVERY: Final = 20_000  # steps of SQLite's machine, a few milliseconds
_MOST_SAID: Final = 20
_SOUND: Final = "ok"


def check_quickly(library: Library, stop: Stop) -> Check:
    """Look at every table, without its indexes; whoever asks can do something else between two of them.

    Raises Cancelled if `stop` says so.
    """
    damages: list[Damage] = []
    for number, table in enumerate(TABLES):
        yield StoreProgress(StoreStep.CHECK_FILE, number, len(TABLES))
        damages += _check_table(library, "quick_check", table, stop)
    return StoreHealth(tuple(damages), read_only=library.read_only)


def check_all(library: Library, stop: Stop) -> Check:
    """Read every result with its raw answers, then look at the whole file. Raises Cancelled if `stop` says so."""
    library.forget_cached()
    ids = library.result_ids()
    unreadable: list[int] = []
    listed = 0  # a run that nothing was answered in, or of which a rescue saved no answer, is in no list
    for number, result_id in enumerate(ids):
        yield StoreProgress(StoreStep.CHECK_RESULTS, number, len(ids))
        if stop():
            raise Cancelled
        try:
            listed += bool(library.load_result(result_id).answers)
        except StorageError as error:
            # Not found: deleted in another window, or in the list by mistake.
            if isinstance(error, StoreDamaged) or result_id in library.result_ids():
                unreadable.append(result_id)
    yield StoreProgress(StoreStep.CHECK_FILE)
    damages = [] if _check(library, "integrity_check(1)", stop) == _SOUND else list(_name_damages(library, stop))
    return StoreHealth(tuple(damages), tuple(unreadable), listed, library.read_only)


def _name_damages(library: Library, stop: Stop) -> Iterator[Damage]:
    found = [damage for table in TABLES for damage in _check_table(library, "integrity_check", table, stop)]
    yield from found or [Damage(StorePart.FILE, _check(library, f"integrity_check({_MOST_SAID})", stop))]


def _check_table(library: Library, pragma: str, table: str, stop: Stop) -> list[Damage]:
    said = _check(library, f"{pragma}({table})", stop)
    return [] if said == _SOUND else [Damage(PARTS[table], said)]


def _check(library: Library, pragma: str, stop: Stop) -> str:
    """Return what SQLite says of its file; of damage that it stumbles over, the error's text."""
    with library.connection_for_care() as connection, _interrupted(connection, stop):
        try:
            return "\n".join(str(row[0]) for row in connection.execute(f"PRAGMA {pragma}"))
        except UnicodeDecodeError as error:
            return str(error)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & PRIMARY == sqlite3.SQLITE_INTERRUPT and stop():
                raise Cancelled from error
            if isinstance(error, sqlite3.OperationalError) and "no such table" not in str(error):
                raise  # busy, or a disk that cannot be read
            return str(error)


@contextmanager
def _interrupted(connection: sqlite3.Connection, stop: Stop) -> Iterator[None]:
    connection.set_progress_handler(stop, _CALLED_EVERY)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)
