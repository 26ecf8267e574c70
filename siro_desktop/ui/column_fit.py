"""How wide columns are to be: as their texts need it, within reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from siro_desktop.ui.heading_marks import HeadingMark, mark_width
from siro_desktop.ui.headings import CELL_PADDING
from siro_desktop.ui.mark_pictures import rate_width, target_width
from siro_desktop.ui.theme import SPACE_5

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from PySide6.QtGui import QFontMetrics

    from siro_desktop.ui.ordered_model import OrderedTableModel

_WIDEST_OTHER: Final = 26  # in average characters
_WIDEST_WITH_ROOM: Final = 60
_NARROWEST: Final = 7
_LONGEST_MEASURED: Final = 120


class ColumnHabits(Struct, frozen=True):
    """How the columns of one table are before a person arranges them.

    `widest` is by column, in average characters; `hidden` holds names of columns; `beside` says how many pixels are
    drawn beside the text of a column, for a font.
    """

    pass_rate: int | None = None
    target: int | None = None
    widest: Mapping[int, int] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    beside: Mapping[int, Callable[[QFontMetrics], int]] = field(default_factory=dict)

    def room_beside(self, column: int, metrics: QFontMetrics) -> int:
        """Return how many pixels are drawn beside the text of a column."""
        if column == self.pass_rate:
            return rate_width(metrics)
        if column == self.target:
            return target_width(metrics)
        return self.beside[column](metrics) if column in self.beside else 0


def heading_width(title: str, mark: HeadingMark, metrics: QFontMetrics) -> int:
    """Return the width in pixels of a heading with its mark."""
    return metrics.horizontalAdvance(title) + mark_width(mark, metrics) + 2 * CELL_PADDING + 1


def fitting_widths(
    model: OrderedTableModel, column: int, rows: Iterable[int], habits: ColumnHabits, metrics: QFontMetrics
) -> tuple[int, int]:
    """Return the width in pixels that fits the heading and the texts of some rows: within reason, and with room left.

    Even then one long text does not lead the eye too far from the next column.
    """
    unit = metrics.averageCharWidth()
    widest = habits.widest.get(column, _WIDEST_OTHER) * unit
    widest_with_room = max(widest, _WIDEST_WITH_ROOM * unit)
    heading = metrics.horizontalAdvance(model.title(column)) + mark_width(HeadingMark(descending=False), metrics)
    width = max(heading, _NARROWEST * unit)
    measured: set[str] = set()  # many rows say the same
    for row in rows:
        if width >= widest_with_room:
            break
        text = model.text(row, column)[:_LONGEST_MEASURED]
        if text not in measured:
            measured.add(text)
            width = max(width, metrics.horizontalAdvance(text))
    beside = SPACE_5 + habits.room_beside(column, metrics)
    return min(width, widest) + beside, min(width, widest_with_room) + beside
