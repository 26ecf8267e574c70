"""Periods and queries as the command line writes them: ISO 8601, so that nothing depends on a locale."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from siro_desktop.domain.compare_words import compare_words
from siro_desktop.domain.periods import start_of_day, wire_instant
from siro_desktop.domain.zones import zone_of

if TYPE_CHECKING:
    from siro_desktop.domain.periods import Period
    from siro_desktop.domain.plan import CompareBy
    from siro_desktop.domain.query import MetricsQuery

_DAY: Final = timedelta(days=1)
_IDS_SHOWN: Final = 3


def period_in_words(period: Period, time_zone: str) -> str:
    """Return the days that a period covers, the last one included, or its instants where it cuts days."""
    zone = zone_of(time_zone)
    instants = f"{wire_instant(period.start)} to {wire_instant(period.end)}"
    if zone.key != time_zone:  # this computer does not know it
        return instants
    try:
        first = period.start.astimezone(zone).date()
        last = (period.end - timedelta(milliseconds=1)).astimezone(zone).date()
        is_whole = start_of_day(first, zone) == period.start and start_of_day(last + _DAY, zone) == period.end
    except OverflowError:  # at either end of the calendar
        is_whole = False
    if not is_whole:
        return instants
    return f"{first}" if first == last else f"{first} to {last}"


def question_in_words(query: MetricsQuery, compare_by: CompareBy) -> str:
    """Return what was asked about whom: *roof_inspection · TEAM team_1, team_2 · for each member, week*."""
    more = len(query.ids) - _IDS_SHOWN
    ids = ", ".join(query.ids[:_IDS_SHOWN]) + (f" and {more:,} more" if more > 0 else "")
    grouped = f" · by {', '.join(query.group_by)}" if query.group_by else ""
    words = ", ".join(compare_words(compare_by))
    compared = f" · for each {words}" if words else ""
    return f"{query.conversation_type_id} · {', '.join(query.filter_by)} {ids}{grouped}{compared}"
