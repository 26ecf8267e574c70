"""Ctrl+C and SIGTERM end the window as closing it does, while nothing else wakes the program."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from siro_desktop.app import Program, build_application, watch_over

application = build_application()
program = Program(application, lambda _: True)
watch_over(application, program)
program.open_window()
QTimer.singleShot(0, lambda: print("runs", flush=True))
code = program.run()
print("closed", program.session is None, flush=True)
sys.exit(code)
"""


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_in_an_orderly_way(tmp_path: Path, number: signal.Signals) -> None:
    own = {"SIRO_DESKTOP_HOME": str(tmp_path), "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    command = [sys.executable, "-c", PROGRAM]
    with subprocess.Popen(command, env=os.environ | own, stdout=subprocess.PIPE, text=True) as program:
        try:
            assert program.stdout is not None
            assert program.stdout.readline() == "runs\n"
            program.send_signal(number)
            assert program.communicate(timeout=60)[0] == "closed True\n"
        finally:
            program.kill()
    assert program.returncode == 0
