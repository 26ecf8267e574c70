"""One metric by entity and period: how rows sort, what is selected, what the other views hear."""

from __future__ import annotations

import itertools
import weakref

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matrix_samples import DOWN, UP, click_heading, menu_of, names
from msgspec.structs import replace
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from table_samples import NAMES, SHARE, TALK, large, make_answer, make_comparison, make_plan, make_state, small

from siro_desktop.domain.comparison import Place
from siro_desktop.domain.names import NamedId
from siro_desktop.ui.comparison.matrix_model import MatrixModel
from siro_desktop.ui.comparison.matrix_view import MatrixView


def test_headings_sort_and_the_third_click_restores_the_asked_order(view, qtbot) -> None:
    click_heading(view, qtbot, 1)
    assert names(view) == ["ana", "Cid", "Ben", "All together"]
    assert view._state.entity_order == (1, 0, 2)
    click_heading(view, qtbot, 1)
    assert names(view) == ["Cid", "ana", "Ben", "All together"]  # Ben has no value: last in both directions
    click_heading(view, qtbot, 1)
    assert view._state.entity_order == (0, 1, 2)
    click_heading(view, qtbot, 0)
    assert names(view) == ["ana", "Ben", "Cid", "All together"]


def test_a_sorting_tells_how_to_take_it_back(view, qtbot) -> None:
    chosen = []
    view.sort_chosen.connect(lambda former, now: chosen.append((former, now)))
    click_heading(view, qtbot, 1)
    menu_of(view)["Highest first"].trigger()
    assert chosen == [((-1, UP), (1, UP)), ((1, UP), (0, DOWN))]
    view.sort(*chosen[1][0])
    assert names(view) == ["ana", "Cid", "Ben", "All together"]
    view.sort(*chosen[0][0])
    assert view._state.entity_order == (0, 1, 2)
    view.sort(99, UP)
    assert view.table.sorted_by() == (-1, UP)
    assert len(chosen) == 2


def test_the_order_of_another_view_is_followed_and_the_arrow_goes(view, qtbot) -> None:
    click_heading(view, qtbot, 1)
    view._state.set_entity_order([2, 1, 0])
    assert names(view) == ["Ben", "ana", "Cid", "All together"]
    assert view.table.sorted_by()[0] == -1


def test_another_metric_is_sorted_as_the_heading_says(view, qtbot) -> None:
    click_heading(view, qtbot, 1)
    click_heading(view, qtbot, 1)
    view._state.choose_metric(1)
    assert names(view) == ["Ben", "ana", "Cid", "All together"]  # 1:04, 1:02, 1:00


def test_a_click_selects_for_all_views_and_theirs_is_followed(view, qtbot) -> None:
    rect = view.table.visualRect(view.model.index(2, 1))
    qtbot.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert view._state.selected == Place(2, 0)
    qtbot.keyClick(view.table, Qt.Key.Key_Up)
    assert view._state.selected == Place(1, 0)
    view._state.select(Place(0, 1))
    assert view.model.place(view.table.currentIndex()) == Place(0, 1)
    click_heading(view, qtbot, 1)
    assert view.model.place(view.table.currentIndex()) == Place(0, 1)  # it moved with its row
    assert view._state.selected == Place(0, 1)


