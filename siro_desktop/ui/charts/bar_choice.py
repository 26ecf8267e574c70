"""Which bars are drawn, and in which order: all, or the highest or lowest few. No widgets, no pyqtgraph."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import QCoreApplication

from siro_desktop.ui.words import grouped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FIRST: Final = (0, 5, 10, 25, 50, 100)
"""How many bars may be asked for; 0 is all."""
translate = QCoreApplication.translate


class BarOrder(IntEnum):
    """How bars follow each other."""

    GIVEN = 0
    HIGHEST = 1
    LOWEST = 2


class BarChoice(Struct, frozen=True):
    """In which order, and how many; 0 for all."""

    order: BarOrder = BarOrder.GIVEN
    first: int = 0

    def sort(self, rows: Sequence[int], value_of: Callable[[int], float]) -> list[int]:
        """Return rows in this order; those that are equal stay as they were."""
        if self.order is BarOrder.GIVEN:
            return list(rows)
        return sorted(rows, key=value_of, reverse=self.order is BarOrder.HIGHEST)


ALL_BARS: Final = BarChoice()


def count_texts() -> list[str]:
    """Return what the choices of FIRST are called."""
    words = translate("charts", "First %1")
    return [words.replace("%1", grouped(count)) if count else translate("charts", "All") for count in FIRST]


def left_out_in_words(order: BarOrder, drawn: int, left_out: int) -> str:
    """Return *The highest 10 of 605.*; nothing where all are drawn."""
    if not left_out:
        return ""
    words = {
        BarOrder.GIVEN: translate("charts", "The first %1 of %2."),
        BarOrder.HIGHEST: translate("charts", "The highest %1 of %2."),
        BarOrder.LOWEST: translate("charts", "The lowest %1 of %2."),
    }[order]
    return words.replace("%1", grouped(drawn)).replace("%2", grouped(drawn + left_out))
