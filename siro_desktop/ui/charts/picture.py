"""A picture of charts that explains itself: what was asked, period, recordings, source. It is drawn from plain values.

A page is made in the GUI thread and may be drawn in any. Nothing on it is cut: names are whole, whatever the window
shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF

from siro_desktop.errors import ExportError
from siro_desktop.ui.charts import bar_paint, trend_paint
from siro_desktop.ui.charts.lettering import begin_letters, leading, printable
from siro_desktop.ui.text_size import text_size
from siro_desktop.ui.theme import CAPTION, SPACE_1, SPACE_4, SPACE_5, TITLE, current_theme, drawn_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from siro_desktop.ui.charts.bar_sheet import BarSheet
    from siro_desktop.ui.charts.caption import PictureCaption
    from siro_desktop.ui.charts.panels import PanelTexts
    from siro_desktop.ui.charts.trend_sheet import TrendSheet

TALLEST: Final = 15_000
"""Pixels before scaling: beyond, nothing that reads pictures can be relied on."""
_NARROWEST: Final = 640
_MOST_COLUMNS: Final = 4
_SLIMMEST: Final = 3.0  # height by width, before panels stand in columns
_TREND_LINES: Final = 18
translate = QCoreApplication.translate


class Drawing(Protocol):
    """A part of a page. It is drawn at the painter's origin, after it was fitted into a width in pixels."""

    @property
    def height(self) -> float:
        """How many pixels it takes down."""
        ...

    def natural_width(self) -> float:
        """How many pixels it would like to take across."""
        ...

    def fit(self, width: float) -> None:
        """Take this width."""
        ...

    def paint(self, painter: QPainter) -> None:
        """Draw all of it."""
        ...


class BarDrawing:
    """A sheet of bars."""

    def __init__(self, sheet: BarSheet) -> None:
        self._sheet = sheet
        self.height = float(sheet.height)
        self.natural_width, self.fit = sheet.natural_width, sheet.fit

    def paint(self, painter: QPainter) -> None:
        """Draw all bars."""
        bar_paint.paint_whole(self._sheet, painter)


class TrendDrawing:
    """A sheet of a trend, in a height that suits it."""

    def __init__(self, sheet: TrendSheet) -> None:
        self._sheet = sheet
        self._plot_height = round(sheet.metrics.lineSpacing() * _TREND_LINES)
        self.height: float = self._plot_height
        self.natural_width = sheet.natural_width

    def fit(self, width: float) -> None:
        """Take this width, and as much more height as the names of events need in it."""
        self._sheet.fit(width, self._plot_height)
        self.height = self._plot_height + self._sheet.events_height
        self._sheet.fit(width, self.height)

    def paint(self, painter: QPainter) -> None:
        """Draw all lines or bars."""
        trend_paint.paint_whole(self._sheet, painter)


class _Words:
    """Lines of text that wrap."""

    def __init__(self, text: str, font: QFont, token: str, *, is_mirrored: bool) -> None:
        self._text, self._font, self._token = printable(text), font, token
        self._side = self._flags = leading(is_mirrored=is_mirrored)
        self._width = self.height = 0.0

    def natural_width(self) -> float:
        """None of its own: it wraps."""
        return 0.0

    def fit(self, width: float) -> None:
        """Break lines; within a word only where one is wider than a line."""
        self._width, metrics = width, QFontMetricsF(self._font)
        fits = max(map(metrics.horizontalAdvance, self._text.split()), default=0.0) <= width
        self._flags = self._side | (Qt.TextFlag.TextWordWrap if fits else Qt.TextFlag.TextWrapAnywhere).value
        self.height = metrics.boundingRect(QRectF(0, 0, width, TALLEST), self._flags, self._text).height() + 1

    def paint(self, painter: QPainter) -> None:
        """Write them."""
        begin_letters(painter, self._font)
        painter.setPen(current_theme().color(self._token))
        painter.drawText(QRectF(0, 0, self._width, self.height), self._flags, self._text)


class PanelDrawing:
    """A heading, a chart below it, and a note."""

    def __init__(self, texts: PanelTexts, chart: Drawing, font: QFont, *, is_mirrored: bool = False) -> None:
        bold = QFont(font)
        bold.setBold(True)
        above = [_Words(texts.title, bold, "text", is_mirrored=is_mirrored)]
        small = scaled(font, CAPTION)
        above += [_Words(texts.count, small, "muted", is_mirrored=is_mirrored)] if texts.count else []
        below = [_Words(texts.note, small, "muted", is_mirrored=is_mirrored)] if texts.note else []
        self._chart = chart
        self._parts: list[Drawing] = [*above, chart, *below]

    @property
    def height(self) -> float:
        """How many pixels it takes down."""
        return sum(part.height + SPACE_1 for part in self._parts) + SPACE_4

    def natural_width(self) -> float:
        """As wide as the chart."""
        return self._chart.natural_width()

    def fit(self, width: float) -> None:
        """Take this width."""
        for part in self._parts:
            part.fit(width)

    def paint(self, painter: QPainter) -> None:
        """Draw heading, chart and note below each other."""
        top = 0.0
        for part in self._parts:
            _paint_at(painter, part, QPointF(0, top))
            top += part.height + SPACE_1