@pytest.mark.parametrize("column", [0, 1])
def test_the_keyboard_is_seen_where_nothing_is_selected(view, qtbot, column: int) -> None:
    table = view.table
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    table.setFocus()
    table.selectionModel().setCurrentIndex(view.model.index(1, column), QItemSelectionModel.SelectionFlag.NoUpdate)
    assert not table.selectionModel().hasSelection()
    with_keys = table.grab().toImage()
    table.clearFocus()
    QApplication.processEvents()
    assert table.grab().toImage() != with_keys


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_the_current_cell_never_hides_under_the_names(qtbot, direction) -> None:
    view = MatrixView(make_state(large(60, 52, 1)))
    view.setLayoutDirection(direction)
    qtbot.addWidget(view)
    view.resize(700, 400)
    view.show()
    view._state.select(Place(40, 50))
    area, names_at = view.table.viewport().geometry(), view.table._names.geometry()
    is_mirrored = direction is Qt.LayoutDirection.RightToLeft
    assert (names_at.right() == area.right()) if is_mirrored else (names_at.left() == area.left())
    for _ in range(50):
        qtbot.keyClick(view.table, Qt.Key.Key_Right if is_mirrored else Qt.Key.Key_Left)
        cell = view.table.visualRect(view.table.currentIndex()).translated(area.topLeft())
        assert area.contains(cell)
        assert not cell.intersects(names_at)
    assert view._state.selected == Place(40, 0)
    assert view.table._names.verticalScrollBar().value() == view.table.verticalScrollBar().value()


def test_figures_that_nobody_looks_at_are_let_go(view, qtbot) -> None:
    figure = view.model.index(0, 1)
    shown = figure.data()
    view.hide()
    former = weakref.ref(view._state.comparison)
    view._state.set_comparison(small())
    qtbot.waitUntil(lambda: former() is None)
    assert figure.data() == "…"
    assert names(view) == ["Cid", "ana", "Ben", "All together"]
    assert view.model.sorted_entities(1, descending=False) == [0, 1, 2, 3]
    view.show()
    assert figure.data() == shown


def test_names_are_whole_where_figures_have_room_beside_them(view) -> None:
    long = replace(NAMES, users=(NamedId("user_0", "Maximiliana Wilhelmina von Hohenstein-Schwarzenberg"),))
    view._state.set_names(long)
    whole = view.table.fontMetrics().horizontalAdvance(long.users[0].name)
    assert view.table.columnWidth(0) > whole
    view.resize(300, 400)
    assert view.table.columnWidth(0) < whole


def test_names_stay_as_wide_as_a_person_has_made_them(view) -> None:
    view.table._names.horizontalHeader().resizeSection(0, 177)
    assert view.table.columnWidth(0) == view.table._names.width() == 177
    view._state.choose_metric(1)
    assert view.table.columnWidth(0) == 177


def test_a_comparison_that_grows_keeps_order_and_selection(view, qtbot) -> None:
    click_heading(view, qtbot, 1)
    view._state.select(Place(0, 0))
    view._state.set_comparison(small())
    assert names(view) == ["ana", "Cid", "Ben", "All together"]
    assert view.model.place(view.table.currentIndex()) == Place(0, 0)
    view._state.set_comparison(large(2, 3, 1))
    assert view.table.sorted_by()[0] == -1
    assert view.model.columnCount() == 4


def test_answers_that_come_in_are_no_reset(view, qtbot) -> None:
    shown = view._state.comparison
    plan = shown.saved.plan
    view._state.set_comparison(make_comparison(plan, lambda _, key: make_answer(key, [(SHARE, (12.0, None))])))
    assert view.model.cell_at(0, 1).number == 12
    with qtbot.assertNotEmitted(view.model.modelReset), qtbot.waitSignal(view.model.dataChanged):
        view._state.set_comparison(shown)
    assert view.model.cell_at(0, 1).number == 40


def test_figures_that_were_shown_are_let_go(qtbot) -> None:
    state = make_state(small())
    former = weakref.ref(state.comparison)
    state.set_comparison(None)
    assert former() is not None  # while others are being shown
    qtbot.waitUntil(lambda: former() is None)


def test_what_changes_unseen_is_shown_when_it_is_looked_at(view) -> None:
    view.hide()
    view._state.choose_metric(1)
    view._state.set_entity_order([2, 1, 0])
    view._state.select(Place(1, 0))
    view.show()
    assert names(view) == ["Ben", "ana", "Cid", "All together"]
    assert view.model.index(0, 1).data() == "1:04"
    assert view.model.place(view.table.currentIndex()) == Place(1, 0)
    view.hide()
    view._state.set_comparison(large(2, 3, 1))
    view._state.set_entity_order([1, 0])
    view.set_filter("a")
    view.set_filter("user")
    view.show()
    assert (names(view), view.model.columnCount()) == (["ana", "Cid"], 4)


