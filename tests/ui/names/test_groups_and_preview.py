"""Groups of ids, and the preview of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from names_samples import DIRECTORY, child
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton

from siro_desktop.domain.name_list import NameList, preview_list, read_name_list
from siro_desktop.domain.own_names import Directory, IdGroup, NameKind, OwnName
from siro_desktop.domain.query import EntityType
from siro_desktop.ui.names.dialog import NamesDialog
from siro_desktop.ui.names.group_dialog import GroupDialog
from siro_desktop.ui.names.import_dialog import ImportDialog
from siro_desktop.ui.plain_table import PlainTable

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def cells(table: PlainTable) -> list[list[str]]:
    model = table.model()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


@pytest.fixture
def dialog(qtbot: QtBot) -> NamesDialog:
    made = NamesDialog()
    qtbot.addWidget(made)
    made.show_directory(DIRECTORY, can_undo=False)
    made.show_groups()
    made.show()
    return made


def test_groups_are_listed_with_the_names_in_them(dialog: NamesDialog) -> None:
    assert cells(child(dialog, "groups_table", PlainTable)) == [
        ["New hires", "2 reps", "Zoe, Annie"],
        ["West", "1 team", "Team of Bo Lee"],
    ]


def test_a_group_is_edited_and_deleted_by_key_and_button(qtbot: QtBot, dialog: NamesDialog) -> None:
    wanted: list[object] = []
    dialog.groups.edit_requested.connect(lambda group: wanted.append(("edit", group)))
    dialog.groups.delete_requested.connect(lambda group: wanted.append(("delete", group)))
    table = child(dialog, "groups_table", PlainTable)
    assert not child(dialog, "groups_edit", QPushButton).isEnabled()
    table.selectRow(1)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    child(dialog, "groups_new", QPushButton).click()

    west = DIRECTORY.groups[1]
    assert wanted == [("edit", west), ("delete", west), ("edit", None)]


def test_without_groups_the_page_says_what_they_are_for(dialog: NamesDialog) -> None:
    dialog.show_directory(Directory(), can_undo=False)

    assert child(dialog, "groups_nothing").isVisible()


def open_group(qtbot: QtBot, group: IdGroup) -> tuple[GroupDialog, list[tuple[IdGroup, str]]]:
    dialog = GroupDialog(group, DIRECTORY)
    qtbot.addWidget(dialog)
    heard: list[tuple[IdGroup, str]] = []
    dialog.group_accepted.connect(lambda accepted, former: heard.append((accepted, former)))
    dialog.show()
    return dialog, heard


def save(dialog: GroupDialog) -> None:
    child(dialog, "group_buttons", QDialogButtonBox).button(QDialogButtonBox.StandardButton.Save).click()


def test_a_group_takes_names_and_ids_without_repeats(qtbot: QtBot) -> None:
    dialog, heard = open_group(qtbot, IdGroup("", EntityType.USER, ("u2",)))
    child(dialog, "group_name", QLineEdit).setText(" Joined in  May ")
    child(dialog, "group_ids", QPlainTextEdit).setPlainText("Annie\nu5\nu5, u2")
    save(dialog)

    assert heard == [(IdGroup("Joined in May", EntityType.USER, ("u1", "u5", "u2")), "")]
    assert not dialog.isVisible()


def test_a_group_is_renamed_and_may_keep_its_name(qtbot: QtBot) -> None:
    dialog, heard = open_group(qtbot, DIRECTORY.groups[0])
    save(dialog)
    assert heard == [(DIRECTORY.groups[0], "New hires")]


@pytest.mark.parametrize(
    ("name", "ids", "field"), [("", "u1", "group_name"), ("West", "u1", "group_name"), ("New", "", "group_ids")]
)
def test_what_is_wrong_with_a_group_stands_beside_its_field(qtbot: QtBot, name: str, ids: str, field: str) -> None:
    dialog, heard = open_group(qtbot, IdGroup(name, EntityType.USER, tuple(ids.split())))
    child(dialog, "group_name", QLineEdit).setText(name)
    if name == "West":
        dialog._former_name, dialog._taken = "", {"West"}
    save(dialog)

    assert child(dialog, f"{field}_problem_text", QLabel).text()
    assert heard == []
    assert dialog.isVisible()


def test_the_kind_of_a_group_can_be_changed(qtbot: QtBot) -> None:
    dialog, heard = open_group(qtbot, DIRECTORY.groups[1])
    kind = child(dialog, "group_kind", QComboBox)
    kind.setCurrentIndex(kind.findData(EntityType.RECORDING.value))
    save(dialog)

    assert heard[0][0].entity_type is EntityType.RECORDING


# -- the preview


def open_preview(qtbot: QtBot, names: NameList) -> ImportDialog:
    dialog = ImportDialog(preview_list(names, NameKind.USER, DIRECTORY), DIRECTORY, names.notice)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_a_preview_says_what_would_happen_before_anything_is_saved(qtbot: QtBot) -> None:
    text = "id,name,team\nu5,Ed,North\nu1,Anne,\nu2,Bo Lee,\nbad id,Fay,\n"
    dialog = open_preview(qtbot, read_name_list(text, notice="Look at the accents."))
    saved: list[tuple[OwnName, ...]] = []
    dialog.save_requested.connect(saved.append)

    assert child(dialog, "import_counts", QLabel).text() == "1 new · 1 changed · 1 the same · 1 doubtful"
    assert child(dialog, "import_notice", QLabel).text() == "Look at the accents."
    lines = cells(child(dialog, "import_table", PlainTable))
    assert lines[0][:3] == ["Doubtful", "bad id", ""]
    assert lines[0][3].startswith("Line 5: ")
    assert lines[1:] == [["Changed", "u1", "Anne", "was Annie"], ["New", "u5", "Ed · North", "People"]]
    assert saved == []
    child(dialog, "import_save", QPushButton).click()
    assert saved == [(OwnName(NameKind.USER, "u5", "Ed", "t1"), OwnName(NameKind.USER, "u1", "Anne"))]


def test_a_list_with_nothing_new_cannot_be_saved(qtbot: QtBot) -> None:
    dialog = open_preview(qtbot, read_name_list("u2,Bo Lee"))

    assert not child(dialog, "import_save", QPushButton).isEnabled()
    assert "nothing to save" in child(dialog, "import_hint", QLabel).text()
