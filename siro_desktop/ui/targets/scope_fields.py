"""What targets and colours are meant for: from which day on, and for which conversations."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QHBoxLayout, QWidget

from siro_desktop.ui.field import Field
from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.theme import SPACE_2
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Mapping


class SinceField(Field):
    """A day from which on something holds, or always. `prefix` begins the object names of the parts."""

    def __init__(self, name: str, prefix: str, label: str, today: date) -> None:
        row = named(QWidget(), f"{prefix}_since")
        self.has_day = named(QCheckBox(self.tr("From a day on"), row), f"{prefix}_has_day")
        self.day_edit = named(QDateEdit(row), f"{prefix}_valid_from")
        self._today = today
        super().__init__(name, label, row, buddy=self.has_day)
        self.day_edit.setCalendarPopup(True)
        self.day_edit.setDisplayFormat("d MMM yyyy")
        self.day_edit.setAccessibleName(self.tr("First day"))
        calendar = self.day_edit.calendarWidget()
        calendar.setObjectName(f"{prefix}_valid_from_calendar")
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(day, QTextCharFormat())  # Qt's red is too dark on dark
        calendar.setFirstDayOfWeek(QLocale().firstDayOfWeek())
        fit_height(self.has_day, self.day_edit)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_2)
        line.addWidget(self.has_day)
        line.addWidget(self.day_edit, 1)
        self.has_day.toggled.connect(self.day_edit.setEnabled)

    def day(self) -> date | None:
        """Return the first day; None: always."""
        day = self.day_edit.date()
        return date(day.year(), day.month(), day.day()) if self.has_day.isChecked() else None

    def set_day(self, day: date | None) -> None:
        """Show a first day, or always: today is then what is offered."""
        self.has_day.setChecked(day is not None)
        self.day_edit.setEnabled(day is not None)
        self.day_edit.setDate(QDate(*(day or self._today).timetuple()[:3]))

    def start_today(self) -> None:
        """Let it hold from today on."""
        self.set_day(self._today)


class MeantForBox(QComboBox):
    """A list of conversation types, and all conversations."""

    def __init__(self, name: str, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName(name)
        fit_height(self)

    def show_types(self, names: Mapping[str, str], chosen: str | None) -> None:
        """Offer types by id, and choose one; empty: all conversations; None: the first of them."""
        self.clear()
        for type_id, name in names.items():
            self.addItem(name, type_id)
        self.addItem(self.tr("All conversations"), "")
        wanted = self.itemData(0) if chosen is None else chosen
        if self.findData(wanted) < 0:
            self.addItem(wanted, wanted)
        self.setCurrentIndex(self.findData(wanted))

    def type_id(self) -> str:
        """Return the chosen type's id; empty: all conversations."""
        return self.currentData() or ""
