"""What a search through the saved results looks at, and how it is asked of SQLite."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from siro_desktop.domain.labels import TAG_MARK
from siro_desktop.domain.periods import wire_instant, wire_range
from siro_desktop.domain.zones import zone_of
from siro_desktop.storage.codec import encode_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from siro_desktop.domain.labels import Labels
    from siro_desktop.domain.names import Names
    from siro_desktop.domain.periods import Period
    from siro_desktop.domain.plan import FetchPlan

# instr() instead of LIKE: nothing in what a person types has a meaning of its own.
_HOLDS: Final = "instr(results.search, ?) > 0"
_LABELLED: Final = "EXISTS (SELECT 1 FROM labels WHERE labels.result_id = results.id AND instr(labels.search, ?) > 0)"
_MEASURED: Final = (
    "EXISTS (SELECT 1 FROM result_cells AS asked JOIN answers AS measured ON measured.id = asked.answer_id"
    " WHERE asked.result_id = results.id AND measured.metric_set IN (SELECT metric_set FROM metric_set_members"
    " WHERE metric IN (SELECT id FROM metrics WHERE instr(search, ?) > 0)))"
)
_NAMED: Final = (
    "EXISTS (WITH wanted AS MATERIALIZED (SELECT value FROM json_each(?))"  # unpacked once, not for each result
    " SELECT 1 FROM wanted WHERE instr(results.search, value) > 0)"
)
_OF_CONNECTION: Final = "results.profile_id = ?"
_OVERLAPS: Final = "(results.first_day <= ? AND results.last_day >= ?)"
# The months from the first to the last day, counted on from the one that is looked for.
_IN_MONTH: Final = (
    "((? - substr(results.first_day, 6, 2) + 12) % 12 <= (substr(results.last_day, 1, 4) - substr(results.first_day,"
    " 1, 4)) * 12 + substr(results.last_day, 6, 2) - substr(results.first_day, 6, 2))"
)
_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_SHORT_MONTH: Final = 3
_DATE: Final = re.compile(r"\d{4}(-\d{2}){0,2}")
_MILLISECOND: Final = timedelta(milliseconds=1)


class Noted(NamedTuple):
    """What was noted of a person and agreed with them, folded."""

    profile_id: str
    organization_id: str
    person_id: str
    text: str


def fold(text: str) -> str:
    """Return `text` as it is compared: no difference between capitals and small letters, or between writings of one."""
    if text.isascii():  # a third of the time, and the same
        return text.casefold()
    printable = text.encode("utf-8", "replace").decode()  # half surrogates cannot be kept
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", printable).casefold())


def search_text(plan: FetchPlan, profile_name: str, time_zone: str, saved_at: datetime) -> str:
    """Return what a search finds a result by, beside its metrics: names, ids, types and dates, as shown and as sent."""
    zone = zone_of(time_zone)
    query = plan.query
    period = query.period
    ids = dict.fromkeys([*query.ids, *(entity_id for cell in plan.cells for entity_id in cell.query.ids)])
    parts = [
        profile_name,
        query.organization_id,
        query.conversation_type_id,
        *query.filter_by,
        *query.group_by,
        *ids,
        period.start.astimezone(zone).date().isoformat(),
        period.end.astimezone(zone).date().isoformat(),
        *wire_range(period),
        saved_at.astimezone(zone).isoformat(sep=" ", timespec="minutes"),
        wire_instant(saved_at),
    ]
    return fold("\n".join(parts))


def label_text(labels: Labels) -> str:
    """Return what a search finds labels by. Each tag is a line of its own, with its mark."""
    return fold("\n".join([labels.name, labels.note, *(f"{TAG_MARK}{tag}" for tag in labels.tags)]))


def local_days(period: Period, time_zone: str) -> tuple[str, str]:
    """Return the first and the last day of a period on the clocks of a zone, as YYYY-MM-DD."""
    zone = zone_of(time_zone)
    first, last = (instant.astimezone(zone).date() for instant in (period.start, period.end - _MILLISECOND))
    return first.isoformat(), last.isoformat()


def conditions(search: str, names: Names | None, noted: Sequence[Noted]) -> tuple[list[str], list[Any]]:
    """Return SQL conditions and their parameters: every word of `search` must be found somewhere.

    Ids are also found by what `names` calls them, and those of people by what was `noted` of them. `2026-10`, a day,
    a year or the name of a month is found in every period that it lies in. A word that begins with # is looked for
    among tags alone.
    """
    found, parameters = [], []
    for word in fold(search).split():
        ways = list(_ways(word, names, noted))
        found.append(f"({' OR '.join(way for way, _ in ways)})")
        parameters += [parameter for _, given in ways for parameter in given]
    return found, parameters


def _ways(word: str, names: Names | None, noted: Sequence[Noted]) -> Iterable[tuple[str, tuple[Any, ...]]]:
    """Each place where a word may be found, with the parameters of its condition."""
    if word.startswith(TAG_MARK):
        yield _LABELLED, (word,)
        return
    yield _HOLDS, (word,)
    yield _LABELLED, (word,)
    if _DATE.fullmatch(word):
        yield _OVERLAPS, (f"{word}-99-99"[:10], word)
    month = next((at for at, name in enumerate(_MONTHS, 1) if word in {name, name[:_SHORT_MONTH]}), None)
    if month is not None:
        yield _IN_MONTH, (month,)
    if names is not None and (ids := _ids_called(word, names)):
        yield _NAMED, (_lines(ids),)
    for profile_id, organization_id, people in _people_noted(word, noted):
        yield (
            f"({_OF_CONNECTION} AND {_NAMED} AND {_NAMED})",
            (profile_id, _lines([organization_id]), _lines(people)),
        )
    yield _MEASURED, (word,)


def _people_noted(word: str, noted: Sequence[Noted]) -> Iterator[tuple[str, str, list[str]]]:
    """By connection and organization: the people of whom something with this word was noted. Ids are folded."""
    people: dict[tuple[str, str], dict[str, None]] = {}
    for one in noted:
        if word in one.text:
            people.setdefault((one.profile_id, fold(one.organization_id)), {})[fold(one.person_id)] = None
    for (profile_id, organization_id), ids in people.items():
        yield profile_id, organization_id, list(ids)


def _lines(ids: Iterable[str]) -> str:
    """Ids as whole lines of `search_text`, where none of them is the first or the last."""
    return encode_json([f"\n{one}\n" for one in ids])


def _ids_called(word: str, names: Names) -> list[str]:
    known = (*names.conversation_types, *names.users, *names.teams, *names.recordings)
    return [fold(one.id) for one in known if word in fold(one.name)]
