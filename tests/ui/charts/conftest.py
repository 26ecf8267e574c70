"""Makes `compared_samples` importable from the tests beside it, and shows compared bars."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

sys.path.insert(0, str(Path(__file__).parent))

if TYPE_CHECKING:
    from siro_desktop.ui.charts.compared_bars import ComparedBars


@pytest.fixture
def make_bars(qtbot):
    from siro_desktop.ui.charts.compared_bars import ComparedBars

    def show(state, *, by_period: bool = False, width: int = 900) -> ComparedBars:
        view = ComparedBars(state)
        state.setParent(view)
        qtbot.addWidget(view)
        view.resize(width, 600)
        view._grouping.setCurrentIndex(int(by_period))
        view.show()
        qtbot.waitUntil(lambda: not view.is_busy)
        view.grid.fill_all()
        QApplication.processEvents()
        return view

    return show
