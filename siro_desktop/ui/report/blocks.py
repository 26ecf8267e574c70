"""The parts that a report is put together from: each knows how high it is, and paints itself at the origin."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter, deque
from itertools import takewhile
from math import ceil
from operator import sub
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPen

from siro_desktop.domain.page_breaks import break_rows, split_columns
from siro_desktop.ui.report.letters import BODY_SIZE, SMALL_SIZE, Writer, ink, report_font
from siro_desktop.ui.status_mark import mark_side, paint_status
from siro_desktop.ui.theme import PAPER, drawn_in

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from PySide6.QtGui import QPainter

    from siro_desktop.ui.report.content import ReportChart, ReportTable

PAD: Final = 4.0
_GAP: Final = 10.0
_WIDEST: Final = 0.42  # of the page; longer texts wrap
_OUTLIERS: Final = (0.1, 0.3)  # of the texts of a column, which wrap sooner than the others
_LARGEST_SCALE: Final = 0.8
_MEASURED: Final = 300  # cells, about a millisecond
_PAINTED: Final = 50  # cells, into a PDF


class Block(ABC):
    """A part of a page."""

    height: float

    @abstractmethod
    def paint(self, painter: QPainter) -> None:
        """Paint it, from the painter's origin down."""

    def paint_steps(self, painter: QPainter) -> Iterator[None]:
        """Paint it, and yield every millisecond or two where it takes longer. The painter is left as it was."""
        self.paint(painter)
        yield


class TextBlock(Block):
    """A paragraph, with a label before it if given."""

    def __init__(self, text: str, width: float, writer: Writer, color: str = "text", label: str = "") -> None:
        self._text, self._writer, self._color, self._label = text, writer, color, label
        self._left = 92.0 if label else 0.0
        self._width = width - self._left
        self.height = writer.height(text, self._width) + 2

    def paint(self, painter: QPainter) -> None:
        """Write label and text."""
        if self._label:
            self._writer.write(painter, QRectF(0, 0, self._left, self.height), self._label, "muted")
        self._writer.write(painter, QRectF(self._left, 0, self._width, self.height), self._text, self._color)


class SpaceBlock(Block):
    """Nothing, of some height."""

    def __init__(self, height: float = _GAP) -> None:
        self.height = height

    def paint(self, painter: QPainter) -> None:
        """Leave it white."""


class ChartBlock(Block):
    """A chart, made so small that it fits the page whole."""

    def __init__(self, chart: ReportChart, width: float, height: float) -> None:
        self._chart = chart
        self._scale = min(width / chart.width, (height - _GAP) / chart.height, _LARGEST_SCALE)
        self.height = chart.height * self._scale + _GAP

    def paint(self, painter: QPainter) -> None:
        """Paint it with the painter's own means: lines stay lines, letters stay letters."""
        painter.save()
        painter.scale(self._scale, self._scale)
        with drawn_in(PAPER):
            self._chart.paint(painter)
        painter.restore()


