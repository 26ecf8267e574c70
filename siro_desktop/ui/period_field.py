"""The period of a question: one that moves with the calendar, or days of one's own, and the instants to be sent.

Signal: `changed()` after every edit by the person, and when midnight has moved a relative period.
Days are those of the organization's calendar, the last included.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from siro_desktop.domain.calendar import Calendar, Unit
from siro_desktop.domain.periods import DateRange, local_period, start_of_day, wire_range
from siro_desktop.domain.relative_periods import RelativePeriod
from siro_desktop.errors import QueryError
from siro_desktop.ui.count_input import CountInput
from siro_desktop.ui.day_input import DayInput
from siro_desktop.ui.field import captioned
from siro_desktop.ui.flow_layout import FlowLayout
from siro_desktop.ui.instants_label import InstantsLabel
from siro_desktop.ui.list_box import list_box
from siro_desktop.ui.period_words import CUSTOM, LAST_N, current_unit_text, period_texts, unit_texts
from siro_desktop.ui.query_draft import read_mapping, read_text
from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.theme import SPACE_2
from siro_desktop.ui.widgets import named
from siro_desktop.ui.wrapping_check_box import WrappingCheckBox

if TYPE_CHECKING:
    from collections.abc import Callable

    from siro_desktop.domain.periods import Period

    Today = Callable[[ZoneInfo], date]

BEGINNING: Final = RelativePeriod(Unit.MONTH, 1, with_current=False)
_MINUTE_MS: Final = 60_000
_EARLIEST: Final = QDate(1800, 1, 2)  # what a Period can hold in every zone
_LATEST: Final = QDate(2999, 12, 30)


def today_in(zone: ZoneInfo) -> date:
    """Return the day that it is now in `zone`."""
    return datetime.now(zone).date()


class PeriodInput(QWidget):
    """A list of periods; for *Last…* how many of what; first and last day; and `startAt` and `endAt` as sent."""

    changed = Signal()

    def __init__(self, today: Today = today_in, host: QWidget | None = None) -> None:
        super().__init__(host)
        self.setObjectName("period")
        self._today = today
        self._shown_on: date | None = None
        self.calendar = Calendar(ZoneInfo("UTC"))
        self._minute = named(QTimer(self, interval=_MINUTE_MS), "period_minute")
        self._build_layout()
        self._connect()
        self.set_chosen(BEGINNING)
        self._minute.start()

    def _build_layout(self) -> None:
        self.preset_input = list_box("period_preset", self, period_texts())
        self.count_input = CountInput("period_count", unit_texts(), self)
        self.to_date_switch = WrappingCheckBox("period_to_date", host=self)
        self.start_input = self._date_input("start")
        self.end_input = self._date_input("end")
        days = named(QWidget(self), "period_days")
        flow = FlowLayout(days, spacing=SPACE_2, justified=True)
        flow.addWidget(captioned("start", self.tr("First day"), self.start_input, self))
        flow.addWidget(captioned("end", self.tr("Last day"), self.end_input, self))
        self.instants = InstantsLabel("period_instants", self)
        fit_height(self.start_input, self.end_input)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_2)
        for widget in (self.preset_input, self.count_input, self.to_date_switch, days, self.instants):
            layout.addWidget(widget)

    def _date_input(self, name: str) -> DayInput:
        edit = DayInput(name, self)
        edit.setDisplayFormat("d MMM yyyy")
        edit.setDateRange(_EARLIEST, _LATEST)
        edit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return edit

    def _connect(self) -> None:
        self.preset_input.currentIndexChanged.connect(self._on_edited)
        self.count_input.changed.connect(self._on_edited)
        self.to_date_switch.toggled.connect(self._on_edited)
        self.start_input.dateChanged.connect(self._on_day_changed)
        self.end_input.dateChanged.connect(self._on_day_changed)
        self._minute.timeout.connect(self._on_minute)

    def set_calendar(self, calendar: Calendar) -> None:
        """Count days as `calendar` does from now on."""
        self.calendar = calendar
        for edit in (self.start_input, self.end_input):
            edit.set_first_day(Qt.DayOfWeek(calendar.week_start + 1))
        self.refresh()

    def tab_stops(self) -> tuple[QWidget, ...]:
        """The inputs in reading order."""
        count = self.count_input
        return (
            *(self.preset_input, count.number, count.unit, self.to_date_switch),
            *(self.start_input, self.end_input),
        )

    def chosen(self) -> RelativePeriod | DateRange:
        """What was chosen: a period that moves with the calendar, or days of one's own."""
        key, to_date = self._key(), self.to_date_switch.isChecked()
        if key == CUSTOM:
            return self._days_shown()
        if key == LAST_N:
            unit = Unit(self.count_input.key())
            return RelativePeriod(unit, self.count_input.count(), with_current=to_date, to_date=to_date)
        period = RelativePeriod.parse(key)
        return RelativePeriod(period.unit, to_date=True) if to_date and _can_end_today(key) else period

    def set_chosen(self, period: RelativePeriod | DateRange) -> None:
        """Choose a period, without emitting `changed`."""
        if isinstance(period, DateRange):
            self._show_days(period)
            self._set_key(CUSTOM, to_date=False)
            return
        key = str(RelativePeriod(period.unit) if not period.complete else period)
        if self.preset_input.findData(key) < 0:
            self.count_input.set_count(period.complete, period.unit)
            key = LAST_N
        self._set_key(key, to_date=period.to_date)

    def refresh(self) -> None:
        """Work out the days of a relative period anew, as of today, and what will be sent."""
        chosen = self.chosen()
        self._shown_on = self._today(self.calendar.zone)
        try:
            if isinstance(chosen, RelativePeriod):
                self._show_days(chosen.days(self._shown_on, self.calendar))
            start_at, end_at = wire_range(self._resolve(chosen))
        except QueryError:
            self.instants.clear()
        else:
            self.instants.setText(self.tr("Sent as %s\nto %s") % (start_at, end_at))

    def problem(self) -> QueryError | None:
        """What is wrong with the period that stands there, if anything."""
        try:
            self._resolve(self.chosen())
        except QueryError as error:
            return error
        return None

    def part_of(self, field: str) -> QWidget | None:
        """The input that a problem with `field`, *start* or *end*, is about; None for the list of periods."""
        if self._key() == LAST_N:
            return self.count_input.number
        return {"start": self.start_input, "end": self.end_input}.get(field)

    def now(self) -> datetime:
        """Return an instant of today, in UTC."""
        return start_of_day(self._today(self.calendar.zone), self.calendar.zone)

    def period(self) -> Period:
        """Return the period to ask for, a relative one as of today. Raises QueryError for the part that is wrong."""
        self.refresh()
        return self._resolve(self.chosen())

    def draft(self) -> dict[str, str]:
        """What was chosen, to be kept: relative periods as such, so that they move on with the calendar."""
        return period_draft(self.chosen())

    def restore_draft(self, kept: object) -> None:
        """Take back what `draft` gave; anything else gives the beginning, last month."""
        entries = read_mapping(kept)
        try:
            if entries.get("preset") == CUSTOM:
                first, last = (date.fromisoformat(read_text(entries.get(end))) for end in ("first", "last"))
                self.set_chosen(DateRange(first, last))
            else:
                self.set_chosen(RelativePeriod.parse(read_text(entries.get("preset"))))
        except (ValueError, QueryError):
            self.set_chosen(BEGINNING)

    def _key(self) -> str:
        return str(self.preset_input.currentData())

    def _set_key(self, key: str, *, to_date: bool) -> None:
        with QSignalBlocker(self.preset_input), QSignalBlocker(self.to_date_switch):
            self.preset_input.setCurrentIndex(self.preset_input.findData(key))
            self.to_date_switch.setChecked(to_date)
        self._show_extras()
        self.refresh()

    def _show_extras(self) -> None:
        """Show what the chosen period leaves open, and nothing else."""
        key = self._key()
        self.count_input.setVisible(key == LAST_N)
        self.to_date_switch.setVisible(key == LAST_N or _can_end_today(key))
        with_unit = current_unit_text(Unit(self.count_input.key()))
        self.to_date_switch.setText(with_unit if key == LAST_N else self.tr("Only up to today"))

    def _resolve(self, chosen: RelativePeriod | DateRange) -> Period:
        if isinstance(chosen, RelativePeriod):
            return chosen.resolve(self.now(), self.calendar)
        return local_period(chosen, self.calendar.zone)

    def _days_shown(self) -> DateRange:
        return DateRange(_python_date(self.start_input.date()), _python_date(self.end_input.date()))

    def _show_days(self, days: DateRange) -> None:
        for edit, day in ((self.start_input, days.first), (self.end_input, days.last)):
            with QSignalBlocker(edit):
                edit.setDate(QDate(day.year, day.month, day.day))

    @Slot()
    def _on_edited(self) -> None:
        self._show_extras()
        self.refresh()
        self.changed.emit()

    @Slot()
    def _on_minute(self) -> None:
        """After a midnight of the organization say what would be sent now; half a typed day is left alone."""
        is_typing = self.start_input.hasFocus() or self.end_input.hasFocus()
        is_moving = isinstance(self.chosen(), RelativePeriod)
        if is_moving and not is_typing and self._shown_on != self._today(self.calendar.zone):
            self.refresh()
            self.changed.emit()

    @Slot()
    def _on_day_changed(self) -> None:
        self._set_key(CUSTOM, to_date=False)
        self.changed.emit()


def period_draft(period: RelativePeriod | DateRange) -> dict[str, str]:
    """Return what is kept of a period; *preset* is the word that the first drafts had for it."""
    if isinstance(period, DateRange):
        return {"preset": CUSTOM, "first": period.first.isoformat(), "last": period.last.isoformat()}
    return {"preset": str(period)}


def _can_end_today(key: str) -> bool:
    return key.startswith("this-")


def _python_date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
