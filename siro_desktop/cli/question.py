"""The question that the options of `fetch` ask, on top of the one of `--query`, and the plan that answers it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from siro_desktop.cli.wrong_use import WrongUse
from siro_desktop.domain.compare_words import parse_compare_by
from siro_desktop.domain.periods import Period, parse_bound
from siro_desktop.domain.plan import CompareEntities
from siro_desktop.domain.query import parse_ids
from siro_desktop.domain.question import Question
from siro_desktop.domain.relative_periods import RelativePeriod
from siro_desktop.domain.request import check_address_length
from siro_desktop.jobs.run_question import check_longest_address

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence
    from datetime import datetime

    from siro_desktop.domain.names import Names
    from siro_desktop.domain.periods import DateRange
    from siro_desktop.domain.plan import FetchPlan
    from siro_desktop.domain.profile import Profile
    from siro_desktop.domain.query import EntityType


def with_calendar(profile: Profile, arguments: Namespace) -> Profile:
    """Return the connection, counting weeks and years as the options say. Raises QueryError for wrong ones."""
    changes = {
        name: value for name in ("week_start", "fiscal_start") if (value := getattr(arguments, name)) is not None
    }
    counted = replace(profile, **changes)
    counted.calendar  # noqa: B018  making it validates it
    return counted


def build_question(arguments: Namespace, profile: Profile, kept: Question | None) -> Question:
    """Return `kept` with what the options change; without one, the options are the question.

    Raises QueryError for the first option that is wrong, and WrongUse.
    """
    period = _read_period(arguments, profile, kept)
    ids = (*(entity_id.strip() for entity_id in arguments.ids), *_read_ids(arguments.ids_file))
    base = kept or Question(organization_id="", conversation_type_id="", period=period, filter_by=(), ids=())
    return Question(
        organization_id=(arguments.organization or base.organization_id or profile.organization_id).strip(),
        conversation_type_id=(arguments.conversation_type or base.conversation_type_id).strip(),
        period=period,
        filter_by=_once(arguments.filter_by) or base.filter_by,
        ids=ids or base.ids,
        group_by=_once(arguments.group_by) or base.group_by,
        compare_by=parse_compare_by(arguments.compare_by) if arguments.compare_by else base.compare_by,
    )


def check_question(question: Question, now: datetime, profile: Profile) -> None:
    """Raise QueryError for what is wrong before the plan is known, which may take a look-up of names."""
    query = question.resolve(now, profile.calendar)
    query.check()
    if question.compare_by.entities is CompareEntities.TOGETHER:
        check_address_length(profile.api_base_url, query)


def build_checked_plan(
    question: Question, now: datetime, profile: Profile, identity: str | None, names: Names
) -> FetchPlan:
    """Return the plan. Raises QueryError where it is too large, or where members of a team are not known."""
    plan = question.plan(now, profile, identity, names)
    check_longest_address(plan, profile)
    return plan


def _read_period(arguments: Namespace, profile: Profile, kept: Question | None) -> RelativePeriod | DateRange | Period:
    if arguments.period is not None:
        if arguments.start is not None or arguments.end is not None:
            raise WrongUse("Give either --period, or --start and --end.")
        return RelativePeriod.parse(arguments.period)
    if kept is not None and arguments.start is None and arguments.end is None:
        return kept.period
    if arguments.start is None or arguments.end is None:
        raise WrongUse("Give --start and --end, or --period.")
    bounds = {"start": arguments.start, "end": arguments.end}
    instants = {field: parse_bound(text, profile.zone, is_end=field == "end") for field, text in bounds.items()}
    return Period(**instants)


def _once(chosen: Sequence[Sequence[EntityType]]) -> tuple[EntityType, ...]:
    return tuple(dict.fromkeys(entity_type for types in chosen for entity_type in types))


def _read_ids(name: str | None) -> tuple[str, ...]:
    if not name:
        return ()
    try:
        if name != "-":
            return parse_ids(Path(name).read_text(encoding="utf-8-sig"))
        return parse_ids(sys.stdin.read().removeprefix("\ufeff") if sys.stdin is not None else "")
    except (OSError, ValueError) as error:  # a ValueError: no text, or a name that no file can have
        raise WrongUse(f"--ids-file: {name} cannot be read.", detail=str(error)) from error
