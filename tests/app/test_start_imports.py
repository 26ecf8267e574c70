"""What the first paint does without: start-up is quick because these come later, off the GUI thread."""

from __future__ import annotations

import subprocess
import sys

import pytest

LATE = ("httpx", "authlib", "keyring", "pyqtgraph", "numpy", "qtawesome", "h11", "tenacity", "tomlkit", "msgspec")


@pytest.mark.parametrize("module", ["siro_desktop.app", "siro_desktop.ui.main_window", "siro_desktop.cli"])
def test_heavy_packages_come_after_the_first_paint(module: str) -> None:
    program = f"import sys, {module}; print([name for name in {LATE!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
