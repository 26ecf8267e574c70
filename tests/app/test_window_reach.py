"""77, 78: the whole window and each of its dialogs by keyboard and to a screen reader."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import pytest
from app_kit import find, run_query, sign_in, tab_stops, team_query, window_of
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.plan import CompareBy, CompareEntities
from siro_desktop.domain.question import question_for
from siro_desktop.ui.charts.compared_view import ComparedView
from siro_desktop.ui.charts.plot_base import PlotBase
from siro_desktop.ui.column_filters import Holds
from siro_desktop.ui.confirm import ask_to_delete
from siro_desktop.ui.ids_dialog import IdsDialog
from siro_desktop.ui.search import NameIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.ui.main_window import MainWindow
    from siro_desktop.ui.result_page import ResultPage

MNEMONIC: Final = re.compile(r"&(\w)")


@pytest.fixture
def program(make_program: Callable[..., Program], practice: PracticeProcess) -> Program:
    return make_program(practice.profile())


@pytest.fixture
def window(qtbot: QtBot, program: Program) -> MainWindow:
    window = window_of(program)
    sign_in(qtbot, window)
    run_query(window, team_query(window))
    qtbot.waitUntil(lambda: window.view.result_page.saved is not None)
    return window


def compare_members(qtbot: QtBot, window: MainWindow) -> ResultPage:
    """Ask for the members of a team by month, with all together, and show it."""
    page = window.view.result_page
    qtbot.waitUntil(lambda: any(user.team_id for user in window.names.users), timeout=15_000)
    members = CompareBy(entities=CompareEntities.MEMBERS, unit=Unit.MONTH, with_whole=True)
    window.view.query_form.set_question(question_for(team_query(window), members))
    window.actions_.run.trigger()
    qtbot.waitUntil(
        lambda: page.saved is not None and page.saved.is_comparison and not window.runs.is_running, timeout=15_000
    )
    return page


def said_name(widget: QWidget) -> str:
    accessible = QAccessible.queryAccessibleInterface(widget)
    assert accessible is not None, widget
    return accessible.text(QAccessible.Text.Name)


def check_names(host: QWidget) -> None:
    """Every widget that takes the keyboard says what it is, and has a name in the program."""
    stops = tab_stops(host)
    assert stops
    assert [widget for widget in stops if not said_name(widget).strip()] == []
    assert [said_name(widget) for widget in stops if not widget.objectName()] == []
    for widget in host.findChildren(QWidget):
        if type(widget).__module__.startswith("siro_desktop"):
            assert widget.objectName(), widget

    check_said_once(host)


def check_said_once(host: QWidget) -> None:
    """What can be pressed has a name, which is not read out again as its description; icons are nothing to press."""
    for button in host.findChildren(QAbstractButton):
        if not button.isVisible() or button.objectName().startswith("qt_"):
            continue
        accessible = QAccessible.queryAccessibleInterface(button)
        name, more = (accessible.text(kind) for kind in (QAccessible.Text.Name, QAccessible.Text.Description))
        assert name.strip(), button
        assert not re.match(rf"{re.escape(name)}\W*(\(.*\))?$", more), (button, name, more)
        assert not button.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents), button


def check_tab_order(host: QWidget) -> None:
    """Following the focus chain once round leads to all of them."""
    reached, widget = set(), host
    for _ in range(5000):
        following = widget.nextInFocusChain()
        assert following is not None
        widget = following
        reached.add(widget)
        if widget is host:
            break
    missing = [widget for widget in tab_stops(host) if widget not in reached and widget.parent() not in reached]
    assert missing == []


def check_reading_order(qtbot: QtBot, host: QWidget) -> None:
    """The Tab key leads to what is further right or further down, and not back, but where another column begins."""
    qtbot.keyClick(host.focusWidget() or host, Qt.Key.Key_Tab)  # brings what came late into the order
    stops, widget = [], host
    wanted = set(tab_stops(host))
    for _ in range(5000):
        following = widget.nextInFocusChain()
        assert following is not None
        widget = following
        if widget is host:
            break
        if widget in wanted and not widget.visibleRegion().isEmpty():
            stops.append(widget)
    places = [QRect(stop.mapTo(host, QPoint()), stop.size()) for stop in stops]
    back = []
    for number, (former, later) in enumerate(pairwise(places)):
        is_above = later.bottom() < former.top() and later.left() < former.right()
        in_line = later.top() < former.center().y() < later.bottom()
        if is_above or (in_line and later.right() < former.left()):
            back.append((stops[number].objectName(), stops[number + 1].objectName()))
    assert back == []


def check_mnemonics(host: QWidget) -> None:
    """Alt with a letter means one thing."""
    texts = [
        widget.text() for widget in host.findChildren(QAbstractButton) + host.findChildren(QLabel) if widget.isVisible()
    ]
    letters = [found.group(1).lower() for text in texts if (found := MNEMONIC.search(text.replace("&&", "")))]
    bar = host.menuBar() if hasattr(host, "menuBar") else None
    letters += [MNEMONIC.search(action.text()).group(1).lower() for action in bar.actions()] if bar else []  # type: ignore[union-attr]
    assert sorted(letters) == sorted(set(letters)), texts


@pytest.mark.parametrize("view", ["table", "charts", "answer"])
def test_the_window_with_a_result(qtbot: QtBot, window: MainWindow, view: str) -> None:
    page = window.view.result_page
    find(window, "query_more", QAbstractButton).setChecked(True)
    page.show_view(view)
    if view == "charts":
        qtbot.waitUntil(lambda: len(page.answer_body.charts.panels) > 1 and not page.answer_body.charts._waiting)
    check_names(window)
    check_tab_order(window)
    check_reading_order(qtbot, window)
    check_mnemonics(window)


@pytest.mark.parametrize("view", ["matrix", "table", "bars", "trend", "leaderboard", "difference", "changes", "answer"])
def test_the_window_with_a_comparison(qtbot: QtBot, window: MainWindow, view: str) -> None:
    page = compare_members(qtbot, window)
    page.show_view(view)
    chart = page.comparison_body.tabs.view(view)
    if isinstance(chart, ComparedView):
        qtbot.waitUntil(lambda: not chart.is_busy and len(chart.grid.panels) > 0)
    check_names(window)
    check_tab_order(window)
    check_reading_order(qtbot, window)
    check_mnemonics(window)


def test_letters_of_what_tables_and_charts_show_beside_themselves(qtbot: QtBot, window: MainWindow) -> None:
    find(window, "query_more", QAbstractButton).setChecked(True)
    page = window.view.result_page
    page.answer_body.model.set_column_filter(0, Holds("e"))
    assert find(page.answer_body.table_page, "filter_clear_all", QAbstractButton).isVisible()
    check_mnemonics(window)
    page.show_view("charts")
    assert find(page.answer_body.charts, "filter_clear_all", QAbstractButton).isVisible()
    check_mnemonics(window)
    page = compare_members(qtbot, window)
    page.show_view("table")
    table = find(page, "long_table", QTableView)
    qtbot.waitUntil(lambda: table.model().rowCount() > 0)
    table.selectRow(1)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: find(page, "details_history_title", QLabel).isVisible())
    check_mnemonics(window)
    for view, words, button in (
        ("table", "talk", "filter_clear_all"),
        ("difference", "talk", "filter_clear_all"),
        ("matrix", "abby", "found_clear"),
    ):
        page.show_view(view)
        find(window, "comparison_search", QLineEdit).setText(words)
        body = page.comparison_body.tabs.view(view)
        assert body is not None
        qtbot.waitUntil(lambda host=body, name=button: find(host, name, QAbstractButton).isVisible())  # type: ignore[misc]
        check_mnemonics(window)


def test_every_control_of_a_comparison_shows_that_it_has_the_focus(qtbot: QtBot, window: MainWindow) -> None:
    activate(qtbot, window)
    page = compare_members(qtbot, window)
    for view in page.views():
        page.show_view(view)
        for stop in tab_stops(page.comparison_body):
            if isinstance(stop, QAbstractItemView | QPlainTextEdit | PlotBase):
                continue  # these mark a cell, a letter or a figure in them
            window.setFocus()
            before = stop.grab().toImage()
            stop.setFocus(Qt.FocusReason.TabFocusReason)
            window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)  # as a real Tab key does
            assert stop.hasFocus(), (view, stop)
            assert stop.grab().toImage() != before, (view, stop)


def test_the_welcome_page(qtbot: QtBot, make_program: Callable[..., Program]) -> None:
    window = window_of(make_program())
    check_names(window.view.welcome_page)
    check_tab_order(window)
    check_reading_order(qtbot, window)
    check_mnemonics(window)


def dialogs(qtbot: QtBot, window: MainWindow) -> Iterator[QWidget]:
    """Each dialog of the window, one after the other."""
    actions = window.actions_
    for action, name in (
        (actions.export, "export_dialog"),
        (actions.edit_connection, "profile_dialog"),
        (actions.names_and_groups, "names_dialog"),
        (actions.targets, "targets_dialog"),
        (actions.local_data, "store_dialog"),
        (actions.one_to_one, "sheet_dialog"),
        (actions.print_preview, "report_dialog"),
        (actions.events, "events_dialog"),
        (actions.about, "about_dialog"),
        (actions.keyboard_shortcuts, "keys_dialog"),
        (actions.delete_all, "confirm_delete"),
    ):
        action.trigger()
        qtbot.waitUntil(lambda wanted=name: window.findChild(QDialog, wanted) is not None)  # type: ignore[misc]
        dialog = find(window, name, QDialog)
        yield dialog
        dialog.close()
        qtbot.waitUntil(lambda wanted=name: window.findChild(QDialog, wanted) is None)  # type: ignore[misc]
    actions.help_contents.trigger()
    assert window.late.help.contents is not None
    yield window.late.help.contents
    window.late.help.close()
    ids = IdsDialog(["a", "b"], NameIndex(), window)
    ids.show()
    yield ids
    ids.close()
    box = ask_to_delete(window, "Delete?", "Gone then.", lambda: None)
    yield box
    box.close()


def test_every_dialog(qtbot: QtBot, window: MainWindow) -> None:
    seen = []
    for dialog in dialogs(qtbot, window):
        check_names(dialog)
        check_tab_order(dialog)
        check_reading_order(qtbot, dialog)
        check_mnemonics(dialog)
        assert dialog.windowTitle() or dialog.objectName() == "confirm_delete"
        seen.append(dialog.objectName())
    assert len(seen) == 14


def menus(window: MainWindow) -> Iterator[QMenu]:
    for action in window.menuBar().actions():
        menu = action.menu()
        if isinstance(menu, QMenu):
            yield menu
            yield from menu.findChildren(QMenu)


def test_every_menu_entry_has_a_letter_of_its_own(window: MainWindow) -> None:
    for menu in menus(window):
        if menu.title() == "&Connections":
            continue  # names that people give
        entries = [entry.text() for entry in menu.actions() if not entry.isSeparator() and entry.isVisible()]
        letters = [found.group(1).lower() for text in entries if (found := MNEMONIC.search(text))]
        assert len(letters) == len(entries), entries
        assert sorted(letters) == sorted(set(letters)), entries


def test_no_shortcut_is_given_twice(window: MainWindow) -> None:
    keys = [
        key.toString()
        for action in window.actions_.__class__.__slots__
        for key in getattr(window.actions_, action).shortcuts()
    ]
    assert sorted(keys) == sorted(set(keys))


def activate(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def test_control_return_runs_from_every_place(qtbot: QtBot, window: MainWindow) -> None:
    activate(qtbot, window)
    window.actions_.run.triggered.disconnect()
    runs: list[str] = []
    window.actions_.run.triggered.connect(lambda: runs.append("run"))
    for view in ("table", "charts", "answer"):
        window.view.result_page.show_view(view)
        for stop in tab_stops(window):
            runs.clear()
            stop.setFocus()
            qtbot.keyClick(stop, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
            assert runs == ["run"], stop


def test_escape_stops_a_run_from_every_field_but_closes_what_popped_up_first(
    qtbot: QtBot, make_program: Callable[..., Program], start_practice: Callable[..., PracticeProcess]
) -> None:
    practice = start_practice()
    window = window_of(make_program(practice.profile()))
    sign_in(qtbot, window)
    practice.wait_before_answers(1200)
    activate(qtbot, window)
    menu = find(window, "group_by_menu", QMenu)
    for place in ("conversation_type_id", "ids", "start", "query_run", "saved_search"):
        run_query(window, team_query(window))
        assert window.runs.is_running
        menu.popup(window.mapToGlobal(window.rect().center()))
        qtbot.keyClick(menu, Qt.Key.Key_Escape)
        assert not menu.isVisible()
        assert window.runs.is_running

        widget = find(window, place, QWidget)
        widget.setFocus()
        qtbot.keyClick(widget, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: not window.runs.is_running, timeout=1000)
        assert window.view.result_page.saved is None, place
