"""What periods, units and earlier periods are called in the form's lists."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from siro_desktop.domain.calendar import Unit

LAST_N: Final = "last-n"
"""The key of *Last…*, which is followed by a number and a unit."""
CUSTOM: Final = "custom"
"""The key of days of one's own."""
NOTHING: Final = "nothing"
"""The key of a period that is not compared."""
EARLIER: Final = "earlier"
"""The key of *An earlier period…*, which is followed by a number and a unit."""
PERIOD: Final = "period"
"""The key of a unit as long as the period itself."""
_ROOM: Final = "PeriodInput"
translate = QCoreApplication.translate


def period_texts() -> list[tuple[str, str]]:
    """Names and keys of periods in groups, the keys as `RelativePeriod` reads them; an empty name is a line between."""
    return [
        (translate(_ROOM, "Today"), "today"),
        (translate(_ROOM, "Yesterday"), "yesterday"),
        ("", ""),
        (translate(_ROOM, "This week"), "this-week"),
        (translate(_ROOM, "Last week"), "last-week"),
        (translate(_ROOM, "This month"), "this-month"),
        (translate(_ROOM, "Last month"), "last-month"),
        (translate(_ROOM, "This quarter"), "this-quarter"),
        (translate(_ROOM, "Last quarter"), "last-quarter"),
        (translate(_ROOM, "This year"), "this-year"),
        (translate(_ROOM, "Last year"), "last-year"),
        ("", ""),
        (translate(_ROOM, "Last 7 days"), "last-7-days"),
        (translate(_ROOM, "Last 14 days"), "last-14-days"),
        (translate(_ROOM, "Last 28 days"), "last-28-days"),
        (translate(_ROOM, "Last 30 days"), "last-30-days"),
        (translate(_ROOM, "Last 90 days"), "last-90-days"),
        (translate(_ROOM, "Last…"), LAST_N),
        ("", ""),
        (translate(_ROOM, "Custom"), CUSTOM),
    ]


def unit_texts() -> list[tuple[str, str, str]]:
    """Each unit's key, and what one and several of them are called."""
    return [
        (Unit.DAY.value, translate(_ROOM, "day"), translate(_ROOM, "days")),
        (Unit.WEEK.value, translate(_ROOM, "week"), translate(_ROOM, "weeks")),
        (Unit.MONTH.value, translate(_ROOM, "month"), translate(_ROOM, "months")),
        (Unit.QUARTER.value, translate(_ROOM, "quarter"), translate(_ROOM, "quarters")),
        (Unit.YEAR.value, translate(_ROOM, "year"), translate(_ROOM, "years")),
    ]


def current_unit_text(unit: Unit) -> str:
    """What a switch says that adds the unit which today lies in."""
    return {
        Unit.DAY: translate(_ROOM, "And today"),
        Unit.WEEK: translate(_ROOM, "And this week, up to today"),
        Unit.MONTH: translate(_ROOM, "And this month, up to today"),
        Unit.QUARTER: translate(_ROOM, "And this quarter, up to today"),
        Unit.YEAR: translate(_ROOM, "And this year, up to today"),
    }[unit]


def compared_period_texts() -> list[tuple[str, str]]:
    """Names and keys of what a period can be compared by: units to cut it by, offsets as `Offset` reads them."""
    return [
        (translate(_ROOM, "Nothing"), NOTHING),
        ("", ""),
        (translate(_ROOM, "By day"), Unit.DAY.value),
        (translate(_ROOM, "By week"), Unit.WEEK.value),
        (translate(_ROOM, "By month"), Unit.MONTH.value),
        (translate(_ROOM, "By quarter"), Unit.QUARTER.value),
        ("", ""),
        (translate(_ROOM, "The previous period"), "previous"),
        (translate(_ROOM, "The same period last year"), "last-year"),
        (translate(_ROOM, "An earlier period…"), EARLIER),
    ]


def before_texts() -> list[tuple[str, str, str]]:
    """Each unit that an earlier period is counted back by: its key, and what one and several are called."""
    return [
        (Unit.DAY.value, translate(_ROOM, "day before"), translate(_ROOM, "days before")),
        (Unit.WEEK.value, translate(_ROOM, "week before"), translate(_ROOM, "weeks before")),
        (Unit.MONTH.value, translate(_ROOM, "month before"), translate(_ROOM, "months before")),
        (Unit.QUARTER.value, translate(_ROOM, "quarter before"), translate(_ROOM, "quarters before")),
        (Unit.YEAR.value, translate(_ROOM, "year before"), translate(_ROOM, "years before")),
        (PERIOD, translate(_ROOM, "period before"), translate(_ROOM, "periods before")),
    ]
