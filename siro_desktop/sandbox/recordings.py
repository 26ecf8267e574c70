"""The recordings of the practice organization, and what each says about the metrics.

A rep's recordings of a day depend on the seed, the rep and that date alone: not on today, nor on what else was asked.
So a later run shows the same past. Seasons, stories and absences are therefore functions of the date.
"""

from __future__ import annotations

import threading
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from siro_desktop.domain.periods import start_of_day
from siro_desktop.sandbox import dice, figures
from siro_desktop.sandbox.options import TIME_ZONE
from siro_desktop.sandbox.organization import TEAM_IDS, Story

if TYPE_CHECKING:
    from siro_desktop.sandbox.dice import Floats, Keys
    from siro_desktop.sandbox.organization import Organization, Rep

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]

DAYS_KEPT: Final = 730  # 24 months; a whole number of cycles of the rep who rarely records
MOST_A_DAY: Final = 8
ZONE: Final = ZoneInfo(TIME_ZONE)

_STREAM: Final = 3
_WEEK_STREAM: Final = 4
_SLOT_MINUTES: Final = 80
_FIRST_MINUTE: Final = 8 * 60
_STORM_TEAM: Final = TEAM_IDS.index("team_storm_response")
_AWAY_SHARE: Final = 0.06  # of the weeks
_MEAN_SEASON: Final = 0.85
_BY_WEEKDAY: Final = np.array([1.0, 1.05, 1.1, 1.1, 1.0, 0.55, 0.04])
# January to December, for each conversation type: what share of the work it makes up, and so when the work is.
_SEASONS: Final = np.array(
    [
        [0.35, 0.36, 0.50, 0.62, 0.66, 0.58, 0.52, 0.55, 0.62, 0.60, 0.44, 0.30],
        [0.22, 0.26, 0.34, 0.38, 0.36, 0.30, 0.26, 0.26, 0.28, 0.26, 0.22, 0.16],
        [0.02, 0.03, 0.06, 0.14, 0.34, 0.48, 0.46, 0.36, 0.20, 0.08, 0.03, 0.02],
    ]
)


class Recordings(Struct, frozen=True):
    """A rep's recordings as columns, in the order of time.

    `started` is in milliseconds since 1970 in UTC. `conversation_type` counts as `CONVERSATION_TYPES`. `values` has a
    column for each of `METRICS`, 0 where it is not `present`; `passed` says what lies in the metric's target band.
    """

    day: Whole
    slot: Whole
    started: Whole
    conversation_type: Whole
    duration: Floats
    won: Flags
    values: Floats
    present: Flags
    passed: Flags

    def __len__(self) -> int:
        return len(self.day)

    def row(self, day: int, slot: int) -> int | None:
        """The row of one recording, or None if there is none."""
        number = day * MOST_A_DAY + slot
        numbers = self.day * MOST_A_DAY + self.slot
        row = int(np.searchsorted(numbers, number))
        return row if row < len(numbers) and numbers[row] == number else None


class RecordingBook:
    """All recordings from 24 months ago up to `today`, each rep's made when first asked for. Safe for threads."""

    def __init__(self, organization: Organization, today: date) -> None:
        self.first_day = today - timedelta(days=DAYS_KEPT - 1)
        self.today = today
        self._organization = organization
        self._made: dict[int, Recordings] = {}
        self._locks = [threading.Lock() for _ in organization.reps]

    def of(self, rep: Rep) -> Recordings:
        """The rep's recordings."""
        made = self._made.get(rep.number)
        if made is not None:
            return made
        with self._locks[rep.number]:
            if rep.number not in self._made:
                days = np.arange(self.first_day.toordinal(), self.today.toordinal() + 1, dtype=np.int64)
                self._made[rep.number] = make_recordings(self._organization.seed, rep, days)
            return self._made[rep.number]

    def is_away(self, rep: Rep) -> bool:
        """True if the rep has left and not come back."""
        return not bool(_is_there(rep, np.array([self.today.toordinal()]))[0])


