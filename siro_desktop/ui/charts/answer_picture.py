"""The charts of an answer as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from siro_desktop.ui.charts.bar_list import BarList, LongestTexts
from siro_desktop.ui.charts.bar_measures import plot_height
from siro_desktop.ui.charts.bar_sheet import BarSheet
from siro_desktop.ui.charts.panel_words import panel_frame, panel_texts
from siro_desktop.ui.charts.picture import BarDrawing, PanelDrawing, PicturePage, check_panels

if TYPE_CHECKING:
    from PySide6.QtGui import QFont

    from siro_desktop.ui.charts.answer_panels import ChartPlan, Panel
    from siro_desktop.ui.charts.caption import PictureCaption


def draw_answer(
    plan: ChartPlan,
    caption: PictureCaption,
    font: QFont,
    *,
    recordings: float | None,
    selected: frozenset[int] | None = None,
    note: str = "",
    is_mirrored: bool = False,
    is_whole: bool = True,
) -> PicturePage:
    """Return a page with all panels of a plan, whose figures rest on so many recordings.

    Without `is_whole` long names may be cut, as in the window.
    Raises ExportError if they are too many bars.
    """
    check_panels(sum(plot_height(len(panel.bars), font, is_grouped=False) for panel in plan.panels))
    names = LongestTexts.joined(panel.bars.facts.names for panel in plan.panels)

    def drawn(panel: Panel) -> PanelDrawing:
        bars = BarList.of(panel.bars[:])  # made here: they are drawn in another thread
        sheet = BarSheet(bars, font, panel_frame(panel, names), is_mirrored=is_mirrored, is_whole=is_whole)
        sheet.selected_rows = selected
        return PanelDrawing(panel_texts(panel, recordings), BarDrawing(sheet), font, is_mirrored=is_mirrored)

    panels = [drawn(panel) for panel in plan.panels]
    summary = " ".join(f"{texts.title}: {texts.summary}" for texts in (panel_texts(p, recordings) for p in plan.panels))
    return PicturePage(caption, panels, font, note=note, summary=summary, is_mirrored=is_mirrored)
