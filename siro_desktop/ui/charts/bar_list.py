"""The bars of one panel, each made when it is first looked at: a hundred thousand cost no more than those in view.

No widgets, no pyqtgraph.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, overload

from msgspec import Struct, field

from siro_desktop.ui.charts.panels import statuses_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtGui import QFontMetricsF

    from siro_desktop.domain.targets import Status
    from siro_desktop.ui.charts.panels import Bar

_KEPT: Final = 32


class LongestTexts:
    """The longest of many texts: enough of them to tell how wide all are, without measuring each."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._kept: set[str] = set()
        self._least = 0
        for text in texts:
            self.add(text)

    @classmethod
    def joined(cls, others: Iterable[LongestTexts]) -> LongestTexts:
        """Return the longest of several."""
        return cls(text for other in others for text in other._kept)  # noqa: SLF001  of its own kind

    def add(self, text: str) -> None:
        """Take one more into account."""
        if len(text) > self._least:
            self._kept.add(text)
            if len(self._kept) > _KEPT:
                self._kept.remove(min(self._kept, key=len))
                self._least = min(map(len, self._kept))

    def __bool__(self) -> bool:
        """True if there is any text."""
        return bool(self._kept)

    def width(self, metrics: QFontMetricsF) -> float:
        """Return how many pixels the widest takes across; 0 if there is none."""
        return max(map(metrics.horizontalAdvance, self._kept), default=0.0)


class BarFacts(Struct, eq=False):
    """What all bars of a panel take together.

    `names`, `labels` and `bands` are what is written at the left, behind the bars and for their targets. `stands`
    counts how they stand to their targets; with `is_judged` at least one is held against something. `low` and `high`
    are what a scale must reach, zero included.
    """

    names: LongestTexts = field(default_factory=LongestTexts)
    labels: LongestTexts = field(default_factory=LongestTexts)
    bands: LongestTexts = field(default_factory=LongestTexts)
    stands: Counter[Status] = field(default_factory=Counter)
    is_judged: bool = False
    low: float = 0.0
    high: float = 0.0

    def take_in(self, bar: Bar) -> None:
        """Take one more bar into account."""
        if bar.shows_name:
            self.names.add(bar.name)
        self.labels.add(bar.written)
        if bar.judged is not None:
            self.is_judged = True
            if bar.judged.status is not None:
                self.stands[bar.judged.status] += 1
        self._reach(bar.length)
        if bar.band is not None:
            self.bands.add(bar.band.label)
            for end in (bar.band.low, bar.band.high):
                self._reach(0.0 if end is None else end)

    def _reach(self, value: float) -> None:
        self.low, self.high = min(self.low, value), max(self.high, value)

    def stands_in_words(self) -> str:
        """Return *3 met, 1 near, 2 missed*; nothing where nothing is held against a target."""
        return statuses_in_words(self.stands)


class BarList(Sequence["Bar"]):
    """Bars from top to bottom.

    `rows` and `lengths` are those of each bar, a length being 0 where there is no value; `make(n)` returns the n-th
    bar, `name_at(n)` its name alone. A gap stands before each of `starts`, in rising order. `is_grouped`: several bars
    share a name.
    """

    def __init__(
        self,
        rows: Sequence[int],
        lengths: Sequence[float],
        make: Callable[[int], Bar],
        facts: BarFacts,
        *,
        name_at: Callable[[int], str] | None = None,
        starts: Sequence[int] = (),
        is_grouped: bool = False,
    ) -> None:
        self.rows, self.lengths, self.facts = rows, lengths, facts
        self.starts, self.is_grouped = starts, is_grouped
        self.name_at = name_at or (lambda place: self[place].name)
        self._make = make
        self._made: dict[int, Bar] = {}

    @classmethod
    def of(cls, bars: Sequence[Bar]) -> BarList:
        """Return a list of bars that are there already."""
        facts = BarFacts()
        for bar in bars:
            facts.take_in(bar)
        starts = [place for place, bar in enumerate(bars) if place and bar.starts_group]
        is_grouped = not all(bar.shows_name for bar in bars)
        rows, lengths = [bar.row for bar in bars], [bar.length for bar in bars]
        return cls(rows, lengths, bars.__getitem__, facts, starts=starts, is_grouped=is_grouped)

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> Bar: ...
    @overload
    def __getitem__(self, place: slice) -> list[Bar]: ...
    def __getitem__(self, place: int | slice) -> Bar | list[Bar]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        bar = self._made.get(place)
        if bar is None:
            place = range(len(self.rows))[place]
            bar = self._made[place] = self._make(place)
        return bar

    @cached_property
    def _row_numbers(self) -> Any:
        import numpy as np

        return np.asarray(self.rows)

    def place_of(self, row: int | None) -> int | None:
        """Return where the bar of a row lies; None if it has none."""
        if row is None:
            return None
        found = (self._row_numbers == row).nonzero()[0]
        return int(found[-1]) if len(found) else None

    def has_any(self, rows: Iterable[int]) -> bool:
        """True if one of these rows has a bar here."""
        import numpy as np

        return bool(np.isin(self._row_numbers, list(rows)).any())

    def find(self, text: str, after: int) -> int | None:
        """Return the next bar, going round, whose name begins with `text`, or holds it; None if there is none."""
        wanted, count, held = text.casefold(), len(self), None
        for step in range(1, count + 1):
            place = (after + step) % count
            name = self.name_at(place).casefold()
            if name.startswith(wanted):
                return place
            if held is None and wanted in name:
                held = place
        return held


NO_BARS: Final = BarList.of(())
