"""The charts in view as things that paint themselves on paper. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from siro_desktop.ui.report.content import ReportChart
from siro_desktop.ui.theme import PAPER, drawn_in

if TYPE_CHECKING:
    from collections.abc import Generator

    from siro_desktop.ui.charts.picture import PicturePage

    Steps = Generator[float, None, list[ReportChart]]

_WIDEST: Final = 640.0  # pixels: about the width of A4 at the largest scale of a block


class Charted(Protocol):
    """A view of charts."""

    def picture(self, *, is_whole: bool) -> PicturePage:
        """Return its charts, long names cut if not `is_whole`. Raises ExportError if they are too many."""
        ...


def charts_of(view: Charted) -> Steps:
    """Return legend and panels of a view's picture, in order. Raises ExportError if they are too many.

    Long names are cut: the table below has all of each, and letters would be too small to be read.
    """
    with drawn_in(PAPER):
        parts = view.picture(is_whole=False).parts(_WIDEST)
    yield 0.0
    return [ReportChart(width, part.height, part.paint) for part, width in parts]
