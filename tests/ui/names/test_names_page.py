"""The table of names: what it shows, and what an edit, a paste and a removal ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from names_samples import DIRECTORY, child
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton

from siro_desktop.domain.own_names import Directory, NameKind, OwnName
from siro_desktop.ui.names.names_model import NameColumn
from siro_desktop.ui.names.names_page import NamesPage
from siro_desktop.ui.plain_table import PlainTable

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def page(qtbot: QtBot) -> NamesPage:
    made = NamesPage()
    qtbot.addWidget(made)
    made.resize(800, 500)
    made.show()
    made.show_directory(DIRECTORY, can_undo=False)
    return made


@pytest.fixture
def edits(page: NamesPage) -> list[tuple[OwnName, ...]]:
    heard: list[tuple[OwnName, ...]] = []
    page.edited.connect(heard.append)
    return heard


def rows(page: NamesPage) -> list[list[str]]:
    model = child(page, "names_table", PlainTable).model()
    assert model is not None
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def choose(page: NamesPage, kind: NameKind) -> None:
    kinds = child(page, "names_kind", QComboBox)
    kinds.setCurrentIndex(kinds.findData(kind.value))


def set_cell(page: NamesPage, row: int, column: NameColumn, text: str) -> bool:
    model = child(page, "names_table", PlainTable).model()
    assert model is not None
    return model.setData(model.index(row, int(column)), text)


def paste(qtbot: QtBot, page: NamesPage, text: str, row: int, column: NameColumn) -> None:
    table = child(page, "names_table", PlainTable)
    QGuiApplication.clipboard().setText(text)
    table.setCurrentIndex(table.model().index(row, int(column)))
    qtbot.keyClick(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_each_row_says_whose_name_it_is(page: NamesPage) -> None:
    assert rows(page) == [
        ["u1", "Annie", "North", "Yours; Siro says Anna Berg"],
        ["u2", "Bo Lee", "Team of Bo Lee", "Siro"],
        ["u9", "Zoe", "North", "Yours"],
    ]
    assert child(page, "names_why", QLabel).text() == "Siro does not let you look up people and teams."


def test_other_kinds_have_a_table_each_and_no_team(page: NamesPage) -> None:
    choose(page, NameKind.TEAM)

    assert [row[:2] for row in rows(page)] == [["t1", "North"], ["t2", "Team of Bo Lee"]]
    assert child(page, "names_table", PlainTable).isColumnHidden(int(NameColumn.TEAM))
    assert not child(page, "new_team").isVisible()
    choose(page, NameKind.CONVERSATION_TYPE)
    assert child(page, "names_nothing").isVisible()


def test_a_name_and_a_team_are_edited_in_place(page: NamesPage, edits: list[tuple[OwnName, ...]]) -> None:
    set_cell(page, 1, NameColumn.NAME, "  Bob   Lee ")
    set_cell(page, 1, NameColumn.TEAM, "north")
    set_cell(page, 2, NameColumn.TEAM, "t7")

    assert edits == [
        (OwnName(NameKind.USER, "u2", "Bob Lee"),),
        (OwnName(NameKind.USER, "u2", "", "t1"),),
        (OwnName(NameKind.USER, "u9", "Zoe", "t7"),),
    ]


@pytest.mark.parametrize(("row", "text"), [(0, "Annie"), (1, "Bo Lee")])
def test_an_edit_that_changes_nothing_keeps_nothing(
    page: NamesPage, edits: list[tuple[OwnName, ...]], row: int, text: str
) -> None:
    set_cell(page, row, NameColumn.NAME, text)

    assert edits == []


def test_an_emptied_name_gives_siros_back(page: NamesPage, edits: list[tuple[OwnName, ...]]) -> None:
    set_cell(page, 0, NameColumn.NAME, "")

    assert edits == [(OwnName(NameKind.USER, "u1"),)]


def test_what_cannot_be_is_said_below_the_table(page: NamesPage, edits: list[tuple[OwnName, ...]]) -> None:
    assert not set_cell(page, 0, NameColumn.TEAM, "no id, this")

    assert "is not an id" in child(page, "names_problem_text", QLabel).text()
    assert edits == []


def test_ids_cannot_be_edited(page: NamesPage) -> None:
    index = child(page, "names_table", PlainTable).model().index(0, int(NameColumn.ID))

    assert not index.flags() & Qt.ItemFlag.ItemIsEditable


def test_a_typed_id_gets_a_name(qtbot: QtBot, page: NamesPage, edits: list[tuple[OwnName, ...]]) -> None:
    for name, text in (("new_id", "u5"), ("new_name", "Ed"), ("new_team", "Team of Bo Lee")):
        qtbot.keyClicks(child(page, name, QLineEdit), text)
    qtbot.keyClick(child(page, "new_team", QLineEdit), Qt.Key.Key_Return)

    assert edits == [(OwnName(NameKind.USER, "u5", "Ed", "t2"),)]
    assert child(page, "new_id", QLineEdit).text() == ""


@pytest.mark.parametrize(
    ("entity_id", "name", "field"), [("", "Ed", "names_id"), ("a b", "Ed", "names_id"), ("u5", "", "names_name")]
)
def test_what_is_missing_is_said_beside_its_field(
    page: NamesPage, edits: list[tuple[OwnName, ...]], entity_id: str, name: str, field: str
) -> None:
    child(page, "new_id", QLineEdit).setText(entity_id)
    child(page, "new_name", QLineEdit).setText(name)
    child(page, "names_add", QPushButton).click()

    assert child(page, f"{field}_problem_text", QLabel).text()
    assert edits == []
    assert child(page, "new_name", QLineEdit).text() == name


def test_own_names_of_the_selected_rows_are_taken_away(page: NamesPage, edits: list[tuple[OwnName, ...]]) -> None:
    button = child(page, "names_remove", QPushButton)
    table = child(page, "names_table", PlainTable)
    table.selectRow(1)
    assert not button.isEnabled()  # Siro's alone
    table.selectAll()
    button.click()

    assert edits == [(OwnName(NameKind.USER, "u1"), OwnName(NameKind.USER, "u9"))]


def test_search_looks_into_names_ids_and_teams(page: NamesPage) -> None:
    search = child(page, "names_search", QLineEdit)
    search.setText("north")
    assert [row[0] for row in rows(page)] == ["u1", "u9"]
    search.setText("u9 zo")
    assert [row[0] for row in rows(page)] == ["u9"]
    search.setText("nobody")
    assert child(page, "names_nothing").isVisible()
    child(page, "names_nothing_action", QPushButton).click()
    assert len(rows(page)) == 3


def test_a_pasted_column_fills_the_table_downward(
    qtbot: QtBot, page: NamesPage, edits: list[tuple[OwnName, ...]]
) -> None:
    paste(qtbot, page, "Bob\nZoë\ntoo many\n", 1, NameColumn.NAME)

    assert edits == [(OwnName(NameKind.USER, "u2", "Bob"), OwnName(NameKind.USER, "u9", "Zoë", "t1"))]
    assert "the last 1 were left out" in child(page, "names_problem_text", QLabel).text()


def test_a_pasted_table_is_read_as_a_list(qtbot: QtBot, page: NamesPage) -> None:
    heard: list[tuple[str, NameKind]] = []
    page.list_pasted.connect(lambda text, kind: heard.append((text, kind)))
    paste(qtbot, page, "u5\tEd\nu6\tFay", 0, NameColumn.NAME)

    assert heard == [("u5\tEd\nu6\tFay", NameKind.USER)]


def test_rows_are_copied_with_their_headings(qtbot: QtBot, page: NamesPage) -> None:
    table = child(page, "names_table", PlainTable)
    table.selectRow(2)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QGuiApplication.clipboard().text() == "Id\tName\tTeam\tWhose name\nu9\tZoe\tNorth\tYours"


def test_a_saved_edit_leaves_row_and_selection_where_they_are(page: NamesPage) -> None:
    table = child(page, "names_table", PlainTable)
    table.selectRow(2)
    own = (*DIRECTORY.own[:1], OwnName(NameKind.USER, "u9", "Aaron"))
    page.show_directory(Directory(names=DIRECTORY.names, own=own), can_undo=True)

    assert rows(page)[2][:2] == ["u9", "Aaron"]
    assert table.selected_rows() == [2]
    assert child(page, "names_undo", QPushButton).isEnabled()


def test_return_opens_the_editor_of_the_name(qtbot: QtBot, page: NamesPage, edits: list[tuple[OwnName, ...]]) -> None:
    table = child(page, "names_table", PlainTable)
    table.selectRow(1)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    editor = table.viewport().findChild(QLineEdit)
    assert editor is not None
    assert editor.text() == "Bo Lee"
    editor.setText("Bob")
    qtbot.keyClick(editor, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: edits == [(OwnName(NameKind.USER, "u2", "Bob"),)])


def test_a_column_set_by_hand_stays_so(page: NamesPage) -> None:
    table = child(page, "names_table", PlainTable)
    table.setColumnWidth(0, 77)
    page.resize(1000, 500)

    assert table.columnWidth(0) == 77


def test_headings_sort(page: NamesPage) -> None:
    table = child(page, "names_table", PlainTable)
    table.sortByColumn(int(NameColumn.NAME), Qt.SortOrder.DescendingOrder)

    assert [row[0] for row in rows(page)] == ["u9", "u2", "u1"]
