"""The charts in view as things that paint themselves on paper. GUI thread."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QRectF
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtSvg import QSvgGenerator, QSvgRenderer

from siro_desktop.ui.charts.chart_panel import ChartPanel
from siro_desktop.ui.report.content import ReportChart
from siro_desktop.ui.report.letters import colors_of_paper
from siro_desktop.ui.theme import current_theme

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from PySide6.QtWidgets import QWidget

    from siro_desktop.ui.charts.compared_view import ComparedView
    from siro_desktop.ui.charts.picture import Drawing
    from siro_desktop.ui.charts.view import ChartsView

    Steps = Generator[float, None, list[ReportChart]]


def answer_charts(view: ChartsView) -> Steps:
    """Return the panels of one answer, in order; yields between them."""
    view.draw_now()
    _lay_out(view)
    return (yield from _charts([panel for panel in view.panels if not panel.isHidden()]))


def compared_charts(view: ComparedView) -> Steps:
    """Return legend and panels of a comparison, in order; yields between them."""
    view.plan_now()
    panels = view.grid.fill_all()
    _lay_out(view)
    return (yield from _charts([view.legend, *panels]))


def _lay_out(view: QWidget) -> None:
    if not view.isVisible():
        view.grab(QRect(0, 0, 1, 1))  # Qt lays out what is hidden only when it must be drawn


def _charts(drawings: Sequence[Drawing]) -> Steps:
    charts = []
    for drawing in drawings:
        if drawing.drawn_width() and drawing.drawn_height():
            charts.append(_chart(drawing))
        yield 0.0
    return charts


def _chart(drawing: Drawing) -> ReportChart:
    """Keep what a chart draws in the colours of paper, as lines and letters, whatever becomes of the chart.

    A QPicture would not do: it takes fonts in points for those of the device that it is played on.
    """
    room = QRectF(0, 0, drawing.drawn_width(), drawing.drawn_height())
    kept = QBuffer()
    kept.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(kept)
    generator.setResolution(round(QGuiApplication.primaryScreen().logicalDotsPerInch()))
    generator.setSize(room.size().toSize())
    generator.setViewBox(room)
    painter = QPainter(generator)
    with colors_of_paper():
        _recolor(drawing)
        drawing.draw(painter, 0.0)
    painter.end()
    _recolor(drawing)
    renderer = QSvgRenderer(QByteArray(kept.data()))
    return ReportChart(room.width(), room.height(), partial(_render, renderer, room))


def _recolor(drawing: Drawing) -> None:
    if isinstance(drawing, ChartPanel):
        drawing.plot.setBackground(current_theme().color("panel"))
        drawing.plot.color_marks()


def _render(renderer: QSvgRenderer, room: QRectF, painter: QPainter) -> None:
    renderer.render(painter, room)
