"""Makes the samples beside this file importable from the tests, and shows one in a matrix."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from table_samples import make_state, small

if TYPE_CHECKING:
    from siro_desktop.ui.comparison.matrix_view import MatrixView


@pytest.fixture
def view(qtbot) -> MatrixView:
    """The matrix of a small comparison; modules of other views have their own."""
    from siro_desktop.ui.comparison.matrix_view import MatrixView

    state = make_state(small())
    view = MatrixView(state)
    state.setParent(view)
    qtbot.addWidget(view)
    view.resize(900, 400)
    view.show()
    return view
