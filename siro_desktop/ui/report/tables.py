"""The table in view as plain cells: its columns, order and filter, numbers as they are shown. GUI thread, in slices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import QCoreApplication, Qt

from siro_desktop.ui.comparison.leaderboard_model import Column as BoardColumn
from siro_desktop.ui.ordered_model import ALIGNMENT, RIGHT
from siro_desktop.ui.report.content import ReportTable
from siro_desktop.ui.words import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Generator

    from siro_desktop.domain.targets import Status
    from siro_desktop.ui.column_table import ColumnTableView
    from siro_desktop.ui.comparison.leaderboard import Leaderboard
    from siro_desktop.ui.comparison.matrix_view import MatrixView
    from siro_desktop.ui.ordered_model import OrderedTableModel

    Steps = Generator[float, None, ReportTable]

_SLICE: Final = 40
_RECORDINGS: Final = "recordings"
_GROUPING: Final = ("entity", "period")
_HORIZONTAL: Final = Qt.Orientation.Horizontal
translate = QCoreApplication.translate


class _Columns(Struct, frozen=True):
    """Columns of a model, and which of them carry marks, by place."""

    all: list[int]
    target: int | None
    rate: int | None


def table_steps(view: ColumnTableView, model: OrderedTableModel, title: str) -> Steps:
    """Read the rows of a table, in slices that are yielded as the share that is done.

    A hidden column of recordings is taken along: no figure travels without its count.
    """
    columns = _columns_of(view, model)
    rows: list[tuple[str, ...]] = []
    marks: dict[tuple[int, int], Status] = {}
    count = model.rowCount()
    for row in range(count):
        rows.append(tuple(str(model.index(row, column).data() or "") for column in columns.all))
        for place, status in ((columns.target, model.target_status), (columns.rate, model.rate_status)):
            found = None if place is None else status(row)
            if found is not None and place is not None:
                marks[row, place] = found
        if row % _SLICE == 0:
            yield row / count
            if model.rowCount() != count:  # other figures came meanwhile: what was read is of no use
                return (yield from table_steps(view, model, title))
    names = [model.column_name(column) for column in columns.all]
    return ReportTable(
        title,
        tuple(model.title(column) for column in columns.all),
        tuple(rows),
        figures=frozenset(
            place for place, c in enumerate(columns.all) if model.headerData(c, _HORIZONTAL, ALIGNMENT) == RIGHT
        ),
        marks=marks,
        grouping=tuple(names.index(name) for name in _GROUPING if name in names),
    )


def _columns_of(view: ColumnTableView, model: OrderedTableModel) -> _Columns:
    every = {model.column_name(column): column for column in range(model.columnCount())}
    columns = view.visible_columns()
    if _RECORDINGS in every and every[_RECORDINGS] not in columns:
        columns.append(every[_RECORDINGS])
    places = {model.column_name(column): place for place, column in enumerate(columns)}
    return _Columns(columns, places.get("target"), places.get("pass_rate"))


def matrix_steps(view: MatrixView) -> Steps:
    """Read a matrix: each figure with its number of recordings below it."""
    model = view.model
    metric = model.cells.metric
    columns = range(model.columnCount())
    rows: list[tuple[str, ...]] = []
    marks: dict[tuple[int, int], Status] = {}
    for row in range(model.rowCount()):
        texts = []
        for column in columns:
            index = model.index(row, column)
            cell = model.cell(index)
            texts.append(str(index.data() or "") if cell is None else "\n".join(filter(None, (cell.text, cell.count))))
            if cell is not None and cell.status is not None:
                marks[row, column] = cell.status
        rows.append(tuple(texts))
        yield row / model.rowCount()
    rates = translate("report", "%1, pass rate")
    name = "" if metric is None else metric.name
    title = rates.replace("%1", name) if model.cells.shows_pass_rates else name
    return ReportTable(
        SEPARATOR.join(filter(None, (title, model.what_is_shown()))),
        tuple(str(model.headerData(column, _HORIZONTAL) or "") for column in columns),
        tuple(rows),
        figures=frozenset(columns[1:]),
        marks=marks,
    )


def board_steps(view: Leaderboard) -> Steps:
    """Read a leaderboard; lines that only say what follows stand where the names do."""
    model = view.model
    rows: list[tuple[str, ...]] = []
    marks: dict[tuple[int, int], Status] = {}
    for row in range(model.rowCount()):
        texts = [model.text(row, column) for column in BoardColumn]
        status = model.status(row)
        if model.lines[row].entry is None:
            texts[BoardColumn.NAME], texts[BoardColumn.RANK] = texts[BoardColumn.RANK], ""
        if status is not None:
            marks[row, int(BoardColumn.STATUS)] = status
        rows.append(tuple(texts))
        if row % _SLICE == 0:
            yield row / model.rowCount()
    alignments = {int(c): model.headerData(c, _HORIZONTAL, ALIGNMENT) for c in BoardColumn}
    return ReportTable(
        view.summary(),
        tuple(model.title(column) for column in BoardColumn),
        tuple(rows),
        figures=frozenset(
            c for c, alignment in alignments.items() if int(alignment) & int(Qt.AlignmentFlag.AlignRight)
        ),
        marks=marks,
        repeated=int(BoardColumn.NAME) + 1,
    )
