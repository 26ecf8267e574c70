"""Menus in presentation mode: what a person called files, folders and arrangements of columns names nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from app_kit import find, window_of
from presentation_kit import comparing_window, leaks, real_words
from PySide6.QtWidgets import QMenu, QTreeView

from siro_desktop.jobs.saved_queries import MoveQuery
from siro_desktop.ui.column_table import ColumnTableView
from siro_desktop.ui.saved_queries_model import QUERY_ROLE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.ui.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess) -> MainWindow:
    return comparing_window(qtbot, make_program, practice)


def texts(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions()]


def test_files_that_were_opened_last_go_by_aliases(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess, tmp_path: Path
) -> None:
    window = window_of(make_program(practice.profile()))
    window.actions_.sign_in.trigger()
    qtbot.waitUntil(lambda: bool(window.names.users), timeout=15_000)
    real, name = real_words(window.names), window.names.users[0].name
    file = tmp_path / f"{name.removeprefix('=').replace(' ', '_')}, October.siroquery"
    window.workspace.settings.keep(recent_files={str(file): ""})
    menu = find(window, "recent_files", QMenu)
    assert texts(menu)[0] == file.name
    window.actions_.presentation.trigger()
    assert leaks(menu, real) == []
    assert name.split()[-1] not in texts(menu)[0] + menu.actions()[0].toolTip()
    assert texts(menu)[0].startswith("Rep ")
    assert texts(menu)[0].endswith(", October.siroquery")
    window.actions_.presentation.trigger()
    assert texts(menu)[0] == file.name


def test_folders_that_a_query_can_go_to_go_by_aliases(qtbot: QtBot, window: MainWindow) -> None:
    real, panel = real_words(window.names), window.view.saved_side.queries
    folder = f"For {window.names.users[0].name}"
    window.workspace.store.submit(MoveQuery(panel.queries[0].id, folder))
    window.queries.reload()
    qtbot.waitUntil(lambda: panel.folders() == (folder,))
    window.actions_.presentation.trigger()
    tree = panel.findChild(QTreeView)
    (index,) = [
        tree.model().index(0, 0, host)
        for host in (tree.model().index(row, 0) for row in range(tree.model().rowCount()))
        if host.data(QUERY_ROLE) is None
    ]
    tree.scrollTo(index)
    tree.menu_wanted.emit(tree.visualRect(index).center())
    menu = find(window, "query_menu", QMenu)
    assert leaks(menu, real) == []
    assert [action.isChecked() for action in find(menu, "query_folders", QMenu).actions()[:2]] == [False, True]
    folders = find(menu, "query_folders", QMenu)
    assert texts(folders)[1].startswith("For Rep ")
    folders.actions()[0].trigger()
    qtbot.waitUntil(lambda: panel.folders() == ())
    menu.close()


def test_kept_arrangements_go_by_aliases(window: MainWindow) -> None:
    real = real_words(window.names)
    window.view.result_page.show_view("table")
    table = find(window, "long_table", ColumnTableView)
    kept = {table.objectName(): {f"For {window.names.users[0].name}": {}}}
    window.workspace.settings.keep(kept_arrangements=kept)
    window.actions_.presentation.trigger()
    menu = QMenu(table)
    table.columns_offered.emit(menu)
    assert leaks(menu, real) == []
    assert texts(find(menu, "kept_arrangements", QMenu))[0].startswith("For Rep ")
    find(menu, "delete_arrangement", QMenu).actions()[0].trigger()
    assert window.state.settings.kept_arrangements[table.objectName()] == {}