class PicturePage:
    """A title, facts, a legend, panels and the source. Panels go into columns where one would be too slim.

    `summary` says in words what the picture shows. It keeps the colours that it was made in.
    """

    def __init__(
        self,
        caption: PictureCaption,
        panels: Sequence[Drawing],
        font: QFont,
        *,
        legend: Drawing | None = None,
        note: str = "",
        summary: str = "",
        is_mirrored: bool = False,
    ) -> None:
        self.caption, self.note, self.summary, self.theme = caption, note, summary, current_theme()
        self._is_mirrored = is_mirrored
        self._panels, self._legend = panels, legend
        above = [(caption.title, _title_font(font), "text")]
        if caption.is_practice:
            above.append((translate("charts", "Practice data: every figure is invented"), font, "near"))
        above += [(text, font, "muted") for text in (caption.facts, note)]
        self._above: list[Drawing] = [_Words(*line, is_mirrored=is_mirrored) for line in above if line[0]]
        self._above += [legend] if legend is not None else []
        small = scaled(font, CAPTION)
        self._below = [_Words(caption.source, small, "muted", is_mirrored=is_mirrored)] if caption.source else []
        self._each = narrowest(panels)
        self._columns = 1
        self._arrange()

    @property
    def size(self) -> QSizeF:
        """Width and height in pixels, before any scaling."""
        return QSizeF(self._width, self._height)

    def parts(self, widest: float) -> list[tuple[Drawing, float]]:
        """Return legend and panels with their widths, to be painted one by one instead of the page."""
        each = min(self._each, widest)
        parts: list[Drawing] = [*([] if self._legend is None else [self._legend]), *self._panels]
        for part in parts:
            part.fit(each)
        return [(part, each) for part in parts]

    def _arrange(self) -> None:
        """Choose the fewest columns in which the picture is not too slim. Raises ExportError if it is too high."""
        for panel in self._panels:
            panel.fit(self._each)
        for columns in range(1, max(1, min(len(self._panels), _MOST_COLUMNS)) + 1):
            self._columns = columns
            inner = columns * (self._each + SPACE_5) - SPACE_5
            for part in (*self._above, *self._below):
                part.fit(inner)
            lines = sum(max(panel.height for panel in line) for line in self._lines())
            around = sum(part.height + SPACE_1 for part in (*self._above, *self._below))
            self._width, self._height = inner + 2 * SPACE_5, around + SPACE_4 + lines + 2 * SPACE_5
            if self._height <= self._width * _SLIMMEST:
                break
        if self._height > TALLEST:
            raise too_large()

    def _lines(self) -> list[Sequence[Drawing]]:
        return [self._panels[first : first + self._columns] for first in range(0, len(self._panels), self._columns)]

    def paint(self, painter: QPainter) -> None:
        """Draw all of it, at the painter's origin. Any thread."""
        with drawn_in(self.theme):
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        painter.fillRect(QRectF(QPointF(), self.size), self.theme.color("panel"))
        top = float(SPACE_5)
        for part in self._above:
            _paint_at(painter, part, QPointF(SPACE_5, top))
            top += part.height + SPACE_1
        top += SPACE_4
        for line in self._lines():
            for column, panel in enumerate(line):
                left = SPACE_5 + column * (self._each + SPACE_5)
                if self._is_mirrored:
                    left = self._width - left - self._each
                _paint_at(painter, panel, QPointF(left, top))
            top += max(panel.height for panel in line)
        for part in self._below:
            _paint_at(painter, part, QPointF(SPACE_5, top))


def narrowest(panels: Sequence[Drawing]) -> float:
    """Return how many pixels a page of these panels is wide, in one column and without its margins."""
    return max([_NARROWEST, *(panel.natural_width() for panel in panels)])


def picture_font() -> QFont:
    """Return the system's font in pixels, so that it has one size on every device, whatever the zoom."""
    font = text_size().plain_font()
    font.setPixelSize(max(1, round(QFontInfo(font).pixelSize())))
    return font


def scaled(font: QFont, factor: float) -> QFont:
    """Return a font of `picture_font`'s kind in another size."""
    other = QFont(font)
    other.setPixelSize(max(1, round(font.pixelSize() * factor)))
    return other


def check_panels(height: float) -> None:
    """Raise ExportError if panels that take so many pixels below each other would never fit, in columns neither."""
    if height > TALLEST * _MOST_COLUMNS:
        raise too_large()


def too_large() -> ExportError:
    """Return what to say where one picture cannot hold it all."""
    return ExportError(
        "This is too much for one picture. Show only the first few bars, or fewer metrics, people or periods."
    )


def _title_font(font: QFont) -> QFont:
    title = scaled(font, TITLE)
    title.setWeight(QFont.Weight.DemiBold)
    return title


def _paint_at(painter: QPainter, part: Drawing, place: QPointF) -> None:
    painter.save()
    painter.translate(place)
    part.paint(painter)
    painter.restore()