class TableSheet:
    """Some columns of a table, which are as wide as they have to be: the first ones are on every sheet."""

    def __init__(self, table: ReportTable, columns: Sequence[int], widths: Sequence[float]) -> None:
        self.table, self.columns = table, columns
        self.writer, self.bold = Writer(report_font(BODY_SIZE)), Writer(report_font(BODY_SIZE, is_bold=True))
        self.mark = mark_side(self.writer.metrics)
        self.widths = [widths[column] for column in columns]
        self.heading_height = self._line_height(self.bold, table.headings)
        self.heights: list[float] = []
        """Of each row, where it stands below another one."""
        self.first_heights: list[float] = []
        """Of each row, where it is the first on a page."""

    def measure(self, tallest: float) -> Iterator[float]:
        """Find out how high each row is, at most `tallest`; yield the share that is done."""
        for row, texts in enumerate(self.table.rows):
            whole = min(self._line_height(self.writer, texts, row), tallest)
            said = self.said_above(row)
            self.first_heights.append(whole)
            self.heights.append(min(self._line_height(self.writer, texts, row, said), tallest) if said else whole)
            if row % _rows_in(_MEASURED, self.columns) == 0:
                yield row / len(self.table.rows)

    def said_above(self, row: int) -> frozenset[int]:
        """Return the grouping columns that say the same as in the row before."""
        rows, grouping = self.table.rows, self.table.grouping
        if not row:
            return frozenset()
        return frozenset(takewhile(lambda column: rows[row][column] == rows[row - 1][column], grouping))

    def _line_height(
        self, writer: Writer, texts: Sequence[str], row: int = -1, without: frozenset[int] = frozenset()
    ) -> float:
        inner = zip(self.columns, self.widths, strict=True)
        rooms = ((column, width - 2 * PAD - self.before(row, column)) for column, width in inner)
        heights = (writer.height(texts[column], room) for column, room in rooms if column not in without)
        return max(heights, default=writer.line) + 2 * PAD

    def before(self, row: int, column: int) -> float:
        """Return the room that a mark takes before the text of a cell; those of figures stand at the other side."""
        is_marked = (row, column) in self.table.marks and column not in self.table.figures
        return self.mark + PAD if is_marked else 0.0

    def pages(self, first_room: float, room: float) -> list[range]:
        """Return which rows stand on each page, below the heading."""
        grouping = self.table.grouping
        groups = [row[grouping[0]] for row in self.table.rows] if grouping else None
        more = max(map(sub, self.first_heights, self.heights), default=0.0)  # that the first row of a page may take
        taken = self.heading_height + more
        return break_rows(self.heights, room - taken, first_room - taken, groups)


class TableBlock(Block):
    """Rows of a sheet below its headings."""

    def __init__(self, sheet: TableSheet, rows: range) -> None:
        self._sheet, self._rows = sheet, rows
        self.height = sheet.heading_height + sum(map(self._height, rows))

    def _height(self, row: int) -> float:
        return (self._sheet.first_heights if row == self._rows.start else self._sheet.heights)[row]

    def _said_above(self, row: int) -> frozenset[int]:
        return self._sheet.said_above(row) if row in self._rows[1:] else frozenset()

    def paint(self, painter: QPainter) -> None:
        """Write headings and rows at once."""
        deque(self.paint_steps(painter), maxlen=0)

    def paint_steps(self, painter: QPainter) -> Iterator[None]:
        """Write headings and rows, with a hairline below each that leaves out what is said of the next one too."""
        sheet, top = self._sheet, self._sheet.heading_height
        self._write_line(painter, sheet.bold, sheet.table.headings, QPointF(0, 0), None)
        self._rule(painter, top, 0.8)
        for row in self._rows:
            self._write_line(painter, sheet.writer, sheet.table.rows[row], QPointF(0, top), row)
            top += self._height(row)
            self._rule(painter, top, 0.3, self._going_on(row))
            if row % _rows_in(_PAINTED, sheet.columns) == 0:
                yield

    def _going_on(self, row: int) -> float:
        """Return how wide the first columns are that say of the next row what they say of this one."""
        said, beside = self._said_above(row + 1), zip(self._sheet.columns, self._sheet.widths, strict=True)
        return sum(width for _, width in takewhile(lambda one: one[0] in said, beside))

    def _rule(self, painter: QPainter, y: float, thickness: float, left: float = 0.0) -> None:
        painter.setPen(QPen(ink("muted" if thickness > 0.5 else "line"), thickness))
        painter.drawLine(QPointF(left, y), QPointF(sum(self._sheet.widths), y))

    def _write_line(
        self, painter: QPainter, writer: Writer, texts: Sequence[str], place: QPointF, row: int | None
    ) -> None:
        sheet, left = self._sheet, place.x()
        height = (sheet.heading_height if row is None else self._height(row)) - 2 * PAD
        said = frozenset() if row is None else self._said_above(row)
        for column, width in zip(sheet.columns, sheet.widths, strict=True):
            room = QRectF(left + PAD, place.y() + PAD, width - 2 * PAD, height)
            status = None if row is None else sheet.table.marks.get((row, column))
            is_figure = column in sheet.table.figures
            if status is not None:
                center = QPointF(room.left() + sheet.mark / 2, room.top() + writer.line / 2)
                paint_status(painter, center, sheet.mark, status, ink(status.value))
                room.setLeft(room.left() + (0 if row is None else sheet.before(row, column)))
            if column not in said:
                writer.write(painter, room, texts[column], to_right=is_figure)
            left += width


