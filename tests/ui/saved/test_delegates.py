"""Lines of saved results and queries where people read from the right: mirrored, and nothing over anything else."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView
from saved_samples import make_saved

from siro_desktop.ui import saved_result_delegate
from siro_desktop.ui.saved_queries_model import QUERY_ROLE, WHEN_ROLE
from siro_desktop.ui.saved_query_delegate import SavedQueryDelegate
from siro_desktop.ui.saved_result_delegate import SavedResultDelegate

TITLE, WHEN = "Ana Ruiz", "Oct 2026"
SIZE = (400, 60)
CLOSE = 6
"""Pixels: letters begin between them, and are drawn a little wider then."""


def drawn(qtbot, delegate: SavedResultDelegate | SavedQueryDelegate, direction: Qt.LayoutDirection, **texts) -> QImage:
    return shown(qtbot, delegate, direction, **texts).viewport().grab().toImage()


def shown(
    qtbot, delegate: SavedResultDelegate | SavedQueryDelegate, direction: Qt.LayoutDirection, **texts
) -> QListView:
    view = QListView()
    qtbot.addWidget(view)
    model = QStandardItemModel(view)
    item = QStandardItem(texts.get("title", TITLE))
    item.setData(texts.get("when", WHEN), saved_result_delegate.WHEN_ROLE)
    item.setData("", saved_result_delegate.SUBTITLE_ROLE)
    item.setData(texts.get("is_marked", False), saved_result_delegate.PINNED_ROLE)
    if isinstance(delegate, SavedQueryDelegate):
        item.setData(texts.get("when", WHEN), WHEN_ROLE)
        query = make_saved(1, TITLE, is_starred=texts.get("is_marked", False))
        item.setData(query, QUERY_ROLE)
    model.appendRow(item)
    view.setModel(model)
    view.setItemDelegate(delegate)
    view.setFrameShape(QListView.Shape.NoFrame)
    view.setLayoutDirection(direction)
    view.resize(*SIZE)
    view.show()
    return view


def inked(image: QImage) -> list[int]:
    """The columns of pixels in which something is drawn."""
    blank = image.pixel(image.width() // 2, image.height() - 2)
    rows = range(image.height() - 2)
    return [x for x in range(image.width()) if any(image.pixel(x, y) != blank for y in rows)]


@pytest.mark.parametrize("make", [SavedResultDelegate, SavedQueryDelegate])
@pytest.mark.parametrize("is_marked", [False, True])
def test_each_part_stands_on_the_other_side(qtbot, make, is_marked: bool) -> None:
    """Seen from its own side, each part is where it is for those who read from the left."""
    for part in ({"when": ""}, {"title": ""}, {}):
        left, right = (
            inked(drawn(qtbot, make(), direction, is_marked=is_marked, **part))
            for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft)
        )
        assert abs(len(left) - len(right)) <= CLOSE  # nothing covers anything
        assert abs(left[0] - (SIZE[0] - 1 - right[-1])) <= CLOSE
        assert abs(left[-1] - (SIZE[0] - 1 - right[0])) <= CLOSE


@pytest.mark.parametrize("make", [SavedResultDelegate, SavedQueryDelegate])
@pytest.mark.parametrize("is_selected", [False, True])
def test_the_keyboard_is_seen_to_be_there(qtbot, make, is_selected: bool) -> None:
    view = shown(qtbot, make(), Qt.LayoutDirection.LeftToRight)
    view.setPalette(saved_result_delegate.list_palette())  # as both lists have it
    chosen = view.selectionModel().SelectionFlag.Select if is_selected else view.selectionModel().SelectionFlag.NoUpdate
    view.selectionModel().setCurrentIndex(view.model().index(0, 0), chosen)
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.setFocus()
    with_keys = view.viewport().grab().toImage()
    view.clearFocus()
    assert view.viewport().grab().toImage() != with_keys