def make_recordings(seed: int, rep: Rep, days: Whole) -> Recordings:
    """Return the rep's recordings of `days` (proleptic Gregorian ordinals, ascending)."""
    day_keys = dice.derive(dice.key(seed, _STREAM, rep.number), days)
    calendar = _Calendar(days)
    counts = _count_recordings(seed, rep, calendar, day_keys)
    index = np.repeat(np.arange(len(days)), counts)
    slot = np.arange(len(index)) - np.repeat(np.cumsum(counts) - counts, counts)
    keys = dice.derive(day_keys[index], slot)
    kind = _choose_conversation_type(rep, calendar.month[index], keys)
    minute = _FIRST_MINUTE + slot * _SLOT_MINUTES + np.floor(dice.uniform(keys, 1) * 55).astype(np.int64)
    quality = skill_on(rep, days)[index] + 0.6 * dice.bell(keys, 2)
    table = figures.judge(figures.Occasions(rep, quality, kind, calendar.month[index], keys))
    duration = table.values[:, figures.DURATION]
    return Recordings(
        day=days[index],
        slot=slot,
        started=calendar.midnight[index] + minute * 60_000,
        conversation_type=kind,
        duration=duration,
        won=dice.uniform(keys, 3) < 0.27 + 0.07 * quality,
        values=table.values,
        present=table.present,
        passed=table.passed,
    )


def skill_on(rep: Rep, days: Whole) -> Floats:
    """How good the rep is on each day. Stories unfold from 2023 to 2031, and level out before and after."""
    drift = np.tanh((days - date(2027, 1, 1).toordinal()) / 900.0)
    direction = {Story.IMPROVES: 2.6, Story.FADES: -2.6}.get(rep.story, 0.0)
    return rep.skill + direction * drift


class _Calendar:
    """What the date says about each day. `midnight` is in milliseconds since 1970, in the organization's zone."""

    def __init__(self, days: Whole) -> None:
        self.days = days
        self.month = np.array([_month_of(int(day)) for day in days], dtype=np.int64)
        self.weekday = (days + 6) % 7  # day 1 was a Monday
        self.midnight = np.array([_midnight_of(int(day)) for day in days], dtype=np.int64)


@cache
def _month_of(day: int) -> int:
    return date.fromordinal(day).month


@cache
def _midnight_of(day: int) -> int:
    return int(start_of_day(date.fromordinal(day), ZONE).timestamp() * 1000)


def _count_recordings(seed: int, rep: Rep, calendar: _Calendar, day_keys: Keys) -> Whole:
    """How many recordings the rep makes on each day."""
    if rep.story is Story.RARELY_RECORDS:
        return _three_in_a_cycle(seed, rep, calendar.days)
    season = _SEASONS.sum(axis=0)[calendar.month - 1] / _MEAN_SEASON
    rate = rep.activity * season * _BY_WEEKDAY[calendar.weekday] * _is_there(rep, calendar.days)
    week_keys = dice.derive(dice.key(seed, _WEEK_STREAM, rep.number), (calendar.days + 6) // 7)
    rate = np.where(dice.uniform(week_keys, 0) < _AWAY_SHARE, 0.0, rate)
    spread = rate * (0.55 + 0.9 * dice.uniform(day_keys, 0))
    return np.minimum(np.floor(spread + dice.uniform(day_keys, 1)), MOST_A_DAY).astype(np.int64)


def _three_in_a_cycle(seed: int, rep: Rep, days: Whole) -> Whole:
    """Three days of each 730: whatever day is today, the 24 months up to it hold exactly three recordings."""
    first = int(dice.uniform(dice.key(seed, _STREAM, rep.number), 9)[0] * 200)
    return np.isin(days % DAYS_KEPT, [first, first + 211, first + 424]).astype(np.int64)


def _is_there(rep: Rep, days: Whole) -> Flags:
    """Whether the rep works here. Of two, one leaves at the end of each April and the other comes back for a year."""
    if rep.story not in {Story.LEFT_IN_EVEN_YEARS, Story.LEFT_IN_ODD_YEARS}:
        return np.ones(len(days), dtype=np.bool_)
    dates = [date.fromordinal(int(day)) for day in days]
    year_begun_in_may = np.array([day.year - (day.month <= 4) for day in dates])
    there: Flags = year_begun_in_may % 2 == (1 if rep.story is Story.LEFT_IN_EVEN_YEARS else 0)
    return there


def _choose_conversation_type(rep: Rep, month: Whole, keys: Keys) -> Whole:
    weights = _SEASONS[:, month - 1] * np.array([[1.0], [1.0], [3.0 if rep.team == _STORM_TEAM else 1.0]])
    edges = np.cumsum(weights, axis=0) / weights.sum(axis=0)
    kind: Whole = (dice.uniform(keys, 0) >= edges[:-1]).sum(axis=0).astype(np.int64)
    return kind
