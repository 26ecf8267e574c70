"""What a person has chosen on a leaderboard; what nobody chose follows the result. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from siro_desktop.domain.leaderboard import Best
from siro_desktop.domain.profile import NUMBER_RANGES
from siro_desktop.ui.comparison.own_least import OwnLeast

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from siro_desktop.domain.periods import Period
    from siro_desktop.settings import Json
    from siro_desktop.ui.comparison.state import ComparisonState


class BoardWishes:
    """Each is None until it is chosen: the last period, the one before it, and the target's best end then stand."""

    def __init__(self, state: ComparisonState) -> None:
        self._state = state
        self.period: Period | None = None
        self.earlier: Period | None = None
        self.best: Best | None = None
        self.least = OwnLeast()

    def at_least(self) -> int:
        """Return how many recordings count: what was chosen, or what the connection says."""
        return self._state.thin_sample if self.least.wanted is None else self.least.wanted

    def choices(self) -> dict[str, Json]:
        """Return what was chosen as JSON values; periods by their place among those of the comparison."""
        periods = self._periods
        every: dict[str, Json] = {
            "period": periods.index(self.period) if self.period in periods else None,
            "since": periods.index(self.earlier) if self.earlier in periods else None,
            "best": None if self.best is None else self.best.value,
            "least": self.least.wanted,
        }
        return {name: chosen for name, chosen in every.items() if chosen is not None}

    def choose(self, kept: Mapping[str, object]) -> None:
        """Take what `choices` said; what is not understood is not chosen."""
        self.period, self.earlier = self.period_at(kept.get("period")), self.period_at(kept.get("since"))
        best, least = kept.get("best"), kept.get("least")
        self.best = Best(str(best)) if best in list(Best) else None
        lowest, highest = NUMBER_RANGES["thin_sample"]
        is_known = isinstance(least, int) and not isinstance(least, bool) and lowest <= least <= highest
        self.least.wanted = cast("int", least) if is_known else self._state.least or None  # what all views leave out

    def period_at(self, place: object) -> Period | None:
        """Return the period at a place of the comparison; None for anything else."""
        periods = self._periods
        is_place = isinstance(place, int) and not isinstance(place, bool) and 0 <= place < len(periods)
        return periods[cast("int", place)] if is_place else None

    @property
    def _periods(self) -> Sequence[Period]:
        return self._state.comparison.periods if self._state.comparison else ()
