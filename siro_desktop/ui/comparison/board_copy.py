"""Copies a leaderboard: figures as plain numbers, the lines between without any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from siro_desktop.domain.units import NO_VALUE
from siro_desktop.ui.clipboard import copy_rows
from siro_desktop.ui.comparison.leaderboard_model import Column
from siro_desktop.ui.copied_numbers import copied_numbers

if TYPE_CHECKING:
    from siro_desktop.ui.comparison.leaderboard import Leaderboard


def copy_board(board: Leaderboard, *, with_headings: bool) -> None:
    """Copy the line that is selected, or all of them. GUI thread."""
    model, selected = board.model, board.table.selectionModel().selectedRows()
    rows = [index.row() for index in selected] or range(model.rowCount())
    lines = [_texts(board, row) for row in rows if model.place(row) is not None]
    copy_rows(lines, [model.copied_title(column) for column in Column] if with_headings else None)


def _texts(board: Leaderboard, row: int) -> list[str]:
    model, write = board.model, copied_numbers().writer()
    figures = {column: write(number) for column, number in model.numbers(row).items()}
    shown = {column: model.text(row, column) for column in Column if column not in figures}
    texts = shown | figures
    return ["" if texts[column] == NO_VALUE else texts[column] for column in Column]
