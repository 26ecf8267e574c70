"""Filters of single columns: by menu, popup, keyboard; said above the table; taken away again."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QListWidget, QMenu, QPushButton
from table_kit import shown

from siro_desktop.ui.column_filters import Blank, Holds, InRange, OneOf
from siro_desktop.ui.field import ProblemLine
from siro_desktop.ui.filter_popup import FilterPopup
from siro_desktop.ui.filter_words import filter_in_words, read_figure, write_figure
from siro_desktop.ui.metric_keys import Column
from siro_desktop.ui.row_order import SortBy
from siro_desktop.ui.table_page import TablePage
from siro_desktop.ui.view_look import read_wishes, wishes_to_json

CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def popup_of(view, column: int) -> FilterPopup:
    view.open_filter(column)
    popup = view.findChild(FilterPopup)
    assert popup is not None
    return popup


def choose(popup: FilterPopup, kind: str) -> None:
    box = popup.findChild(QComboBox, "filter_kind")
    box.setCurrentIndex(box.findData(kind))


def type_in(qtbot, popup: FilterPopup, name: str, text: str) -> None:
    line = popup.findChild(QLineEdit, name)
    line.clear()
    qtbot.keyClicks(line, text)


def test_text_is_filtered_while_it_is_typed(view, qtbot) -> None:
    popup = popup_of(view, Column.METRIC)
    choose(popup, "holds")
    type_in(qtbot, popup, "filter_text", "REP")
    qtbot.waitUntil(lambda: shown(view) == ["Rep speaker share", "Rep questions"])
    popup.close()
    assert view.model().filters == {Column.METRIC: Holds("REP")}
    assert view.model().needles() == {Column.METRIC: ("REP",)}


def test_a_column_of_few_texts_offers_them_to_be_ticked(view, qtbot) -> None:
    popup = popup_of(view, Column.TYPE)
    assert popup.findChild(QComboBox, "filter_kind").currentData() == "one_of"
    choices = popup.findChild(QListWidget, "filter_choices")
    assert [choices.item(row).text() for row in range(choices.count())] == ["AI", "COUNT", "TALK"]
    choices.item(1).setCheckState(Qt.CheckState.Checked)
    qtbot.waitUntil(lambda: shown(view) == ["Recordings"])
    choices.item(0).setCheckState(Qt.CheckState.Checked)
    qtbot.waitUntil(lambda: view.model().rowCount() == 4)
    again = popup_of(view, Column.TYPE)
    choose(again, "any")
    assert view.model().rowCount() == 7


def test_a_long_list_of_texts_can_be_searched(view, qtbot) -> None:
    from siro_desktop.ui.filter_inputs import OneOfInput

    made = OneOfInput([f"Type {number}" for number in range(20)])
    qtbot.addWidget(made)
    qtbot.keyClicks(made.findChild(QLineEdit, "filter_find"), "TYPE 1")
    choices = made.findChild(QListWidget)
    assert [n for n in range(20) if not choices.item(n).isHidden()] == [1, *range(10, 20)]


def test_figures_are_filtered_by_a_range_whose_ends_count(view, qtbot) -> None:
    popup = popup_of(view, Column.VALUE)
    type_in(qtbot, popup, "filter_low", "6")
    type_in(qtbot, popup, "filter_high", "1:52.4")
    qtbot.waitUntil(lambda: view.model().filters == {Column.VALUE: InRange(6.0, 112.4)})
    assert shown(view) == ["Rep speaker share", "Longest monologue", "Customer questions", "Rep questions"]
    popup.close()
    popup.setParent(None)
    assert popup_of(view, Column.VALUE).findChild(QLineEdit, "filter_high").text() == "112.4"


@pytest.mark.parametrize(
    ("low", "high", "problem"),
    [("many", "", "“many” is not a number. Type it as 12.5"), ("5", "3", "The end lies below the beginning.")],
)
def test_what_makes_no_sense_is_said_beside_the_field_and_changes_nothing(view, qtbot, low, high, problem) -> None:
    popup = popup_of(view, Column.PASS_RATE)
    type_in(qtbot, popup, "filter_high", high)
    type_in(qtbot, popup, "filter_low", low)
    line = popup.findChild(ProblemLine, "filter_problem")
    qtbot.waitUntil(lambda: line.text.startswith(problem))
    assert view.model().filters.get(Column.PASS_RATE) in {None, InRange(None, 3.0)}
    type_in(qtbot, popup, "filter_low", "")
    qtbot.waitUntil(lambda: not line.text)


@pytest.mark.parametrize(("kind", "rows"), [("blank", ["Silence"]), ("filled", 6)])
def test_blank_and_not_blank(view, kind, rows) -> None:
    choose(popup_of(view, Column.VALUE), kind)
    assert shown(view) == rows or len(shown(view)) == rows
    assert popup_of(view, Column.VALUE).findChild(QComboBox, "filter_kind").currentData() == kind


def test_the_keyboard_opens_the_filter_and_the_menu_of_the_column_it_is_in(view, qtbot) -> None:
    view.setCurrentIndex(view.model().index(0, Column.VALUE))
    qtbot.keyClick(view, Qt.Key.Key_L, CONTROL_SHIFT)
    popup = view.findChild(FilterPopup)
    assert popup.accessibleName() == "Filter Value"
    qtbot.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    menu = view.findChild(QMenu, "heading_menu")
    next(action for action in menu.actions() if action.objectName() == "sort_down").trigger()
    assert shown(view)[0] == "Recordings"
    menu.close()


def test_clear_filter_in_the_popup_and_in_the_menus(view) -> None:
    model = view.model()
    model.set_column_filter(Column.TYPE, OneOf(frozenset(["AI"])))
    popup_of(view, Column.TYPE).findChild(QPushButton, "filter_clear").click()
    assert not model.filters
    model.set_column_filter(Column.TYPE, OneOf(frozenset(["AI"])))
    menu = QMenu(view)
    view._menus.fill_for_rows(menu)
    next(action for action in menu.actions() if action.objectName() == "clear_filters").trigger()
    assert not model.filters


def test_headings_mark_filtered_columns_for_the_eye_and_the_ear(view) -> None:
    before = view.horizontalHeader().grab().toImage()
    view.model().set_column_filter(Column.TYPE, Blank())
    assert view.horizontalHeader().grab().toImage() != before
    spoken = view.model().headerData(Column.TYPE, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Type, filtered"


@pytest.fixture
def table_page(view, qtbot) -> TablePage:
    page = TablePage(view.model())
    qtbot.addWidget(page)
    page.resize(900, 500)
    page.show()
    return page


def test_the_strip_counts_what_is_left_and_takes_filters_away(table_page, qtbot) -> None:
    model = table_page.view.model()
    assert table_page.around.strip.text() == ""
    model.set_column_filter(Column.VALUE, InRange(None, 50.0))
    model.set_column_filter(Column.TYPE, OneOf(frozenset(["AI"])))
    assert table_page.around.strip.text() == "3 of 7 metrics"
    chips = table_page.around.strip.findChild(QLabel).parent()._chips.chips()
    assert [chip.text for chip in chips] == ["Value up to 50", "Type: AI"]
    table_page.around.strip._chips.removed.emit(str(int(Column.TYPE)))
    assert table_page.around.strip.text() == "4 of 7 metrics"
    model.set_filter("rep")
    with qtbot.waitSignal(table_page.clear_search_clicked):
        table_page.around.strip.findChild(QPushButton, "filter_clear_all").click()
    assert not model.filters
    model.set_filter("")
    assert table_page.around.strip.text() == ""


def test_nothing_left_says_which_filters_and_offers_to_clear_them(table_page, qtbot) -> None:
    model = table_page.view.model()
    model.set_filter("rep")
    model.set_column_filter(Column.VALUE, Blank())
    assert table_page.nothing_found()
    said = table_page._nothing.text()
    assert said == "Nothing found. No row passes all filters: Value is blank; search for “rep”."
    with qtbot.waitSignal(table_page.clear_search_clicked):
        table_page._nothing.action_clicked.emit()
    assert not model.filters


def test_filters_in_words() -> None:
    for wanted, words in (
        (Holds("%1"), "V holds “%1”"),
        (OneOf(frozenset("ab")), "V: a, b"),
        (OneOf(frozenset("abcd")), "V: one of 4"),
        (InRange(1, None), "V from 1"),
        (InRange(None, -2.5), "V up to -2.5"),
        (InRange(0, 9), "V from 0 to 9"),
        (Blank(), "V is blank"),
        (Blank(is_blank=False), "V is not blank"),
    ):
        assert filter_in_words("V", wanted) == words


@pytest.mark.parametrize(("text", "value"), [("", None), (" 70 % ", 70.0), ("1,204.5", 1204.5), ("-1:05", -65.0)])
def test_figures_are_read_as_people_type_them(text, value) -> None:
    assert read_figure(text) == value
    assert read_figure(write_figure(value)) == value


def test_qt_finds_no_fault_while_rows_are_filtered(view) -> None:
    model = view.model()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    view.selectAll()
    for wanted in (InRange(0, 50), Blank(), None):
        model.set_column_filter(Column.VALUE, wanted)
    model.set_column_filter(Column.TYPE, Holds("nowhere"))
    model.clear_filters()
    assert tester.model() is model


def test_how_a_table_is_looked_at_comes_back(view) -> None:
    model = view.model()
    wanted = {
        int(Column.METRIC): Holds("e"),
        int(Column.TYPE): OneOf(frozenset(["AI", "TALK"])),
        int(Column.VALUE): InRange(None, 50.0),
        int(Column.ID): Blank(is_blank=False),
    }
    for column, one in wanted.items():
        model.set_column_filter(column, one)
    sorts = (SortBy(int(Column.TYPE)), SortBy(int(Column.VALUE), descending=True))
    model.sort_by(sorts)
    kept = json.loads(json.dumps(wishes_to_json(model.wishes)))
    model.clear_filters()
    model.sort(-1)
    assert wishes_to_json(model.wishes) == {"sort": {}, "filters": {}}
    model.restore(read_wishes(kept))
    assert model.filters == wanted
    assert model.sorted_by == sorts


@pytest.mark.parametrize(
    "kept",
    [
        *(None, 3, [], {"value": 3}, {"value": {"from": "1", "to": None}}, {"value": {"from": None, "to": None}}),
        *({"value": {"from": float("nan"), "to": 1}}, {"type": {"one_of": []}}, {"metric": {"holds": ""}}),
        {"no such": {"blank": True}},
    ],
)
def test_garbage_filters_nothing_and_sorts_by_nothing(view, kept) -> None:
    view.model().set_column_filter(int(Column.TYPE), Blank())
    view.model().restore(read_wishes({"filters": kept, "sort": {"column": kept, "then": kept}}))
    assert view.model().filters == {}
    assert view.model().sorted_by == ()
