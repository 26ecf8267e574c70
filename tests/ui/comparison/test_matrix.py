"""One metric by entity and period: what cells say, how they sort, what is copied, what the other views hear."""

from __future__ import annotations

import itertools
import weakref
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QMenu, QWidget
from table_samples import PROBLEM, SHARE, TALK, large, make_answer, make_comparison, make_plan, make_state, small

from siro_desktop.domain.color_bands import build_own_bands
from siro_desktop.domain.comparison import Comparison, Place
from siro_desktop.domain.profile import Profile
from siro_desktop.domain.targets import OwnColors, Status
from siro_desktop.ui.comparison.figure_words import describe
from siro_desktop.ui.comparison.matrix_cells import STEPS, Kind, MatrixCells, short_periods
from siro_desktop.ui.comparison.matrix_delegate import shades
from siro_desktop.ui.comparison.matrix_legend import MatrixLegend
from siro_desktop.ui.comparison.matrix_model import MatrixModel
from siro_desktop.ui.comparison.matrix_view import MatrixView
from siro_desktop.ui.theme import Theme, _theme_of, apply_theme, contrast_ratio
from siro_desktop.ui.theme_tokens import DARK_TOKENS, LIGHT_TOKENS

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
TIP, SPOKEN = Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def view(qtbot) -> MatrixView:
    state = make_state(small())
    view = MatrixView(state)
    state.setParent(view)
    qtbot.addWidget(view)
    view.resize(900, 400)
    view.show()
    return view


def names(view: MatrixView) -> list[str]:
    return [view.model.index(row, 0).data() for row in range(view.model.rowCount())]


def tip(view: MatrixView, row: int, column: int) -> str:
    return view.model.index(row, column).data(TIP)


def click_heading(view: MatrixView, qtbot, column: int) -> None:
    headings = (view.table._names if column == 0 else view.table).horizontalHeader()
    place = headings.sectionViewportPosition(column) + headings.sectionSize(column) // 2
    qtbot.mouseClick(headings.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place, 5))


# Cells --------------------------------------------------------------------------------------------------------------


def test_each_figure_has_its_recordings_beside_it(view) -> None:
    cell = view.model.cell(view.model.index(0, 1))
    assert (cell.text, cell.count, cell.status, cell.is_thin) == ("40.0\u00a0%", "n 12", Status.MET, False)
    thin = view.model.cell(view.model.index(0, 2))
    assert (thin.count, thin.is_thin) == ("n 2", True)
    assert "Thin sample: 2 recordings, fewer than 3" in tip(view, 0, 2)


def test_all_that_can_be_missing_is_told_apart(view) -> None:
    kinds = [[view.model.cell(view.model.index(row, column)).kind for column in (1, 2)] for row in range(4)]
    assert kinds == [
        [Kind.FIGURE, Kind.FIGURE],
        [Kind.FIGURE, Kind.FAILED],
        [Kind.NO_VALUE, Kind.NO_VALUE],
        [Kind.FIGURE, Kind.UNANSWERED],
    ]
    assert "Siro could not answer. Try again." in tip(view, 1, 2)
    assert "not 0" in tip(view, 2, 1)
    assert "does not have this metric" in tip(view, 2, 2)
    assert "No answer yet" in tip(view, 3, 2)
    assert view.model.index(2, 1).data() == "—"


def test_targets_are_said_in_words_too(view) -> None:
    assert "Target ≥ 38\u00a0% · near" in tip(view, 1, 1)
    spoken = view.model.index(0, 1).data(SPOKEN)
    assert spoken == (
        "Cid, 5–11 Oct 2026. Rep speaker share: 40.0\u00a0%. 12 recordings. "
        "Pass rate: 71.0\u00a0% (about 42–89\u00a0%), near. Target at least 38\u00a0%, met"
    )


def test_an_answer_that_could_not_be_renewed_is_marked_as_older(view) -> None:
    comparison = small()
    saved, key = comparison.saved, comparison.saved.plan.cells[0].key
    view._state.set_comparison(Comparison(replace(saved, problems={**saved.problems, key: PROBLEM})))
    cell = view.model.cell(view.model.index(0, 1))
    assert (cell.text, cell.is_older) == ("40.0\u00a0%", True)
    older = "asked again and failed (Siro has a problem): the answer of 1 Nov 2026 17:00:00 (Denver, UTC−07:00) stands"
    assert older in tip(view, 0, 1)
    assert older in describe(view._state, Place(0, 0), 0).notes
    assert "older answer" in view.legend.text()
    view._state.set_comparison(comparison)
    assert "older answer" not in view.legend.text()


