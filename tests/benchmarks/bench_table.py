"""The table of a million metrics: sorting, filtering, scrolling, selecting, copying, beside floors of the same run.

Run under a display: `xvfb-run -a .venv/bin/python tests/benchmarks/bench_table.py [rows]`. Times are medians of several
rounds with the repaint, in milliseconds; behind them stands the processor time of the GUI thread, which a busy machine
changes less. Stalls are the longest time in which no other event was served. The floor of scrolling is the same view
with the same delegates on a QStandardItemModel of 1,000 rows, which is C++.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QTableView
from window_bench import Lateness, wait

from siro_desktop.domain.results import MetricValues
from siro_desktop.domain.targets import HeldTargets, Target
from siro_desktop.ui.column_filters import Blank, Holds, InRange, OneOf
from siro_desktop.ui.metric_keys import Column
from siro_desktop.ui.metric_table_model import MetricTableModel
from siro_desktop.ui.ordered_model import ACCESSIBLE, ALIGNMENT, DISPLAY, RATE, RATE_STATUS, STATUS
from siro_desktop.ui.row_order import SortBy
from siro_desktop.ui.table_page import TablePage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QAbstractItemView

ROUNDS = 7
FLOOR_ROWS = 1_000
FRAMES = 60


def make_metrics(count: int) -> MetricValues:
    """Metrics with 5,000 names, 20 types, ids of their own, and blanks."""
    random = np.random.default_rng(7)
    values = random.normal(50, 20, count).round(2).tolist()
    rates = random.uniform(0, 100, count).round(1).tolist()
    names = [f"Rep speaker share {n}" for n in range(5_000)]
    kinds = [f"TYPE_{n}" for n in range(20)]
    units = [("percent", "%"), ("seconds", "sec"), ("count", "#")]
    return MetricValues(
        ids=[f"metric_{n * 7919 % count:07}" for n in range(count)],
        names=[names[n * 31 % 5_000] for n in range(count)],
        units=[units[n % 3][0] for n in range(count)],
        unit_abbreviations=[units[n % 3][1] for n in range(count)],
        metric_types=[kinds[n * 13 % 20] for n in range(count)],
        descriptions=[None] * count,
        values=[None if n % 17 == 0 else value for n, value in enumerate(values)],
        pass_rates=[None if n % 11 == 0 else rate for n, rate in enumerate(rates)],
    )


def median_ms(app: QApplication, steps: Sequence[Callable[[], object]], rounds: int = ROUNDS) -> tuple[float, ...]:
    """Run steps in turn, each with its repaint.

    Return the median of the times, of the thread's processor times, and of the times without the repaint.
    """
    times, worked, unpainted = [], [], []
    for step in list(steps) * rounds:
        began, busy = time.perf_counter(), time.thread_time()
        step()
        unpainted.append((time.perf_counter() - began) * 1e3)
        app.processEvents()
        times.append((time.perf_counter() - began) * 1e3)
        worked.append((time.thread_time() - busy) * 1e3)
    return statistics.median(times), statistics.median(worked), statistics.median(unpainted)


def say(name: str, value: float, unit: str, target: str, floor: str = "") -> None:
    print(f"{name:<52}{value:9.2f} {unit:<4} {target:<14}{floor}", flush=True)


def prepare(model: MetricTableModel) -> None:
    model._wishes.keys.fill()
    model.use_keys(model._wishes.keys)


def measure_arranging(app: QApplication, model: MetricTableModel, sort_most: float) -> None:
    count = model.source_count()
    shuffled = np.random.default_rng(3).permutation(count).astype(np.uint64)
    floor = statistics.median(timed(lambda: np.sort(shuffled)) for _ in range(ROUNDS))
    for column in (Column.VALUE, Column.METRIC, Column.ID, Column.TYPE):
        both = [lambda c=column, d=d: model.sort_by([SortBy(c, d)]) for d in (False, True)]
        middle, busy, _ = median_ms(app, both)
        name = f"{count:,} rows: sort by {column.name.lower()}, painted"
        say(name, middle, "ms", f"≤ {sort_most:g} ms", f"CPU {busy:5.1f}  {middle / floor:5.1f} × bare np.sort")
    two = [lambda d=d: model.sort_by([SortBy(Column.TYPE, d), SortBy(Column.VALUE)]) for d in (False, True)]
    middle, busy, _ = median_ms(app, two)
    say(f"{count:,} rows: sort by type, then value", middle, "ms", "", f"CPU {busy:5.1f}")
    model.sort(-1)
    wishes = (
        ("by value: one type", Column.TYPE, OneOf(frozenset(["TYPE_3"])), 10),
        ("by value: a range", Column.VALUE, InRange(40, 45), 10),
        ("by value: not blank", Column.VALUE, Blank(is_blank=False), 10),
        ("by substring: ids", Column.ID, Holds("0012"), 50),
        ("by substring: all ids", Column.ID, Holds("metric"), 50),
    )
    for name, column, wanted, most_ms in wishes:
        steps = [lambda c=column, w=wanted: model.set_column_filter(c, w), model.clear_filters]
        times = [median_ms(app, step, 1) for _ in range(ROUNDS) for step in (steps[:1], steps[1:])][::2]
        middle, busy, alone = (statistics.median(one) for one in zip(*times, strict=True))
        say(f"{count:,} rows: filter {name}", alone, "ms", f"≤ {most_ms} ms", f"painted {middle:5.1f}, CPU {busy:5.1f}")
    model.clear_filters()
    searches = [lambda t=t: model.set_filter(t) for t in ("0012", "share 77", "type_3", "")]
    middle, busy, alone = median_ms(app, searches, 3)
    beside = f"painted {middle:5.1f}, CPU {busy:5.1f}"
    say(f"{count:,} rows: quick search in names, types, ids", alone, "ms", "≤ 50 ms", beside)
    model.set_filter("")


def timed(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return (time.perf_counter() - began) * 1e3


def standard_model(model: MetricTableModel) -> QStandardItemModel:
    """The first rows of a model as C++ items that say and draw the same."""
    standard = QStandardItemModel(FLOOR_ROWS, model.columnCount())
    for row in range(FLOOR_ROWS):
        for column in range(model.columnCount()):
            index, item = model.index(row, column), QStandardItem()
            for role in (DISPLAY, ALIGNMENT, ACCESSIBLE, RATE, RATE_STATUS, STATUS):
                value = index.data(role)
                if value is not None:
                    item.setData(value, role)
            standard.setItem(row, column, item)
    return standard


def floor_view(page: TablePage, model: QStandardItemModel) -> QTableView:
    """A view like the table's, with its delegates."""
    table = page.view
    view = QTableView()
    view.setModel(model)
    view.setFont(table.font())
    view.setShowGrid(False)
    view.setAlternatingRowColors(True)
    view.setSelectionBehavior(table.selectionBehavior())
    view.setVerticalScrollMode(table.verticalScrollMode())
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(table.verticalHeader().defaultSectionSize())
    for column in range(model.columnCount()):
        view.setItemDelegateForColumn(column, table.delegate_of(column))
        view.setColumnWidth(column, table.columnWidth(column))
        view.setColumnHidden(column, table.isColumnHidden(column))
    view.resize(table.size())
    view.show()
    return view