def column_widths(table: ReportTable, room: float) -> Generator[float, None, list[float]]:
    """Return how wide each column is: as its widest text, long ones wrapped between words. Yields the share done.

    Figures are never wrapped; their headings are.
    """
    writer, bold = Writer(report_font(BODY_SIZE)), Writer(report_font(BODY_SIZE, is_bold=True))
    marked = {column for _, column in table.marks}
    beside = [2 * PAD + 1 + (mark_side(writer.metrics) + PAD) * (c in marked) for c in range(len(table.headings))]
    widest = [bold.advance(heading) for heading in table.headings]
    least = [bold.longest_word(heading) for heading in table.headings]
    lengths: list[Counter[int]] = [Counter() for _ in table.headings]
    for row, texts in enumerate(table.rows):
        for column, text in enumerate(texts):
            width = writer.advance(text)
            lengths[column][ceil(width)] += 1
            if width > least[column]:
                widest[column] = max(widest[column], width)
                whole = width if column in table.figures else writer.longest_word(text)
                least[column] = max(least[column], whole)
        if row % _rows_in(_MEASURED, table.headings) == 0:
            yield row / len(table.rows)
    cap = room * _WIDEST
    widths = [min(width + more, cap) for width, more in zip(widest, beside, strict=True)]
    narrowest = [min(word + more, width) for word, more, width in zip(least, beside, widths, strict=True)]
    floors = [
        [
            min(max(_most(of_column, outliers), word) + more, width)
            for of_column, word, more, width in zip(lengths, least, beside, widths, strict=True)
        ]
        for outliers in _OUTLIERS
    ]
    return _squeeze(widths, (*floors, [*floors[-1][:1], *narrowest[1:]], narrowest), room)


def _most(lengths: Counter[int], outliers: float) -> float:
    """Return what all texts of a column but a share of `outliers` are no longer than."""
    spare = int(lengths.total() * outliers)
    for length in sorted(lengths, reverse=True):
        spare -= lengths[length]
        if spare < 0:
            return float(length)
    return 0.0


def _squeeze(widths: list[float], floors: Sequence[list[float]], room: float) -> list[float]:
    """Let texts wrap sooner where that makes the table fit, by one floor after the other.

    First headings and the few longest texts give way, at last the first column, which names a row.
    """
    if sum(floors[-1]) > room:
        return widths
    for floor in floors:
        over, spare = sum(widths) - room, sum(widths) - sum(floor)
        if over > 0 and spare > 0:
            share = min(1.0, over / spare)
            widths = [width - share * (width - least) for width, least in zip(widths, floor, strict=True)]
    return widths


def sheets_of(table: ReportTable, widths: list[float], room: float) -> list[TableSheet]:
    """Return the sheets side by side that hold all columns."""
    return [TableSheet(table, columns, widths) for columns in split_columns(widths, room, table.repeated)]


def _rows_in(cells: int, columns: Sequence[object]) -> int:
    """How many rows have about so many cells."""
    return max(1, cells // max(1, len(columns)))


def small_writer() -> Writer:
    """Return what is written around the content."""
    return Writer(report_font(SMALL_SIZE))
