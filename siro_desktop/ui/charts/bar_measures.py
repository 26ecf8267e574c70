"""How much room bars take down: rows, gaps between groups, and a line for the target's name. No pyqtgraph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QFontMetricsF

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFont

    from siro_desktop.ui.charts.panels import Bar

GAP: Final = 0.5
"""Rows that stay free before a group."""
_ROW_LINES: Final = 1.6
_GROUPED_LINES: Final = 1.3


def bar_offsets(bars: Sequence[Bar], *, has_strip: bool = False) -> list[float]:
    """Return where bars lie, in rows from the top; a gap stands before each group but the first."""
    offsets, offset = [], 1.0 if has_strip else 0.0
    for place, bar in enumerate(bars):
        offset += GAP if place and bar.starts_group else 0.0
        offsets.append(offset)
        offset += 1.0
    return offsets


def row_pixels(font: QFont, *, is_grouped: bool) -> float:
    """Return the height of a row in a font: grouped bars stand closer together."""
    return float(round(QFontMetricsF(font).lineSpacing() * (_GROUPED_LINES if is_grouped else _ROW_LINES)))


def plot_height(rows: float, font: QFont, *, is_grouped: bool) -> int:
    """Return how many pixels so many rows, gaps included, take down."""
    return max(1, round(rows * row_pixels(font, is_grouped=is_grouped)))
