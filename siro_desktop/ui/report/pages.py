"""A report as pages: built in slices, then painted page by page on any device. GUI thread."""

from __future__ import annotations

from collections import deque
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QPen

from siro_desktop.ui.report.blocks import (
    ChartBlock,
    SpaceBlock,
    TableBlock,
    TextBlock,
    column_widths,
    sheets_of,
    small_writer,
)
from siro_desktop.ui.report.letters import BODY_SIZE, TITLE_SIZE, Writer, ink, report_font
from siro_desktop.ui.report.paper import MARGIN, Paper
from siro_desktop.ui.words import grouped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QPainter

    from siro_desktop.ui.report.blocks import Block, TableSheet
    from siro_desktop.ui.report.content import ReportContent, ReportTable

_HEAD: Final = 18.0
_LEAST: Final = 60.0  # a table does not begin in less
_SHRUNK: Final = (1.08, 1.16, 1.25)  # times; the text then is of 7 points
_PIECE: Final = 1200  # characters of a text that is broken over pages
translate = QCoreApplication.translate


class _Page(Struct):
    blocks: list[tuple[float, Block]] = field(default_factory=list)
    used: float = 0.0


class Report:
    """The pages of a content on a paper. `build` first; it can be left at any time."""

    def __init__(self, content: ReportContent, paper: Paper) -> None:
        self.content, self.paper = content, paper
        self._small = small_writer()
        self._body = Writer(report_font(BODY_SIZE))
        self._begin(1.0)

    def _begin(self, shrunk: float) -> None:
        """Begin anew on a sheet so many times as large, which is painted so much smaller."""
        self._shrunk = shrunk
        self._sheet = Paper(self.paper.width * shrunk, self.paper.height * shrunk)
        self._source_height = self._small.height(self.content.source, self._sheet.inner_width * 0.8)
        self._foot = self._source_height + 8
        self._room = self._sheet.height - 2 * MARGIN - _HEAD - self._foot
        self._pages = [_Page()]

    @property
    def page_count(self) -> int:
        """How many pages there are up to now."""
        return len(self._pages)

    def build(self) -> Iterator[float]:
        """Put everything on pages; yield every few milliseconds the share that is done, 0 to 1.

        What is meant to be one page is shrunk a little where that makes it one.
        """
        yield from self._fill()
        if not self.content.is_one_page or self.page_count == 1:
            return
        for shrunk in (*_SHRUNK, 1.0):
            self._begin(shrunk)
            yield from self._fill()
            if self.page_count == 1:
                return

    def _fill(self) -> Iterator[float]:
        self._add_head()
        for chart in self.content.charts:
            self._add(ChartBlock(chart, self._sheet.inner_width, self._room))
        yield 0.0
        for table in self.content.tables:
            yield from self._add_table(table)
        for label, text in self.content.closing:
            for number, part in enumerate(_parts(text)):
                self._add(TextBlock(part, self._sheet.inner_width, self._body, label=" " if number else label))
        yield 1.0

    def paint(self, painter: QPainter, number: int) -> None:
        """Paint page `number`, from 0, with a painter whose unit is a point."""
        deque(self.paint_steps(painter, number), maxlen=0)

    def paint_steps(self, painter: QPainter, number: int) -> Iterator[None]:
        """Paint a page, and yield every few milliseconds. Nothing else may be done with the painter between."""
        page = self._pages[number]
        painter.save()
        painter.scale(1 / self._shrunk, 1 / self._shrunk)
        self._paint_head(painter, number)
        self._paint_foot(painter, number)
        for top, block in page.blocks:
            painter.save()
            painter.translate(MARGIN, MARGIN + _HEAD + top)
            yield from block.paint_steps(painter)
            painter.restore()
        painter.restore()

    def page_text(self, number: int) -> str:
        """Return *Page 2 of 5* for number 1."""
        text = translate("report", "Page %1 of %2").replace("%2", grouped(self.page_count))
        return text.replace("%1", grouped(number + 1))

    # Putting blocks on pages ----------------------------------------------------------------------------------------

    def _add_head(self) -> None:
        width, content = self._sheet.inner_width, self.content
        self._add(TextBlock(content.title, width, Writer(report_font(TITLE_SIZE, is_bold=True))))
        self._add(SpaceBlock(4))
        for label, text in content.facts:
            self._add(TextBlock(text, width, self._body, label=label))
        if content.notes:
            self._add(SpaceBlock(6))
            bold = Writer(report_font(BODY_SIZE, is_bold=True))
            self._add(TextBlock(translate("report", "Before you compare"), width, bold))
            for note in content.notes:
                self._add(TextBlock(f"• {note}", width, self._body))
        self._add(SpaceBlock())

    def _add(self, block: Block) -> None:
        page = self._pages[-1]
        if page.used and page.used + block.height > self._room:
            page = self._new_page()
        page.blocks.append((page.used, block))
        page.used += block.height

    def _new_page(self) -> _Page:
        self._pages.append(_Page())
        return self._pages[-1]

    def _add_table(self, table: ReportTable) -> Iterator[float]:
        widths = yield from column_widths(table, self._sheet.inner_width)
        sheets = sheets_of(table, widths, self._sheet.inner_width)
        for number, sheet in enumerate(sheets):
            title = self._title_of(table, number, len(sheets))
            for share in sheet.measure(self._room - sheet.heading_height - title.height):
                yield (number + share) / len(sheets)
            self._place_sheet(sheet, title)

    def _title_of(self, table: ReportTable, number: int, count: int) -> TextBlock:
        text = table.title
        if count > 1:
            part = translate("report", "columns, part %1 of %2").replace("%2", grouped(count))
            text = f"{text} ({part.replace('%1', grouped(number + 1))})"
        return TextBlock(text, self._sheet.inner_width, Writer(report_font(BODY_SIZE + 1, is_bold=True)))

    def _place_sheet(self, sheet: TableSheet, title: TextBlock) -> None:
        first = sheet.heights[0] if sheet.heights else 0.0
        least = title.height + sheet.heading_height + max(first, _LEAST)
        if self._pages[-1].used and self._pages[-1].used + least > self._room:
            self._new_page()
        self._add(title)
        for position, rows in enumerate(sheet.pages(self._room - self._pages[-1].used, self._room)):
            if position:
                self._new_page()
            self._add(TableBlock(sheet, rows))
        self._add(SpaceBlock())

    # Around the content ---------------------------------------------------------------------------------------------

    def _paint_head(self, painter: QPainter, number: int) -> None:
        width = self._sheet.inner_width
        room = QRectF(MARGIN, MARGIN - 4, width, self._small.line)
        if self.content.is_practice:
            text = translate("report", "Practice data: these figures are invented.")
            self._small.write(painter, room, text, "near", to_right=True)
        if number:
            short = self._small.metrics.elidedText(self.content.title, Qt.TextElideMode.ElideRight, width * 0.6)
            self._small.write(painter, room, short, "muted")
            painter.setPen(QPen(ink("line"), 0.4))
            y = MARGIN + self._small.line
            painter.drawLine(QPointF(MARGIN, y), QPointF(MARGIN + width, y))

    def _paint_foot(self, painter: QPainter, number: int) -> None:
        width = self._sheet.inner_width
        top = self._sheet.height - MARGIN - self._source_height
        painter.setPen(QPen(ink("line"), 0.4))
        painter.drawLine(QPointF(MARGIN, top - 4), QPointF(MARGIN + width, top - 4))
        room = QRectF(MARGIN, top, width * 0.8, self._source_height)
        self._small.write(painter, room, self.content.source, "muted")
        room = QRectF(MARGIN + width * 0.8, top, width * 0.2, self._small.line)
        self._small.write(painter, room, self.page_text(number), "muted", to_right=True)


def _parts(text: str) -> Iterator[str]:
    """Yield a text in pieces of which each fits a page, cut between lines or words."""
    for line in text.split("\n"):
        yield from wrap(line, _PIECE, replace_whitespace=False, drop_whitespace=False) or [""]
