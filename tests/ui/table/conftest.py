"""Makes `table_kit` importable from the tests beside it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parent))

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from siro_desktop.ui.metric_table_view import MetricTableView


@pytest.fixture
def view(qtbot: QtBot) -> MetricTableView:
    from table_kit import make_view

    return make_view(qtbot)
