"""What the benchmarks of the real window share: the program on a server of values, and how late its GUI thread is."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, Qt, QTimer

from siro_desktop.app import Program, build_application
from siro_desktop.config import Paths, ProfileFile
from siro_desktop.domain.profile import Profile, SignInMethod

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from siro_desktop.ui.main_window import MainWindow

INTERVAL_MS = 5


sys.modules["trio"] = None  # type: ignore[assignment]  # httpcore imports it if it is there: for tests alone it is


class Lateness:
    """A timer that notes how much later than asked it fires, in milliseconds.

    `waited` is for how much of it the thread was ready and had no processor: other programs, or other machines of the
    same host, had them all. Known on Linux.
    """

    def __init__(self) -> None:
        self.late: list[float] = []
        self.waited: list[float] = []
        self._waited = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self._on_timeout)

    def start(self) -> None:
        self.late.clear()
        self.waited.clear()
        self._waited = _waited_ms()
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> str:
        """Stop, and return what was seen in words."""
        self._timer.stop()
        self._on_timeout()
        ordered = sorted(self.late)
        p99 = ordered[int(len(ordered) * 0.99)]
        waited = self.waited[self.late.index(ordered[-1])]
        beside = f" ({waited:.1f} of them without a processor)" if waited >= 1 else ""
        return f"median {statistics.median(ordered):5.1f}  p99 {p99:5.1f}  max {ordered[-1]:5.1f} ms late{beside}"

    def _on_timeout(self) -> None:
        now, waited = time.perf_counter(), _waited_ms()
        self.late.append(max(0.0, (now - self._last) * 1000 - INTERVAL_MS))
        self.waited.append(waited - self._waited)
        self._last, self._waited = now, waited


@cache
def _schedstat() -> int | None:
    """The main thread's times as Linux counts them, an open file; None elsewhere."""
    path = Path("/proc/self/schedstat")
    return os.open(path, os.O_RDONLY) if path.exists() else None


def _waited_ms() -> float:
    file = _schedstat()
    return 0.0 if file is None else int(os.pread(file, 100, 0).split()[1]) / 1e6


def wait(milliseconds: int) -> None:
    """Let the window work for so long."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_until(is_so: Callable[[], bool], seconds: float = 60) -> bool:
    """Let the window work until something is so; False if it never is. Looks every five milliseconds."""
    loop = QEventLoop()
    timer = QTimer()
    timer.timeout.connect(lambda: (is_so() or time.perf_counter() > end) and loop.quit())
    end = time.perf_counter() + seconds
    timer.start(INTERVAL_MS)
    loop.exec()
    return is_so()


@contextmanager
def open_window(server_options: Sequence[str]) -> Iterator[MainWindow]:
    """The program in a home of its own, signed in at a values server with these options, when all is loaded."""
    server = Path(__file__).with_name("values_server.py")
    command = [sys.executable, str(server), *server_options]
    with (
        tempfile.TemporaryDirectory() as home,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process,
    ):
        assert process.stdout is not None
        assert process.stdin is not None
        os.environ["SIRO_DESKTOP_HOME"] = home
        os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
        profile = Profile(
            id="bench",
            name="Bench",
            api_base_url=process.stdout.readline().strip(),
            method=SignInMethod.ACCESS_TOKEN,
            organization_id="org_1",
            time_zone="America/Denver",
            requests_per_minute=100_000,
        )
        ProfileFile(Paths.find().make().profiles_file).save(profile)
        program = Program(build_application(), lambda _: True)
        program.open_window()
        assert program.session is not None
        window = program.session.window
        window.session.keep_secret(profile, "bench-token")
        wait(3000)
        try:
            yield window
        finally:
            window.close()
            program.close()
            process.stdin.close()
