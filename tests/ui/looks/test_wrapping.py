"""Texts in lists and small tables whose lines break."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QFrame, QListWidget

from siro_desktop.ui.cell_delegates import WrappingDelegate

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from siro_desktop.ui.text_size import TextSize


def ink(listed: QListWidget) -> int:
    """How many pixels of a list are not of its ground."""
    image = listed.viewport().grab().toImage()
    ground = image.pixel(image.width() - 1, image.height() - 1)
    return sum(image.pixel(x, y) != ground for x in range(image.width()) for y in range(image.height()))


@pytest.mark.parametrize("zoom", [100, 250])
def test_no_word_is_left_out_however_narrow_the_list_is(qtbot: QtBot, size: TextSize, zoom: int) -> None:
    size.set_zoom(zoom)
    listed = QListWidget()
    qtbot.addWidget(listed)
    listed.setFrameShape(QFrame.Shape.NoFrame)
    listed.setWordWrap(True)
    listed.setResizeMode(QListWidget.ResizeMode.Adjust)
    listed.setItemDelegate(WrappingDelegate(listed))
    listed.setSpacing(4)
    listed.addItem("Saved results and backup")
    wide, high = listed.fontMetrics().horizontalAdvance("Saved results and backup"), 4 * listed.fontMetrics().height()
    listed.resize(2 * wide, high)
    listed.show()
    whole = ink(listed)
    for width in range(wide - 4, wide + 30):
        listed.resize(width, high)
        listed.doItemsLayout()
        assert ink(listed) == pytest.approx(whole, rel=0.03), width
