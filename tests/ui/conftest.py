"""What all tests of widgets need."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from siro_desktop.ui.result_page import ResultPage

sys.path.insert(0, str(Path(__file__).parent))  # for `contrast`


@pytest.fixture(autouse=True)
def _deferred_deletions() -> Iterator[None]:
    """Without a running event loop Qt never deletes what was put off; do it between tests."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture(autouse=True)
def _no_key_is_held() -> None:
    """Qt takes the Shift of a test's last click for held, and selects a range in the next test."""
    if QGuiApplication.instance() is not None and QGuiApplication.keyboardModifiers():
        clicked = QWidget()
        clicked.show()
        QTest.mouseClick(clicked, Qt.MouseButton.LeftButton)
        clicked.close()


@pytest.fixture(autouse=True, scope="session")
def _clipboard_is_left_empty() -> Iterator[None]:
    """Without a display, what a test has copied would be deleted after Python has ended, and crash then."""
    yield
    if QGuiApplication.instance() is not None:
        QGuiApplication.clipboard().clear()


@pytest.fixture(autouse=True)
def _widgets_outlive_the_test(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """pytest-qt paints once more after the test: a widget that only the test held must not be collected in its paint.

    Windows of the program are held by their parents.
    """
    kept: list[QWidget] = []
    add = QtBot.addWidget

    def add_and_keep(bot: QtBot, widget: QWidget, **options: Any) -> None:
        kept.append(widget)
        add(bot, widget, **options)

    monkeypatch.setattr(QtBot, "addWidget", add_and_keep)
    yield
    kept.clear()


@pytest.fixture
def german() -> Iterator[None]:
    """A computer that writes 1.204,5."""
    former = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    yield
    QLocale.setDefault(former)


@pytest.fixture
def page(qtbot: QtBot) -> ResultPage:
    """The right side of the window, without a window."""
    from siro_desktop.ui.result_page import ResultPage

    page = ResultPage()
    qtbot.addWidget(page)
    page.resize(960, 640)
    page.show()
    return page


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform can neither raise a window nor grab the keyboard for a pop-up, and says so."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))
