"""The period of a query: a preset or days from a calendar, and the exact instants that will be sent.

Signal: `changed()` after every edit by the person. Days are those of the profile's time zone, the last one included.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QLocale, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QTextCharFormat
from PySide6.QtWidgets import QComboBox, QDateEdit, QSizePolicy, QVBoxLayout, QWidget

from siro_desktop.domain.periods import DateRange, PeriodPreset, local_period, preset_dates, wire_range
from siro_desktop.errors import QueryError
from siro_desktop.ui.field import Caption, fit_height
from siro_desktop.ui.flow_layout import FlowLayout
from siro_desktop.ui.query_draft import read_mapping, read_text
from siro_desktop.ui.theme import SPACE_1, SPACE_2
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from siro_desktop.domain.periods import Period

    Today = Callable[[ZoneInfo], date]

CUSTOM: Final = "custom"
_SMALLEST: Final = 0.75
BEGINNING: Final = PeriodPreset.LAST_MONTH
_EARLIEST: Final = QDate(1990, 1, 1)
_LATEST: Final = QDate(2199, 12, 31)


def today_in(zone: ZoneInfo) -> date:
    """Return the day that it is now in `zone`."""
    return datetime.now(zone).date()


class InstantsLabel(Caption):
    """Two instants, which cannot be broken across lines: in a narrow form they are written a little smaller."""

    def __init__(self, host: QWidget | None = None) -> None:
        super().__init__("period_instants", host=host)
        self._points = self.font().pointSizeF()
        self.setMinimumWidth(1)

    def resizeEvent(self, resizing: QResizeEvent) -> None:
        """Fit the text to the width."""
        super().resizeEvent(resizing)
        font = self.font()
        font.setPointSizeF(self._points)
        needed = QFontMetricsF(font).horizontalAdvance("0000-00-00T00:00:00.000Z") + 2
        font.setPointSizeF(self._points * max(_SMALLEST, min(1.0, self.width() / needed)))
        if font != self.font():
            self.setFont(font)


class PeriodInput(QWidget):
    """Preset, first day, last day, and below them `startAt` and `endAt` as sent."""

    changed = Signal()

    def __init__(self, today: Today = today_in, host: QWidget | None = None) -> None:
        super().__init__(host)
        self.setObjectName("period")
        self._today = today
        self._zone = ZoneInfo("UTC")
        self._build_layout()
        self._connect()
        self.set_preset(BEGINNING)

    def _build_layout(self) -> None:
        self.preset_input = named(QComboBox(self), "period_preset")
        self.preset_input.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.preset_input.setMaxVisibleItems(20)
        for text, preset in self._preset_texts():
            if text:
                self.preset_input.addItem(text, preset)
            else:
                self.preset_input.insertSeparator(self.preset_input.count())
        self.start_input = self._date_input("start")
        self.end_input = self._date_input("end")
        days = named(QWidget(self), "period_days")
        flow = FlowLayout(days, spacing=SPACE_2, justified=True)
        flow.addWidget(self._labelled("start", self.tr("First day"), self.start_input))
        flow.addWidget(self._labelled("end", self.tr("Last day"), self.end_input))
        self.instants = InstantsLabel(self)
        fit_height(self.preset_input, self.start_input, self.end_input)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_2)
        layout.addWidget(self.preset_input)
        layout.addWidget(days)
        layout.addWidget(self.instants)

    def _preset_texts(self) -> list[tuple[str, str]]:
        """Names of the presets in groups; an empty name is a line between groups."""
        of = PeriodPreset
        return [
            (self.tr("Today"), of.TODAY),
            (self.tr("Yesterday"), of.YESTERDAY),
            ("", ""),
            (self.tr("This week"), of.THIS_WEEK),
            (self.tr("Last week"), of.LAST_WEEK),
            (self.tr("This month"), of.THIS_MONTH),
            (self.tr("Last month"), of.LAST_MONTH),
            (self.tr("This quarter"), of.THIS_QUARTER),
            (self.tr("Last quarter"), of.LAST_QUARTER),
            (self.tr("This year"), of.THIS_YEAR),
            (self.tr("Last year"), of.LAST_YEAR),
            ("", ""),
            (self.tr("Last 7 days"), of.LAST_7_DAYS),
            (self.tr("Last 14 days"), of.LAST_14_DAYS),
            (self.tr("Last 28 days"), of.LAST_28_DAYS),
            (self.tr("Last 30 days"), of.LAST_30_DAYS),
            (self.tr("Last 90 days"), of.LAST_90_DAYS),
            ("", ""),
            (self.tr("Custom"), CUSTOM),
        ]

    def _date_input(self, name: str) -> QDateEdit:
        edit = named(QDateEdit(self), name)
        edit.setCalendarPopup(True)
        edit.setDisplayFormat("d MMM yyyy")
        edit.setDateRange(_EARLIEST, _LATEST)
        edit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        calendar = edit.calendarWidget()
        calendar.setObjectName(f"{name}_calendar")
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(day, QTextCharFormat())  # Qt's red is too dark on dark
        calendar.setFirstDayOfWeek(QLocale().firstDayOfWeek())
        return edit

    def _labelled(self, name: str, text: str, control: QWidget) -> QWidget:
        host = named(QWidget(self), f"{name}_box")
        label = Caption(f"{name}_label", text, host)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        label.setWordWrap(False)
        label.setBuddy(control)
        layout = QVBoxLayout(host)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_1)
        layout.addWidget(label)
        layout.addWidget(control)
        return host

    def _connect(self) -> None:
        self.preset_input.currentIndexChanged.connect(self._on_preset_changed)
        self.start_input.dateChanged.connect(self._on_day_changed)
        self.end_input.dateChanged.connect(self._on_day_changed)

    def set_zone(self, zone: ZoneInfo) -> None:
        """Cut days at the midnights of `zone` from now on."""
        self._zone = zone
        self.refresh()

    def preset(self) -> PeriodPreset | None:
        """The chosen preset, or None for days of one's own."""
        chosen = self.preset_input.currentData()
        return None if chosen == CUSTOM or not chosen else PeriodPreset(chosen)

    def set_preset(self, preset: PeriodPreset | None) -> None:
        """Choose a preset; None keeps the days that stand there."""
        with QSignalBlocker(self.preset_input):
            self.preset_input.setCurrentIndex(self.preset_input.findData(str(preset or CUSTOM)))
        self.refresh()

    def set_days(self, days: DateRange) -> None:
        """Choose days of one's own."""
        self._show_days(days)
        self.set_preset(None)

    def refresh(self) -> None:
        """Work out the days of a preset anew, as of today, and what will be sent."""
        if preset := self.preset():
            week_start = QLocale().firstDayOfWeek().value - 1
            self._show_days(preset_dates(preset, self._today(self._zone), week_start))
        try:
            start_at, end_at = wire_range(self._period())
        except QueryError:
            self.instants.clear()
        else:
            self.instants.setText(self.tr("Sent as %s\nto %s") % (start_at, end_at))

    def problem(self) -> QueryError | None:
        """What is wrong with the days that stand there, if anything."""
        try:
            self._period()
        except QueryError as error:
            return error
        return None

    def period(self) -> Period:
        """Return the period to ask for, a preset taken as of today. Raises QueryError for `start` or `end`."""
        self.refresh()
        return self._period()

    def _period(self) -> Period:
        return local_period(self._days(), self._zone)

    def _days(self) -> DateRange:
        return DateRange(_python_date(self.start_input.date()), _python_date(self.end_input.date()))

    def _show_days(self, days: DateRange) -> None:
        for edit, day in ((self.start_input, days.first), (self.end_input, days.last)):
            with QSignalBlocker(edit):
                edit.setDate(QDate(day.year, day.month, day.day))

    def draft(self) -> dict[str, str]:
        """What was chosen, to be kept: presets as presets, so that they move on with the calendar."""
        if preset := self.preset():
            return {"preset": str(preset)}
        days = self._days()
        return {"preset": CUSTOM, "first": days.first.isoformat(), "last": days.last.isoformat()}

    def restore_draft(self, kept: object) -> None:
        """Take back what `draft` gave; anything else gives the beginning, last month."""
        entries = read_mapping(kept)
        try:
            if entries.get("preset") == CUSTOM:
                first, last = (date.fromisoformat(read_text(entries.get(end))) for end in ("first", "last"))
                self.set_days(DateRange(first, last))
            else:
                self.set_preset(PeriodPreset(read_text(entries.get("preset"))))
        except ValueError:
            self.set_preset(BEGINNING)

    @Slot()
    def _on_preset_changed(self) -> None:
        self.refresh()
        self.changed.emit()

    @Slot()
    def _on_day_changed(self) -> None:
        self.set_preset(None)
        self.changed.emit()


def _python_date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
