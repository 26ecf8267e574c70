"""How old the figures of a result are, and how final: periods end, and scores of recordings come days after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from siro_desktop.domain.periods import Period
    from siro_desktop.domain.results import SavedResult


class Freshness(Struct, frozen=True):
    """When the oldest and the newest answer came (UTC), and how many of the `periods` were not final then.

    `open_periods` had not ended; `late_periods` had, but so lately that scores could still arrive.
    """

    oldest: datetime
    newest: datetime
    periods: int
    open_periods: int
    late_periods: int


def freshness(saved: SavedResult, late_scores: timedelta) -> Freshness | None:
    """Return how fresh the answers of `saved` are; None if there are none."""
    fetched: dict[Period, datetime] = {}  # when the earliest answer for each period came
    newest = None
    for cell in saved.plan.cells:
        answer = saved.answers.get(cell.key)
        if answer is None:
            continue
        instant, period = answer.fetched_at, cell.query.period
        fetched[period] = min(instant, fetched.get(period, instant))
        newest = instant if newest is None else max(newest, instant)
    if newest is None:
        return None
    is_open = [instant < period.end for period, instant in fetched.items()]
    is_late = [period.end <= instant < period.end + late_scores for period, instant in fetched.items()]
    return Freshness(min(fetched.values()), newest, len(fetched), sum(is_open), sum(is_late))
