"""Start to first paint, from the start of the process, beside floors in the same interleaved run.

Run under a display: `xvfb-run -a python tests/benchmarks/bench_start.py [rounds]`. Floors: a bare QMainWindow with a
QTableView; plain Qt widgets of the kinds and numbers that our window shows, empty (`plain_window.py`); and the same
widgets as our window's, empty: its menus, form, splitters, table and status bar, with nothing behind them. Beside the
milliseconds that went by stand those of the processor, which say more where others use the machine too. Memory is the
largest resident set up to the first paint. The target is 1.25 × the same widgets, and 1.15 × their memory.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from importlib import import_module
from typing import TYPE_CHECKING

# What the measured processes do without is imported where it is used: it would make both sides of a ratio longer.

if TYPE_CHECKING:
    from collections.abc import Sequence

VARIANTS = ("bare", "plain widgets", "same widgets", "no result", "last result")
FLOORS = ("same widgets", "plain widgets", "bare")


def report_paint(started: float) -> None:
    """Say when the first paint was, and end."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    processor = used.ru_utime + used.ru_stime
    print((time.time() - started) * 1000, processor * 1000, used.ru_maxrss / 1024, flush=True)
    os._exit(0)


def run_bare(started: float) -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

    class Table(QTableView):
        def paintEvent(self, event: object) -> None:
            super().paintEvent(event)  # type: ignore[arg-type]
            QTimer.singleShot(0, lambda: report_paint(started))

    application = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(Table())
    window.show()
    application.exec()


def run_plain(started: float) -> None:
    from plain_window import open_plain_window

    open_plain_window(lambda: report_paint(started))


def run_same(started: float) -> None:
    import_module("siro_desktop.qt_start")  # as the program does first: what follows is imported quicker
    from datetime import date

    from plain_window import FirstPaint
    from PySide6.QtWidgets import QApplication, QMainWindow

    from siro_desktop.domain.profile import Profile
    from siro_desktop.settings import Settings
    from siro_desktop.ui.actions import build_actions, build_menus
    from siro_desktop.ui.looks import wear_looks
    from siro_desktop.ui.status_bar import StatusBar
    from siro_desktop.ui.window_layout import WindowLayout

    application = QApplication([])
    wear_looks(application, Settings())
    window = QMainWindow()
    view = WindowLayout(lambda _: date(2026, 10, 31), window)
    window.setCentralWidget(view)
    window.setStatusBar(StatusBar(window))
    build_menus(window, build_actions(window), is_practice=False)
    window.resize(1280, 760)
    view.show_welcome(shown=False)
    view.query_form.set_profile(Profile(id="bench", name="Bench"))
    view.result_page._states.setCurrentWidget(view.result_page.answer_body)  # as no page without a result does
    rows = view.result_page.answer_body.table_page.view.viewport()
    watching = FirstPaint(rows, lambda: report_paint(started))
    window.show()
    assert watching.parent()
    application.exec()


def run_program(started: float) -> None:
    app = import_module("siro_desktop.app")  # before all else, as where the program is started
    from siro_desktop.after_paint import AfterFirstPaint

    application = app.build_application()
    program = app.Program(application, lambda _: True)
    app.watch_over(application, program)
    program.open_window()
    assert program.session is not None
    body = program.session.window.view.result_page.answer_body
    rows = body.table_page.view.viewport()

    def on_rows() -> None:
        if body.model.rowCount():
            AfterFirstPaint(rows, lambda: report_paint(started))

    if os.environ["BENCH_VARIANT"] == "last result":
        body.model.modelReset.connect(on_rows)
        body.model.layoutChanged.connect(on_rows)
        on_rows()
    else:
        AfterFirstPaint(program.session.window, lambda: report_paint(started))
    program.run()


def prepare(home: str, *, with_result: bool) -> None:
    """A home with a connection, and a result of 30 metrics if wished."""
    from datetime import UTC, datetime

    from siro_desktop.config import Paths, ProfileFile
    from siro_desktop.domain.periods import Period
    from siro_desktop.domain.plan import build_plan
    from siro_desktop.domain.profile import Profile, SignInMethod
    from siro_desktop.domain.query import EntityType, MetricsQuery
    from siro_desktop.domain.results import Answer, MetricValues
    from siro_desktop.storage.library import Library

    paths = Paths.find({"SIRO_DESKTOP_HOME": home}).make()
    profile = Profile(id="bench", name="Bench", method=SignInMethod.ACCESS_TOKEN, organization_id="org")
    ProfileFile(paths.profiles_file).save(profile)
    if not with_result:
        return
    query = MetricsQuery(
        organization_id="org",
        conversation_type_id="roof",
        period=Period(datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)),
        filter_by=(EntityType.TEAM,),
        ids=("team",),
    )
    plan = build_plan(query, profile.id)
    rows = range(30)
    answer = Answer(
        cell_key=plan.cells[0].key,
        recordings_evaluated=150,
        metrics=MetricValues(
            ids=[f"m{row}" for row in rows],
            names=[f"Metric {row}" for row in rows],
            units=["seconds"] * 30,
            unit_abbreviations=["sec"] * 30,
            metric_types=["AI_METRIC"] * 30,
            descriptions=[None] * 30,
            values=[row * 60.0 for row in rows],
            pass_rates=[row * 3.0 for row in rows],
        ),
        start_at="",
        end_at="",
        filter_by=("TEAM",),
        filter_by_ids=("team",),
        fetched_at=datetime.now(UTC),
        duration_ms=1,
        pages=(),
    )
    with Library.open(paths.data) as library:
        result_id = library.save_run(
            plan=plan, profile_name="Bench", api_base_url="", time_zone="UTC", saved_at=datetime.now(UTC)
        )
        library.save_answers(result_id, [answer])


def main(rounds: int) -> None:
    import statistics
    import subprocess
    import tempfile
    from pathlib import Path

    seen: dict[str, list[tuple[float, ...]]] = {variant: [] for variant in VARIANTS}
    with tempfile.TemporaryDirectory() as folder:
        for variant in VARIANTS[2:]:
            prepare(str(Path(folder) / variant), with_result=variant == "last result")
        bytecode = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(Path(folder) / "bytecode")}
        for number in range(rounds + 1):
            for variant in VARIANTS:
                home = str(Path(folder) / variant)
                environment = os.environ | {"BENCH_VARIANT": variant, "SIRO_DESKTOP_HOME": home} | bytecode
                command = [sys.executable, __file__, "child", str(time.time())]
                done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True)
                if number:  # the first compiles what an installed program has compiled already
                    seen[variant].append(tuple(map(float, done.stdout.split()[-3:])))
    medians = {
        variant: [statistics.median(column) for column in zip(*runs, strict=True)] for variant, runs in seen.items()
    }
    floors = "".join(f"{f'× {floor}':>20}" for floor in FLOORS)
    print(f"{'':14}{'to first paint':>15}{'of processor':>14}{'memory':>10}{floors}")
    for variant, figures in medians.items():
        paint, processor, mebibytes = figures
        times = "".join(f"{ratios(figures, medians[floor]):>20}" for floor in FLOORS)
        print(f"{variant:14}{paint:12.0f} ms{processor:11.0f} ms{mebibytes:6.0f} MiB{times}")
    print(f"{rounds} rounds, load {os.getloadavg()[0]:.1f}; each ratio of the paint, the processor and the memory")


def ratios(figures: Sequence[float], floor: Sequence[float]) -> str:
    return ", ".join(f"{one / other:.2f}" for one, other in zip(figures, floor, strict=True))


RUN = {"bare": run_bare, "plain widgets": run_plain, "same widgets": run_same}

if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        RUN.get(os.environ["BENCH_VARIANT"], run_program)(float(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
