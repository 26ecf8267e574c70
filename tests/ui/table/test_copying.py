"""Copying: selection, column or all, with or without headers, as TSV and HTML; much of it in slices, to be stopped."""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, QLocale, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QProgressBar, QPushButton
from table_kit import ROWS, make_metrics, make_view

from siro_desktop.ui import clipboard, table_copier
from siro_desktop.ui.clipboard import ClipboardTable
from siro_desktop.ui.copied_numbers import copied_numbers
from siro_desktop.ui.metric_keys import Column
from siro_desktop.ui.row_order import SortBy
from siro_desktop.ui.table_page import TablePage

cell_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
cells = st.lists(st.lists(cell_texts, min_size=2, max_size=2), min_size=1, max_size=6)


class TableReader(HTMLParser):
    """Reads the cells of an HTML table back."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")
            self._in_cell = True

    def handle_endtag(self, tag: str) -> None:
        self._in_cell = self._in_cell and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        if self._in_cell:
            self.rows[-1][-1] += data


def read_html(text: str) -> list[list[str]]:
    reader = TableReader()
    reader.feed(text)
    reader.close()
    return reader.rows


def clip() -> tuple[list[list[str]], list[list[str]]]:
    """What is on the clipboard, read back from TSV and from HTML."""
    copied = QGuiApplication.clipboard().mimeData()
    return [line.split("\t") for line in copied.text().split("\n")], read_html(copied.html())


def flat(rows: list[list[str]]) -> list[list[str]]:
    return [[text.translate(clipboard._BREAKS) for text in row] for row in rows]


@settings(max_examples=60)
@given(cells, st.integers(1, 3))
def test_what_is_copied_is_read_back_the_same(qapp, rows, at_once) -> None:
    table = ClipboardTable(["A", "B"])
    for start in range(0, len(rows), at_once):
        table.add(rows[start : start + at_once])
    table.put()
    plain, html = clip()
    assert plain == [["A", "B"], *flat(rows)]
    read = list(
        csv.reader(io.StringIO(QGuiApplication.clipboard().text(), newline=""), "excel-tab", quoting=csv.QUOTE_NONE)
    )
    assert [row for row in read if row] == [row for row in [["A", "B"], *flat(rows)] if row]
    usual = [[text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "") for text in row] for row in rows]
    got = [[text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "") for text in row] for row in html[1:]]
    assert got == usual


def test_a_column_of_all_rows_in_the_order_of_the_view(view) -> None:
    view.model().sort_by([SortBy(Column.VALUE, descending=True)])
    view.copy_column(Column.VALUE, with_headings=True)
    plain, html = clip()
    assert plain == html == [["Value"], ["1204"], ["112.4"], ["43.21"], ["6"], ["6"], ["-3.5"], [""]]


def test_with_headings_values_say_their_unit(view) -> None:
    assert view.isColumnHidden(Column.UNIT)
    view.copy_all(with_headings=True)
    plain = clip()[0]
    assert plain[0][:4] == ["Metric", "Value", "Unit", "Pass rate"]
    assert [row[1:3] for row in plain[1:3]] == [["43.21", "percent"], ["112.4", "seconds"]]
    view.set_column_shown(int(Column.UNIT), True)
    view.copy_all(with_headings=True)
    assert clip()[0][0].count("Unit") == 1
    view.copy_all()
    view.set_column_shown(int(Column.UNIT), False)
    view.copy_all()
    assert clip()[0][0][:3] == ["Rep speaker share", "43.21", "71"]


def test_all_rows_whatever_is_selected_and_only_those_in_view(view) -> None:
    view.selectRow(0)
    view.model().set_filter("questions")
    view.copy_all()
    assert [row[0] for row in clip()[0]] == ["Customer questions", "Rep questions"]


def test_nothing_to_copy_leaves_the_clipboard_as_it_is(view) -> None:
    QGuiApplication.clipboard().setText("mine")
    view.model().set_filter("no metric is called so")
    view.copy_selection()
    view.copy_all()
    assert QGuiApplication.clipboard().text() == "mine"
    view.copy_all(with_headings=True)
    assert QGuiApplication.clipboard().text().startswith("Metric")


def test_scattered_rows_are_copied_from_top_to_bottom(view) -> None:
    rows = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for row in (5, 1, 2):
        view.selectionModel().select(view.model().index(row, 0), rows)
    view.copy_selection()
    assert [row[0] for row in clip()[0]] == [ROWS[row][0] for row in (1, 2, 5)]


@pytest.mark.parametrize(
    ("name", "first"),
    [("copy_all", "Rep speaker share"), ("copy_all_headers", "Metric"), ("copy", "Longest monologue")],
)
def test_the_menu_copies(view, name, first) -> None:
    view.selectRow(1)
    menu = QMenu(view)
    view._menus.fill_for_rows(menu)
    next(action for action in menu.actions() if action.objectName() == name).trigger()
    assert clip()[0][0][0] == first


@pytest.fixture
def with_dots():
    copied_numbers().choose(is_local=False)
    yield
    copied_numbers().choose(is_local=True)


def test_numbers_have_the_decimal_mark_of_the_computer(view, german) -> None:
    """33: plain all the same, without unit and grouping; nothing stays nothing, and texts stay as they are."""
    view.model().sort_by([SortBy(Column.VALUE, descending=True)])
    view.copy_column(Column.VALUE)
    plain, html = clip()
    assert plain == html == [["1204"], ["112,4"], ["43,21"], ["6"], ["6"], ["-3,5"], [""]]
    view.copy_column(Column.METRIC)
    assert [row[0] for row in clip()[0]] == [view.model().index(row, 0).data() for row in range(len(ROWS))]


def test_numbers_have_a_dot_where_that_is_wanted(view, german, with_dots) -> None:
    view.copy_column(Column.VALUE)
    plain, html = clip()
    assert plain == html == [["43.21"], ["112.4"], ["6"], ["6"], [""], ["1204"], ["-3.5"]]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_read_back_as_it_was(number) -> None:
    former = QLocale()
    QLocale.setDefault(QLocale("de_DE"))
    try:
        assert float(copied_numbers().writer()(number).replace(",", ".")) == number
    finally:
        QLocale.setDefault(former)


@pytest.fixture
def large(qtbot, monkeypatch) -> TablePage:
    """A page on whose table every copy counts as a large one, two rows at a time."""
    monkeypatch.setattr(table_copier, "_FEW_CELLS", 0)
    monkeypatch.setattr(table_copier, "_ROWS_AT_ONCE", 2)
    monkeypatch.setattr(table_copier, "_SLICE_S", 0.0)
    view = make_view(qtbot, make_metrics([ROWS[0]] * 40))
    page = TablePage(view.model())
    qtbot.addWidget(page)
    page.resize(900, 500)
    page.show()
    QGuiApplication.clipboard().setText("before")
    monkeypatch.setattr(table_copier.time, "perf_counter", iter(range(10**6)).__next__)
    monkeypatch.setattr(table_copier, "_SLICE_S", 2)  # ticks of that clock: one slice collects once
    return page


def test_a_large_copy_says_how_far_it_is_and_lets_the_window_live(large, qtbot) -> None:
    seen: list[tuple[int, int]] = []
    large.view.copier.progressed.connect(lambda done, total: seen.append((done, total)))
    with qtbot.waitSignal(large.view.copier.finished) as ended:
        large.view.copy_all(with_headings=True)
        assert QGuiApplication.clipboard().text() == "before"
        assert large.around.footer.text() == "Copying: 0 of 40 rows"
        assert large.around.footer.findChild(QProgressBar).isVisible()
    assert ended.args == [True]
    assert seen[0] == (0, 40)
    assert seen[-1] == (40, 40)
    assert len(seen) > 10
    assert large.around.footer.text() == "40 rows copied"
    plain, html = clip()
    assert len(plain) == 41
    assert plain == html


@pytest.mark.parametrize("how", ["button", "escape", "sort", "other rows", "another copy"])
def test_a_large_copy_can_be_stopped_and_the_clipboard_stays(large, qtbot, how) -> None:
    view = large.view
    view.copy_all()
    with qtbot.waitSignal(view.copier.finished) as ended:
        if how == "button":
            large.around.footer.findChild(QPushButton, "copy_stop").click()
        elif how == "escape":
            qtbot.keyClick(view, Qt.Key.Key_Escape)
        elif how == "sort":
            view.model().sort(0)
        elif how == "other rows":
            view.model().set_metrics(make_metrics(), 3)
        else:
            view.copy_column(0)
    assert ended.args == [False]
    assert QGuiApplication.clipboard().text() == "before"
    if how == "button":
        assert large.around.footer.text() == "Copying was stopped. The clipboard is as it was."


def test_beyond_what_office_programs_take_there_is_plain_text_alone(large, qtbot, monkeypatch) -> None:
    monkeypatch.setattr(clipboard, "MOST_HTML", 30)
    monkeypatch.setattr("siro_desktop.ui.table_footer.MOST_HTML", 30)
    with qtbot.waitSignal(large.view.copier.finished):
        large.view.copy_all()
    assert not QGuiApplication.clipboard().mimeData().hasHtml()
    assert len(QGuiApplication.clipboard().text().split("\n")) == 40
    assert large.around.footer.text().startswith("40 rows copied, as plain text alone")
