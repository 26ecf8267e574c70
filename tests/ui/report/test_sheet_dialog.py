"""The dialog of a one-to-one: what is typed is kept before anything takes it away."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QComboBox, QDateEdit, QLabel, QLineEdit, QPlainTextEdit, QPushButton

from siro_desktop.domain.meetings import Meeting
from siro_desktop.ui.report.sheet_dialog import SheetDialog, SheetPerson

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

TODAY = date(2026, 11, 20)
CID, BEN, ANA = SheetPerson("u0", "Cid"), SheetPerson("u2", "Ben"), SheetPerson("u1", "Ana", 7)
OLD = Meeting(id=1, held_on=date(2026, 11, 3), notes="Old notes", agreed="Two questions", check_on=date(2026, 11, 17))
COMING = Meeting(id=2, held_on=date(2026, 11, 24), notes="To ask", agreed="", check_on=None)


class Desk:
    """Takes down what the dialog asks for."""

    def __init__(self, dialog: SheetDialog) -> None:
        self.dialog = dialog
        self.chosen: list[str] = []
        self.saves: list[tuple[str, Meeting]] = []
        self.previews: list[tuple[Any, ...]] = []
        dialog.person_chosen.connect(self.chosen.append)
        dialog.save_requested.connect(lambda *asked: self.saves.append(asked))
        dialog.preview_requested.connect(lambda *asked: self.previews.append(asked))

    def part(self, name: str, kind: type[Any]) -> Any:
        return self.dialog.findChild(kind, f"sheet_{name}")

    def pick(self, name: str, position: int) -> None:
        box = self.part(name, QComboBox)
        box.setCurrentIndex(position)
        box.activated.emit(position)

    def type(self, notes: str) -> None:
        self.part("notes", QPlainTextEdit).setPlainText(notes)

    @property
    def notes(self) -> str:
        return self.part("notes", QPlainTextEdit).toPlainText()


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    dialog = SheetDialog(TODAY)
    qtbot.addWidget(dialog)
    desk = Desk(dialog)
    dialog.add_people([CID, BEN], "u2")
    dialog.add_people([ANA])
    dialog.show()
    return desk


def test_it_begins_with_the_selected_person_and_waits_for_their_meetings(desk: Desk) -> None:
    assert desk.chosen == ["u2"]
    assert desk.part("person", QComboBox).currentText() == "Ben"
    assert not desk.part("notes", QPlainTextEdit).isEnabled()

    desk.dialog.show_meetings("u0", (OLD,))  # of somebody else
    assert not desk.part("notes", QPlainTextEdit).isEnabled()
    desk.dialog.show_meetings("u2", ())
    assert desk.part("notes", QPlainTextEdit).isEnabled()
    assert desk.dialog.meeting() == Meeting(held_on=TODAY)
    assert not desk.part("save", QPushButton).isEnabled()  # nothing to keep


def test_a_new_meeting_shows_what_was_agreed_last_time(desk: Desk) -> None:
    desk.dialog.show_meetings("u2", (OLD,))
    assert desk.notes == ""
    before = desk.part("before", QLabel)
    assert before.text() == "Last time, 3 Nov 2026: Two questions. Look at it again on 17 Nov 2026"
    assert before.isVisible()

    desk.pick("meeting", 1)  # the one of 3 November has none before it
    assert desk.notes == "Old notes"
    assert not before.isVisible()
    assert desk.saves == []  # nothing was typed


def test_the_meeting_that_is_to_come_is_opened(desk: Desk) -> None:
    desk.dialog.show_meetings("u2", (COMING, OLD))
    assert desk.dialog.meeting() == COMING
    assert [desk.part("meeting", QComboBox).itemText(n) for n in range(3)] == ["New", "24 Nov 2026", "3 Nov 2026"]


def test_what_is_typed_is_saved_with_its_days(desk: Desk) -> None:
    desk.dialog.show_meetings("u2", (OLD,))
    desk.type("Well done")
    desk.part("agreed", QLineEdit).setText("Ask")
    desk.part("day", QDateEdit).setDate(QDate(2026, 11, 21))
    desk.part("again", QDateEdit).setDate(QDate(2026, 12, 1))
    desk.part("save", QPushButton).click()

    wanted = Meeting(held_on=date(2026, 11, 21), notes="Well done", agreed="Ask", check_on=date(2026, 12, 1))
    assert desk.saves == [("u2", wanted)]
    assert not desk.part("save", QPushButton).isEnabled()  # it is on its way
    desk.dialog.show_saved(
        Meeting(id=9, held_on=wanted.held_on, notes="Well done", agreed="Ask", check_on=wanted.check_on)
    )
    assert desk.part("said", QLabel).text() == "Saved."
    assert desk.part("meeting", QComboBox).currentText() == "21 Nov 2026"
    assert not desk.dialog.is_changed


def test_another_person_comes_once_what_was_typed_is_kept(desk: Desk) -> None:
    desk.dialog.show_meetings("u2", ())
    desk.type("For Ben")
    desk.pick("person", 0)
    assert desk.chosen == ["u2"]
    desk.dialog.show_saved(Meeting(id=3, held_on=TODAY, notes="For Ben"))
    assert desk.chosen == ["u2", "u0"]
    desk.dialog.show_meetings("u0", ())
    assert desk.notes == ""


def test_what_could_not_be_kept_stays_and_the_next_close_leaves(desk: Desk) -> None:
    desk.dialog.show_meetings("u2", (OLD,))
    desk.type("For Ben")
    desk.pick("person", 0)
    desk.dialog.show_problem("The disk is full.")
    assert desk.notes == "For Ben"
    assert desk.part("person", QComboBox).currentText() == "Ben"
    assert desk.part("problem_text", QLabel).text() == "The disk is full."

    desk.type("For Ben, again")
    desk.dialog.reject()
    assert desk.dialog.isVisible()
    assert len(desk.saves) == 2
    desk.dialog.show_problem("The disk is full.")
    desk.dialog.reject()
    assert not desk.dialog.isVisible()


def test_a_problem_with_a_field_stands_beside_it(desk: Desk) -> None:
    desk.dialog.show_meetings("u2", ())
    desk.type("x" * 10_001)
    desk.dialog.save()
    desk.dialog.show_problem("Notes have at most 10,000 characters.", "notes")
    assert desk.part("notes_problem_text", QLabel).text() == "Notes have at most 10,000 characters."
    desk.type("x")
    assert desk.part("notes_problem_text", QLabel).text() == ""


def test_closing_keeps_what_is_typed_and_a_preview_too(desk: Desk) -> None:
    desk.dialog.show_meetings("u2", (OLD,))
    desk.type("Ask more")
    desk.part("preview", QPushButton).click()
    typed = Meeting(held_on=TODAY, notes="Ask more")
    assert desk.previews == [(BEN, typed, OLD)]
    assert desk.saves == [("u2", typed)]

    desk.part("close", QPushButton).click()
    assert desk.dialog.isVisible()
    desk.dialog.show_saved(Meeting(id=3, held_on=TODAY, notes="Ask more"))
    assert not desk.dialog.isVisible()
    assert len(desk.saves) == 1


def test_letters_that_come_while_it_is_saved_are_saved_too(desk: Desk) -> None:
    desk.dialog.show_meetings("u2", ())
    desk.type("Ask")
    desk.dialog.save()
    desk.type("Ask more")
    desk.dialog.reject()
    desk.dialog.show_saved(Meeting(id=3, held_on=TODAY, notes="Ask"))
    assert desk.saves[-1] == ("u2", Meeting(id=3, held_on=TODAY, notes="Ask more"))
    desk.dialog.show_saved(Meeting(id=3, held_on=TODAY, notes="Ask more"))
    assert not desk.dialog.isVisible()


def test_an_emptied_meeting_goes(desk: Desk) -> None:
    desk.dialog.show_meetings("u2", (COMING,))
    desk.type("")
    desk.dialog.save()
    assert desk.saves[0][1].is_empty
    desk.dialog.show_saved(Meeting(held_on=COMING.held_on))
    assert desk.part("meeting", QComboBox).count() == 1


def test_the_field_has_its_own_undo(desk: Desk) -> None:
    desk.dialog.show_meetings("u2", (COMING,))
    notes = desk.part("notes", QPlainTextEdit)
    notes.insertPlainText("More. ")
    assert desk.notes == "More. To ask"
    notes.undo()
    assert desk.notes == "To ask"
    assert not desk.dialog.is_changed


def test_in_presentation_mode_nothing_can_be_typed(qtbot: QtBot) -> None:
    dialog = SheetDialog(TODAY, is_presenting=True)
    qtbot.addWidget(dialog)
    desk = Desk(dialog)
    dialog.add_people([CID])
    dialog.show_meetings("u0", (COMING,))
    assert desk.part("notes", QPlainTextEdit).isReadOnly()
    assert desk.part("agreed", QLineEdit).isReadOnly()
    assert "presentation mode" in desk.part("said", QLabel).text()
    desk.part("preview", QPushButton).click()
    dialog.reject()
    assert desk.saves == []
    assert len(desk.previews) == 1


def test_without_people_it_says_what_is_missing(qtbot: QtBot) -> None:
    dialog = SheetDialog(TODAY)
    qtbot.addWidget(dialog)
    dialog.add_people([])
    dialog.say_nobody()
    assert "no stored comparison of people" in dialog.findChild(QLabel, "sheet_said").text()
    assert not dialog.findChild(QPushButton, "sheet_preview").isEnabled()
