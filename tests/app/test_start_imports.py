"""What the first paint does without: start-up is quick because these come later, off the GUI thread."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

VIEWS = ("matrix_view", "long_view", "leaderboard", "difference_view", "changes_view", "notes_strip")
LATE = ("httpx", "authlib", "keyring", "pyqtgraph", "numpy", "qtawesome", "h11", "tenacity", "tomlkit")
LATE_TOO = ("asyncio", "ssl", "socket", "secrets", "logging.handlers", "html", "shlex", "ctypes")


def imported(names: tuple[str, ...], module: str) -> str:
    program = f"import sys, {module}; print([name for name in {names!r} if name in sys.modules])"
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()


def test_views_of_comparisons_come_with_the_first_comparison() -> None:
    views = [f"siro_desktop.ui.comparison.{view}" for view in VIEWS]
    rules = [f"siro_desktop.domain.{name}" for name in ("changes", "comparability", "comparison_notes", "remedies")]
    charts = [f"siro_desktop.ui.charts.{name}" for name in ("compared_bars", "trend")]
    assert imported((*views, *rules, *charts), "siro_desktop.app") == "[]"


def test_parts_of_the_window_that_a_start_does_not_show_come_later() -> None:
    asked_for = ("export", "picture", "report", "profile", "palette")
    late = ("changes", "events", "undo", "arrangements", "help", "template")
    controllers = [f"siro_desktop.ui.{name}_controller" for name in (*asked_for, *late)]
    others = ("siro_desktop.domain.aliases", "siro_desktop.domain.templates", "siro_desktop.ui.wheel_zoom")
    assert imported((*controllers, *others), "siro_desktop.app") == "[]"


@pytest.mark.parametrize("module", ["siro_desktop.app", "siro_desktop.ui.main_window", "siro_desktop.cli"])
def test_heavy_packages_come_after_the_first_paint(module: str) -> None:
    assert imported(LATE, module) == "[]"


def test_what_the_standard_library_takes_long_for_comes_after_the_first_paint_too() -> None:
    assert imported(LATE_TOO, "siro_desktop.app") == "[]"


def test_kinds_of_qt_that_a_start_does_not_need_are_not_made() -> None:
    """Each takes up to 2 ms: PySide makes a class, with all its enumerations, as somebody asks for its name."""
    late = ("QAccessible", "QTextCharFormat", "QMessageBox", "QFileDialog", "QInputDialog", "QSaveFile", "QSettings")
    program = (
        "import siro_desktop.app, PySide6.QtCore, PySide6.QtGui, PySide6.QtWidgets\n"
        "made = {**vars(PySide6.QtCore), **vars(PySide6.QtGui), **vars(PySide6.QtWidgets)}\n"
        f"print([name for name in {late!r} if name in made])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_nothing_but_pyside_takes_the_place_of_import() -> None:
    """Two libraries that do it in two threads each put back the other's: then nothing can be imported any more."""
    packages = (
        "keyring.backends.SecretService",
        "authlib.integrations.httpx_client",
        "qtawesome",
        "pyqtgraph",
        "xlsxwriter",
    )
    program = f"""
import builtins, sys
from importlib import import_module
import siro_desktop.app
seen = set()
def follow(frame, event, argument):
    seen.add(builtins.__import__)
    return follow
sys.settrace(follow)
for name in {packages}:
    import_module(name)
sys.settrace(None)
print([repr(one) for one in seen if not repr(one).startswith("<built-in function __")])
"""
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_source_is_read_at_the_start() -> None:
    """PySide6 would read that of every module, ours and others', and keep it; here only what brings PySide6 itself."""
    program = (
        "import siro_desktop.app, linecache\n"
        "print([name for name in linecache.cache if 'siro_desktop/' in name or 'typing' in name])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


_UNTIL_THE_STORE_HAS_SPOKEN = """
import sys
from siro_desktop.app import Program, build_application
from siro_desktop.config import ProfileFile
from siro_desktop.domain.profile import Profile, SignInMethod

program = Program(build_application(), lambda _: True)
profile = Profile(id="one", name="One", method=SignInMethod.ACCESS_TOKEN, organization_id="org")
ProfileFile(program.paths.profiles_file).save(profile)
program.open_window()
window = program.session.window

def look():
    print([name for name in {names} if name in sys.modules])

window.library.nothing_saved.connect(look)
window.session.status_changed.connect(lambda _: window.close())
sys.exit(program.run())
"""


def test_the_network_waits_until_the_window_shows_what_is_saved(tmp_path: Path) -> None:
    """It begins then: who is signed in is known, and the window closes."""
    program = _UNTIL_THE_STORE_HAS_SPOKEN.format(
        names=("asyncio", "httpx", "authlib", "keyring", "qtawesome", "pyqtgraph")
    )
    own = {"SIRO_DESKTOP_HOME": str(tmp_path), "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=os.environ | own, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr
