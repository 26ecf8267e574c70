"""Instants, periods, ages, counts and queries as people say them. Numbers and month names follow QLocale."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QDate, QLocale

from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.periods import start_of_day
from siro_desktop.domain.plan import CompareEntities
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.units import NumberFormat, format_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from siro_desktop.domain.labels import Labels
    from siro_desktop.domain.names import Names
    from siro_desktop.domain.periods import Period
    from siro_desktop.domain.plan import CompareBy
    from siro_desktop.domain.query import MetricsQuery
    from siro_desktop.domain.relative_periods import Offset
    from siro_desktop.domain.results import ResultSummary

SEPARATOR: Final = " · "
_DAY: Final = timedelta(days=1)
_NAMES_SHOWN: Final = 2
_PLACE: Final = re.compile(r"%([1-9])")
translate = QCoreApplication.translate


def fill(text: str, *parts: str) -> str:
    """Return `text` with %1, %2 … replaced by `parts`, whatever those hold themselves."""
    return _PLACE.sub(lambda found: parts[int(found[1]) - 1], text)


def on_one_line(text: str) -> str:
    """Return text without line breaks and tabs."""
    return " ".join(text.split()) if "\n" in text or "\t" in text or "\r" in text else text


def number_format() -> NumberFormat:
    """Return the marks of the person's locale."""
    locale = QLocale()
    return NumberFormat(locale.decimalPoint(), locale.groupSeparator())


def grouped(number: float) -> str:
    """Return a number with the locale's marks, such as 1,204."""
    return format_number(number, number_format())


def recordings_in_words(count: float | None) -> str:
    """Return *148 recordings*; a sentence without a figure if the count is not known."""
    if count is None:
        return translate("words", "recordings unknown")
    text = (
        translate("words", "1 recording")
        if count == 1
        else translate("words", "%1 recordings", None, round(min(count, 1e9)))
    )
    return text.replace("%1", grouped(count))


def recordings_each_in_words(least: float, most: float) -> str:
    """Return on how many recordings each of several figures rests: *5 to 64 recordings each*."""
    if least == most:
        return translate("words", "%1 each").replace("%1", recordings_in_words(least))
    text = translate("words", "%1 to %2 recordings each", None, round(min(most, 1e9)))
    return text.replace("%1", grouped(least)).replace("%2", grouped(most))


def metrics_in_words(count: int) -> str:
    """Return *27 metrics*."""
    text = translate("words", "1 metric") if count == 1 else translate("words", "%1 metrics", None, count)
    return text.replace("%1", grouped(count))


def rows_in_words(count: int) -> str:
    """Return *27 rows*."""
    text = translate("words", "1 row") if count == 1 else translate("words", "%1 rows", None, count)
    return text.replace("%1", grouped(count))


def periods_in_words(count: int) -> str:
    """Return *8 periods*."""
    text = translate("words", "1 period") if count == 1 else translate("words", "%1 periods", None, count)
    return text.replace("%1", grouped(count))


def panels_in_words(count: int) -> str:
    """Return *15 panels*, of charts."""
    text = translate("words", "1 panel") if count == 1 else translate("words", "%1 panels", None, count)
    return text.replace("%1", grouped(count))


def ids_in_words(entity_type: EntityType, count: int) -> str:
    """Return *12 reps*, *1 team* or *3 recordings*."""
    texts = {
        EntityType.USER: (translate("words", "1 rep"), translate("words", "%1 reps", None, count)),
        EntityType.TEAM: (translate("words", "1 team"), translate("words", "%1 teams", None, count)),
        EntityType.RECORDING: (translate("words", "1 recording"), translate("words", "%1 recordings", None, count)),
        EntityType.ORGANIZATION: (
            translate("words", "1 organization"),
            translate("words", "%1 organizations", None, count),
        ),
    }
    one, many = texts[entity_type]
    return one if count == 1 else many.replace("%1", grouped(count))


def answered_in_words(answered: int, questions: int) -> str:
    """Return *40 answers*, or *37 of 40 answers* where some are missing."""
    if answered == questions:
        text = translate("words", "1 answer") if questions == 1 else translate("words", "%1 answers", None, questions)
        return text.replace("%1", grouped(questions))
    text = translate("words", "%1 of %2 answers", None, questions)
    return text.replace("%1", grouped(answered)).replace("%2", grouped(questions))


def compared_in_words(compare_by: CompareBy) -> str:
    """Return into what a question was taken apart, such as *each member, by week*."""
    entities = {
        CompareEntities.TOGETHER: "",
        CompareEntities.EACH: translate("words", "each alone"),
        CompareEntities.MEMBERS: translate("words", "each member"),
    }[compare_by.entities]
    return ", ".join(part for part in (entities, _periods_in_words(compare_by)) if part)


def asked_how_in_words(compare_by: CompareBy, group_by: Sequence[EntityType] = ()) -> str:
    """Return how a question was asked beside whom and when: *each member, by week, grouped by reps*; empty for plainly.

    It tells results apart that are about the same people and days.
    """
    kinds = {
        EntityType.USER: translate("words", "reps"),
        EntityType.TEAM: translate("words", "teams"),
        EntityType.RECORDING: translate("words", "recordings"),
        EntityType.ORGANIZATION: translate("words", "organization"),
    }
    groups = ", ".join(kinds[kind] for kind in group_by)
    grouping = translate("words", "grouped by %1").replace("%1", groups) if groups else ""
    return ", ".join(part for part in (compared_in_words(compare_by), grouping) if part)


def _periods_in_words(compare_by: CompareBy) -> str:
    if compare_by.unit is not None:
        return {
            Unit.DAY: translate("words", "by day"),
            Unit.WEEK: translate("words", "by week"),
            Unit.MONTH: translate("words", "by month"),
            Unit.QUARTER: translate("words", "by quarter"),
            Unit.YEAR: translate("words", "by year"),
        }[compare_by.unit]
    return "" if compare_by.offset is None else offset_in_words(compare_by.offset)


def offset_in_words(offset: Offset) -> str:
    """Return beside which earlier period a period is set, such as *with the same period last year*."""
    if offset.count == 1:
        one = {
            None: translate("words", "with the period before"),
            Unit.DAY: translate("words", "with the day before"),
            Unit.WEEK: translate("words", "with a week before"),
            Unit.MONTH: translate("words", "with a month before"),
            Unit.QUARTER: translate("words", "with a quarter before"),
            Unit.YEAR: translate("words", "with the same period last year"),
        }
        return one[offset.unit]
    many = {
        None: translate("words", "with %1 periods before", None, offset.count),
        Unit.DAY: translate("words", "with %1 days before", None, offset.count),
        Unit.WEEK: translate("words", "with %1 weeks before", None, offset.count),
        Unit.MONTH: translate("words", "with %1 months before", None, offset.count),
        Unit.QUARTER: translate("words", "with %1 quarters before", None, offset.count),
        Unit.YEAR: translate("words", "with %1 years before", None, offset.count),
    }
    return many[offset.unit].replace("%1", grouped(offset.count))


def duration_in_words(seconds: float) -> str:
    """Return roughly how long that is: *about 40 s*, *about 3 min*."""
    if seconds < 100:
        return translate("words", "about %1 s").replace("%1", grouped(max(1, round(seconds))))
    return translate("words", "about %1 min").replace("%1", grouped(round(seconds / 60)))


def age_in_words(then: datetime, now: datetime) -> str:
    """Return how long ago `then` was, such as *3 hours ago*. Both instants are aware."""
    seconds = max(0, round((now - then).total_seconds()))
    if seconds < 60:
        return translate("words", "just now")
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if hours < 1:
        return _ago(minutes, translate("words", "1 minute ago"), translate("words", "%1 minutes ago", None, minutes))
    if days < 1:
        return _ago(hours, translate("words", "1 hour ago"), translate("words", "%1 hours ago", None, hours))
    if days < 31:
        return _ago(days, translate("words", "yesterday"), translate("words", "%1 days ago", None, days))
    if days < 365:
        months = days // 30
        return _ago(months, translate("words", "1 month ago"), translate("words", "%1 months ago", None, months))
    years = days // 365
    return _ago(years, translate("words", "1 year ago"), translate("words", "%1 years ago", None, years))


def _ago(count: int, one: str, many: str) -> str:
    return one if count == 1 else many.replace("%1", grouped(count))


def day_in_words(day: date, pattern: str = "d MMM yyyy") -> str:
    """Return a day without doubt, such as *31 Oct 2026*."""
    return QLocale().toString(QDate(day.year, day.month, day.day), pattern)


def instant_in_words(instant: datetime, zone: ZoneInfo) -> str:
    """Return an aware instant on the clocks of `zone`, with its offset: *31 Oct 2026 09:14:05 (Denver, UTC−06:00)*."""
    local = instant.astimezone(zone)
    offset = local.strftime("%z")
    sign = "−" if offset.startswith("-") else "+"
    return (
        f"{day_in_words(local.date())} {local:%H:%M:%S} ({zone_in_words(zone)}, UTC{sign}{offset[1:3]}:{offset[3:5]})"
    )


def zone_in_words(zone: ZoneInfo) -> str:
    """Return the place a zone is named after, such as *Denver*."""
    return zone.key.rsplit("/", maxsplit=1)[-1].replace("_", " ")


def days_in_words(period: Period, zone: ZoneInfo) -> str:
    """Return the days, or where it is not cut at midnights the instants, that a period covers: *1–31 Oct 2026*."""
    start, end = period.start.astimezone(zone), period.end.astimezone(zone)
    first, last = start.date(), (period.end - timedelta(milliseconds=1)).astimezone(zone).date()
    if last == date.max or start_of_day(first, zone) != period.start or start_of_day(last + _DAY, zone) != period.end:
        return f"{day_in_words(first)} {start:%H:%M} – {day_in_words(end.date())} {end:%H:%M}"
    if first == last:
        return day_in_words(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day_in_words(last)}"
    if first.year == last.year:
        return f"{day_in_words(first, 'd MMM')} – {day_in_words(last)}"
    return f"{day_in_words(first)} – {day_in_words(last)}"


def period_in_words(period: Period, zone: ZoneInfo) -> str:
    """Return what a period covers and where: *1–31 Oct 2026 (Denver)*."""
    return f"{days_in_words(period, zone)} ({zone_in_words(zone)})"


def query_in_words(query: MetricsQuery, names: Names | None) -> str:
    """Return who and what was asked: *Ana Ruiz, Ben Cole · Roof inspection*. Ids stand where no name is known."""
    known = {} if names is None else {named.id: named.name for named in names.conversation_types}
    conversation = known.get(query.conversation_type_id, query.conversation_type_id)
    return f"{entities_in_words(query, names)}{SEPARATOR}{conversation}"


def result_in_words(summary: ResultSummary, names: Names | None) -> str:
    """Return what a saved result is called: the name that a person gave it, otherwise what was asked."""
    return shown_labels(summary.labels, names).name or query_in_words(summary.query, names)


def shown_labels(labels: Labels, names: Names | None) -> Labels:
    """Return what may be shown of what a person says of a result. It is not to be kept in place of `labels`."""
    if names is None or not names.is_aliased:
        return labels
    hide = names.hide_text
    return replace(labels, name=hide(labels.name), note=hide(labels.note), tags=tuple(map(hide, labels.tags)))


def entities_in_words(query: MetricsQuery, names: Names | None) -> str:
    """Return the entities of a query by name: the first two, and how many more there are.

    Of recordings their number, and whose they are if one person's: their titles are long, and much alike.
    """
    if query.filter_by == (EntityType.ORGANIZATION,) and query.ids == (query.organization_id,):
        return translate("words", "Whole organization")
    if query.filter_by == (EntityType.RECORDING,) and len(query.ids) > _NAMES_SHOWN:
        return _recordings_of_whom(query.ids, names)
    known: Mapping[str, str] = {} if names is None else _names_of(names, query.filter_by)
    shown = [known.get(entity_id) or entity_id for entity_id in query.ids[:_NAMES_SHOWN]]
    more = len(query.ids) - _NAMES_SHOWN
    if more <= 0:
        return ", ".join(shown)
    text = (
        translate("words", "%1 and 1 more")
        if more == 1
        else translate("words", "%1 and %2 more", None, more).replace("%2", grouped(more))
    )
    return text.replace("%1", ", ".join(shown))


def step_in_words(query: MetricsQuery, names: Names | None) -> str:
    """Return whom a step of the way down is about: *All teams* where they are, otherwise as `entities_in_words`."""
    teams = {team.id for team in names.teams} if names is not None else set()
    if query.filter_by == (EntityType.TEAM,) and len(query.ids) > 1 and teams <= set(query.ids):
        return translate("words", "All teams")
    return entities_in_words(query, names)


def _recordings_of_whom(ids: Sequence[str], names: Names | None) -> str:
    owners = {} if names is None else {named.id: named.user_id for named in names.recordings}
    whose = {owners.get(recording, "") for recording in ids}
    people = {} if names is None else _names_of(names, (EntityType.USER,))
    person = people.get(whose.pop(), "") if len(whose) == 1 else ""
    text = translate("words", "%1 recordings of %2") if person else translate("words", "%1 recordings")
    return text.replace("%1", grouped(len(ids))).replace("%2", person)


def _names_of(names: Names, types: tuple[EntityType, ...]) -> dict[str, str]:
    return {named.id: named.name for entity_type in types for named in names.of(entity_type)}
