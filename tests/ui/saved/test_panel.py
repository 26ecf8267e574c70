"""The list of saved queries."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from saved_samples import QUERIES, make_saved

from siro_desktop.domain.names import Names
from siro_desktop.ui.saved_queries_model import QUERY_ROLE, WHEN_ROLE
from siro_desktop.ui.theme import apply_theme

CTRL = Qt.KeyboardModifier.ControlModifier


def lines(tree) -> list[str]:
    """The texts from the top; what lies in a folder is indented."""
    model, shown = tree.model(), []
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        shown.append(index.data())
        shown += [f"  {model.index(inner, 0, index).data()}" for inner in range(model.rowCount(index))]
    return shown


def place_of(panel, tree, query_id: int) -> QPoint:
    return tree.visualRect(panel._model.index_of(query_id)).center()


def test_stars_come_first_then_those_in_no_folder_then_folders(panel, tree) -> None:
    assert lines(tree) == ["Monday board", "October reps", "One-to-ones", "  Ana", "  Ben", "Weekly", "  Tuesday board"]
    assert panel.folders() == ("One-to-ones", "Weekly")
    assert tree.isExpanded(tree.model().index(2, 0))


def test_a_line_says_when_and_its_tool_tip_what_is_asked(panel, tree) -> None:
    board = panel._model.index_of(5)
    assert board.data(WHEN_ROLE) == "this week to date"
    tip = board.data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "Tuesday board\nRoof inspection\nAna Ruiz and 1 more\nthis week to date\nCompared by 1-weeks-ago"
    assert panel._model.index_of(1).data(WHEN_ROLE) == "1–31 Oct 2026"
    spoken = panel._model.index_of(4).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Monday board, starred, last week"


def test_a_click_opens_and_a_double_click_runs(panel, tree, qtbot) -> None:
    heard = []
    panel.open_requested.connect(lambda query: heard.append(("open", query.id)))
    panel.run_requested.connect(lambda query: heard.append(("run", query.id)))
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=place_of(panel, tree, 2))
    assert heard == [("open", 2)]
    qtbot.mouseDClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=place_of(panel, tree, 2))
    assert ("run", 2) in heard


def test_a_click_on_a_folder_closes_it_and_it_stays_closed(panel, tree, qtbot) -> None:
    folder = tree.model().index(2, 0)
    with qtbot.assertNotEmitted(panel.open_requested):
        qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualRect(folder).center())
    assert not tree.isExpanded(tree.model().index(2, 0))
    panel.show_queries(QUERIES)
    assert not tree.isExpanded(tree.model().index(2, 0))
    assert tree.isExpanded(tree.model().index(3, 0))


def test_everything_by_keyboard(panel, tree, qtbot) -> None:
    panel.set_current(4)
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.open_requested) as opened:
        qtbot.keyClick(tree, Qt.Key.Key_Return)
    assert opened.args[0].id == 1
    with qtbot.waitSignal(panel.run_requested) as run, qtbot.assertNotEmitted(panel.open_requested):
        qtbot.keyClick(tree, Qt.Key.Key_Return, CTRL)
    assert run.args[0].id == 1
    with qtbot.waitSignal(panel.delete_requested) as deleted:
        qtbot.keyClick(tree, Qt.Key.Key_Delete)
    assert deleted.args[0].id == 1
    assert len(lines(tree)) == 7  # the panel deletes nothing itself


def test_a_new_name_is_written_in_place(panel, tree, qtbot) -> None:
    panel.set_current(2)
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_F2)
    line = tree.findChild(QLineEdit, "rename_query")
    assert line.text() == "Ana"
    line.setText("  Ana, \n weekly ")
    with qtbot.waitSignal(panel.rename_requested) as renamed:
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert (renamed.args[0].id, renamed.args[1]) == (2, "Ana, weekly")
    assert lines(tree)[3] == "  Ana"  # until the store has it


def test_a_name_that_is_being_written_outlives_a_list_that_comes(panel, tree, qtbot) -> None:
    """Another window may have saved a query, or names have come from Siro."""
    tree.window().activateWindow()
    panel.set_current(2)
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_F2)
    line = tree.findChild(QLineEdit, "rename_query")
    line.setText("Ana, week")
    panel.show_queries((*QUERIES, make_saved(9, "Of the other window")))
    panel.set_names(Names())
    assert line.isVisible()
    with qtbot.waitSignal(panel.rename_requested) as renamed:
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert renamed.args[1] == "Ana, week"
    qtbot.waitUntil(lambda: "Of the other window" in lines(tree))
    assert panel.current().id == 2


def test_the_name_of_another_connection_is_not_written_on(panel, tree, qtbot) -> None:
    panel.set_current(2)
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_F2)
    panel.show_queries(())
    assert lines(tree) == []


@pytest.mark.parametrize("text", ["", "   ", "Ana"])
def test_no_name_or_the_same_one_changes_nothing(panel, tree, qtbot, text) -> None:
    panel.set_current(2)
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_F2)
    line = tree.findChild(QLineEdit, "rename_query")
    line.setText(text)
    with qtbot.assertNotEmitted(panel.rename_requested):
        qtbot.keyClick(line, Qt.Key.Key_Return)


def open_menu(panel, tree, query_id: int) -> QMenu:
    panel.set_current(query_id)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    QApplication.sendEvent(tree.viewport(), asked)
    menu = panel.findChild(QMenu, "query_menu")
    assert menu is not None
    return menu


def test_its_menu_offers_everything(panel, tree, qtbot) -> None:
    menu = open_menu(panel, tree, 4)
    texts = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    assert texts == [
        *("&Open", "&Run", "Re&name", "Take the &star away", "&Move to folder"),
        *("D&uplicate", "Save as &file…", "&Delete…"),
    ]
    for text, signal in (
        ("Take the &star away", panel.star_requested),
        ("D&uplicate", panel.duplicate_requested),
        ("Save as &file…", panel.export_requested),
        ("&Delete…", panel.delete_requested),
    ):
        action = next(one for one in menu.actions() if one.text().startswith(text))
        with qtbot.waitSignal(signal) as told:
            action.trigger()
        assert told.args[0].id == 4
    menu.close()


def test_a_query_moves_to_another_folder(panel, tree, qtbot) -> None:
    menu = open_menu(panel, tree, 5)
    folders = panel.findChild(QMenu, "query_folders")
    assert [one.text() for one in folders.actions() if one.text()] == [
        *("No folder", "One-to-ones", "Weekly", "&New folder…"),
    ]
    assert [one.text() for one in folders.actions() if one.isChecked()] == ["Weekly"]
    with qtbot.assertNotEmitted(panel.move_requested):
        folders.actions()[2].trigger()
    with qtbot.waitSignal(panel.move_requested) as moved:
        folders.actions()[0].trigger()
    assert (moved.args[0].id, moved.args[1]) == (5, "")
    with qtbot.waitSignal(panel.new_folder_requested):
        folders.actions()[-1].trigger()
    menu.close()


def test_a_search_finds_names_folders_and_what_is_asked(panel, tree, qtbot) -> None:
    qtbot.keyClicks(panel.search_line, "ROOF board")
    qtbot.waitUntil(lambda: lines(tree) == ["Monday board", "Weekly", "  Tuesday board"])
    panel.search_line.setText("one-to")
    qtbot.waitUntil(lambda: lines(tree) == ["One-to-ones", "  Ana", "  Ben"])
    panel.search_line.setText("zzz")
    qtbot.waitUntil(lambda: "zzz" in panel.empty_text())


def test_an_empty_list_says_how_to_fill_it(panel) -> None:
    assert panel.empty_text() == ""
    panel.show_queries(())
    assert "Ctrl+S" in panel.empty_text()


def test_the_marked_query_stays_marked_when_the_list_changes(panel, tree) -> None:
    panel.set_current(5)
    panel.show_queries((make_saved(9, "A first one"), *QUERIES))
    assert tree.currentIndex().data(QUERY_ROLE).id == 5
    panel.show_queries(QUERIES[:2])
    assert panel.current() is None
    panel.set_current(2)
    panel.set_current(None)
    assert panel.current() is None


def test_nothing_marked_asks_for_nothing(panel, tree, qtbot) -> None:
    panel.set_current(None)
    with qtbot.assertNotEmitted(panel.open_requested), qtbot.assertNotEmitted(panel.delete_requested):
        qtbot.keyClick(tree, Qt.Key.Key_Return)
        qtbot.keyClick(tree, Qt.Key.Key_Delete)
        qtbot.keyClick(tree, Qt.Key.Key_Return, CTRL)


def test_it_is_drawn_in_every_colour(panel, qapp) -> None:
    pictures = set()
    for scheme in ("light", "dark"):
        apply_theme(qapp, scheme)
        pictures.add(bytes(panel.grab().toImage().constBits()))
    apply_theme(qapp, "system")
    assert len(pictures) == 2


def test_down_leads_from_the_search_into_the_list(panel, tree, qtbot) -> None:
    qtbot.addWidget(panel.search_line)
    qtbot.keyClick(panel.search_line, Qt.Key.Key_Down)
    qtbot.waitUntil(tree.hasFocus)
