"""When full garbage collections happen."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import pytest

from siro_desktop.runner.collector import Collector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


class Ring:
    """An object that only a collection frees."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _own_collection() -> Iterator[None]:
    threshold = gc.get_threshold()
    yield
    gc.set_threshold(*threshold)
    gc.unfreeze()
    gc.collect()
    gc.freeze()  # as it was before; see tests/conftest.py


def old_garbage() -> weakref.ref[Ring]:
    ring = Ring()
    gone = weakref.ref(ring)
    gc.collect()  # it is old from now on
    del ring
    return gone


def collect_middle(times: int) -> None:
    for _ in range(times):
        gc.collect(1)


@pytest.mark.parametrize(
    ("times", "is_busy", "is_collected"), [(9, False, False), (10, False, True), (999, True, False), (1000, True, True)]
)
def test_what_is_old_goes_when_it_is_due_and_nothing_runs(
    qapp: object, times: int, is_busy: bool, is_collected: bool
) -> None:
    collector = Collector(lambda: is_busy)
    collector.settle()
    gone = old_garbage()
    collect_middle(times)
    collector.look()
    assert gone() is not None or times == 1000
    collector.look()
    assert (gone() is None) == is_collected


def test_python_makes_no_full_collection_by_itself(qapp: object) -> None:
    Collector(lambda: False).settle()
    gone = old_garbage()
    kept = [[] for _ in range(700 * 10 * 10 * 3)]
    assert len(kept) == 210_000
    assert gone() is not None
    assert gc.get_count()[2] >= 10


def test_what_a_start_leaves_is_not_gone_through_again_not_even_once(qapp: object) -> None:
    """A collection of all that is imported takes 110 ms, just when the window is new, and frees next to nothing."""
    passes: list[str] = []
    collector = Collector(lambda: False)
    gc.callbacks.append(lambda phase, _info: passes.append(phase))
    try:
        collector.settle()
    finally:
        gc.callbacks.pop()
    assert passes == []
    assert gc.get_freeze_count() > 0
    assert gc.get_count()[0] < gc.get_threshold()[0]


def test_it_looks_by_itself(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("siro_desktop.runner.collector._LOOK_EVERY_MS", 1)
    collector = Collector(lambda: False)
    collector.settle()
    gone = old_garbage()
    collect_middle(10)
    qtbot.waitUntil(lambda: gone() is None)
