"""The question that the options of `fetch` ask: the query, into what it is taken apart, and on which calendar."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from siro_desktop.cli.wrong_use import WrongUse
from siro_desktop.domain.calendar import Calendar, Unit
from siro_desktop.domain.periods import Period, parse_bound
from siro_desktop.domain.plan import NOT_COMPARED, PLAN_UNITS, CompareBy, CompareEntities, build_plan
from siro_desktop.domain.query import EntityType, MetricsQuery, parse_ids
from siro_desktop.domain.relative_periods import Offset, RelativePeriod
from siro_desktop.domain.request import check_address_length
from siro_desktop.errors import QueryError
from siro_desktop.jobs.run_question import check_longest_address

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from siro_desktop.domain.names import Names
    from siro_desktop.domain.plan import FetchPlan
    from siro_desktop.domain.profile import Profile

_ENTITIES: Final = {how.value: how for how in (CompareEntities.EACH, CompareEntities.MEMBERS)}
_UNITS: Final = {unit.value: unit for unit in PLAN_UNITS}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `query` is checked; whether the plan fits is known only once it is built."""

    query: MetricsQuery
    compare_by: CompareBy
    calendar: Calendar

    @property
    def is_compared(self) -> bool:
        """True if the question is taken apart."""
        return self.compare_by != NOT_COMPARED

    def build_plan(self, profile: Profile, identity: str | None, names: Names) -> FetchPlan:
        """Return the plan. Raises QueryError where it is too large, or where members of a team are not known."""
        plan = build_plan(
            self.query, profile.id, identity, compare_by=self.compare_by, calendar=self.calendar, names=names
        )
        check_longest_address(plan, profile)
        return plan


def build_question(arguments: Namespace, profile: Profile) -> Question:
    """Return the question that the options ask. Raises QueryError for the first that is wrong, and WrongUse."""
    calendar = Calendar(profile.zone, arguments.week_start, arguments.fiscal_start)
    query = MetricsQuery(
        organization_id=(arguments.organization or profile.organization_id).strip(),
        conversation_type_id=arguments.conversation_type.strip(),
        period=_read_period(arguments, calendar),
        filter_by=_once(arguments.filter_by),
        ids=(*(entity_id.strip() for entity_id in arguments.ids), *_read_ids(arguments.ids_file)),
        group_by=_once(arguments.group_by),
    )
    query.check()
    question = Question(query, parse_compare_by(arguments.compare_by), calendar)
    if question.compare_by.entities is CompareEntities.TOGETHER:
        check_address_length(profile.api_base_url, query)
    return question


def parse_compare_by(words: Sequence[str]) -> CompareBy:
    """Return what `--compare-by` says: at most one kind of entity, and one unit or offset. Raises QueryError."""
    entities: list[CompareEntities] = []
    units: list[Unit] = []
    offsets: list[Offset] = []
    for word in dict.fromkeys(part.strip().casefold() for text in words for part in text.split(",") if part.strip()):
        if word in _ENTITIES:
            entities.append(_ENTITIES[word])
        elif word in _UNITS:
            units.append(_UNITS[word])
        else:
            offsets.append(_parse_offset(word))
    if max(len(entities), len(units), len(offsets)) > 1:
        raise QueryError("compare_by", "Choose one of entity and member, and one unit or earlier period.")
    return CompareBy(
        entities=entities[0] if entities else CompareEntities.TOGETHER,
        unit=units[0] if units else None,
        offset=offsets[0] if offsets else None,
    )


def _parse_offset(word: str) -> Offset:
    try:
        return Offset.parse(word)
    except QueryError as error:
        known = ", ".join([*_ENTITIES, *_UNITS])
        raise QueryError(
            "compare_by", f"“{word[:40]}” is none of {known}, nor an earlier period: previous, last-year, 4-weeks-ago."
        ) from error


def _read_period(arguments: Namespace, calendar: Calendar) -> Period:
    if arguments.period is not None:
        if arguments.start is not None or arguments.end is not None:
            raise WrongUse("Give either --period, or --start and --end.")
        return RelativePeriod.parse(arguments.period).resolve(datetime.now(UTC), calendar)
    if arguments.start is None or arguments.end is None:
        raise WrongUse("Give --start and --end, or --period.")
    bounds = {"start": arguments.start, "end": arguments.end}
    instants = {field: parse_bound(text, calendar.zone, is_end=field == "end") for field, text in bounds.items()}
    return Period(**instants)


def _once(chosen: Sequence[Sequence[EntityType]]) -> tuple[EntityType, ...]:
    return tuple(dict.fromkeys(entity_type for types in chosen for entity_type in types))


def _read_ids(name: str | None) -> tuple[str, ...]:
    if not name:
        return ()
    try:
        if name != "-":
            return parse_ids(Path(name).read_text(encoding="utf-8-sig"))
        return parse_ids(sys.stdin.read() if sys.stdin is not None else "")
    except (OSError, ValueError) as error:  # a ValueError: no text, or a name that no file can have
        raise WrongUse(f"--ids-file: {name} cannot be read.", detail=str(error)) from error
