"""What screen readers hear of tool tips."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QPushButton, QWidget

from siro_desktop.ui.banner import Banner
from siro_desktop.ui.field import ProblemLine
from siro_desktop.ui.icon_mark import IconMark
from siro_desktop.ui.result_states import StatePage
from siro_desktop.ui.search_line import SearchLine
from siro_desktop.ui.tips import beyond, set_tip
from siro_desktop.ui.widgets import icon_button

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.mark.parametrize(
    ("name", "tip", "said"),
    [
        ("Fetch again", "Fetch again (F5)", "F5"),
        ("Close message", "Close message", ""),
        ("Use as new query", "Use as new query: put this question into the form", "put this question into the form"),
        ("Stop", "Stop; what came is kept (Esc)", "what came is kept (Esc)"),
        ("Signed in", "Signed in\nUntil you quit.", "Until you quit."),
        ("Groups", "Groups of ids: use one", "Groups of ids: use one"),
        ("Show", "Showing all", "Showing all"),
        ("Charts", "Print the charts", "Print the charts"),
        ("Team of Ana", "Team of Ana · Roof inspection", "Roof inspection"),
        ("", "All there is", "All there is"),
    ],
)
def test_a_tip_says_what_is_not_in_the_name(name: str, tip: str, said: str) -> None:
    assert beyond(name, tip).strip() == said


def description(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Description)


def test_no_name_is_heard_again_as_the_description(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    close = icon_button(host, "close", "close", "Close the details", "Esc")
    assert (close.accessibleName(), close.toolTip(), description(close)) == (
        *("Close the details", "Close the details (Esc)", "Esc"),
    )
    combo, label, run = QComboBox(host), QLabel("Percent", host), QPushButton("&Run", host)
    combo.addItem("Abby Salazar")
    for widget, tip in ((combo, "Abby Salazar"), (label, "Percent"), (run, "Run")):
        set_tip(widget, tip)
        assert widget.toolTip() == tip
        assert description(widget).strip() == ""
    assert description(SearchLine("some_search", "Search what is saved", host)).strip() == ""


def test_a_search_has_nothing_to_press_but_the_cross_that_clears_it(qtbot: QtBot) -> None:
    line = SearchLine("some_search", "Search what is saved")
    qtbot.addWidget(line)
    line.setText("roof")
    pressed = [QAccessible.queryAccessibleInterface(button) for button in line.findChildren(QAbstractButton)]
    assert [one.text(QAccessible.Text.Name) for one in pressed] == ["Clear"]


def test_icons_beside_words_are_nothing_to_press(qtbot: QtBot) -> None:
    page, problem, banner = StatePage("some"), ProblemLine("some_problem"), Banner()
    for widget in (page, problem, banner):
        qtbot.addWidget(widget)
    page.say("target", "No metrics are known yet", "Run a query first.")
    problem.set_text("No such id.")
    banner.show_notice("Siro refused this team", "Ask an administrator.")
    marks = [widget.findChild(IconMark) for widget in (page, problem, banner)]
    for mark in marks:
        assert mark is not None
        assert QAccessible.queryAccessibleInterface(mark).role() is QAccessible.Role.Client
    assert not [button for button in page.findChildren(QAbstractButton) if button.isVisibleTo(page)]
    assert not [button for button in problem.findChildren(QAbstractButton) if button.isVisibleTo(problem)]
    assert [one.objectName() for one in banner.findChildren(QAbstractButton) if one.isVisibleTo(banner)] == [
        "banner_close",
    ]
