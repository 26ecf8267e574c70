"""Copies a leaderboard: figures as plain numbers, the lines between without any."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from siro_desktop.domain.units import NO_VALUE
from siro_desktop.ui.clipboard import copy_rows
from siro_desktop.ui.comparison.leaderboard_model import Column
from siro_desktop.ui.copied_numbers import copied_numbers
from siro_desktop.ui.entity_offers import EntityOffer

if TYPE_CHECKING:
    from siro_desktop.ui.comparison.leaderboard import Leaderboard

translate: Final = QCoreApplication.translate


def copy_offers(board: Leaderboard) -> tuple[EntityOffer, ...]:
    """What its menu offers to copy: as tables do."""
    return tuple(
        EntityOffer(name, text, partial(copy_board, board, with_headings=with_headings, is_whole=is_whole))
        for name, text, with_headings, is_whole in (
            ("board_copy", translate("board", "&Copy"), False, False),
            ("board_copy_headers", translate("board", "Copy with &headers"), True, False),
            ("board_copy_all", translate("board", "Copy &all rows"), False, True),
            ("board_copy_all_headers", translate("board", "Copy all rows with h&eaders"), True, True),
        )
    )


def copy_board(board: Leaderboard, *, with_headings: bool, is_whole: bool = False) -> None:
    """Copy the line that is selected; all of them if `is_whole`, or none is. GUI thread."""
    model, selected = board.model, board.table.selectionModel().selectedRows()
    rows = [index.row() for index in selected if not is_whole] or range(model.rowCount())
    lines = [_texts(board, row) for row in rows if model.place(row) is not None]
    copy_rows(lines, [model.copied_title(column) for column in Column] if with_headings else None)


def _texts(board: Leaderboard, row: int) -> list[str]:
    model, write = board.model, copied_numbers().writer()
    figures = {column: write(number) for column, number in model.numbers(row).items()}
    shown = {column: model.text(row, column) for column in Column if column not in figures}
    texts = shown | figures
    return ["" if texts[column] == NO_VALUE else texts[column] for column in Column]
