"""What the first paint does without: start-up is quick because these come later, off the GUI thread."""

from __future__ import annotations

import subprocess
import sys

import pytest

VIEWS = ("matrix_view", "long_view", "leaderboard", "difference_view", "changes_view", "notes_strip")
LATE = ("httpx", "authlib", "keyring", "pyqtgraph", "numpy", "qtawesome", "h11", "tenacity", "tomlkit", "msgspec")


def imported(names: tuple[str, ...], module: str) -> str:
    program = f"import sys, {module}; print([name for name in {names!r} if name in sys.modules])"
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()


def test_views_of_comparisons_come_with_the_first_comparison() -> None:
    views = [f"siro_desktop.ui.comparison.{view}" for view in VIEWS]
    rules = [f"siro_desktop.domain.{name}" for name in ("changes", "comparability", "comparison_notes", "remedies")]
    charts = [f"siro_desktop.ui.charts.{name}" for name in ("compared_bars", "trend")]
    assert imported((*views, *rules, *charts), "siro_desktop.app") == "[]"


@pytest.mark.parametrize("module", ["siro_desktop.app", "siro_desktop.ui.main_window", "siro_desktop.cli"])
def test_heavy_packages_come_after_the_first_paint(module: str) -> None:
    assert imported(LATE, module) == "[]"


def test_no_source_is_read_at_the_start() -> None:
    """PySide6 would read that of every module, and keep it."""
    program = (
        "import siro_desktop.app, linecache; print([name for name in linecache.cache if 'siro_desktop/ui' in name])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
