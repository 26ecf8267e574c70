"""How late the GUI thread is while 10,000 values arrive, are decoded, saved and shown.

Run: `python tests/benchmarks/bench_gui_lateness.py`. A timer of 5 ms measures its own lateness, idle and busy, in one
run. The target is: never more than 50 ms late.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QTimer

from siro_desktop.app import Program, build_application
from siro_desktop.config import Paths, ProfileFile
from siro_desktop.domain.periods import Period
from siro_desktop.domain.profile import Profile, SignInMethod
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.question import question_for

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

INTERVAL_MS = 5


class Lateness:
    """A timer that notes how much later than asked it fires, in milliseconds."""

    def __init__(self) -> None:
        self.late: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self._on_timeout)

    def start(self) -> None:
        self.late.clear()
        self._last = time.perf_counter()
        self._timer.start()

    def report(self, what: str) -> None:
        self._timer.stop()
        ordered = sorted(self.late)
        p99 = ordered[int(len(ordered) * 0.99)]
        print(f"{what:8} median {statistics.median(ordered):5.1f}  p99 {p99:5.1f}  max {ordered[-1]:5.1f} ms late")

    def _on_timeout(self) -> None:
        now = time.perf_counter()
        self.late.append(max(0.0, (now - self._last) * 1000 - INTERVAL_MS))
        self._last = now


def wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def measure(application: QApplication, address: str) -> None:
    profile = Profile(
        id="bench",
        name="Bench",
        api_base_url=address,
        method=SignInMethod.ACCESS_TOKEN,
        organization_id="org_1",
        time_zone="America/Denver",
    )
    ProfileFile(Paths.find().make().profiles_file).save(profile)
    program = Program(application, lambda _: True)
    program.open_window()
    assert program.session is not None
    window = program.session.window
    window.session.keep_secret("bench-token")
    wait(3000)
    query = MetricsQuery(
        organization_id="org_1",
        conversation_type_id="roof",
        period=Period(datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)),
        filter_by=(EntityType.TEAM,),
        ids=("team_1",),
    )
    lateness = Lateness()
    for view in ("table", "charts"):
        window.view.result_page.show_view(view)
        wait(500)
        lateness.start()
        wait(1000)
        lateness.report("idle")
        loop = QEventLoop()
        window.runs.succeeded.connect(loop.quit)
        window.runs.failed.connect(loop.quit)
        lateness.start()
        started = time.perf_counter()
        window.view.query_form.set_question(question_for(query))
        window.actions_.run.trigger()
        loop.exec()
        wait(1000)
        lateness.report(view)
        answer = window.view.result_page.saved.only_answer if window.view.result_page.saved else None
        seconds = time.perf_counter() - started - 1
        print(f"         {len(answer.metrics) if answer else 0} values, {seconds:.2f} s to the last one")
    window.close()
    program.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        os.environ["SIRO_DESKTOP_HOME"] = home
        os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
        server = Path(__file__).with_name("values_server.py")
        with subprocess.Popen(
            [sys.executable, str(server), *sys.argv[1:]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            assert process.stdin is not None
            measure(build_application(), process.stdout.readline().strip())
            process.stdin.close()


if __name__ == "__main__":
    main()
