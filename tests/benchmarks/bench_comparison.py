"""A comparison of 50 people × 52 weeks × 30 metrics, 78,000 values, in the real window.

Run: `xvfb-run -a python tests/benchmarks/bench_comparison.py [--rounds 3] [--people 50] [--weeks 52] [--metrics 30]`. A
question goes through the form to a server in a process of its own; each step says how long it took until the window had
nothing left to do, and how late a 5 ms timer of the GUI thread was at worst, beside the idle window in the same run.
Targets: all views within a second of the last answer, and never more than 50 ms late.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, Qt, Slot
from window_bench import Lateness, open_window, wait, wait_until

from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.exports import FileFormat
from siro_desktop.domain.periods import Period
from siro_desktop.domain.plan import CompareBy, CompareEntities
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.question import question_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from siro_desktop.domain.question import Question
    from siro_desktop.ui.main_window import MainWindow

VIEWS = ("matrix", "table", "bars", "trend", "leaderboard", "difference", "changes", "answer")
QUIET_MS = 60


class Paints(QObject):
    """Notes when anything of the window was painted last."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.last = time.perf_counter()
        for watched in (window, window.windowHandle()):
            watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, happening: QEvent) -> bool:
        if happening.type() in {QEvent.Type.UpdateRequest, QEvent.Type.Expose, QEvent.Type.Paint}:
            self.last = time.perf_counter()
        return False


@dataclass
class Bench:
    """Steps by name, and what each round took: seconds, and milliseconds late at worst."""

    window: MainWindow
    paints: Paints
    lateness: Lateness = field(default_factory=Lateness)
    seen: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    def step(self, name: str, do: Callable[[], object], is_done: Callable[[], bool] = lambda: True) -> None:
        """Do something, wait until it is done and nothing is painted any more, and note both figures."""
        began = self.paints.last = time.perf_counter()
        self.lateness.start()
        do()
        if not wait_until(lambda: is_done() and self._is_quiet()):
            print(f"{name}: not done after a minute")
        self.lateness.stop()
        self.note(name, self.paints.last - began, max(self.lateness.late))

    def note(self, name: str, seconds: float, late: float) -> None:
        self.seen.setdefault(name, []).append((seconds, late))

    def _is_quiet(self) -> bool:
        return (time.perf_counter() - self.paints.last) * 1000 > QUIET_MS

    def report(self) -> None:
        floor = max(late for _, late in self.seen["idle"])
        print(f"{'step':34} {'seconds':>8} {'late ms, median of worst':>25} {'worst':>7} {'× idle':>7}")
        for name, rounds in self.seen.items():
            seconds = statistics.median(seconds for seconds, _ in rounds)
            stalls = [late for _, late in rounds]
            print(
                f"{name:34} {seconds:8.2f} {statistics.median(stalls):25.1f} {max(stalls):7.1f}"
                f" {max(stalls) / max(floor, 1):7.1f}"
            )


