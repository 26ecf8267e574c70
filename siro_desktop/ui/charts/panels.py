"""What charts of bars are made of: bars, targets' bands, and what panels share. No widgets, no pyqtgraph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from siro_desktop.domain.targets import Status
from siro_desktop.ui.status_mark import status_word
from siro_desktop.ui.words import SEPARATOR, grouped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from siro_desktop.domain.targets import Target
    from siro_desktop.ui.charts.bar_list import LongestTexts

MAX_BARS: Final = 100_000
"""In one panel: Qt's widgets are no higher than some 16 million pixels, whatever the size of the text."""


class Band(Struct, frozen=True):
    """A target's band in the metric's unit; None: open at that end."""

    low: float | None
    high: float | None
    label: str


class Judged(Struct, frozen=True):
    """How a bar stands, and to which target in which unit. A pass rate has a status without a target."""

    status: Status | None
    target: Target | None = None
    unit: str = ""
    unit_abbreviated: str = ""


class Bar(Struct, frozen=True):
    """One bar: its row, name and finite value, with the value as it is written. No value: no bar, the label alone.

    `note` is written muted beyond the label. `series` gives colour and pattern. A bar that does not `show_name` belongs
    to the group of the one before; `starts_group` leaves a gap before it. `reference` is a value to hold it against.
    """

    row: int
    name: str
    value: float | None
    label: str
    note: str = ""
    series: int = 0
    is_thin: bool = False
    shows_name: bool = True
    starts_group: bool = False
    reference: float | None = None
    band: Band | None = None
    judged: Judged | None = None

    @property
    def written(self) -> str:
        """What is written beyond the bar: the label, and the note."""
        return f"{self.label}{SEPARATOR}{self.note}" if self.note else self.label

    @property
    def length(self) -> float:
        """How long the bar is; 0 where there is none."""
        return 0.0 if self.value is None else self.value


class Frame(Struct, frozen=True):
    """What panels share so that their bars can be compared: values that all scales reach, and the longest texts.

    Without texts a panel goes by its own. `has_strip` keeps a line free above the bars that says what the band is;
    without it each band is named beside its bar. `has_marks` keeps a column free for how bars stand.
    """

    reach: tuple[float, ...] = ()
    names: LongestTexts | None = None
    labels: LongestTexts | None = None
    has_strip: bool = False
    has_marks: bool = False


ALONE: Final = Frame()
"""The frame of a panel that shares nothing."""


class PanelTexts(Struct, frozen=True):
    """What stands around a plot: heading, what it counts, a note below, and a summary for people who do not see it."""

    title: str
    count: str = ""
    note: str = ""
    summary: str = ""


def statuses_in_words(stands: Mapping[Status, int]) -> str:
    """Return *3 met, 1 near, 2 missed*; nothing where nothing is held against a target."""
    return ", ".join(f"{grouped(stands[status])} {status_word(status)}" for status in Status if stands.get(status))