def test_the_legend_says_what_is_in_view_and_nothing_else(view) -> None:
    assert view.legend.text() == (
        "30.0\u00a0% · 60.0\u00a0% · thin: fewer than 3 recordings · met · near · — no value · … no answer yet · failed"
    )
    view._state.choose_metric(1)
    assert "met" not in view.legend.text()
    view._state.set_profile(Profile(id="acme", name="Acme", thin_sample=0))
    assert "thin" not in view.legend.text()


@pytest.mark.parametrize("tokens", [LIGHT_TOKENS, DARK_TOKENS], ids=["light", "dark"])
def test_text_can_be_read_on_every_shade(tokens) -> None:
    ramp = shades(Theme("x", tokens))
    assert len(set(map(QColor.name, ramp))) == STEPS
    for shade, ink in itertools.product(ramp, ("text", "on_shade")):
        assert contrast_ratio(shade, QColor(tokens[ink])) >= 4.5


def test_high_contrast_has_no_shades(qapp) -> None:
    tokens = _theme_of(QPalette(Qt.GlobalColor.white, Qt.GlobalColor.black))
    assert {shade.name() for shade in shades(tokens)} == {tokens.color("panel").name()}


def test_shades_go_from_the_lowest_to_the_highest() -> None:
    cells = MatrixCells(make_state(small()))
    assert [cells.cell(Place(*at)).step for at in ((1, 0), (0, 0), (0, 1), (2, 0))] == [0, 2, STEPS - 1, None]


def test_the_whole_has_no_part_in_the_shades() -> None:
    """Its sums are far above those of the people in it, whose figures would all look alike."""
    figures = [4.0, 8.0, 12.0]
    comparison = make_comparison(make_plan(2, 1), lambda n, key: make_answer(key, [(SHARE, (figures[n], None))]))
    cells = MatrixCells(make_state(comparison))
    assert (cells.low, cells.high) == (4.0, 8.0)
    assert [cells.cell(place).step for place in comparison.places()] == [0, STEPS - 1, None]


