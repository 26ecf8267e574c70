"""Reading that nobody wants any more ends soon; what is written is written to the end."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

import pytest
from storage_samples import make_answer, make_plan

from siro_desktop.domain.changes import find_changes
from siro_desktop.errors import Cancelled
from siro_desktop.jobs.saved_results import OpenSaved
from siro_desktop.jobs.store_care import CheckStore
from siro_desktop.runner.runner import JobRunner, TurnRunner
from siro_desktop.stopping import stoppable
from siro_desktop.storage.database import Database
from siro_desktop.storage.library import FILE_NAME, Library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

_FOR_EVER = "WITH RECURSIVE n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


@contextmanager
def opened(folder: Path) -> Iterator[Library]:
    with Library.open(folder) as library:
        yield library


@pytest.fixture
def stop() -> Event:
    stop = Event()
    stop.set()
    return stop


def test_reading_is_given_up_and_can_be_done_again(library: Library, save: Callable[..., int], stop: Event) -> None:
    result_id = save()
    with stoppable(stop), pytest.raises(Cancelled):
        library.load_result(result_id)
    assert library.load_result(result_id).id == result_id


def test_a_statement_is_given_up_in_its_midst(folder: Path, stop: Event) -> None:
    database = Database.open(folder / FILE_NAME)
    with stoppable(stop), pytest.raises(Cancelled), database.reading():
        database.execute(_FOR_EVER).fetchone()
    with database.reading():
        assert database.execute("SELECT 7").fetchone() == (7,)
    database.close()


def test_writing_is_never_given_up(library: Library, save: Callable[..., int], stop: Event) -> None:
    plan = make_plan()
    with stoppable(stop):
        result_id = save(plan, rows=2_500)
    loaded = library.load_result(result_id)
    assert loaded.answers[plan.cells[0].key].metrics == make_answer(plan.cells[0].key, 2_500).metrics


def test_looking_for_changes_is_given_up(library: Library, save: Callable[..., int], stop: Event) -> None:
    plan = make_plan()
    was, is_ = (library.load_result(save(plan, rows=rows)).answers for rows in (3, 4))
    with stoppable(stop), pytest.raises(Cancelled):
        find_changes(plan, was, is_)


def test_a_check_is_given_up(library: Library, save: Callable[..., int], stop: Event) -> None:
    save()
    job = CheckStore(is_whole=True).run(library, lambda _: None)
    job.send(None)  # to the first turn that others have
    with stoppable(stop), pytest.raises(Cancelled):
        job.send(None)


def test_the_program_ends_while_a_large_result_is_read(
    qtbot: QtBot, folder: Path, library: Library, save: Callable[..., int]
) -> None:
    """The thread ends although the result takes longer than it may, and the store is whole."""
    result_id = save(rows=200_000)
    store: JobRunner[Library] = TurnRunner("store", partial(opened, folder))
    handle = store.submit(OpenSaved(result_id))
    with qtbot.waitSignal(handle.progressed):  # its first rows
        pass
    assert store.stop()
    assert len(library.load_result(result_id).answers) == 1
