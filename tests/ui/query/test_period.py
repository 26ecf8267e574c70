"""Periods as people mean them: counted by the organization's calendar, whatever this computer's is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QDate, QEvent, QLocale, Qt, QTimer
from PySide6.QtGui import QTextFormat
from PySide6.QtWidgets import QAbstractButton, QApplication, QCalendarWidget, QComboBox, QDateEdit, QLabel, QSpinBox
from query_samples import TODAY, child, make_profile

from siro_desktop.domain.periods import DateRange
from siro_desktop.domain.relative_periods import RelativePeriod
from siro_desktop.ui.day_input import DayInput
from siro_desktop.ui.period_field import PeriodInput

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

SUNDAY, APRIL = 6, 4


@pytest.fixture
def period(qtbot: QtBot) -> PeriodInput:
    made = PeriodInput(lambda _zone: TODAY)
    qtbot.addWidget(made)
    made.set_calendar(make_profile().calendar)
    made.show()
    return made


@pytest.fixture
def sunday_locale() -> Iterator[None]:
    former = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    yield
    QLocale.setDefault(former)


def choose(period: PeriodInput, text: str) -> None:
    row = period.preset_input.findText(text)
    assert row >= 0
    period.preset_input.setCurrentIndex(row)


def days(period: PeriodInput) -> tuple[date, date]:
    shown = [child(period, QDateEdit, name).date() for name in ("start", "end")]
    first, last = (date(day.year(), day.month(), day.day()) for day in shown)
    return first, last


def test_the_next_morning_a_period_that_moves_says_what_is_sent_then(qtbot: QtBot) -> None:
    today = [date(2026, 11, 30)]
    period = PeriodInput(lambda _zone: today[0])
    qtbot.addWidget(period)
    period.set_calendar(make_profile().calendar)
    assert days(period) == (date(2026, 10, 1), date(2026, 10, 31))
    minute = child(period, QTimer, "period_minute")
    assert minute.isActive()
    with qtbot.assertNotEmitted(period.changed):
        minute.timeout.emit()
    today[0] = date(2026, 12, 1)
    with qtbot.waitSignal(period.changed):
        minute.timeout.emit()
    assert days(period) == (date(2026, 11, 1), date(2026, 11, 30))
    assert "2026-11-01T06:00:00Z" in period.instants.text()


def test_days_of_ones_own_stay_over_midnight(qtbot: QtBot) -> None:
    today = [date(2026, 11, 30)]
    period = PeriodInput(lambda _zone: today[0])
    qtbot.addWidget(period)
    period.set_chosen(DateRange(date(2026, 11, 5), date(2026, 11, 6)))
    today[0] = date(2026, 12, 2)
    with qtbot.assertNotEmitted(period.changed):
        child(period, QTimer, "period_minute").timeout.emit()
    assert days(period) == (date(2026, 11, 5), date(2026, 11, 6))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Today", "today"),
        ("Yesterday", "yesterday"),
        ("This week", "this-week"),
        ("Last quarter", "last-quarter"),
        ("This year", "this-year"),
        ("Last 28 days", "last-28-days"),
    ],
)
def test_what_is_called_so_is_meant(period: PeriodInput, text: str, meant: str) -> None:
    choose(period, text)
    assert period.chosen() == RelativePeriod.parse(meant)
    assert days(period) == (
        RelativePeriod.parse(meant).days(TODAY, period.calendar).first,
        RelativePeriod.parse(meant).days(TODAY, period.calendar).last,
    )


@pytest.mark.parametrize("unit", ["week", "month", "quarter", "year"])
def test_what_runs_now_can_end_today(period: PeriodInput, unit: str) -> None:
    choose(period, f"This {unit}")
    switch = child(period, QAbstractButton, "period_to_date")
    assert switch.isVisible()
    switch.click()
    assert period.chosen() == RelativePeriod.parse(f"this-{unit}-to-date")
    assert days(period)[1] == TODAY
    choose(period, f"Last {unit}")
    assert not switch.isVisible()
    assert period.chosen() == RelativePeriod.parse(f"last-{unit}")


def test_so_many_units_with_or_without_the_current_one(period: PeriodInput) -> None:
    choose(period, "Last…")
    child(period, QSpinBox, "period_count_number").setValue(12)
    assert period.chosen() == RelativePeriod.parse("last-12-weeks")
    assert days(period) == (date(2026, 8, 31), date(2026, 11, 22))
    switch = child(period, QAbstractButton, "period_to_date")
    assert switch.text() == "And this week, up to today"
    switch.click()
    assert period.chosen() == RelativePeriod.parse("last-12-weeks-to-date")
    assert days(period) == (date(2026, 8, 31), TODAY)
    unit = child(period, QComboBox, "period_count_unit")
    unit.setCurrentIndex(unit.findText("months"))
    assert switch.text() == "And this month, up to today"
    assert period.chosen() == RelativePeriod.parse("last-12-months-to-date")


@pytest.mark.usefixtures("sunday_locale")
def test_weeks_begin_where_the_connection_says_not_where_this_computer_does(period: PeriodInput) -> None:
    period.set_calendar(make_profile().calendar)
    choose(period, "Last week")
    assert days(period) == (date(2026, 11, 16), date(2026, 11, 22))
    calendar = child(period, QDateEdit, "start").calendarWidget()
    assert calendar.firstDayOfWeek() is Qt.DayOfWeek.Monday
    period.set_calendar(replace(make_profile(), week_start=SUNDAY).calendar)
    assert days(period) == (date(2026, 11, 15), date(2026, 11, 21))
    assert calendar.firstDayOfWeek() is Qt.DayOfWeek.Sunday


def test_quarters_and_years_begin_where_the_fiscal_year_does(period: PeriodInput) -> None:
    period.set_calendar(replace(make_profile(), fiscal_start=APRIL).calendar)
    choose(period, "This year")
    assert days(period) == (date(2026, 4, 1), date(2027, 3, 31))
    choose(period, "Last quarter")
    assert days(period) == (date(2026, 7, 1), date(2026, 9, 30))


def test_a_day_that_is_edited_makes_days_of_ones_own(period: PeriodInput) -> None:
    choose(period, "This month")
    child(period, QAbstractButton, "period_to_date").click()
    child(period, QDateEdit, "start").setDate(QDate(2026, 11, 3))
    assert period.chosen() == DateRange(date(2026, 11, 3), TODAY)
    assert period.preset_input.currentText() == "Custom"
    assert not child(period, QAbstractButton, "period_to_date").isVisible()


def test_a_period_too_far_away_is_a_problem_with_its_number(period: PeriodInput) -> None:
    period.set_chosen(RelativePeriod.parse("last-900-years"))
    problem = period.problem()
    assert problem is not None
    assert period.part_of(problem.field) is child(period, QSpinBox, "period_count_number")
    assert child(period, QLabel, "period_instants").text() == ""


def test_what_starts_a_century_ago_is_not_cut(period: PeriodInput) -> None:
    period.set_chosen(RelativePeriod.parse("last-100-years"))
    assert days(period) == (date(1926, 1, 1), date(2025, 12, 31))
    assert "1926-01-01T07:00:00Z" in child(period, QLabel, "period_instants").text()


def test_the_keyboard_is_enough(period: PeriodInput, qtbot: QtBot) -> None:
    choose(period, "Last…")
    number = child(period, QSpinBox, "period_count_number")
    number.selectAll()
    qtbot.keyClicks(number, "26")
    qtbot.keyClick(child(period, QAbstractButton, "period_to_date"), Qt.Key.Key_Space)
    assert period.chosen() == RelativePeriod.parse("last-26-weeks-to-date")


def test_a_calendar_is_made_when_somebody_comes_near(qtbot: QtBot) -> None:
    edit = DayInput("start")
    qtbot.addWidget(edit)
    edit.set_first_day(Qt.DayOfWeek.Sunday)
    assert edit.findChild(QCalendarWidget) is None
    QApplication.sendEvent(edit, QEvent(QEvent.Type.FocusIn))
    calendar = edit.calendarWidget()
    assert calendar is edit.calendarWidget()
    assert calendar.objectName() == "start_calendar"
    assert calendar.firstDayOfWeek() is Qt.DayOfWeek.Sunday
    assert not calendar.weekdayTextFormat(Qt.DayOfWeek.Saturday).hasProperty(QTextFormat.Property.ForegroundBrush)
