"""A day, typed or picked from a calendar, which is made when somebody comes near: two of them take 15 ms of a start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDate, QEvent, QLocale, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QDateEdit

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QCalendarWidget, QWidget

_COMES_NEAR: Final = frozenset({QEvent.Type.Enter, QEvent.Type.FocusIn, QEvent.Type.MouseButtonPress})


class DayInput(QDateEdit):
    """A QDateEdit with a calendar whose weeks begin on a day of choice."""

    def __init__(self, name: str, host: QWidget | None = None) -> None:
        super().__init__(host)
        self.setObjectName(name)
        self.setCalendarPopup(True)
        self._first_day = Qt.DayOfWeek.Monday
        self._has_calendar = False

    def set_first_day(self, day: Qt.DayOfWeek) -> None:
        """Let weeks begin on `day`."""
        self._first_day = day
        if self._has_calendar:
            super().calendarWidget().setFirstDayOfWeek(day)

    def calendarWidget(self) -> QCalendarWidget:
        """Return the calendar, as it is to look."""
        from PySide6.QtGui import QTextCharFormat

        calendar = super().calendarWidget()
        if not self._has_calendar:
            self._has_calendar = True
            calendar.setObjectName(f"{self.objectName()}_calendar")
            calendar.setFirstDayOfWeek(self._first_day)
            for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
                calendar.setWeekdayTextFormat(day, QTextCharFormat())  # Qt's red is too dark on dark
        return calendar

    def keyPressEvent(self, pressed: QKeyEvent) -> None:
        """Take a whole day that is pasted; Qt takes what is written as the input itself writes it, and nothing else."""
        day = read_day(QGuiApplication.clipboard().text()) if pressed.matches(QKeySequence.StandardKey.Paste) else None
        if day is None:
            super().keyPressEvent(pressed)
        else:
            self.setDate(day)

    def event(self, happened: QEvent) -> bool:
        """Have the calendar ready before it can be asked for."""
        if not self._has_calendar and happened.type() in _COMES_NEAR:
            self.calendarWidget()
        return super().event(happened)


def read_day(text: str) -> QDate | None:
    """Return the day that a cell of a spreadsheet says: 2026-10-03, with a time or not, or as this computer writes it.

    A year of two digits is not taken: it may be of another century.
    """
    written = text.strip()
    short = QLocale().dateFormat(QLocale.FormatType.ShortFormat)
    full_year = short if "yyyy" in short else short.replace("yy", "yyyy")
    for day in (
        QDate.fromString("" if written[10:11].isdigit() else written[:10], Qt.DateFormat.ISODate),
        QLocale().toDate(written, full_year),
        QLocale().toDate(written, QLocale.FormatType.LongFormat),
    ):
        if day.isValid():
            return day
    return None