class Answers(QObject):
    """When the last answer came: it is the last thing a run tells before it ends."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.ended = 0.0
        window.runs.succeeded.connect(self._on_ended, Qt.ConnectionType.DirectConnection)
        window.runs.failed.connect(self._on_ended)

    @Slot(object)
    def _on_ended(self, _result: object) -> None:
        self.ended = time.perf_counter()


def ask(people: int, weeks: int) -> Question:
    start = datetime(2025, 1, 6, 7, tzinfo=UTC)  # midnight in Denver
    query = MetricsQuery(
        organization_id="org_1",
        conversation_type_id="roof",
        period=Period(start, start + timedelta(weeks=weeks)),
        filter_by=(EntityType.USER,),
        ids=tuple(f"user_{number}" for number in range(people)),
    )
    return question_for(query, CompareBy(entities=CompareEntities.EACH, unit=Unit.WEEK))


def measure(bench: Bench, question: Question, folder: Path) -> None:
    window = bench.window
    page = window.view.result_page
    body = page.comparison_body
    answers = Answers(window)
    idle(bench)
    bench.step("question into the form", lambda: window.view.query_form.set_question(question))
    for view in ("matrix", "table", "bars", "trend"):
        page.show_view(view)
        answers.ended = 0.0
        began = time.perf_counter()
        bench.lateness.start()
        window.run_actions.ask(window.view.query_form.to_question(), refresh_all=True)
        wait_until(lambda: answers.ended > 0, 180)
        bench.note(f"run, with {view}", answers.ended - began, max(bench.lateness.late))
        bench.step(f"last answer to {view} painted", lambda: None, partial(is_shown, window, view))
    for view in VIEWS:
        bench.step(f"to {view}", partial(page.show_view, view), partial(is_shown, window, view))
    for view in ("matrix", "table", "bars", "trend", "leaderboard", "difference"):
        page.show_view(view)
        wait(300)
        other = 7 if body.state.metric != 7 else 3
        bench.step(f"another metric in {view}", partial(body.state.choose_metric, other))
    for view in ("matrix", "table"):
        page.show_view(view)
        wait(300)
        table = body.views.tables["table"].table if view == "table" else body.views.shown["matrix"].table
        header = table.horizontalHeader()
        bench.step(f"sort {view}", partial(header.setSortIndicator, 2, Qt.SortOrder.DescendingOrder))
        for text in ("metric_000004" if view == "table" else "user_4", ""):
            bench.step(f"search {view} for “{text}”", partial(body._search.setText, text))
    for view in ("matrix", "trend"):
        page.show_view(view)
        wait(300)
        bench.step(
            f"open again in {view}",
            partial(window.library.open, page.saved.id if page.saved else 0),
            partial(is_new, window, page.saved, view),
        )
    page.show_view("table")
    wait(500)
    export(bench, folder)
    idle(bench)


def idle(bench: Bench) -> None:
    bench.lateness.start()
    wait(1500)
    bench.lateness.stop()
    bench.note("idle", 0, max(bench.lateness.late))


def export(bench: Bench, folder: Path) -> None:
    window, done = bench.window, []
    window.results.exports.exported.connect(done.append)
    for is_wide in (False, True):
        bench.step("export dialog", window.results.export)
        dialog = window.results.exports._dialog
        assert dialog is not None
        path = folder / f"{len(done)}-{is_wide}.csv"
        choice = window.results.exports.last_choice
        chosen = replace(choice, path=path, form=FileFormat.CSV, is_wide=is_wide)
        bench.step(
            "export wide CSV" if is_wide else "export CSV",
            partial(dialog.export_requested.emit, chosen),
            path.exists,
        )
        wait(300)


def is_shown(window: MainWindow, view: str) -> bool:
    """True when the view shows all of what the page shows."""
    page = window.view.result_page
    state = page.comparison_body.state
    if state.comparison is None or page.saved is None or len(page.saved.answers) < len(page.saved.plan.cells):
        return False
    if view == "table":
        columns = page.comparison_body.views.tables["table"].model.columns
        return columns is not None and columns.comparison is state.comparison
    made = page.comparison_body.views.shown.get(view)
    return not getattr(made, "is_busy", False)


def is_new(window: MainWindow, former: object, view: str) -> bool:
    """True when the view shows all of another result than the former one."""
    return window.view.result_page.saved is not former and is_shown(window, view)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--metrics", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--latency-ms", type=int, default=5)
    options = parser.parse_args()
    before = os.getloadavg()[0]
    server = ["--values", str(options.metrics), "--latency-ms", str(options.latency_ms)]
    with tempfile.TemporaryDirectory() as folder, open_window(server) as window:
        window.resize(1500, 900)
        bench = Bench(window, Paints(window))
        for _ in range(options.rounds):
            measure(bench, ask(options.people, options.weeks), Path(folder))
        shown = window.view.result_page.saved
        assert shown is not None
        values = sum(len(answer.metrics) for answer in shown.answers.values())
        print(f"{len(shown.answers):,} of {len(shown.plan.cells):,} cells, {values:,} values")
        bench.report()
    print(f"load {before:.1f} before, {os.getloadavg()[0]:.1f} after")


if __name__ == "__main__":
    main()
