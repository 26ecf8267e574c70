"""The ranges of pass rates: added, divided, taken away, refused, shown as a strip."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from color_kit import (
    ASKED,
    choose,
    low,
    open_colors,
    press,
    problem,
    say,
    type_low,
    typed,
    word,
)
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QPushButton,
    QToolButton,
)

from siro_desktop.domain.color_bands import MOST_RANGES, ColorBands, build_color_bands, build_own_bands
from siro_desktop.domain.targets import Status, Targets
from siro_desktop.ui.plain_table import PlainTable
from siro_desktop.ui.targets.range_strip import RangeStrip
from siro_desktop.ui.theme import current_theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from siro_desktop.ui.targets.dialog import TargetsDialog


@pytest.fixture
def dialog(qtbot: QtBot) -> TargetsDialog:
    return open_colors(qtbot)


def test_ranges_are_added_and_taken_away(dialog: TargetsDialog, qtbot: QtBot) -> None:
    press(dialog, "color_range_add")
    assert typed(dialog)[2:] == [("62.5", "81.25 %", "met"), ("81.25", "100 %", "near")]
    assert low(dialog, 3).hasFocus()
    say(dialog, 3, Status.MISSED)
    dialog.findChild(QToolButton, "color_range_remove_1").click()
    assert typed(dialog) == [("0", "62.5 %", "missed"), ("62.5", "81.25 %", "met"), ("81.25", "100 %", "missed")]
    dialog.findChild(QToolButton, "color_range_remove_0").click()
    assert typed(dialog) == [("0", "81.25 %", "met"), ("81.25", "100 %", "missed")]
    assert not dialog.findChild(QToolButton, "color_range_remove_0").isEnabled()  # two at least
    with qtbot.waitSignal(dialog.save_requested) as saved:
        press(dialog, "color_save")
    assert saved.args[0].bands == build_own_bands([(Status.MET, 0), (Status.MISSED, 81.25)])


def test_there_are_never_too_many_ranges(dialog: TargetsDialog) -> None:
    for _ in range(MOST_RANGES):
        press(dialog, "color_range_add")
    assert len(typed(dialog)) == MOST_RANGES
    assert not dialog.findChild(QPushButton, "color_range_add").isEnabled()
    choose(dialog, 1)
    assert len(typed(dialog)) == 2
    assert dialog.findChild(QPushButton, "color_range_add").isEnabled()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("30", "above 30 and below 100"),
        ("12", "above 30 and below 100"),
        ("100", "above 30 and below 100"),
        ("much", "Type a number"),
        ("", "Enter a number"),
    ],
)
def test_a_problem_stands_under_the_ranges_and_leads_to_the_one_meant(
    dialog: TargetsDialog, qtbot: QtBot, text: str, words: str
) -> None:
    type_low(qtbot, dialog, 2, text)
    strip = dialog.findChild(RangeStrip, "color_strip")
    assert strip.accessibleDescription() == ""
    with qtbot.assertNotEmitted(dialog.save_requested):
        press(dialog, "color_save")
    assert words in problem(dialog)
    assert low(dialog, 2).hasFocus()
    type_low(qtbot, dialog, 2, "70")
    assert problem(dialog) == ""
    assert strip.accessibleDescription().endswith("met: 70 – 100\u00a0%")


def test_a_range_is_added_below_one_that_is_wrong(dialog: TargetsDialog, qtbot: QtBot) -> None:
    type_low(qtbot, dialog, 2, "much")
    assert typed(dialog)[1] == ("30", "—", "near")
    press(dialog, "color_range_add")
    assert low(dialog, 3).text() == ""


def test_two_ranges_with_one_word_are_refused(dialog: TargetsDialog, qtbot: QtBot) -> None:
    say(dialog, 1, Status.MET)
    with qtbot.assertNotEmitted(dialog.save_requested):
        press(dialog, "color_save")
    assert "is met too" in problem(dialog)
    assert word(dialog, 2).hasFocus()


def test_one_range_of_siro_s_can_be_divided(dialog: TargetsDialog, qtbot: QtBot) -> None:
    lone = build_color_bands([("GREEN", 0, 100)])
    assert lone is not None
    dialog.show_targets(Targets(look_ups=(replace(ASKED, bands=lone),)))
    with qtbot.assertNotEmitted(dialog.save_requested):
        press(dialog, "color_save")
    assert "at least two" in problem(dialog)
    assert dialog.findChild(QPushButton, "color_range_add").hasFocus()
    press(dialog, "color_range_add")
    assert typed(dialog) == [("0", "50 %", "met"), ("50", "100 %", "near")]


def test_without_any_range_siro_s_usual_ones_are_offered(dialog: TargetsDialog) -> None:
    dialog.show_targets(Targets(look_ups=(replace(ASKED, bands=ColorBands(())),)))
    assert [low for low, _, _ in typed(dialog)] == ["0", "50", "80"]


def test_the_strip_says_each_range_in_colour_shape_and_word(dialog: TargetsDialog) -> None:
    strip = dialog.findChild(RangeStrip, "color_strip")
    assert strip.accessibleDescription() == (
        "missed: 0 to below 30\u00a0%, near: 30 to below 62.5\u00a0%, met: 62.5 – 100\u00a0%"
    )
    image = strip.grab().toImage()
    bar = strip.fontMetrics().lineSpacing() + 4 + 3
    seen = [image.pixelColor(round(strip.width() * share), bar).name() for share in (0.1, 0.5, 0.9)]
    assert seen == [current_theme().color(token).name() for token in ("missed", "near", "met")]
    strip.set_bands(None)
    track = strip.grab().toImage().pixelColor(strip.width() // 2, bar)
    assert track.name() == current_theme().color("track").name()


def test_the_wheel_scrolls_the_form_and_changes_no_word(dialog: TargetsDialog) -> None:
    press(dialog, "color_range_add")  # the form has got another list meanwhile
    box = word(dialog, 3)
    before = box.currentText()
    at = QPointF(box.rect().center())
    turned = QWheelEvent(
        at,
        QPointF(box.mapToGlobal(box.rect().center())),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    dialog.findChild(PlainTable, "colors_table").setFocus()
    QApplication.sendEvent(box, turned)
    assert box.currentText() == before
