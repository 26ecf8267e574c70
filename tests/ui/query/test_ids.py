"""Typing, searching, pasting and removing ids."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QCompleter,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QToolButton,
)
from query_samples import NAMES, child

from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.query import EntityType, parse_ids
from siro_desktop.errors import QueryError
from siro_desktop.ui.chips import Chip, ChipList
from siro_desktop.ui.entity_types_field import EntityTypesInput
from siro_desktop.ui.ids_dialog import IdsDialog
from siro_desktop.ui.ids_field import IdsInput
from siro_desktop.ui.name_popup import second_line
from siro_desktop.ui.search import NameIndex

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from siro_desktop.ui.query_form import QueryForm

PEOPLE = (
    NamedId("user_1", "Anna Berg", "Team North"),
    NamedId("user_2", "Bo Lee", "Team South"),
    NamedId("user_3", "Ann Berg-Okafor", "anna@example.com"),
    NamedId("user_4", "Bo Lee", "Team North"),
)

LISTED = replace(NAMES, fetched_at=datetime(2026, 11, 23, tzinfo=UTC))


@pytest.fixture
def line(form: QueryForm) -> QLineEdit:
    found = form.findChild(QLineEdit, "ids")
    assert isinstance(found, QLineEdit)
    return found


@pytest.fixture
def ids(form: QueryForm) -> IdsInput:
    found = form.findChild(IdsInput)
    assert isinstance(found, IdsInput)
    return found


def popup(line: QLineEdit) -> QListView:
    completer = line.findChild(QCompleter, "ids_completer")
    assert isinstance(completer, QCompleter)
    found = completer.popup()
    assert isinstance(found, QListView)
    return found


def paste(line: QLineEdit, text: str, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText(text)
    qtbot.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def shown_chips(ids: IdsInput) -> list[str]:
    found = ids.findChild(ChipList)
    assert isinstance(found, ChipList)
    return [chip.text for chip in found.chips()]


def test_a_name_is_found_by_any_part_of_it(line: QLineEdit, ids: IdsInput, qtbot: QtBot) -> None:
    qtbot.keyClicks(line, "OKAF")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert ids.ids() == ("user_3",)
    assert shown_chips(ids) == ["Ann Berg-Okafor"]


def test_a_name_is_found_by_its_note(line: QLineEdit, ids: IdsInput, qtbot: QtBot) -> None:
    qtbot.keyClicks(line, "lee south")
    view = popup(line)
    assert view.isVisible()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 5))
    assert ids.ids() == ("user_2",)
    assert line.text() == ""


@pytest.mark.parametrize("typed", ["okafor ann", "ann oka", "berg-okafor anna@example"])
def test_words_of_a_name_in_any_order_are_no_ids(line: QLineEdit, ids: IdsInput, qtbot: QtBot, typed: str) -> None:
    """What the list finds, Return takes."""
    qtbot.keyClicks(line, typed)
    assert popup(line).currentIndex().data() == "Ann Berg-Okafor"
    with pytest.raises(QueryError, match="not chosen yet"):
        ids.ids_with_typed()
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert ids.ids() == ("user_3",)


def test_two_ids_are_two_ids_although_each_begins_a_known_one(line: QLineEdit, ids: IdsInput, qtbot: QtBot) -> None:
    qtbot.keyClicks(line, "user_1 user_22")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert ids.ids() == ("user_1", "user_22")


def test_a_note_that_is_the_id_is_said_once() -> None:
    assert second_line(NamedId("team_1", "Team of Anna Berg", "team_1")) == "team_1"
    assert second_line(PEOPLE[0]) == "Team North · user_1"


def test_the_list_opens_on_down(line: QLineEdit, ids: IdsInput, qtbot: QtBot) -> None:
    qtbot.keyClick(line, Qt.Key.Key_Down)
    assert popup(line).isVisible()
    assert popup(line).model().rowCount() == len(PEOPLE)
    qtbot.keyClick(popup(line), Qt.Key.Key_Down)
    qtbot.keyClick(popup(line), Qt.Key.Key_Return)
    assert ids.ids() == ("user_1",)


def test_a_typed_id_is_taken_although_longer_known_ids_begin_so(line: QLineEdit, ids: IdsInput, qtbot: QtBot) -> None:
    qtbot.keyClicks(line, "user")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert ids.ids() == ("user",)


def test_a_part_of_a_name_can_still_be_added_as_an_id(line: QLineEdit, ids: IdsInput, qtbot: QtBot) -> None:
    qtbot.keyClicks(line, "bo")
    view = popup(line)
    last = view.model().rowCount() - 1
    assert "as an id" in view.model().index(last, 0).data()
    view.clicked.emit(view.model().index(last, 0))
    assert ids.ids() == ("bo",)


def test_ten_thousand_ids_are_pasted(line: QLineEdit, ids: IdsInput, form: QueryForm, qtbot: QtBot) -> None:
    """Blanks, repeats, commas, tabs and semicolons in between."""
    separators = ["\n", ",", "\t", ";", "\n\n", " , ", "\r\n"]
    text = "".join(f"user_{number:05d}{separators[number % len(separators)]}" for number in range(10_000))
    paste(line, text + "user_00001\nuser_00002,,\n", qtbot)
    assert ids.ids() == tuple(f"user_{number:05d}" for number in range(10_000))
    assert not ids.findChildren(Chip)
    summary, note = form.findChild(QLabel, "ids_summary"), form.findChild(QLabel, "ids_note")
    assert isinstance(summary, QLabel)
    assert isinstance(note, QLabel)
    assert summary.text().startswith("10,000 ids")
    assert note.text() == "10,000"


@given(st.lists(st.from_regex(r"[A-Za-z0-9_-]{1,12}", fullmatch=True)), st.sampled_from(["\n", ",", ";", "\t", " "]))
def test_reading_without_names_is_reading_ids(ids: list[str], separator: str) -> None:
    text = separator.join(ids)
    assert NameIndex().read(text) == parse_ids(text)


def test_pasted_names_become_their_ids(line: QLineEdit, ids: IdsInput, qtbot: QtBot) -> None:
    """Two people are called Bo Lee: that name says nothing, so its words are taken as they stand."""
    paste(line, "Anna Berg\nann berg-okafor\nx_1\n", qtbot)
    assert ids.ids() == ("user_1", "user_3", "x_1")
    assert NameIndex(PEOPLE).exact("Bo Lee") is None


def test_one_pasted_word_stays_to_be_searched(line: QLineEdit, ids: IdsInput, qtbot: QtBot) -> None:
    paste(line, "Anna", qtbot)
    assert line.text() == "Anna"
    assert ids.ids() == ()


def test_dropped_lines_are_a_list(line: QLineEdit, ids: IdsInput) -> None:
    line.insert("a_1\na_2")
    assert ids.ids() == ("a_1", "a_2")


def test_backspace_in_the_empty_line_removes_the_last(line: QLineEdit, ids: IdsInput, qtbot: QtBot) -> None:
    paste(line, "a_1,a_2,a_3", qtbot)
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    assert ids.ids() == ("a_1", "a_2")


def test_delete_removes_the_chip_that_has_the_keyboard(line: QLineEdit, ids: IdsInput, qtbot: QtBot) -> None:
    paste(line, "a_1,a_2,a_3", qtbot)
    chips = ids.findChildren(Chip)
    chips[0].setFocus()
    qtbot.keyClick(chips[0], Qt.Key.Key_Right)
    assert chips[1].hasFocus()
    qtbot.keyClick(chips[1], Qt.Key.Key_Delete)
    assert ids.ids() == ("a_1", "a_3")
    focused = ids.focusWidget()
    assert isinstance(focused, Chip)
    assert focused.chip.id == "a_3"


def test_the_cross_removes_and_the_word_does_not(line: QLineEdit, ids: IdsInput, qtbot: QtBot) -> None:
    paste(line, "a_1,a_2", qtbot)
    chip = ids.findChildren(Chip)[0]
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(6, chip.height() // 2))
    assert ids.ids() == ("a_1", "a_2")
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 6, chip.height() // 2))
    assert ids.ids() == ("a_2",)


def test_many_ids_can_be_edited_as_text_and_cleared(line: QLineEdit, ids: IdsInput, qtbot: QtBot) -> None:
    paste(line, ",".join(f"a_{number}" for number in range(60)), qtbot)
    edit = ids.findChild(QToolButton, "ids_edit")
    assert isinstance(edit, QAbstractButton)
    edit.click()
    dialog = ids.findChild(IdsDialog)
    assert isinstance(dialog, IdsDialog)
    text, buttons = dialog.findChild(QPlainTextEdit), dialog.findChild(QDialogButtonBox)
    assert isinstance(text, QPlainTextEdit)
    assert isinstance(buttons, QDialogButtonBox)
    assert text.toPlainText().count("\n") == 59
    text.setPlainText("b_1\nAnna Berg\nb_1")
    buttons.button(QDialogButtonBox.StandardButton.Ok).click()
    assert ids.ids() == ("b_1", "user_1")
    clear = ids.findChild(QToolButton, "ids_clear")
    assert isinstance(clear, QAbstractButton)
    clear.click()
    assert ids.ids() == ()


def test_names_that_come_late_are_written_on_the_chips(qtbot: QtBot) -> None:
    late = IdsInput(EntityTypesInput())
    qtbot.addWidget(late)
    qtbot.addWidget(late.entry)
    late.set_ids(("user_1", "user_9"))
    assert shown_chips(late) == ["user_1", "user_9"]
    late.set_names(PEOPLE)
    assert shown_chips(late) == ["Anna Berg", "user_9"]


def test_ids_that_siro_s_list_does_not_have_are_marked(form: QueryForm, ids: IdsInput, qtbot: QtBot) -> None:
    """Of a pasted sheet its headings, and what is mistyped."""
    ids.set_ids(("id", "user_1", "user_88"))
    form.set_names(LISTED)
    said = child(form, QLabel, "ids_summary")
    chips = {chip.text: chip for chip in child(form, ChipList, "ids_chips").chips()}
    assert {text for text, chip in chips.items() if chip.is_doubtful} == {"id", "user_88"}
    assert "mistyped" in chips["id"].tip
    assert said.text() == "2 are not on Siro's list"
    ids.set_ids(("user_88",))
    assert said.isVisibleTo(form)
    assert said.text() == "1 is not on Siro's list"
    ids.set_ids(("user_1",))
    assert said.text() == ""
    ids.set_ids(tuple(f"u{number}" for number in range(60)))
    assert said.text().splitlines()[1] == "60 are not on Siro's list"


@pytest.mark.parametrize(
    "names",
    [
        replace(NAMES, fetched_at=None),
        replace(LISTED, refused=("Siro does not let you look up people.",)),
        replace(LISTED, organization_id="org_other"),
        replace(LISTED, users=()),
    ],
    ids=["own names alone", "refused", "of another organization", "nobody"],
)
def test_where_siro_has_not_listed_everybody_no_id_is_doubted(form: QueryForm, ids: IdsInput, names: Names) -> None:
    ids.set_ids(("user_1", "user_88"))
    form.set_names(names)
    assert [chip.is_doubtful for chip in child(form, ChipList, "ids_chips").chips()] == [False, False]


def test_recordings_are_not_doubted(form: QueryForm, ids: IdsInput) -> None:
    """Siro lists the latest alone."""
    form.set_names(replace(LISTED, recordings=(NamedId("rec_1", "Anna at the door"),)))
    ids.add(EntityType.RECORDING, ("rec_1", "rec_2"))
    assert not any(chip.is_doubtful for chip in child(form, ChipList, "ids_chips").chips())


def test_search_puts_names_that_begin_so_first() -> None:
    found = NameIndex(PEOPLE).find("berg")
    assert [named.id for named in found] == ["user_1", "user_3"]
    assert [named.id for named in NameIndex(PEOPLE).find("ann")] == ["user_1", "user_3"]
    assert NameIndex(PEOPLE).find("nobody") == []


@pytest.mark.parametrize(("text", "said"), [("", "0 ids"), ("a\na", "1 id,"), ("a\nb", "2 ids")])
def test_the_dialog_counts_in_words(qtbot: QtBot, text: str, said: str) -> None:
    dialog = IdsDialog(text.split("\n"), NameIndex())
    qtbot.addWidget(dialog)
    counted = dialog.findChild(QLabel, "ids_count")
    assert counted is not None
    assert counted.text().startswith(said)
