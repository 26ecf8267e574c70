"""Sets of metrics: answers with the same ones share a set, and none outlives its answers."""

from __future__ import annotations

import sqlite3
from array import array
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from storage_samples import make_answer, make_plan, make_wide_plan, save_run

from siro_desktop.domain.results import MetricValues
from siro_desktop.storage.library import FILE_NAME, Library
from siro_desktop.storage.metric_sets import distinct

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def counts(folder: Path) -> list[int]:
    """How many sets, members and metrics there are."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        tables = ("metric_sets", "metric_set_members", "metrics")
        return [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]


def test_answers_with_the_same_metrics_share_a_set(library: Library, folder: Path) -> None:
    plan = make_wide_plan(6)
    run = save_run(library, plan)
    keys = [cell.key for cell in plan.cells]
    library.save_answers(run, [make_answer(key, 4) for key in keys[:3]])
    library.save_answers(run, [make_answer(keys[3], 2), make_answer(keys[4], metrics=MetricValues())])
    with Library.open(folder) as other:  # another window finds it too
        other.save_answers(run, [make_answer(keys[5], 4)])

    assert counts(folder) == [2, 6, 4]


def test_a_set_goes_with_its_last_answer(save: Callable[..., int], library: Library, folder: Path) -> None:
    shared, last, other = save(rows=5), save(rows=5), save(make_plan("gutter"), rows=2, canary="Pitch")
    library.delete_result(shared)
    assert counts(folder) == [2, 7, 7]
    library.delete_result(last)
    assert counts(folder) == [1, 2, 2]
    assert library.load_summaries(search="pitch")[0].id == other
    save(rows=5)  # its number is not that of a set that is gone
    assert counts(folder) == [2, 7, 7]
    assert len(library.load_summaries(search="talk")) == 1


@given(st.lists(st.integers(1, 9)) | st.lists(st.integers(1, 999), unique=True).map(sorted))
def test_each_metric_counts_once_in_the_order_in_which_they_come(numbers: list[int]) -> None:
    assert list(distinct(array("q", numbers))) == list(dict.fromkeys(numbers))


@pytest.mark.parametrize("last", [25_001, 25_000, 7])
def test_also_of_so_many_that_they_are_looked_at_piece_by_piece(last: int) -> None:
    numbers = array("q", [*range(1, 25_001), last])
    assert list(distinct(numbers)) == list(dict.fromkeys(numbers))


def test_so_many_metrics_are_not_all_kept_in_mind(library: Library, folder: Path) -> None:
    """A window that runs for weeks must not hold every metric that it ever saw."""
    plan = make_plan()
    answer = make_answer(plan.cells[0].key, rows=100_001)
    run = save_run(library, plan)
    for _ in range(2):
        library.save_answers(run, [answer])
        assert kept_in_mind(library) == 0
    assert library.load_result(run).answers == {answer.cell_key: answer}
    assert kept_in_mind(library) == 0
    assert counts(folder) == [1, 100_001, 100_001]


def test_as_many_as_ordinary_stores_have_are_kept_in_mind(library: Library, save: Callable[..., int]) -> None:
    save(rows=50)
    assert kept_in_mind(library) == 50


def kept_in_mind(library: Library) -> int:
    return len(library._answers._dictionary.known)