def test_before_any_answer_it_says_so(qtbot) -> None:
    state = make_state()
    view = MatrixView(state)
    qtbot.addWidget(view)
    view.show()
    assert "No figures yet" in view._nothing.text()
    state.set_comparison(make_comparison(make_plan(1, 2), lambda _, key: make_answer(key, [])))
    assert "No metrics" in view._nothing.text()
    state.set_comparison(small())
    assert view.table.isVisible()


def test_a_search_says_how_many_it_leaves_and_keeps_what_they_are_held_against(view, qtbot) -> None:
    assert view.strip.text() == ""
    view.set_filter("ana")
    assert names(view) == ["ana", "All together"]
    assert view.strip.text() == "1 of 3 rows"
    with qtbot.waitSignal(view.clear_search_clicked):
        qtbot.mouseClick(find_button(view), Qt.MouseButton.LeftButton)
    view.set_filter("")
    assert view.strip.text() == ""
    view.set_filter("all together")
    assert (names(view), view.strip.text()) == (["All together"], "0 of 3 rows")


def find_button(view: MatrixView) -> QPushButton:
    return view.findChild(QPushButton, "found_clear")


def test_the_count_follows_another_comparison(view) -> None:
    view.set_filter("ana")
    view._state.set_comparison(large(2, 3, 1))
    assert (names(view), view.strip.text()) == (["ana"], "1 of 2 rows")


def test_the_search_looks_at_names_and_ids(view, qtbot) -> None:
    view.set_filter("ANA")
    assert names(view) == ["ana", "All together"]
    view.set_filter("user_1")
    assert names(view) == ["ana", "All together"]
    click_heading(view, qtbot, 1)  # sorts those that are not in view as well
    assert view._state.entity_order == (1, 0, 2)
    view._state.select(Place(0, 0))
    assert view.model.place(view.table.currentIndex()) != Place(0, 0)
    view.set_filter("nobody")
    assert "nobody" in view._nothing.text()
    with qtbot.waitSignal(view.clear_search_clicked):
        view._nothing.action_clicked.emit()
    view.set_filter("")
    assert names(view) == ["ana", "Cid", "Ben", "All together"]
    assert view.model.place(view.table.currentIndex()) == Place(0, 0)


def test_qt_finds_no_fault_with_the_model(view, qtmodeltester) -> None:
    qtmodeltester.check(view.model, force_py=True)
    view._state.set_entity_order([2, 0, 1])
    view._state.set_comparison(None)
    view._state.set_comparison(small())
    qtmodeltester.check(view.model)


figures = st.none() | st.sampled_from([0.0, 1.0]) | st.floats(allow_nan=True)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.none() | figures, min_size=8, max_size=8), st.booleans())
def test_sorting_is_stable_and_blanks_come_last(qapp, numbers, descending) -> None:
    comparison = make_comparison(
        make_plan(8, 1), lambda n, key: make_answer(key, [(TALK, (numbers[n], None))]) if n < 8 else None
    )
    model = MatrixModel(make_state(comparison))
    order = model.sorted_entities(1, descending=descending)
    assert sorted(order) == list(range(8))
    shown = [model.cells.number(Place(entity, 0)) for entity in order]
    filled = [number for number in shown if number is not None]
    assert shown == filled + [None] * (8 - len(filled))
    assert filled == sorted(filled, reverse=descending)
    for (before, number), (after, other) in itertools.pairwise(zip(order, shown, strict=True)):
        if number == other:
            assert before < after


def test_every_widget_has_a_name(view) -> None:
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    ours = [view.legend, *view.legend.findChildren(QWidget, options=direct), view.table, view.table._names, view._body]
    assert all(widget.objectName() for widget in ours)
