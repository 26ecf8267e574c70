"""Who stands where: ranks with ties, what is left unranked and why, and who moved.

Ranks are those of sports ("1224"): equal values share a rank, and the next one counts all before it.
"""

from __future__ import annotations

import math
from collections import Counter
from enum import StrEnum
from statistics import median
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from siro_desktop.domain.targets import Direction

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from siro_desktop.domain.targets import Target


class Best(StrEnum):
    """Which end of a board is on top."""

    HIGHEST = "highest"
    LOWEST = "lowest"
    CLOSEST = "closest"


class Move(StrEnum):
    """What became of a rank since an earlier period."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    NEW = "new"


_BEST_OF: Final[Mapping[Direction, Best]] = {
    Direction.HIGHER: Best.HIGHEST,
    Direction.LOWER: Best.LOWEST,
    Direction.INSIDE: Best.CLOSEST,
}


class Entry(Struct, frozen=True):
    """One entity's figure in a period. `value` None: there is none; `recordings` None: there is no answer."""

    entity: int
    value: float | None
    recordings: float | None


class Standing(Struct, frozen=True):
    """An entry with its rank, 1 for the best. `is_tied`: another entry has the same rank."""

    entry: Entry
    rank: int
    is_tied: bool

    @property
    def label(self) -> str:
        """The rank as it is written: *2*, or *=2* where it is shared."""
        return f"={self.rank}" if self.is_tied else str(self.rank)


class Board(Struct, frozen=True):
    """The ranked from the best down, those on too few recordings, and those without a value, each in its order."""

    ranked: tuple[Standing, ...] = ()
    too_few: tuple[Entry, ...] = ()
    without_value: tuple[Entry, ...] = ()

    @property
    def ranks(self) -> dict[int, int]:
        """Ranks by entity."""
        return {standing.entry.entity: standing.rank for standing in self.ranked}

    @property
    def order(self) -> tuple[int, ...]:
        """Every entity of the board from top to bottom."""
        return tuple(
            entry.entity for entry in (*(one.entry for one in self.ranked), *self.too_few, *self.without_value)
        )

    def average(self) -> float | None:
        """Return the mean of the ranked values, weighted by recordings; None if nothing is ranked.

        Not what Siro would say of all of them as one population, where a metric is not in every recording.
        """
        weighted = [(one.entry.value or 0.0, one.entry.recordings or 0.0) for one in self.ranked]
        weight = sum(recordings for _, recordings in weighted)
        return sum(value * recordings for value, recordings in weighted) / weight if weight else None

    def median(self) -> float | None:
        """Return the value in the middle of the ranked, each counted once; None if nothing is ranked."""
        values = [one.entry.value for one in self.ranked if one.entry.value is not None]
        return median(values) if values else None


def best_of(target: Target | None) -> Best | None:
    """Return which end of a board a target puts on top; None without a target."""
    return None if target is None else _BEST_OF[target.direction]


def build_board(
    entries: Iterable[Entry], best: Best, least_recordings: float = 0, target: Target | None = None
) -> Board:
    """Rank `entries`; those that are equal stay in the order in which they come.

    Raises ValueError for *closest* without a target to be close to.
    """
    if best is Best.CLOSEST and target is None:
        raise ValueError("Nothing is closest without a target.")
    ranked, too_few, without_value = [], [], []
    for entry in entries:
        if not has_value(entry):
            without_value.append(entry)
        elif (entry.recordings or 0) < least_recordings:
            too_few.append(entry)
        else:
            ranked.append(entry)
    return Board(_stand(ranked, best, target), tuple(_sorted(too_few, best, target)), tuple(without_value))


def has_value(entry: Entry) -> bool:
    """True if an entry's value can be compared: it is there, and is a finite number."""
    return entry.value is not None and math.isfinite(entry.value)


def merit(value: float, best: Best, target: Target | None) -> float:
    """Return a number that is smaller the better a value is."""
    if best is Best.CLOSEST and target is not None:
        return target.distance(value)
    return value if best is Best.LOWEST else -value


def compare_ranks(rank: int, former: int | None) -> tuple[Move, int]:
    """Return how a rank changed, and by how many places."""
    if former is None:
        return Move.NEW, 0
    if rank == former:
        return Move.SAME, 0
    return (Move.UP, former - rank) if rank < former else (Move.DOWN, rank - former)


def _sorted(entries: list[Entry], best: Best, target: Target | None) -> list[Entry]:
    return sorted(entries, key=lambda entry: merit(entry.value or 0.0, best, target))


def _stand(entries: list[Entry], best: Best, target: Target | None) -> tuple[Standing, ...]:
    ordered = _sorted(entries, best, target)
    merits = [merit(entry.value or 0.0, best, target) for entry in ordered]
    count = Counter(merits)
    first: dict[float, int] = {}
    for place, worth in enumerate(merits, 1):
        first.setdefault(worth, place)
    return tuple(Standing(entry, first[worth], count[worth] > 1) for entry, worth in zip(ordered, merits, strict=True))
