"""How late the GUI thread is while values arrive, are decoded, saved and shown, and the table is scrolled.

Run: `python tests/benchmarks/bench_gui_lateness.py`, with options of `values_server.py`: `--values 1000000 --page 5000`
for a million. A timer of 5 ms measures its own lateness, idle and busy, in one run; each view is measured twice, since
only the second time there is an earlier answer to scroll. The target is: never more than 50 ms late; with a million
values and the table, 99 of 100 at most 16 ms, and never more than 30.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QTimer
from window_bench import Lateness, open_window, wait

from siro_desktop.domain.periods import Period
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.question import question_for

if TYPE_CHECKING:
    from siro_desktop.ui.main_window import MainWindow


def measure(window: MainWindow, view: str) -> None:
    query = MetricsQuery(
        organization_id="org_1",
        conversation_type_id="roof",
        period=Period(datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)),
        filter_by=(EntityType.TEAM,),
        ids=("team_1",),
    )
    lateness = Lateness()
    window.view.result_page.show_view(view)
    wait(500)
    lateness.start()
    wait(1000)
    print(f"{'idle':8} {lateness.stop()}")
    loop = QEventLoop()
    window.runs.succeeded.connect(loop.quit)
    window.runs.failed.connect(loop.quit)
    scrolling = scroll(window)
    lateness.start()
    started = time.perf_counter()
    window.view.query_form.set_question(question_for(query))
    window.actions_.run.trigger()
    loop.exec()
    seconds = time.perf_counter() - started
    said = lateness.stop()
    lateness.start()
    wait(4000)
    scrolling.stop()
    print(f"{view:8} {said}; after it, while keys are made: {lateness.stop()}")
    answer = window.view.result_page.saved.only_answer if window.view.result_page.saved else None
    print(f"         {len(answer.metrics) if answer else 0} values, {seconds:.2f} s to the last one")


def scroll(window: MainWindow) -> QTimer:
    """Scroll the table by a few rows sixty times a second."""
    bar = window.view.result_page.answer_body.table_page.view.verticalScrollBar()
    timer = QTimer(window)
    timer.timeout.connect(lambda: bar.setValue((bar.value() + 60) % max(1, bar.maximum())))
    timer.start(16)
    return timer


def main() -> None:
    with open_window(sys.argv[1:]) as window:
        for view in ("table", "table", "charts"):
            measure(window, view)
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