def frame_ms(view: QAbstractItemView, *, jumps: bool) -> tuple[float, float]:
    """Milliseconds of one repaint of all rows, on the clock and of the processor: a step further, or all rows new."""
    bar = view.verticalScrollBar()
    height = view.viewport().height()
    most, times, worked = min(bar.maximum(), (FLOOR_ROWS - 100) * 24), [], []
    for frame in range(FRAMES):
        bar.setValue((frame * (height + 7) if jumps else frame * 40) % max(1, most))
        began, busy = time.perf_counter(), time.thread_time()
        view.viewport().repaint()
        times.append((time.perf_counter() - began) * 1e3)
        worked.append((time.thread_time() - busy) * 1e3)
    return statistics.median(times), statistics.median(worked)


def measure_scrolling(app: QApplication, page: TablePage, model: MetricTableModel) -> None:
    view = page.view
    floor = floor_view(page, standard_model(model))
    app.processEvents()
    for searched in (False, True):
        model.set_filter("share" if searched else "")
        app.processEvents()
        for jumps in (False, True):
            ours, theirs = [], []
            for _ in range(ROUNDS):
                ours.append(frame_ms(view, jumps=jumps))
                theirs.append(frame_ms(floor, jumps=jumps))
            mine, busy = (statistics.median(one) for one in zip(*ours, strict=True))
            bare = statistics.median(cpu for _, cpu in theirs)
            name = f"scroll, {'all rows new' if jumps else 'by the wheel'}{', with highlights' if searched else ''}"
            say(
                f"{name}: a frame",
                mine,
                "ms",
                "≤ 16 ms",
                f"CPU {busy:5.1f}  {busy / bare:5.2f} × QStandardItemModel (≤ 1.35)",
            )
    model.set_filter("")
    floor.close()


def stall_ms(do: Callable[[], object], until: Callable[[], bool]) -> tuple[float, float]:
    """The longest time without another event while `do` works, and how long it takes in all."""
    lateness = Lateness()
    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: until() and loop.quit())
    timer.start(20)
    QTimer.singleShot(50, do)
    began = time.perf_counter()
    lateness.start()
    loop.exec()
    lateness.stop()
    return max(lateness.late), time.perf_counter() - began


def measure_stalls(page: TablePage, model: MetricTableModel) -> None:
    view = page.view
    done: list[bool] = []
    view.copier.finished.connect(done.append)

    def once() -> bool:
        return bool(done)

    ticks = iter(range(10**6))
    for name, do, until in (
        ("select all", view.selectAll, lambda: next(ticks) % 20 == 19),
        ("sort with all selected", lambda: model.sort(Column.VALUE), lambda: next(ticks) % 20 == 19),
        ("fit columns", view.fit_columns, lambda: next(ticks) % 20 == 19),
        ("copy one column", lambda: view.copy_column(Column.VALUE), once),
        ("copy everything", view.copy_all, once),
    ):
        done.clear()
        stall, took = stall_ms(do, until)
        say(f"{name}: longest stall", stall, "ms", "≤ 100 ms", f"(in all {took:.1f} s)")
    model.sort(-1)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    app = QApplication([])
    model = MetricTableModel()
    page = TablePage(model)
    page.resize(1280, 720)
    page.show()
    app.processEvents()
    for rows, most in ((count // 10, 10), (count, 50)):
        metrics = make_metrics(rows)
        gc.collect()
        gc.freeze()
        say(f"{rows:,} rows: show", timed(lambda m=metrics: (model.set_metrics(m, 148), app.processEvents())), "ms", "")
        say(f"{rows:,} rows: keys, made in another thread", timed(lambda: prepare(model)), "ms", "")
        measure_arranging(app, model, most)
    held = {f"metric_{n:07}": Target(metric_id=f"metric_{n:07}", minimum=40, tolerance=10) for n in range(500)}
    model.set_targets(HeldTargets(held))
    prepare(model)
    page.view.restore_layout(None)
    measure_scrolling(app, page, model)
    measure_stalls(page, model)
    wait(50)


if __name__ == "__main__":
    main()
