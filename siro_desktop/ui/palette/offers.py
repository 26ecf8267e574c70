"""What the palette has to offer, shelf by shelf, and which of it fits what is typed."""

from __future__ import annotations

from enum import StrEnum
from heapq import nsmallest
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from siro_desktop.domain.ranking import Ranking
from siro_desktop.ui.words import translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Kind(StrEnum):
    """What an offer is."""

    ACTION = "action"
    QUERY = "query"
    METRIC = "metric"
    PERSON = "person"
    TEAM = "team"
    RESULT = "result"


class Offer(NamedTuple):
    """One line. `key` tells it apart within its kind and stays the same over restarts; `target` is what is chosen.

    `note` is a second text that is searched as well, such as where an action stands; `shortcut` is only shown.
    """

    kind: Kind
    key: str
    text: str
    target: object
    note: str = ""
    shortcut: str = ""

    @property
    def used_as(self) -> str:
        """What the list of things used last calls it."""
        return f"{self.kind}:{self.key}"


class Shelf:
    """Offers of one kind in their own order, ready to be searched."""

    def __init__(self, offers: Iterable[Offer]) -> None:
        self.offers: Sequence[Offer] = tuple(offers)
        self._ranking = Ranking([f"{offer.text} {offer.note}" for offer in self.offers])

    def find(self, typed: str, limit: int) -> Iterator[tuple[tuple[int, int, int], Offer]]:
        """Return rank and offer of what fits best, the best first."""
        return ((rank, self.offers[position]) for rank, position in self._ranking.find(typed, limit))


def find_offers(shelves: Sequence[Shelf], typed: str, used: Sequence[str], limit: int) -> list[Offer]:
    """Return what fits, best first: what was used last wins among equals, then the order of the shelves.

    Nothing typed returns what was used last, and then the first shelf.
    """
    if not typed.strip():
        return _at_first(shelves, used, limit)
    place = {key: number for number, key in enumerate(used)}
    hits = (
        (rank[0], place.get(offer.used_as, len(used)), rank[1:], shelf, number, offer)
        for shelf, one in enumerate(shelves)
        for number, (rank, offer) in enumerate(one.find(typed, limit))
    )
    return [offer for *_, offer in nsmallest(limit, hits)]


def _at_first(shelves: Sequence[Shelf], used: Sequence[str], limit: int) -> list[Offer]:
    wanted = set(used)
    known = {offer.used_as: offer for shelf in shelves for offer in shelf.offers if offer.used_as in wanted}
    first = [known[key] for key in used if key in known]
    rest = (offer for offer in (shelves[0].offers if shelves else ()) if offer.used_as not in wanted)
    return [*first, *islice(rest, max(0, limit - len(first)))]


def kind_in_words(kind: Kind) -> str:
    """Return what people call a kind of offer."""
    return {
        Kind.ACTION: translate("palette", "Action"),
        Kind.QUERY: translate("palette", "Saved query"),
        Kind.METRIC: translate("palette", "Metric"),
        Kind.PERSON: translate("palette", "Person"),
        Kind.TEAM: translate("palette", "Team"),
        Kind.RESULT: translate("palette", "Saved result"),
    }[kind]
