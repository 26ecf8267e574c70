"""A day, typed or picked from a calendar, which is made when somebody comes near: two of them take 15 ms of a start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QDateEdit

if TYPE_CHECKING:
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

    def event(self, happened: QEvent) -> bool:
        """Have the calendar ready before it can be asked for."""
        if not self._has_calendar and happened.type() in _COMES_NEAR:
            self.calendarWidget()
        return super().event(happened)
