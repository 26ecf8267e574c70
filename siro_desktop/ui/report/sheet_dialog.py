"""Prepares a one-to-one: with whom, what is noted and agreed, what was agreed last time. What is typed is kept.

Signals: `person_chosen(str)`: its meetings are wanted; `save_requested(str, Meeting)`;
`preview_requested(SheetPerson, Meeting, Meeting or None)` with the meeting before.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, cast

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QDate, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from siro_desktop.domain.meetings import (
    LONGEST_AGREED,
    NOT_KEPT,
    Meeting,
    meeting_before,
    newest_first,
    next_meeting,
)
from siro_desktop.ui.dialog_size import Rolling, column_of, grow_with
from siro_desktop.ui.field import Caption, Field, ProblemLine
from siro_desktop.ui.report.meeting_words import before_in_words
from siro_desktop.ui.tab_order import order_tabs_as_laid_out
from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.theme import SPACE_2, SPACE_3, SPACE_4, style_primary
from siro_desktop.ui.widgets import named
from siro_desktop.ui.words import day_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_AGAIN: Final = timedelta(days=14)
_WIDE, _NOTE_LINES = 30, 6  # in lines of text


class SheetPerson(Struct, frozen=True):
    """Somebody whom there are figures of: in the comparison in view, or in the stored result with this number."""

    id: str
    name: str
    result_id: int | None = None


class SheetDialog(QDialog):
    """`today` is the day that a new meeting has. While names are aliases, `is_presenting`, nothing can be typed."""

    person_chosen = Signal(str)
    save_requested = Signal(str, object)
    preview_requested = Signal(object, object, object)

    def __init__(self, today: date, parent: QWidget | None = None, *, is_presenting: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("sheet_dialog")
        self.setWindowTitle(self.tr("One-to-one sheet"))
        self._today, self._is_presenting = today, is_presenting
        self._people: list[SheetPerson] = []
        self._person: SheetPerson | None = None
        self._meetings: tuple[Meeting, ...] = ()
        self._kept = Meeting(held_on=today)
        self._is_saving = self._may_leave = False
        self._then: Callable[[], None] | None = None
        self._build_inputs()
        self._build_layout()
        self._connect()
        self._set_ready(is_ready=False)

    def _build_inputs(self) -> None:
        self._whom = named(QComboBox(self), "sheet_person")
        self._meeting = named(QComboBox(self), "sheet_meeting")
        self._day = self._day_edit("sheet_day", self._today)
        self._before = Caption("sheet_before", host=self)
        self._notes = named(QPlainTextEdit(self), "sheet_notes")
        self._notes.setTabChangesFocus(True)
        self._notes.setMinimumHeight(_NOTE_LINES * self.fontMetrics().lineSpacing())
        self._agreed = named(QLineEdit(self), "sheet_agreed")
        self._agreed.setMaxLength(LONGEST_AGREED)
        self._again = self._day_edit("sheet_again", self._today + _AGAIN)
        self._problem = ProblemLine("sheet_problem", self)
        self._said = Caption("sheet_said", host=self)
        self._save = named(QPushButton(self.tr("&Save"), self), "sheet_save")
        self._preview = named(QPushButton(self.tr("Pre&view…"), self), "sheet_preview")
        self._close = named(QPushButton(self.tr("Close"), self), "sheet_close")
        for button in (self._save, self._close):
            button.setAutoDefault(False)
        style_primary(self._preview)
        self._preview.setDefault(True)
        fit_height(self._whom, self._meeting, self._agreed, self._save, self._preview, self._close)

    def _day_edit(self, name: str, day: date) -> QDateEdit:
        edit = named(QDateEdit(_qdate(day), self), name)
        edit.setCalendarPopup(True)
        edit.setDisplayFormat("d MMM yyyy")
        fit_height(edit)
        return edit

    def _build_layout(self) -> None:
        self._fields = {
            "person": Field("sheet_person", self.tr("&Person"), self._whom),
            "meeting": Field("sheet_meeting", self.tr("&Meeting"), self._meeting),
            "day": Field("sheet_day", self.tr("&Held on"), self._day),
            "notes": Field("sheet_notes", self.tr("Own &notes"), self._notes),
            "agreed": Field("sheet_agreed", self.tr("&Agreed action"), self._agreed),
            "again": Field("sheet_again", self.tr("&Look at it again on"), self._again),
        }
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        layout.setSpacing(SPACE_3)
        content, column = column_of("sheet_parts", self, SPACE_3)
        column.addWidget(self._fields["person"])
        column.addLayout(_row(self._fields["meeting"], self._fields["day"], stretches=(1, 1)))
        column.addWidget(self._before)
        column.addWidget(self._fields["notes"], 1)
        column.addLayout(_row(self._fields["agreed"], self._fields["again"], stretches=(2, 1)))
        rolling = Rolling(content, self)
        layout.addWidget(rolling, 1)
        layout.addWidget(self._problem)
        layout.addWidget(self._said)
        layout.addLayout(_row(QWidget(self), self._save, self._close, self._preview, stretches=(1, 0, 0, 0)))
        order_tabs_as_laid_out(self)
        grow_with(self, rolling, _WIDE * self.fontMetrics().lineSpacing())

    def _connect(self) -> None:
        self._whom.activated.connect(self._on_person_activated)
        self._meeting.activated.connect(self._on_meeting_activated)
        self._notes.textChanged.connect(self._on_edited)
        self._agreed.textChanged.connect(self._on_edited)
        for edit in (self._day, self._again):
            edit.dateChanged.connect(self._on_edited)
        self._save.clicked.connect(self.save)
        self._preview.clicked.connect(self._on_preview_clicked)
        self._close.clicked.connect(self.reject)

    # What the desk says ---------------------------------------------------------------------------------------------

    def add_people(self, people: Sequence[SheetPerson], chosen: str = "") -> None:
        """List more people, behind those there are; begin with the one of that id, else with the first."""
        self._people += people
        for person in people:
            self._whom.addItem(person.name, person.id)
        if self._person is None and self._people:
            position = max(0, self._whom.findData(chosen))
            self._whom.setCurrentIndex(position)
            self._choose(self._people[position])

    def say_nobody(self) -> None:
        """Say what is needed, where there is nobody to prepare a one-to-one with."""
        if not self._people:
            self._said.setText(
                self.tr(
                    "There is no stored comparison of people yet. Ask for each person, or each member of a team, "
                    "then come back."
                )
            )

    def show_meetings(self, person_id: str, meetings: Sequence[Meeting]) -> None:
        """Show the meeting that is to come, else a new one; those of somebody who was left meanwhile are not."""
        if self._person is None or self._person.id != person_id:
            return
        self._meetings = tuple(meetings)
        self._show(next_meeting(self._meetings, self._today) or Meeting(held_on=self._today))
        self._set_ready(is_ready=True)
        self._say(self._usual_sentence())

    def show_saved(self, meeting: Meeting) -> None:
        """Take up a meeting as it is kept now, then go on with what waited for that."""
        others = [one for one in self._meetings if one.id not in {meeting.id, self._kept.id}]
        self._meetings = newest_first([*others, meeting] if meeting.id != NOT_KEPT else others)
        self._kept, self._is_saving = meeting, False
        self._list_meetings()
        self._on_edited()
        self._say(self.tr("Saved."))
        then, self._then = self._then, None
        if then is not None:
            self._leave(then)

    def show_problem(self, text: str, field: str = "") -> None:
        """Say why something is not kept; what is typed stays, and the next *Close* leaves without it."""
        self._is_saving, self._then = False, None
        if field in self._fields:
            self._fields[field].show_problem(text)
        else:
            self._problem.set_text(text)
        self._list_meetings()
        self._whom.setCurrentIndex(self._people.index(self._person) if self._person else -1)
        self._save.setEnabled(self.is_changed)
        self._may_leave = True

    # What is typed --------------------------------------------------------------------------------------------------

    @property
    def is_changed(self) -> bool:
        """True if something is typed that is not kept."""
        meeting = self.meeting()
        is_nothing = meeting.id == NOT_KEPT and meeting.is_empty
        return meeting != self._kept and not is_nothing and not self._is_presenting

    def meeting(self) -> Meeting:
        """Return the meeting as it is typed."""
        agreed = self._agreed.text()
        return replace(
            self._kept,
            held_on=_date(self._day),
            notes=self._notes.toPlainText(),
            agreed=agreed,
            check_on=_date(self._again) if agreed.strip() else None,
        )

    @Slot()
    def save(self) -> None:
        """Ask for what is typed to be kept; `show_saved` or `show_problem` follows."""
        if self._person is None or self._is_saving or not self.is_changed:
            return
        self._is_saving = True
        self._save.setEnabled(False)
        self.save_requested.emit(self._person.id, self.meeting())

    def _leave(self, then: Callable[[], None]) -> None:
        """Do something that takes what is typed away, once that is kept."""
        if self.is_changed:
            self._then = then
            self.save()
        else:
            then()

    def reject(self) -> None:
        """Close once what is typed is kept."""
        if self._may_leave:
            super().reject()
        else:
            self._leave(super().reject)

    @Slot()
    def leave(self) -> None:
        """Close once what is typed is kept; unlike `reject`, never without that."""
        self._leave(super().reject)

    # Showing --------------------------------------------------------------------------------------------------------

    def _choose(self, person: SheetPerson) -> None:
        self._person = person
        self._meetings = ()
        self._set_ready(is_ready=False)
        self.person_chosen.emit(person.id)

    def _show(self, meeting: Meeting) -> None:
        self._kept = meeting
        self._day.setDate(_qdate(meeting.held_on))
        self._notes.setPlainText(meeting.notes)
        self._agreed.setText(meeting.agreed)
        self._again.setDate(_qdate(meeting.check_on or meeting.held_on + _AGAIN))
        self._list_meetings()
        self._on_edited()

    def _list_meetings(self) -> None:
        self._meeting.clear()
        self._meeting.addItem(self.tr("New"), NOT_KEPT)
        for meeting in self._meetings:
            self._meeting.addItem(day_in_words(meeting.held_on), meeting.id)
        self._meeting.setCurrentIndex(max(0, self._meeting.findData(self._kept.id)))

    def _set_ready(self, *, is_ready: bool) -> None:
        for control in (self._meeting, self._day, self._notes, self._agreed, self._again, self._preview):
            control.setEnabled(is_ready)
        for text in (self._notes, self._agreed):
            text.setReadOnly(self._is_presenting)
        if self._is_presenting:
            self._day.setEnabled(False)
            self._again.setEnabled(False)
        self._save.setEnabled(is_ready and self.is_changed)

    def _usual_sentence(self) -> str:
        if self._is_presenting:
            return self.tr("In presentation mode notes can be read, with aliases for names, and not changed.")
        return self.tr("Notes are kept on this computer and stand on the sheet. They are sent nowhere.")

    def _say(self, text: str) -> None:
        self._problem.set_text("")
        self._said.setText(text)

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot()
    def _on_edited(self) -> None:
        before = meeting_before(self._meetings, self.meeting())
        self._before.setText(before_in_words(before))
        self._before.setVisible(before is not None)
        self._may_leave = False
        self._save.setEnabled(self.is_changed and not self._is_saving)
        for field in self._fields.values():
            field.clear_problem()

    @Slot(int)
    def _on_person_activated(self, position: int) -> None:
        person = self._people[position]
        if person != self._person:
            self._leave(lambda: self._choose(person))

    @Slot()
    def _on_meeting_activated(self) -> None:
        number = self._meeting.currentData()
        found = next((one for one in self._meetings if one.id == number), Meeting(held_on=self._today))
        if found.id != self._kept.id:
            self._leave(lambda: self._show(found))

    @Slot()
    def _on_preview_clicked(self) -> None:
        self.save()
        meeting = self.meeting()
        self.preview_requested.emit(self._person, meeting, meeting_before(self._meetings, meeting))


def _row(*widgets: QWidget, stretches: Sequence[int]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(SPACE_2)
    for widget, stretch in zip(widgets, stretches, strict=True):
        row.addWidget(widget, stretch)
    return row


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _date(edit: QDateEdit) -> date:
    return cast("date", edit.date().toPython())