def test_equal_figures_have_one_shade_and_infinite_ones_none() -> None:
    figures = [5.0, 5.0, float("inf"), float("nan")]
    comparison = make_comparison(
        make_plan(2, 2, with_whole=False), lambda n, key: make_answer(key, [(SHARE, (figures[n], None))])
    )
    cells = MatrixCells(make_state(comparison))
    steps = [cells.cell(place).step for place in comparison.places()]
    assert steps == [STEPS // 2, STEPS // 2, None, None]


def test_pass_rates_can_be_shown_where_there_are_some(view) -> None:
    switch = view._shown_figure
    assert switch.isVisible()
    switch.set_chosen(["pass_rate"])
    assert view.model.index(0, 1).data() == "71.0\u00a0%"
    assert "No pass rate came" in tip(view, 0, 2)
    assert view.model.cell(view.model.index(0, 1)).status is Status.NEAR  # in the colours; the target is one of values
    assert "near" in view.findChild(MatrixLegend).text()
    met = build_own_bands([(Status.MISSED, 0), (Status.MET, 71)])
    view._state.set_targets(replace(view._state.targets, own_colors=(OwnColors(bands=met),)))
    assert view.model.cell(view.model.index(0, 1)).status is Status.MET
    assert ", met" in tip(view, 0, 1)
    view._state.choose_metric(1)
    assert not switch.isVisible()
    assert view.model.index(0, 1).data() == "1:00"
    view._state.choose_metric(0)
    assert view.model.index(0, 1).data() == "71.0\u00a0%"


def test_years_are_said_where_they_change() -> None:
    names = ("5–11 Oct 2026", "12–18 Oct 2026", "28 Dec 2026 – 3 Jan 2027", "4–10 Jan 2027")
    assert short_periods(names, ("2026", "2026", "2027", "2027")) == (
        "5–11 Oct 2026", "12–18 Oct", "28 Dec 2026 – 3 Jan 2027", "4–10 Jan",
    )  # fmt: skip


def test_headings_are_whole_in_their_tool_tips(view) -> None:
    head = view.model.headerData
    assert [head(n, Qt.Orientation.Horizontal) for n in range(3)] == ["Person", "5–11 Oct 2026", "12–18 Oct"]
    assert head(2, Qt.Orientation.Horizontal, TIP) == "12–18 Oct 2026"


# Order and selection ------------------------------------------------------------------------------------------------


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


def test_the_current_cell_never_hides_under_the_names(qtbot) -> None:
    view = MatrixView(make_state(large(60, 52, 1)))
    qtbot.addWidget(view)
    view.resize(700, 400)
    view.show()
    view._state.select(Place(40, 50))
    for _ in range(50):
        qtbot.keyClick(view.table, Qt.Key.Key_Left)
        left = view.table.visualRect(view.table.currentIndex()).left()
        assert left >= view.table._names.width()
    assert view._state.selected == Place(40, 0)
    assert view.table._names.verticalScrollBar().value() == view.table.verticalScrollBar().value()


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


def test_the_search_looks_at_names_and_ids(view, qtbot) -> None:
    view.set_filter("ANA")
    assert names(view) == ["ana"]
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


# Menu, copies, export -----------------------------------------------------------------------------------------------


def menu_of(view: MatrixView) -> dict[str, object]:
    menu = view._build_menu()
    return {action.text().replace("&", ""): action for action in menu.actions() if action.text()}


def test_the_menu_asks_again_and_shows_the_answer(view, qtbot) -> None:
    comparison = view._state.comparison
    view._state.select(Place(1, 1))
    menu = menu_of(view)
    assert not menu["Show the answer"].isEnabled()  # it failed
    with qtbot.waitSignal(view.retry_requested) as asked:
        menu["Ask this cell again"].trigger()
    assert asked.args == [comparison.cell(Place(1, 1)).key]
    view._state.select(Place(0, 0))
    with qtbot.waitSignal(view.answer_requested) as shown:
        menu_of(view)["Show the answer"].trigger()
    assert shown.args == [comparison.cell(Place(0, 0)).key]


def test_the_menu_sorts_by_keyboard(view) -> None:
    view._state.select(Place(0, 0))
    menu_of(view)["Lowest first"].trigger()
    assert view._state.entity_order == (1, 0, 2)
    assert view.table.sorted_by() == (1, UP)
    menu_of(view)["As asked"].trigger()
    assert view._state.entity_order == (0, 1, 2)


def test_everything_is_copied_with_its_recordings(view) -> None:
    view.table.clearSelection()
    view.copy(with_headings=True)
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert lines == [
        ["Person", "5–11 Oct 2026", "5–11 Oct 2026, recordings", "12–18 Oct 2026", "12–18 Oct 2026, recordings"],
        ["Cid", "40", "12", "60", "2"],
        ["ana", "30", "148", "", ""],
        ["Ben", "", "5", "", "6"],
        ["All together", "35", "165", "", ""],
    ]
    assert "<td>148</td>" in QGuiApplication.clipboard().mimeData().html()


def test_selected_cells_are_copied_with_whom_they_are_about(view, qtbot) -> None:
    view._state.select(Place(0, 1))
    qtbot.keyClick(view.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Cid\t60\t2"
    name = view.table._names.visualRect(view.model.index(1, 0)).center()
    qtbot.mouseClick(view.table._names.viewport(), Qt.MouseButton.LeftButton, pos=name)
    qtbot.keyClick(view.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "ana\t30\t148\t\t"


def test_the_figures_in_view_are_told_for_export(view) -> None:
    comparison = view._state.comparison
    view._state.set_entity_order([1, 0, 2])
    keys = [comparison.cell(Place(*at)).key for at in ((1, 0), (0, 0), (0, 1), (2, 0), (3, 0))]
    assert view.visible_rows() == [(key, 0) for key in keys]


def test_colours_change_with_the_theme(view, qapp) -> None:
    light = view.grab().toImage()
    apply_theme(qapp, "dark")
    dark = view.grab().toImage()
    apply_theme(qapp, "light")
    assert light != dark


def test_the_menu_opens_from_the_keyboard(view) -> None:
    view._state.select(Place(0, 0))
    view._on_menu_asked(view.mapToGlobal(view.rect().center()))
    assert view.findChild(QMenu, "matrix_menu") is not None


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
