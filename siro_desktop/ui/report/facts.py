"""What stands around the figures of a report: who, when, on how many recordings, from where."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from siro_desktop import __version__
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.zones import zone_of
from siro_desktop.export.description import describe_cell, describe_query, describe_result
from siro_desktop.export.difference_form import SIDES
from siro_desktop.ui.words import (
    SEPARATOR,
    answered_in_words,
    asked_how_in_words,
    entities_in_words,
    grouped,
    instant_in_words,
    period_in_words,
    recordings_in_words,
)

if TYPE_CHECKING:
    from datetime import datetime

    from siro_desktop.domain.names import Names
    from siro_desktop.domain.query import MetricsQuery
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.domain.two_sides import TwoSides

translate = QCoreApplication.translate
_UTC: Final = ZoneInfo("UTC")
_NAMED_FIRST: Final = 12
"""Of more than these the names stand at the end, not above the figures."""


def facts_of(saved: SavedResult, names: Names) -> tuple[tuple[str, str], ...]:
    """Return label and text of what there is to know before the figures; `closing_of` has the rest of it."""
    query, zone = saved.plan.query, zone_of(saved.time_zone)
    types = {named.id: named.name for named in names.conversation_types}
    first, last = (instant_in_words(end, _UTC).split(" (")[0] for end in (query.period.start, query.period.end))
    utc = translate("report", "%1 up to, without, %2").replace("%2", last)
    facts = [
        (translate("report", "Connection"), saved.profile_name),
        (translate("report", "Conversation"), types.get(query.conversation_type_id) or query.conversation_type_id),
        (translate("report", "For"), whom_in_words(query, names)),
        (translate("report", "Period"), period_in_words(query.period, zone)),
        (translate("report", "In UTC"), utc.replace("%1", first)),
        (translate("report", "Recordings"), recordings_of(saved)),
        (translate("report", "Fetched"), instant_in_words(fetched_at(saved), zone)),
    ]
    how = asked_how_in_words(saved.plan.compare_by, query.group_by)
    if saved.is_comparison:
        compared = SEPARATOR.join((how, answered_in_words(len(saved.answers), len(saved.plan.cells))))
        facts.insert(5, (translate("report", "Compared"), compared))
    elif how:
        facts.insert(5, (translate("report", "Asked"), how))
    answer = saved.only_answer
    if answer is not None and answer.warnings:
        facts.append((translate("report", "Note"), " ".join(answer.warnings)))
    return tuple(facts)


def closing_of(saved: SavedResult, names: Names) -> tuple[tuple[str, str], ...]:
    """Return label and text of what stands below the figures, since it is long."""
    query = saved.plan.query
    everyone = everyone_in_words(query, names)
    return ((translate("report", "For"), everyone),) if len(query.ids) > _NAMED_FIRST else ()


def source_of(saved: SavedResult) -> str:
    """Return what stands at the foot of each page: source, recordings, period, program."""
    zone = zone_of(saved.time_zone)
    source = translate("report", "Source: Siro scorecard metrics, %1, fetched %2")
    source = source.replace("%2", instant_in_words(fetched_at(saved), zone)).replace("%1", saved.profile_name)
    program = f"Siro Desktop {__version__}"
    return SEPARATOR.join((source, recordings_of(saved), period_in_words(saved.plan.query.period, zone), program))


def whom_in_words(query: MetricsQuery, names: Names) -> str:
    """Return all who were asked for; of many how many they are."""
    if len(query.ids) <= _NAMED_FIRST:
        return everyone_in_words(query, names)
    return translate("report", "%1, all named at the end").replace("%1", entities_in_words(query, names))


def everyone_in_words(query: MetricsQuery, names: Names) -> str:
    """Return all who were asked for by name; ids stand where no name is known."""
    if query.filter_by == (EntityType.ORGANIZATION,) and query.ids == (query.organization_id,):
        return translate("words", "Whole organization")
    known = {named.id: named.name for entity_type in query.filter_by for named in names.of(entity_type)}
    return ", ".join(known.get(entity_id) or entity_id for entity_id in query.ids)


def recordings_of(saved: SavedResult) -> str:
    """Return on how many recordings the figures rest; of a comparison the fewest and the most of an answer."""
    counts = [answer.recordings_evaluated for answer in saved.answers.values()]
    if not counts:
        return recordings_in_words(None)
    fewest, most = min(counts), max(counts)
    if fewest == most:
        text = recordings_in_words(most)
        return text if len(counts) == 1 else translate("report", "%1 behind each answer").replace("%1", text)
    text = translate("report", "%1 to %2 behind each answer")
    return text.replace("%2", recordings_in_words(most)).replace("%1", grouped(fewest))


def about_of(saved: SavedResult, sides: TwoSides | None = None) -> str:
    """Return as JSON what was asked, when and of whom, and when it was fetched on how many recordings; no secret.

    Of a difference there is the same of both its sides.
    """
    counts = [answer.recordings_evaluated for answer in saved.answers.values()]
    about = {
        **describe_result(saved),
        "fetched_at": fetched_at(saved).isoformat(),
        "recordings_fewest": min(counts, default=None),
        "recordings_most": max(counts, default=None),
        **({} if sides is None else {"sides": _describe_sides(sides)}),
    }
    return json.dumps(about, indent=2)


def _describe_sides(sides: TwoSides) -> dict[str, dict[str, Any]]:
    pairs = zip(SIDES, sides.results, sides.cells, strict=True)
    return {
        side: {
            **describe_result(result),
            "answer": {**describe_cell(result, cell), "query": describe_query(cell.query)},
        }
        for side, result, cell in pairs
    }


def fetched_at(saved: SavedResult) -> datetime:
    """Return when the newest of the answers came, in UTC."""
    return max((answer.fetched_at for answer in saved.answers.values()), default=saved.saved_at)
