"""How late the GUI thread is while 10,000 values arrive, are decoded, saved and shown.

Run: `python tests/benchmarks/bench_gui_lateness.py`, with options of `values_server.py`. A timer of 5 ms measures its
own lateness, idle and busy, in one run. The target is: never more than 50 ms late.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop
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
    lateness.start()
    started = time.perf_counter()
    window.view.query_form.set_question(question_for(query))
    window.actions_.run.trigger()
    loop.exec()
    seconds = time.perf_counter() - started
    wait(1000)
    print(f"{view:8} {lateness.stop()}")
    answer = window.view.result_page.saved.only_answer if window.view.result_page.saved else None
    print(f"         {len(answer.metrics) if answer else 0} values, {seconds:.2f} s to the last one")


def main() -> None:
    with open_window(sys.argv[1:]) as window:
        for view in ("table", "charts"):
            measure(window, view)
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
