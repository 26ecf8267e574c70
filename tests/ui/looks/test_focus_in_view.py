"""What the keyboard comes to is in view, however it comes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from siro_desktop.ui.focus_in_view import FocusInView

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class Page(QWidget):
    """A long form that scrolls, and a button below it."""

    def __init__(self) -> None:
        super().__init__()
        inside = QWidget()
        column = QVBoxLayout(inside)
        self.lines = [QLineEdit() for _ in range(30)]
        for number, line in enumerate(self.lines):
            label = QLabel("&First" if number == 0 else "line")
            label.setBuddy(line)
            column.addWidget(label)
            column.addWidget(line)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(inside)
        self.button = QPushButton("below")
        layout = QVBoxLayout(self)
        layout.addWidget(self.area)
        layout.addWidget(self.button)
        self.resize(300, 300)
        self.follower = FocusInView(self)

    def scroll_to_end(self) -> None:
        bar = self.area.verticalScrollBar()
        bar.setValue(bar.maximum())

    def shows(self, line: QWidget) -> bool:
        return line.visibleRegion().boundingRect() == line.rect()


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    page = Page()
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.button.setFocus()
    page.scroll_to_end()
    assert not page.shows(page.lines[0])
    return page


def test_tab_into_a_scrolled_page_from_outside(qtbot: QtBot, page: Page) -> None:
    qtbot.keyClick(page.button, Qt.Key.Key_Tab)
    assert page.lines[0].hasFocus()
    assert page.shows(page.lines[0])
    qtbot.keyClick(page.lines[0], Qt.Key.Key_Backtab)
    qtbot.keyClick(page.button, Qt.Key.Key_Backtab)
    assert page.lines[-1].hasFocus()
    assert page.shows(page.lines[-1])


def test_the_letter_of_a_label(qtbot: QtBot, page: Page) -> None:
    qtbot.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
    assert page.lines[0].hasFocus()
    assert page.shows(page.lines[0])


def test_nothing_moves_under_a_pressed_button(qtbot: QtBot, page: Page) -> None:
    line = page.lines[15]
    bar = page.area.verticalScrollBar()
    bar.setValue(line.y() + line.height() // 2)
    before = bar.value()
    assert not page.shows(line)
    qtbot.mousePress(page.windowHandle(), Qt.MouseButton.LeftButton, pos=line.mapTo(page, QPoint(9, line.height() - 2)))
    assert line.hasFocus()
    assert bar.value() == before
    qtbot.mouseRelease(page.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(1, 1))


def test_a_window_that_comes_back_is_as_it_was_left(qtbot: QtBot, page: Page) -> None:
    page.lines[0].setFocus()
    page.scroll_to_end()
    other = QLineEdit()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    page.activateWindow()
    qtbot.waitUntil(page.lines[0].hasFocus)
    assert not page.shows(page.lines[0])


def test_what_is_larger_than_the_page_scrolls_as_it_likes(page: Page) -> None:
    page.lines[4].setFixedHeight(600)
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    page.area.verticalScrollBar().setValue(page.lines[4].y() + 200)
    before = page.area.verticalScrollBar().value()
    page.lines[4].setFocus()
    assert page.area.verticalScrollBar().value() == before
