"""Who is drawn in the compared bars: those that were searched for, in an order, and no more than were asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QCoreApplication

from siro_desktop.domain.comparison import Place
from siro_desktop.ui.charts.bar_choice import BarChoice, BarOrder, left_out_in_words
from siro_desktop.ui.comparison.figure_words import drawable, least_in_words
from siro_desktop.ui.words import fill, grouped

if TYPE_CHECKING:
    from siro_desktop.ui.comparison.state import ComparisonState

translate = QCoreApplication.translate


class Chosen(Struct, frozen=True):
    """The entities to draw, without the whole, and how many there would be."""

    entities: tuple[int, ...] = ()
    found: int = 0


def choose_entities(state: ComparisonState, choice: BarChoice, text: str = "") -> Chosen:
    """Return whose name or ids hold `text`, in the choice's order by the last period; who has no value comes last."""
    comparison = state.comparison
    if comparison is None:
        return Chosen()
    found, last = _find(state, text), len(comparison.periods) - 1
    values = {entity: drawable(state.figure(Place(entity, last), state.metric)) for entity in found}
    if choice.order is not BarOrder.GIVEN:
        valued = {entity: value for entity, value in values.items() if value is not None}
        found = [*choice.sort(list(valued), valued.__getitem__), *(entity for entity in found if entity not in valued)]
    return Chosen(tuple(found[: choice.first or None]), len(found))


def _find(state: ComparisonState, text: str) -> list[int]:
    comparison, needle = state.comparison, text.strip().casefold()
    if comparison is None or not needle:
        return list(state.entity_order)
    return [
        entity
        for entity in state.entity_order
        if needle in state.entity_name(entity).casefold()
        or any(needle in known.casefold() for known in comparison.entities[entity].ids)
    ]


def _found_in_words(found: int, total: int, text: str) -> str:
    """Return what the search hides; empty if nothing."""
    if not text or found == total:
        return ""
    return fill(translate("charts", "%1 of %2: search for “%3”."), grouped(found), grouped(total), text)


def choice_in_words(state: ComparisonState, choice: BarChoice, chosen: Chosen, text: str) -> str:
    """Return what is to be known of a choice: who is left out, and by which period."""
    drawn = len(chosen.entities)
    sentences = [_found_in_words(chosen.found, len(state.entity_order), text.strip())]
    sentences.append(left_out_in_words(choice.order, drawn, chosen.found - drawn))
    periods = len(state.comparison.periods) if state.comparison else 0
    if choice.order is not BarOrder.GIVEN and periods > 1:
        words = translate("charts", "Ordered by %1.")
        sentences.append(words.replace("%1", state.period_name(periods - 1)))
    sentences.append(least_in_words(state))
    return " ".join(sentence for sentence in sentences if sentence)
