"""Every figure of a comparison as a row: sorted, searched, copied, and heard of by the other views."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from long_table_kit import column, open_long_table
from PySide6.QtCore import QPersistentModelIndex, Qt
from table_samples import DENVER, SHARE, TALK, large, make_answer, make_comparison, make_plan, make_state, small

from siro_desktop.domain.calendar import Calendar, Unit
from siro_desktop.domain.comparison import Place
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.plan import CompareBy, CompareEntities, build_plan
from siro_desktop.domain.profile import Profile
from siro_desktop.ui.comparison.long_columns import LongColumns
from siro_desktop.ui.comparison.long_keys import LongColumn
from siro_desktop.ui.comparison.long_model import LongTableModel
from siro_desktop.ui.comparison.long_view import LongTableView
from siro_desktop.ui.row_order import SortBy
from siro_desktop.ui.status_mark import status_word

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@pytest.fixture
def view(qtbot) -> LongTableView:
    return open_long_table(qtbot)


def test_a_row_for_each_figure_with_what_it_rests_on(view) -> None:
    model = view.model
    assert model.rowCount() == 11
    assert [model.index(0, n).data() for n in range(8)] == [
        "Cid", "5–11 Oct 2026", "Rep speaker share", "40.0\u00a0%", "71.0\u00a0%", "12", "met", "TYPE_SHARE",
    ]  # fmt: skip
    assert column(model, LongColumn.VALUE)[6] == "—"  # Ben's share: no value, never 0
    assert column(model, LongColumn.TARGET)[6] == "—"
    assert column(model, LongColumn.ENTITY)[-1] == "All together"


def test_columns_are_as_wide_as_another_question_needs_them(view) -> None:
    former = view.table.columnWidth(LongColumn.PERIOD)
    by = CompareBy(entities=CompareEntities.EACH, unit=Unit.QUARTER)
    half_a_year = build_plan(make_plan(2, 26).query, "acme", compare_by=by, calendar=Calendar(DENVER))
    view._state.set_comparison(make_comparison(half_a_year, lambda _, key: make_answer(key, [(SHARE, (1, 2))])))
    assert view.model.index(0, LongColumn.PERIOD).data() == "5 Oct – 31 Dec 2026"
    assert view.table.columnWidth(LongColumn.PERIOD) > former


def test_one_period_is_not_said_in_every_row(view) -> None:
    once = build_plan(make_plan(2, 1).query, "acme", compare_by=CompareBy(entities=CompareEntities.EACH))
    view._state.set_comparison(make_comparison(once, lambda _, key: make_answer(key, [(SHARE, (1, 2))])))
    assert LongColumn.PERIOD not in view.table.visible_columns()
    view._state.set_comparison(small())
    assert LongColumn.PERIOD in view.table.visible_columns()


def test_ids_and_types_are_hidden_at_first(view) -> None:
    titles = [view.model.title(column) for column in view.table.visible_columns()]
    assert titles == ["Person", "Period", "Metric", "Value", "Pass rate", "Recordings", "Target"]


def test_a_person_may_show_them_and_they_stay(view, qtbot) -> None:
    view.table.set_column_shown(int(LongColumn.UNIT), True)
    again = LongTableView(view._state)
    qtbot.addWidget(again)
    again.restore_layout(view.layout_state())
    assert not again.table.isColumnHidden(int(LongColumn.UNIT))
    assert again.table.isColumnHidden(int(LongColumn.IDS))
    again.table.reset_layout()
    assert again.table.isColumnHidden(int(LongColumn.UNIT))


def test_qt_finds_no_fault_with_the_model(view, qtmodeltester) -> None:
    qtmodeltester.check(view.model)
    view.model.sort(int(LongColumn.VALUE), DOWN)
    view.set_filter("ana")
    view.set_filter("nowhere")
    qtmodeltester.check(view.model, force_py=True)


@pytest.mark.parametrize("order", [UP, DOWN])
def test_values_sort_as_numbers_with_blanks_last(view, order) -> None:
    view.model.sort(int(LongColumn.VALUE), order)
    values = [view.model.columns.values[row] for row in view.model.source_rows()]
    assert values[-1] is None
    assert values[:-1] == sorted(values[:-1], reverse=order == DOWN)


def test_names_sort_without_case_and_all_together_comes_last(view) -> None:
    view.model.sort(int(LongColumn.ENTITY), DOWN)
    assert list(dict.fromkeys(column(view.model, LongColumn.ENTITY))) == ["Cid", "Ben", "ana", "All together"]


def test_targets_sort_from_met_to_missed(view) -> None:
    view.model.sort(int(LongColumn.TARGET), UP)
    assert column(view.model, LongColumn.TARGET)[:5] == ["met", "met", "near", "near", "—"]


def test_the_next_column_decides_where_the_first_has_ties(view) -> None:
    columns = (SortBy(LongColumn.ENTITY), SortBy(LongColumn.METRIC), SortBy(LongColumn.VALUE, descending=True))
    view.model.sort_by(columns)
    rows = [(view.model.index(r, 0).data(), view.model.index(r, 2).data()) for r in range(view.model.rowCount())]
    assert rows[:3] == [("ana", "Longest monologue"), ("ana", "Rep speaker share"), ("Ben", "Longest monologue")]
    assert column(view.model, LongColumn.VALUE)[2:4] == ["1:05", "1:04"]  # Ben's: the larger first
    view.model.sort(-1)
    assert view.model.source_rows() == tuple(range(11))


def test_the_search_looks_at_names_metrics_types_and_ids(view) -> None:
    for text, rows in (("ANA", 2), ("monologue", 6), ("type_share", 5), ("user_2", 3 + 2), ("", 11)):
        view.set_filter(text)
        assert view.model.rowCount() == rows, text


def test_nothing_found_is_said_and_the_search_can_be_cleared(view, qtbot) -> None:
    view.set_filter("nobody")
    assert "nobody" in view._nothing.text()
    assert not view.table.isVisible()
    with qtbot.waitSignal(view.clear_search_clicked):
        view._nothing.action_clicked.emit()


def test_before_any_answer_it_says_so(qtbot) -> None:
    view = LongTableView(make_state(make_comparison(make_plan(2, 2), lambda *_: None)))
    qtbot.addWidget(view)
    view.show()
    assert "No figures yet" in view._nothing.text()
    assert view.visible_rows() == []


def test_the_rows_in_view_are_told_for_export(view) -> None:
    view.set_filter("ana")
    view.model.sort(int(LongColumn.METRIC), UP)
    cell = view._state.comparison.cell(Place(1, 0))
    assert view.visible_rows() == [(cell.key, 1), (cell.key, 0)]


def test_a_row_selects_its_figure_for_all_views_and_follows_theirs(view) -> None:
    state = view._state
    view.table.select_source_row(4)  # Ana's share
    assert (state.selected, state.current_metric.key.id) == (Place(1, 0), "share")
    state.choose_metric(1)
    state.select(Place(2, 1))
    row = view.table.currentIndex().row()
    assert column(view.model, LongColumn.VALUE)[row] == "1:05"
    assert state.selected == Place(2, 1)


def test_sorting_tells_the_others_the_order_of_the_entities(view) -> None:
    view.table.sortByColumn(int(LongColumn.VALUE), UP)
    assert view._state.entity_order == (1, 0, 2)  # Ana 30, Cid 40; Ben without a value last
    view.table.sortByColumn(-1, UP)
    assert view._state.entity_order == (0, 1, 2)


def test_new_names_and_targets_are_shown_where_one_was(view) -> None:
    view.set_filter("ana")
    kept = QPersistentModelIndex(view.model.index(0, 0))
    view._state.set_profile(Profile(id="acme", name="Acme", thin_sample=200))
    assert not kept.isValid()  # shown anew
    tip = view.model.index(0, int(LongColumn.RECORDINGS)).data(Qt.ItemDataRole.ToolTipRole)
    assert "Thin sample" in tip
    assert view.model.rowCount() == 2


def test_many_figures_are_prepared_elsewhere(qtbot) -> None:
    state = make_state()
    view = LongTableView(state)
    qtbot.addWidget(view)
    view.show()
    comparison = large(30, 6, 20)
    with qtbot.waitSignal(view.columns_wanted) as wanted:
        state.set_comparison(comparison)
    assert wanted.args == [comparison]
    assert view.model.rowCount() == 0
    assert not view.table.isVisible()
    assert view._nothing.text() == ". "
    columns = LongColumns.build(comparison)
    view.set_columns(columns)
    assert view.model.rowCount() == 3_600
    state.set_comparison(small())
    view.set_columns(columns)  # too late: another one is looked at
    assert view.model.rowCount() == 11


def test_nothing_is_prepared_before_somebody_looks(qtbot) -> None:
    view = LongTableView(make_state(small()))
    qtbot.addWidget(view)
    assert view.model.rowCount() == 0
    view.show()
    assert view.model.rowCount() == 11


figures = st.none() | st.sampled_from([0.0, 1.0, -1.0]) | st.floats(allow_nan=True)
cells = st.lists(st.none() | st.tuples(figures, figures, st.integers(0, 3)), min_size=6, max_size=6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@example([None] * 5 + [(math.inf, None, 0)], [(LongColumn.TARGET, UP)])
@given(cells, st.lists(st.tuples(st.sampled_from(LongColumn), st.sampled_from([UP, DOWN])), min_size=1, max_size=3))
def test_sorting_loses_nothing_is_stable_and_puts_blanks_last(qapp, cells, sorts) -> None:
    def answer_of(number: int, key: str):
        cell = cells[number]
        return cell and make_answer(key, [(SHARE, cell[:2]), (TALK, cell[1::-1])], cell[2])

    comparison = make_comparison(make_plan(2, 2), answer_of)
    model = LongTableModel(make_state(comparison))
    model.set_columns(LongColumns.build(comparison))
    for which, order in sorts:
        model.sort(int(which), order)
        rows, keys = model.source_rows(), model.keys(which)
        assert sorted(rows) == list(range(model.source_count()))
        ranks = [int(keys.ranks[row]) for row in rows]
        filled = [rank for rank in ranks if rank < keys.last]
        assert ranks[: len(filled)] == sorted(filled, reverse=order == DOWN)
        assert ranks[len(filled) :] == sorted(ranks[len(filled) :])
        for (row, rank), (later, other) in itertools.pairwise(zip(rows, ranks, strict=True)):
            assert rank != other or row < later
    sources = list(range(model.source_count()))
    raw = model.raw_rows(range(model.rowCount()), [LongColumn.TARGET])
    statuses = [model._status(source) for source in model.source_rows()]
    assert [text for (text,) in raw] == ["" if one is None else status_word(one) for one in statuses]
    assert sorted(model.source_rows()) == sources
    for text in ("user_1", "share", "zzz"):
        model.set_filter(text)
        found = set(model.source_rows())
        for row in range(model.source_count()):
            spoken = [model._entity_text(row), model._ids_text(row), model._metric_text(row), model._type_text(row)]
            spoken.append(model._metric_id_text(row))
            assert (row in found) == any(text in word.casefold() for word in spoken)


def test_to_enter_the_table_chooses_nothing(view) -> None:
    state = view._state
    state.choose_metric(1)
    view.table.setFocus()
    assert view.table.hasFocus()
    assert view.table.currentIndex().row() == 0  # where the keys are
    assert (state.metric, state.selected) == (1, None)
    state.select(view.model.place_and_metric(0)[0])
    state.choose_metric(view.model.place_and_metric(0)[1])
    assert view.table.selected_count() == 1  # now somebody has chosen that row


def test_a_search_that_hides_the_selected_figure_leaves_it_selected_elsewhere(view) -> None:
    state = view._state
    view.table.select_source_row(0)
    chosen = (state.selected, state.metric)
    view.set_filter("ben")
    view.table.setFocus()
    assert (state.selected, state.metric) == chosen
    view.set_filter("")
    assert view.table.selected_source_rows() == [0]


def test_the_current_row_stays_in_view_when_the_table_gets_lower(view) -> None:
    table = view.table
    view.resize(1000, table.rowHeight(0) * 10)
    last = table.rowAt(table.viewport().height() - 2 * table.rowHeight(0))
    table.selectRow(last)
    assert table.verticalScrollBar().value() == 0
    view.resize(1000, table.rowHeight(0) * 6)
    shown = table.visualRect(table.currentIndex())
    assert 0 <= shown.top() <= shown.bottom() < table.viewport().height()


def test_the_names_of_all_people_say_how_wide_their_column_is(view) -> None:
    """Rows come person by person: the first hundred are of one."""
    many = [((f"m{number}", f"Metric {number}", "count"), (1.0, None)) for number in range(120)]
    names = ("Al", "Bo", "Christabel Montgomery")
    view._state.set_names(Names(users=tuple(NamedId(f"user_{n}", name) for n, name in enumerate(names))))
    plan = make_plan(3, 1, with_whole=False)
    view._state.set_comparison(make_comparison(plan, lambda _, key: make_answer(key, many)))
    view.table.fit_columns()
    needed = view.table.fontMetrics().horizontalAdvance(names[2])
    assert view.table.columnWidth(LongColumn.ENTITY) > needed


def test_the_first_down_chooses_the_first_row_and_the_next_goes_on(view, qtbot) -> None:
    view.table.setFocus()
    chosen = []
    for _ in range(2):
        qtbot.keyClick(view.table, Qt.Key.Key_Down)
        chosen.append(view.table.selected_source_rows())
    assert chosen == [[0], [1]]
    assert view._state.selected == view.model.place_and_metric(1)[0]
