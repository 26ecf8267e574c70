"""Shows a small comparison in a long table, and reads its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from table_samples import make_state, small

from siro_desktop.ui.comparison.long_view import LongTableView

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from siro_desktop.ui.comparison.long_model import LongTableModel


def open_long_table(qtbot: QtBot) -> LongTableView:
    state = make_state(small())
    view = LongTableView(state)
    state.setParent(view)
    qtbot.addWidget(view)
    view.resize(1000, 400)
    view.show()
    return view


def column(model: LongTableModel, which: int) -> list[str]:
    return [model.index(row, which).data() for row in range(model.rowCount())]
