"""Edits one event: its day and its name. Signal: `event_accepted(Event)`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QDate, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QLineEdit

from siro_desktop.domain.events import FIRST_DAY, LAST_DAY, NOT_KEPT
from siro_desktop.errors import EventError
from siro_desktop.ui.day_input import DayInput
from siro_desktop.ui.dialog_layout import lay_out_dialog
from siro_desktop.ui.field import Field
from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from siro_desktop.domain.calendar import Calendar
    from siro_desktop.domain.events import Event


class EventDialog(QDialog):
    """A problem stands beside its field. `known` are the events there are."""

    event_accepted = Signal(object)

    def __init__(self, event: Event, known: Sequence[Event], calendar: Calendar, host: QWidget | None = None) -> None:
        super().__init__(host)
        self.setObjectName("event_dialog")
        self.setWindowTitle(self.tr("New event") if event.id == NOT_KEPT else self.tr("Event"))
        self._edited = event
        self._taken = {one.key for one in known if one.id != event.id}
        self._day = DayInput("event_day", self)
        self._day.setDisplayFormat("d MMM yyyy")
        self._day.setDateRange(_qt_date(FIRST_DAY), _qt_date(LAST_DAY))
        self._day.setDate(_qt_date(event.day))
        self._day.set_first_day(Qt.DayOfWeek(calendar.week_start + 1))
        self._name = named(QLineEdit(event.name, self), "event_name")
        self._name.setPlaceholderText(self.tr("Such as: Training on objections"))
        fit_height(self._day, self._name)
        self._fields = {
            "day": Field("day", self.tr("&Day"), self._day),
            "name": Field("name", self.tr("&Name"), self._name),
        }
        self._fields["day"].set_note(calendar.zone.key.replace("_", " "))
        lay_out_dialog(self, tuple(self._fields.values()), self.tr("Save event")).accepted.connect(self._on_accepted)
        self._name.textEdited.connect(self._fields["name"].clear_problem)
        self._day.dateChanged.connect(self._on_day_changed)
        self._name.setFocus()

    @Slot()
    def _on_day_changed(self) -> None:
        for field in self._fields.values():
            field.clear_problem()

    @Slot()
    def _on_accepted(self) -> None:
        day = self._day.date()
        event = replace(self._edited, day=date(day.year(), day.month(), day.day()), name=_one_line(self._name.text()))
        try:
            event.check()
        except EventError as error:
            self._fields[error.field].show_problem(error.message)
            return
        if event.key in self._taken:
            taken = self.tr("There is an event of this name on this day already.")
            self._fields["name"].show_problem(taken)
            return
        self.accept()
        self.event_accepted.emit(event)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _qt_date(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
