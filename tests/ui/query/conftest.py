"""A form on a connection, with names, on a fixed day."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

sys.path.insert(0, str(Path(__file__).parent))

from query_samples import NAMES, TODAY, make_profile

from siro_desktop.ui.query_form import QueryForm

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from zoneinfo import ZoneInfo

    from pytestqt.qtbot import QtBot


@pytest.fixture(autouse=True)
def _deferred_deletions() -> Iterator[None]:
    """Without a running event loop Qt never deletes what was put off; do it between tests."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform cannot raise a pop-up or grab the keyboard for it, and says so."""
    for item in items:
        if "ui/query" in str(item.path):
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))
