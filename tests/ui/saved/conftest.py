"""A panel with saved queries."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QTreeView

sys.path.insert(0, str(Path(__file__).parent))

from saved_samples import NAMES, QUERIES

from siro_desktop.ui.saved_queries import SavedQueriesPanel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


@pytest.fixture(autouse=True)
def _deferred_deletions() -> Iterator[None]:
    """Without a running event loop Qt never deletes what was put off; do it between tests."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def panel(qtbot: QtBot) -> SavedQueriesPanel:
    made = SavedQueriesPanel()
    qtbot.addWidget(made)
    made.resize(320, 400)
    made.show()
    made.set_names(NAMES)
    made.show_queries(QUERIES)
    return made


@pytest.fixture
def tree(panel: SavedQueriesPanel) -> QTreeView:
    found = panel.findChild(QTreeView, "query_tree")
    assert found is not None
    return found
