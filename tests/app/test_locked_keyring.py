"""The window in front of a real gnome-keyring that asks for its password and gets no answer."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import keyring
import pytest
from app_kit import run_query, sign_in, team_query, window_of
from PySide6.QtCore import QTimer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program

MAKE_LOCKED = 'printf "secret\\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null; exec "$@"'
WRITE = "import keyring; keyring.set_password('made', 'by', 'tests')"
PROMPTER = "org.gnome.keyring.SystemPrompter"

pytestmark = pytest.mark.skipif(
    sys.platform != "linux"
    or not (shutil.which("gnome-keyring-daemon") and os.environ.get("DISPLAY"))
    or not Path("/usr/share/dbus-1/services/org.gnome.keyring.SystemPrompter.service").exists(),
    reason="needs gnome-keyring with its prompter, and a display",
)


class LockedSession:
    """A D-Bus session whose gnome-keyring is locked; asking it for anything opens its dialog on the display."""

    def __init__(self, folder: Path) -> None:
        self._runtime = tempfile.mkdtemp(prefix="siro-runtime-")  # sockets do not take long paths
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "DISPLAY", "XAUTHORITY") if name in os.environ}
        self._variables = {**kept, "HOME": str(folder), "XDG_RUNTIME_DIR": self._runtime}
        command = ["dbus-run-session", "--", "sh", "-c", MAKE_LOCKED, "sh", sys.executable, "-c", WRITE]
        subprocess.run(command, env=self._variables, capture_output=True, check=True, timeout=30)
        self._daemon = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address"],
            env=self._variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._daemon.stdout is not None
        self.address = self._daemon.stdout.readline().strip()

    def is_asking(self) -> bool:
        """True once the dialog's process is on the bus."""
        import jeepney
        from jeepney.io.blocking import open_dbus_connection

        bus = jeepney.DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
        with open_dbus_connection(self.address) as connection:
            question = jeepney.new_method_call(bus, "NameHasOwner", "s", (PROMPTER,))
            return bool(connection.send_and_get_reply(question).body[0])

    def close(self) -> None:
        self._daemon.terminate()  # what it has started ends with it
        self._daemon.wait(10)
        assert self._daemon.stdout is not None
        self._daemon.stdout.close()
        shutil.rmtree(self._runtime, ignore_errors=True)


@pytest.fixture
def locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LockedSession]:
    session = LockedSession(tmp_path)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", session.address)
    yield session
    session.close()
    for thread in threading.enumerate():
        if thread.name == "siro-credential-store":  # its call ends with the bus
            thread.join(10)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # of the connection that the call has left open
        gc.collect()


class Ticks:
    """The longest time that the window did not come to its timers, in seconds."""

    def __init__(self) -> None:
        self.count = 0
        self.longest = 0.0
        self._last = time.monotonic()
        self._timer = QTimer()
        self._timer.timeout.connect(self._tick)
        self._timer.start(10)

    def _tick(self) -> None:
        now = time.monotonic()
        self.longest = max(self.longest, now - self._last)
        self._last = now
        self.count += 1


def test_window_lives_on_while_the_keyring_asks(
    qtbot: QtBot,
    make_program: Callable[..., Program],
    practice: PracticeProcess,
    locked: LockedSession,
) -> None:
    """K4: timers tick while the dialog is open, Stop works at once, a sign-in goes on in memory, quitting is quick."""
    from keyring.backends import SecretService

    keyring.set_keyring(SecretService.Keyring())
    program = make_program(practice.profile())
    window = window_of(program)
    qtbot.waitUntil(locked.is_asking, timeout=15_000)

    ticks = Ticks()
    qtbot.waitUntil(lambda: ticks.count >= 100, timeout=15_000)
    assert ticks.longest < 0.2

    run_query(window, team_query(window))
    qtbot.waitUntil(lambda: window.runs.is_running and window.actions_.stop.isEnabled())
    started = time.monotonic()
    window.actions_.stop.trigger()
    qtbot.waitUntil(lambda: not window.runs.is_running, timeout=2_000)
    assert time.monotonic() - started < 0.2

    sign_in(qtbot, window)
    status = window.session.status
    assert status.storage is None
    assert status.notice is not None
    assert "locked" in status.notice
    assert locked.is_asking(), "nobody has answered the dialog"
    started = time.monotonic()
    window.close()
    assert program.close()
    assert time.monotonic() - started < 3
