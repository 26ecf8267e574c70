"""33: copies of a comparison's table and matrix, with the decimal mark of the computer."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from table_samples import SHARE, make_answer, make_comparison, make_plan, make_state

from siro_desktop.ui.comparison.long_view import LongTableView
from siro_desktop.ui.comparison.matrix_view import MatrixView


@pytest.mark.parametrize(("kind", "figures"), [(LongTableView, ["40,25", "71,5", "12"]), (MatrixView, ["40,25", "12"])])
def test_figures_have_it(qtbot, german, kind, figures) -> None:
    plan = make_plan(1, 1, with_whole=False)
    state = make_state(make_comparison(plan, lambda _number, key: make_answer(key, [(SHARE, (40.25, 71.5))], 12)))
    view = kind(state)
    state.setParent(view)
    qtbot.addWidget(view)
    view.show()
    view.copy()
    first = QGuiApplication.clipboard().text().split("\n")[0].split("\t")
    assert [text for text in first if text in figures] == figures
    assert f"<td>{figures[0]}</td>" in QGuiApplication.clipboard().mimeData().html()
