"""Makes `difference_kit` importable from the tests beside it, and shows differences."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from difference_kit import LATER, TARGETS, make_state

if TYPE_CHECKING:
    from datetime import datetime


@pytest.fixture
def show(qtbot):
    """Shows the differences of a result, targets set."""

    from siro_desktop.ui.comparison.difference_view import DifferenceView

    def show_one(saved, now: datetime = LATER):
        view = DifferenceView(make_state(saved, TARGETS), clock=lambda: now)
        view._state.setParent(view)
        qtbot.addWidget(view)
        view.resize(1200, 600)
        view.show()
        return view

    return show_one
