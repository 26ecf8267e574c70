"""The small parts that the form is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QDate, QLocale, QPoint, Qt
from PySide6.QtGui import QAccessible, QFont, QGuiApplication
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from siro_desktop.ui.count_input import CountInput
from siro_desktop.ui.day_input import DayInput
from siro_desktop.ui.field import Field
from siro_desktop.ui.list_box import list_box
from siro_desktop.ui.segments import SegmentRow
from siro_desktop.ui.wrapping_check_box import WrappingCheckBox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

WORDS = "With all together beside them, as a line to hold the others against"


@pytest.fixture
def american() -> Iterator[None]:
    former = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    yield
    QLocale.setDefault(former)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-10-03", QDate(2026, 10, 3)),
        (" 2026-10-03 17:30:00\n", QDate(2026, 10, 3)),
        ("2026-10-03T06:00:00Z", QDate(2026, 10, 3)),
        ("10/3/2026", QDate(2026, 10, 3)),
        ("Saturday, October 3, 2026", QDate(2026, 10, 3)),
        ("10/3/26", None),
        ("2026-10-031", None),
        ("2026-13-01", None),
        ("soon", None),
        ("", None),
    ],
)
@pytest.mark.usefixtures("american")
def test_a_day_is_pasted_as_spreadsheets_write_it(qtbot: QtBot, written: str, day: QDate | None) -> None:
    before = QDate(2026, 1, 31)
    made = DayInput("day")
    made.setDate(before)
    made.setSelectedSection(DayInput.Section.NoSection)
    qtbot.addWidget(made)
    QGuiApplication.clipboard().setText(written)
    qtbot.keyClick(made, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert made.date() == (day or before)


@pytest.fixture
def box(qtbot: QtBot) -> WrappingCheckBox:
    made = WrappingCheckBox("some_switch", WORDS)
    qtbot.addWidget(made)
    return made


def test_words_of_a_check_box_wrap_where_the_width_is_short(box: WrappingCheckBox) -> None:
    wide = box.sizeHint().width() + 50
    assert box.heightForWidth(150) > 2 * box.heightForWidth(wide)
    assert box.minimumSizeHint().width() < 150


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_a_click_on_any_line_counts_and_is_painted(
    box: WrappingCheckBox, qtbot: QtBot, direction: Qt.LayoutDirection
) -> None:
    box.setLayoutDirection(direction)
    box.resize(150, box.heightForWidth(150))
    box.show()
    before = box.grab().toImage()
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(75, box.height() - 3))
    assert box.isChecked()
    after = box.grab().toImage()
    side = 0 if direction is Qt.LayoutDirection.LeftToRight else box.width() // 2
    changed = [
        x for x in range(box.width()) if any(before.pixel(x, y) != after.pixel(x, y) for y in range(box.height()))
    ]
    assert changed
    assert all(side <= x < side + box.width() // 2 for x in changed), "only the box beside the first line changes"


def test_a_long_text_does_not_make_a_list_wide(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    short, long = (list_box(name, host, [(text, "key")]) for name, text in (("short", "a"), ("long", "a" * 200)))
    assert long.minimumSizeHint().width() == short.minimumSizeHint().width()


def test_a_number_and_a_unit(qtbot: QtBot) -> None:
    count = CountInput("count", [("day", "day", "days"), ("week", "week", "weeks")])
    qtbot.addWidget(count)
    with qtbot.assertNotEmitted(count.changed):
        count.set_count(1, "day")
    assert (count.count(), count.key(), count.unit.currentText()) == (1, "day", "day")
    with qtbot.waitSignal(count.changed):
        count.number.stepUp()
    assert (count.count(), count.unit.currentText()) == (2, "days")
    with qtbot.waitSignal(count.changed):
        count.unit.setCurrentIndex(1)
    assert count.key() == "week"


def test_choices_are_said_as_what_they_are_drawn_as(qtbot: QtBot) -> None:
    row = SegmentRow("kind", [("a", "A"), ("b", "B")])
    qtbot.addWidget(row)

    def roles() -> set[QAccessible.Role]:
        return {QAccessible.queryAccessibleInterface(segment).role() for segment in row.segments()}

    assert roles() == {QAccessible.Role.RadioButton}
    row.set_takes_several(True)
    assert roles() == {QAccessible.Role.CheckBox}
    row.set_chosen(["a", "b"])
    assert row.chosen() == ("a", "b")
    row.set_takes_several(False)
    assert roles() == {QAccessible.Role.RadioButton}


def test_the_tab_key_enters_at_the_choice_that_is_on_from_both_sides(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    row, before, after = SegmentRow("kind", [("a", "A"), ("b", "B"), ("c", "C")]), QLineEdit(), QLineEdit()
    layout = QVBoxLayout(host)
    for widget in (before, row, after):
        layout.addWidget(widget)
    host.show()
    host.activateWindow()
    qtbot.waitUntil(host.isActiveWindow)

    def entered(start: QLineEdit, key: Qt.Key) -> list[bool]:
        start.setFocus()
        qtbot.keyClick(start, key)
        return [segment.hasFocus() for segment in row.segments()]

    assert entered(after, Qt.Key.Key_Backtab) == [True, False, False]
    row.set_chosen(["b"])
    assert entered(before, Qt.Key.Key_Tab) == [False, True, False]
    assert entered(after, Qt.Key.Key_Backtab) == [False, True, False]
    row.set_takes_several(True)
    assert entered(before, Qt.Key.Key_Tab) == [True, False, False]
    row.set_takes_several(False)
    assert entered(before, Qt.Key.Key_Tab) == [False, True, False]


def test_the_letter_of_a_label_leads_to_the_choice_that_is_on(qtbot: QtBot) -> None:
    row = SegmentRow("kind", [("a", "A"), ("b", "B")])
    host = Field("kind", "&Kind", row)
    qtbot.addWidget(host)
    host.show()
    host.activateWindow()
    qtbot.waitUntil(host.isActiveWindow)
    qtbot.keyClick(host, Qt.Key.Key_K, Qt.KeyboardModifier.AltModifier)
    assert row.segments()[0].hasFocus()
    row.segments()[0].clearFocus()
    row.set_chosen(["b"])
    qtbot.keyClick(host, Qt.Key.Key_K, Qt.KeyboardModifier.AltModifier)
    assert row.segments()[1].hasFocus()


def test_a_letter_underlined_between_kerned_ones_cuts_no_label(qtbot: QtBot) -> None:
    field = Field("tolerance", "T&olerance", QLineEdit())
    qtbot.addWidget(field)
    field.setFont(QFont(field.font().family(), 40))
    field.set_note("%")
    field.resize(900, 200)
    field.show()

    drawn = field.label.grab().toImage()
    paper = drawn.pixel(drawn.width() - 1, drawn.height() - 1)
    inked = [x for x in range(drawn.width()) if any(drawn.pixel(x, y) != paper for y in range(drawn.height()))]
    assert inked[-1] < drawn.width() - 1
