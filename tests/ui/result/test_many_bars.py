"""Charts of many rows, which are worked out by another thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication
from result_samples import ROWS, make_metrics

from siro_desktop.ui.charts.answer_work import ChartsWork
from siro_desktop.ui.charts.view import ChartsView
from siro_desktop.ui.metric_table_model import MetricTableModel

if TYPE_CHECKING:
    from collections.abc import Iterator


def drawn(view: ChartsView):
    return [panel for panel in view.panels if not panel.isHidden()]


@pytest.fixture
def many(qtbot, monkeypatch) -> Iterator[tuple[ChartsView, list[ChartsWork]]]:
    """A view for which four rows are too many to be worked out here, and what it wants worked out."""
    monkeypatch.setattr("siro_desktop.ui.charts.view.LARGE", 3)
    model = MetricTableModel()
    view, wanted = ChartsView(model), list[ChartsWork]()
    model.setParent(view)
    qtbot.addWidget(view)
    view.work_wanted.connect(wanted.append)
    view.set_recordings(148)
    view.show()
    qtbot.waitUntil(lambda: view._is_planned)  # that there is nothing
    return view, wanted


def test_many_rows_are_worked_out_by_another_thread(many, qtbot) -> None:
    view, wanted = many
    view._model.set_metrics(make_metrics(ROWS), 148)
    assert [len(work.rows) for work in wanted] == [len(ROWS)]
    QApplication.processEvents()
    assert not drawn(view)
    view.use_work(wanted[0].work_out())
    qtbot.waitUntil(lambda: len(drawn(view)) == 5)
    assert drawn(view)[1]._count.text() == "2 metrics · 148 recordings"
    assert drawn(view)[1].plot.accessibleDescription().startswith("Bar chart, 2 metrics. Highest: Conversation time")


def test_it_is_asked_for_before_the_keys_of_the_table(many) -> None:
    """They take longer, and the charts are in front."""
    view, _ = many
    order: list[object] = []
    view.work_wanted.connect(lambda _work: order.append("charts"))
    view._model.keys_wanted.connect(lambda _keys: order.append("keys"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("siro_desktop.ui.ordered_model.LARGE", 3)
        view._model.set_metrics(make_metrics(ROWS), 148)
    assert order == ["charts", "keys"]


def test_what_comes_late_is_not_drawn(many, qtbot) -> None:
    view, wanted = many
    view._model.set_metrics(make_metrics(ROWS), 148)
    view._model.set_metrics(make_metrics(ROWS[:5]), 148)
    late, due = (work.work_out() for work in wanted)
    view.use_work(late)
    assert not view._is_planned
    view.use_work(due)
    qtbot.waitUntil(lambda: [len(panel.bars) for panel in drawn(view)] == [1, 2, 1, 3])


def test_a_picture_does_not_wait_for_the_other_thread(many) -> None:
    view, wanted = many
    view._model.set_metrics(make_metrics(ROWS), 148)
    assert "Longest monologue" in view.picture().summary
    drawn_from = view._plan
    view.use_work(wanted[0].work_out())
    assert view._plan is drawn_from


def test_nobody_is_asked_for_charts_that_are_not_looked_at(many, qtbot) -> None:
    view, wanted = many
    view.hide()
    view._model.set_metrics(make_metrics(ROWS), 148)
    assert not wanted
    view.show()
    qtbot.waitUntil(lambda: len(wanted) == 1)


def test_panels_that_are_not_needed_hold_nothing_of_before(many, qtbot) -> None:
    view, wanted = many
    view._model.set_metrics(make_metrics(ROWS), 148)
    view.use_work(wanted[0].work_out())
    qtbot.waitUntil(lambda: len(drawn(view)) == 5)
    view._model.set_metrics(make_metrics(ROWS[1:2]), 148)
    qtbot.waitUntil(lambda: len(drawn(view)) == 2)
    assert [len(panel.bars) for panel in view.panels] == [1, 1, 0, 0, 0]
