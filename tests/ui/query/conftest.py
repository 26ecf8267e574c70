"""A form on a connection, with names, on a fixed day."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from query_samples import NAMES, TODAY, make_profile

from siro_desktop.ui.query_form import QueryForm

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

    from pytestqt.qtbot import QtBot


@pytest.fixture
def form(qtbot: QtBot) -> QueryForm:
    """A complete form but for the ids."""

    def today(_zone: ZoneInfo) -> date:
        return TODAY

    made = QueryForm(today=today)
    qtbot.addWidget(made)
    made.set_profile(make_profile())
    made.set_names(NAMES)
    made.resize(320, 800)
    made.show()
    return made
