"""The first column stays in view, and a dialog puts columns in order."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QImage
from PySide6.QtWidgets import QListWidget, QPushButton
from table_kit import ROWS, make_metrics, make_view

from siro_desktop.ui.column_chooser import ColumnChooser
from siro_desktop.ui.field import ProblemLine
from siro_desktop.ui.frozen_column import FrozenColumn
from siro_desktop.ui.headings import CELL_PADDING
from siro_desktop.ui.metric_keys import Column
from siro_desktop.ui.row_order import SortBy


@pytest.fixture(params=[Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def narrow(qtbot, request):
    view = make_view(qtbot)
    view.setLayoutDirection(request.param)
    view.resize(500, 300)
    return view


def frozen(view) -> FrozenColumn:
    return view.findChild(FrozenColumn)


def scroll(view, place: int) -> None:
    view.horizontalScrollBar().setValue(place)


def test_the_first_column_stays_while_the_others_are_scrolled(narrow) -> None:
    assert not frozen(narrow).isVisible()
    scroll(narrow, 150)
    over = frozen(narrow)
    assert over.isVisible()
    assert over.width() == narrow.columnWidth(0)
    area = narrow.viewport().geometry()
    ends = (over.geometry().right(), area.right()) if narrow.isRightToLeft() else (over.x(), area.x())
    assert ends[0] == ends[1]
    assert [column for column in range(narrow.model().columnCount()) if not over.isColumnHidden(column)] == [0]
    scroll(narrow, 0)
    assert not over.isVisible()
    assert over.model() is None


def test_its_headings_can_be_measured_when_it_has_let_go_of_its_rows(narrow) -> None:
    """Qt does so in the middle of that."""
    scroll(narrow, 150)
    over = frozen(narrow)
    widths = [over.headings.sectionSizeFromContents(0).width()]
    scroll(narrow, 0)
    assert over.model() is None
    widths.append(over.headings.sectionSizeFromContents(0).width())
    assert widths[0] > widths[1] > 0


def test_it_follows_rows_widths_and_the_order_of_columns(narrow) -> None:
    scroll(narrow, 150)
    over = frozen(narrow)
    narrow.resize(500, 120)
    narrow.verticalScrollBar().setValue(40)
    assert over.verticalScrollBar().value() == narrow.verticalScrollBar().value() > 0
    over.headings.resizeSection(0, 140)
    assert narrow.columnWidth(0) == 140 == over.width()
    narrow.horizontalHeader().moveSection(narrow.horizontalHeader().visualIndex(Column.ID), 0)
    assert not over.isColumnHidden(Column.ID)
    assert over.isColumnHidden(Column.METRIC)
    narrow.model().sort_by([SortBy(Column.ID)])
    assert over.headings._marks == narrow.horizontalHeader()._marks


def test_it_shares_the_selection_and_takes_clicks(narrow, qtbot) -> None:
    scroll(narrow, 150)
    over = frozen(narrow)
    place = over.visualRect(narrow.model().index(2, 0)).center()
    qtbot.mouseClick(over.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert narrow.current_source_row() == 2
    assert narrow.selectionModel().isRowSelected(2)
    headings = over.headings
    middle = QPoint(30, headings.height() // 2)
    qtbot.mouseClick(headings.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert narrow.model().sorted_by == (SortBy(Column.METRIC),)


def test_a_double_click_on_it_opens_details_as_on_any_other_cell(narrow, qtbot) -> None:
    scroll(narrow, 150)
    over = frozen(narrow)
    place = over.visualRect(narrow.model().index(2, 0)).center()
    qtbot.mouseClick(over.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(narrow.details_requested):
        qtbot.mouseDClick(over.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert narrow.current_source_row() == 2


def test_cells_that_the_keyboard_goes_to_are_not_hidden_below_it(narrow) -> None:
    scroll(narrow, narrow.horizontalScrollBar().maximum())
    narrow.setCurrentIndex(narrow.model().index(0, Column.VALUE))
    cell, over = narrow.visualRect(narrow.currentIndex()).translated(narrow.viewport().pos()), frozen(narrow)
    assert not cell.intersects(over.geometry())
    assert narrow.rect().contains(cell)


def test_the_keyboard_goes_down_the_first_column_without_scrolling_sideways(narrow) -> None:
    narrow.resize(500, 120)
    scroll(narrow, 150)
    for row in (6, 0):
        narrow.setCurrentIndex(narrow.model().index(row, 0))
        assert narrow.horizontalScrollBar().value() == 150
        assert 0 <= narrow.visualRect(narrow.currentIndex()).top() < narrow.viewport().height() - 10


def test_it_can_be_let_go_and_that_is_kept(narrow, qtbot) -> None:
    scroll(narrow, 150)
    narrow.set_first_kept(False)
    assert not frozen(narrow).isVisible()
    again = make_view(qtbot)
    again.restore_layout(narrow.layout_state())
    assert not again.keeps_first


def test_a_column_that_takes_most_of_the_width_scrolls_with_the_others(narrow) -> None:
    narrow.setColumnWidth(0, 450)
    scroll(narrow, 150)
    assert not frozen(narrow).isVisible()


def test_larger_text_makes_rows_higher_on_both_sides(narrow) -> None:
    scroll(narrow, 150)
    font = QFont(narrow.font())
    font.setPointSizeF(2 * font.pointSizeF())
    narrow.setFont(font)
    assert narrow.rowHeight(0) >= 1.75 * narrow.fontMetrics().lineSpacing() - 1


def middle_of_ink(view, column: int) -> float:
    """How far to the right, of the width of a column, the middle of what is drawn in its cells lies."""
    top, foot = (view.visualRect(view.model().index(row, column)) for row in (0, view.model().rowCount() - 1))
    image = view.viewport().grab(top.united(foot)).toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    dark = [x for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).value() < 160]
    return sum(dark) / len(dark) / image.width()


def end_of_ink(view, row: int, column: int) -> int:
    """How far to the right, in the viewport, what is drawn in a cell reaches."""
    cell = view.visualRect(view.model().index(row, column)).adjusted(1, 1, -1, -1)
    image = view.viewport().grab(cell).toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    dark = [x for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).value() < 160]
    return cell.left() + max(dark)


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_figures_end_at_one_place_so_that_they_can_be_compared(qtbot, direction) -> None:
    """Their digits go from the left to the right, wherever people begin to read."""
    view = make_view(qtbot)
    view.setLayoutDirection(direction)
    ends = [end_of_ink(view, row, Column.VALUE) for row in range(view.model().rowCount())]
    assert max(ends) - min(ends) <= 2
    assert view.visualRect(view.model().index(0, Column.VALUE)).right() - max(ends) <= CELL_PADDING + 2
    heading = view.horizontalHeader()
    left = heading.sectionViewportPosition(Column.VALUE)
    image = heading.viewport().grab(QRect(left + 2, 2, heading.sectionSize(Column.VALUE) - 4, heading.height() - 6))
    shades = image.toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    dark = [x for x in range(shades.width()) for y in range(shades.height()) if shades.pixelColor(x, y).value() < 160]
    assert left + 2 + max(dark) == pytest.approx(max(ends), abs=3)


def ink_of(view, row: int, column: int) -> list[float]:
    """Where something is drawn in a cell, of its width."""
    cell = view.visualRect(view.model().index(row, column)).adjusted(1, 1, -1, -1)
    image = view.viewport().grab(cell).toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    rows = range(image.height())
    return [x / image.width() for x in range(image.width()) if any(image.pixelColor(x, y).value() < 160 for y in rows)]


def test_the_bar_of_a_pass_rate_stands_where_people_end_to_read(qtbot) -> None:
    row = 3
    view = make_view(qtbot)
    wide = len(ink_of(view, row, Column.PASS_RATE))
    to_the_right = ink_of(view, row, Column.PASS_RATE)
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    to_the_left = ink_of(view, row, Column.PASS_RATE)
    assert len(to_the_left) == pytest.approx(wide, abs=3)  # nothing lies on the other
    assert to_the_right[-1] > 0.9
    assert to_the_left[0] < 0.25  # it begins at 0, which is at its right


def test_names_are_turned_around_where_people_read_from_the_right(qtbot) -> None:
    middles = []
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        view = make_view(qtbot)
        view.setLayoutDirection(direction)
        middles.append(middle_of_ink(view, Column.METRIC))
    assert abs(middles[0] - 0.5) > 0.03
    assert sum(middles) == pytest.approx(1, abs=0.03)


def open_chooser(view) -> tuple[ColumnChooser, QListWidget]:
    view.open_chooser()
    chooser = view.findChild(ColumnChooser)
    assert chooser is not None
    return chooser, chooser.findChild(QListWidget)


def titles(view) -> list[str]:
    return [view.model().title(column) for column in view.visible_columns()]


def test_columns_are_hidden_and_moved_by_the_keyboard(view, qtbot) -> None:
    chooser, columns = open_chooser(view)
    assert [columns.item(row).text() for row in range(columns.count())][:3] == ["Metric", "Value", "Pass rate"]
    columns.setCurrentRow(2)
    chooser.findChild(QPushButton, "chooser_up").click()
    chooser.findChild(QPushButton, "chooser_up").click()
    chooser.findChild(QPushButton, "chooser_up").click()  # it is the first already
    columns.setCurrentRow(1)
    chooser.findChild(QPushButton, "chooser_down").click()
    columns.item(3).setCheckState(Qt.CheckState.Unchecked)
    chooser.findChild(QPushButton, "chooser_ok").click()
    assert titles(view) == ["Pass rate", "Value", "Metric", "Type", "Description", "Id"]
    assert view.layout_state()["hidden"] == ["recordings", "unit"]


def test_at_least_one_column_stays(view) -> None:
    chooser, columns = open_chooser(view)
    before = titles(view)
    for row in range(columns.count()):
        columns.item(row).setCheckState(Qt.CheckState.Unchecked)
    chooser.findChild(QPushButton, "chooser_ok").click()
    assert chooser.isVisible()
    assert chooser.findChild(ProblemLine).text == "Tick at least one column."
    chooser.reject()
    assert titles(view) == before


@pytest.mark.parametrize(("width", "is_whole"), [(2_000, True), (900, False)])
def test_long_texts_are_whole_where_all_columns_have_room(qtbot, width: int, is_whole: bool) -> None:
    long = "Explained the difference between insurance and cash"
    view = make_view(qtbot)
    view.resize(width, 400)
    view.model().set_metrics(replace(make_metrics(), names=[long] * len(ROWS)), 148)
    view.refit()
    assert (view.columnWidth(Column.METRIC) > view.fontMetrics().horizontalAdvance(long)) == is_whole
    if is_whole:
        assert sum(map(view.columnWidth, range(view.model().columnCount()))) <= view.viewport().width()


def test_widths_fit_what_is_in_view(view) -> None:
    view.setColumnWidth(Column.METRIC, 20)
    view.horizontalHeader().sectionHandleDoubleClicked.emit(Column.METRIC)
    assert view.columnWidth(Column.METRIC) > view.fontMetrics().horizontalAdvance("Customer questions")
    view.setColumnWidth(Column.ID, 500)
    view.fit_columns()
    assert view.columnWidth(Column.ID) < 300
