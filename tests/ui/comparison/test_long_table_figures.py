"""What the long table says of its figures: marks, totals, intervals, copies."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from long_table_kit import open_long_table
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from table_samples import make_answer, make_comparison, make_plan

from siro_desktop.domain.color_bands import RateBand, build_own_bands
from siro_desktop.domain.targets import ColorBands, LookUp, OwnColors, Status, Target, Targets
from siro_desktop.domain.totals import Total, WhyNot
from siro_desktop.ui.comparison.long_keys import LongColumn

if TYPE_CHECKING:
    from siro_desktop.ui.comparison.long_view import LongTableView

ASKED, HELD = ("asked", "Questions", "count"), ("held", "Recordings", "count")


@pytest.fixture
def view(qtbot) -> LongTableView:
    return open_long_table(qtbot)


def test_copies_hold_plain_figures_and_nothing_for_what_is_missing(view) -> None:
    view.copy(with_headings=True)
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert lines[0] == ["Person", "Period", "Metric", "Value", "Unit", "Pass rate", "Recordings", "Target"]
    assert lines[1] == ["Cid", "5–11 Oct 2026", "Rep speaker share", "40", "percent", "71", "12", "met"]
    assert lines[7][3:] == ["", "percent", "", "5", ""]
    assert "<td>Rep speaker share</td>" in QGuiApplication.clipboard().mimeData().html()


def test_without_targets_there_is_no_column_of_them(view) -> None:
    assert LongColumn.TARGET in view.table.visible_columns()
    view._state.set_targets(Targets())
    assert LongColumn.TARGET not in view.table.visible_columns()
    view._state.set_targets(Targets((Target(metric_id="share", minimum=38),)))
    assert LongColumn.TARGET in view.table.visible_columns()


def test_pass_rates_are_marked_by_the_organization_s_colours(view) -> None:
    """Row 76."""
    model, row = view.model, 0
    assert (model.pass_rate(row), model.rate_status(row)) == (71, Status.NEAR)
    cell = model.index(row, LongColumn.PASS_RATE)
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole).endswith(", near")
    assert "near: 50" in cell.data(Qt.ItemDataRole.ToolTipRole)
    bands = ColorBands((RateBand(Status.MET, 60, 100),))
    query = view._state.comparison.saved.plan.query
    view._state.set_targets(Targets(look_ups=(LookUp(query.conversation_type_id, bands, datetime.now(UTC)),)))
    assert model.rate_status(row) is Status.MET


def test_colours_of_one_s_own_win_for_the_metric_and_the_period_that_they_are_meant_for(view) -> None:
    model, bands = view.model, build_own_bands([(Status.MISSED, 0), (Status.MET, 71)])
    own = OwnColors(bands=bands, metric_id="share", valid_from=date(2026, 10, 18))
    view._state.set_targets(Targets(own_colors=(replace(own, valid_from=None),)))
    assert model.rate_status(0) is Status.MET
    cell = model.index(0, LongColumn.PASS_RATE)
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole).endswith(", met")
    assert "met: 71 – 100\u00a0% in your colours" in cell.data(Qt.ItemDataRole.ToolTipRole)
    view._state.set_targets(Targets(own_colors=(own,)))  # the first period ends on 11 October
    assert model.rate_status(0) is Status.NEAR
    view._state.set_targets(Targets(own_colors=(replace(own, metric_id="talk", valid_from=None),)))
    assert model.rate_status(0) is Status.NEAR


def test_a_pass_rate_says_about_where_it_may_lie(view) -> None:
    column = int(LongColumn.PASS_RATE)
    tips = [view.model.index(row, column).data(Qt.ItemDataRole.ToolTipRole) for row in range(view.model.rowCount())]
    assert any(tip.startswith("71 % (about 42–89\u00a0%, 12 recordings)\n") for tip in tips)
    assert "No pass rate came" in tips


@pytest.mark.parametrize(("metric", "total"), [(1, (12.0, None)), (0, (None, WhyNot.AVERAGES))])
def test_averages_that_are_whole_by_chance_are_not_added(view, metric, total) -> None:
    averages = (5.0, 7.0, 6.5)
    view._state.set_comparison(
        make_comparison(
            make_plan(3, 1, with_whole=False),
            lambda n, key: make_answer(key, [(ASKED, (averages[n], None)), (HELD, (5.0 + 2 * n, None))]),
        )
    )
    found, recordings = view.model.total([metric, 2 + metric])  # two people's
    assert ((found.sum, found.why_not), recordings) == (total, 24)


def test_counts_of_different_metrics_and_of_people_beside_all_together_are_not_added(view) -> None:
    plan = make_plan(2, 1)
    view._state.set_comparison(
        make_comparison(plan, lambda n, key: make_answer(key, [(ASKED, (n, None)), (HELD, (4, None))]))
    )
    assert view.model.total([0, 1])[0].why_not is WhyNot.METRICS_DIFFER
    assert view.model.total([0, 2])[0].sum == 1
    assert view.model.total([0, 4]) == (Total(2, why_not=WhyNot.WHOLE_INCLUDED), None)
