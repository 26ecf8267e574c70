"""The charts in view as things that paint themselves on paper. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from siro_desktop.ui.report.content import ReportChart
from siro_desktop.ui.theme import PAPER, drawn_in

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from siro_desktop.ui.charts.picture import PicturePage

    Steps = Generator[float, None, list[ReportChart]]


def charts_of(picture: Callable[[], PicturePage]) -> Steps:
    """Return legend and panels of a view's picture, in order. Raises ExportError if they are too many."""
    with drawn_in(PAPER):
        parts = picture().parts()
    yield 0.0
    return [ReportChart(width, part.height, part.paint) for part, width in parts]
