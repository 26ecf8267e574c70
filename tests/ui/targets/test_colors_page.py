"""Colours of pass rates in the dialog of targets: what there is, ranges as they are typed, problems beside them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabWidget,
    QToolButton,
)

from siro_desktop.domain.color_bands import MOST_RANGES, ColorBands, build_color_bands, build_own_bands
from siro_desktop.domain.targets import KnownMetric, LookUp, OwnColors, Status, Targets
from siro_desktop.ui.field import Field
from siro_desktop.ui.name_combo import NameCombo
from siro_desktop.ui.plain_table import PlainTable
from siro_desktop.ui.targets.dialog import TargetsDialog
from siro_desktop.ui.targets.range_strip import RangeStrip
from siro_desktop.ui.theme import current_theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

TODAY = date(2026, 11, 20)
METRICS = {
    "share": KnownMetric("share", "Rep speaker share", "percent", "%"),
    "pace": KnownMetric("pace", "Pace", "words", "wpm"),
}
TYPES = {"roof": "Roof inspection", "solar": "Solar consultation"}
LENIENT = build_own_bands([(Status.MISSED, 0), (Status.NEAR, 30), (Status.MET, 62.5)])
STRICT = build_own_bands([(Status.MISSED, 0), (Status.MET, 90)])
OWN = OwnColors(bands=LENIENT)
OF_SHARE = OwnColors(bands=STRICT, metric_id="share", conversation_type_id="solar", valid_from=date(2026, 11, 1))
SIRO = build_color_bands([("RED", 0, 44), ("YELLOW", 45, 74), ("GREEN", 75, 100)])
assert SIRO is not None
ASKED = LookUp("roof", SIRO, datetime(2026, 11, 1, tzinfo=UTC))
KNOWN = Targets(look_ups=(ASKED,), own_colors=(OF_SHARE, OWN))


@pytest.fixture
def dialog(qtbot: QtBot) -> TargetsDialog:
    dialog = TargetsDialog(TODAY)
    qtbot.addWidget(dialog)
    dialog.set_context(METRICS, TYPES, can_look_up=True)
    dialog.show_targets(KNOWN)
    dialog.findChild(QTabWidget, "targets_tabs").setCurrentWidget(dialog.colors_page)
    dialog.show()
    return dialog


def lines(dialog: TargetsDialog) -> list[list[str]]:
    model = dialog.findChild(PlainTable, "colors_table").model()
    return [[model.index(row, column).data() for column in range(5)] for row in range(model.rowCount())]


def choose(dialog: TargetsDialog, row: int) -> None:
    dialog.findChild(PlainTable, "colors_table").selectRow(row)


def low(dialog: TargetsDialog, n: int) -> QLineEdit:
    return dialog.findChild(QLineEdit, f"color_range_low_{n}")


def word(dialog: TargetsDialog, n: int) -> QComboBox:
    return dialog.findChild(QComboBox, f"color_range_status_{n}")


def say(dialog: TargetsDialog, n: int, status: Status) -> None:
    box = word(dialog, n)
    box.setCurrentIndex(box.findData(status))
    box.activated.emit(box.currentIndex())


def typed(dialog: TargetsDialog) -> list[tuple[str, str, str]]:
    """What each range says: where it begins, where it ends, its word."""
    ends = [dialog.findChild(QLabel, f"color_range_end_{n}") for n in range(MOST_RANGES + 1)]
    return [
        (low(dialog, n).text(), end.text().replace("\u00a0", " "), word(dialog, n).currentText())
        for n, end in enumerate(ends)
        if end is not None
    ]


def type_low(qtbot: QtBot, dialog: TargetsDialog, n: int, text: str) -> None:
    low(dialog, n).selectAll()
    qtbot.keyClick(low(dialog, n), Qt.Key.Key_Delete)
    qtbot.keyClicks(low(dialog, n), text)


def press(dialog: TargetsDialog, name: str) -> None:
    dialog.findChild(QPushButton, name).click()


def problem(dialog: TargetsDialog, name: str = "color_ranges") -> str:
    return dialog.findChild(Field, f"{name}_field").problem


def test_yours_come_first_for_every_metric_and_then_siro_s(dialog: TargetsDialog) -> None:
    assert lines(dialog) == [
        ["every metric", "all conversations", "always", "yours", "missed from 0 · near from 30 · met from 62.5\u00a0%"],
        ["Rep speaker share", "Solar consultation", "1 Nov 2026", "yours", "missed from 0 · met from 90\u00a0%"],
        ["every metric", "Roof inspection", "always", "Siro", "missed from 0 · near from 45 · met from 75\u00a0%"],
    ]


def test_what_was_never_looked_up_is_siro_s_usual(dialog: TargetsDialog) -> None:
    dialog.show_targets(Targets())
    assert lines(dialog) == [
        ["every metric", "all conversations", "always", "Siro", "missed from 0 · near from 50 · met from 80\u00a0%"]
    ]


def test_siro_s_colours_become_one_s_own_when_saved(dialog: TargetsDialog, qtbot: QtBot) -> None:
    choose(dialog, 2)
    assert "become colours of your own" in dialog.findChild(QLabel, "color_note").text()
    assert not dialog.findChild(QPushButton, "color_remove").isEnabled()
    assert typed(dialog) == [("0", "45 %", "missed"), ("45", "75 %", "near"), ("75", "100 %", "met")]
    type_low(qtbot, dialog, 2, "80")
    assert typed(dialog)[1] == ("45", "80 %", "near")
    with qtbot.waitSignal(dialog.save_requested) as saved:
        press(dialog, "color_save")
    bands = build_own_bands([(Status.MISSED, 0), (Status.NEAR, 45), (Status.MET, 80)])
    added = OwnColors(bands=bands, conversation_type_id="roof")
    assert saved.args == [added, None]
    dialog.show_targets(replace(KNOWN, own_colors=(*KNOWN.own_colors, added)))
    assert dialog.findChild(QPushButton, "color_remove").isEnabled()  # what was saved is chosen
    assert dialog.findChild(QComboBox, "color_meant_for").currentText() == "Roof inspection"


def test_an_edit_says_what_it_edits(dialog: TargetsDialog, qtbot: QtBot) -> None:
    choose(dialog, 1)
    assert dialog.findChild(NameCombo, "color_metric").currentText() == "Rep speaker share"
    assert dialog.findChild(QDateEdit, "color_valid_from").date() == QDate(2026, 11, 1)
    dialog.findChild(QCheckBox, "color_has_day").setChecked(False)
    type_low(qtbot, dialog, 1, "88.5 %")
    with qtbot.waitSignal(dialog.save_requested) as saved:
        press(dialog, "color_save")
    bands = build_own_bands([(Status.MISSED, 0), (Status.MET, 88.5)])
    assert saved.args == [replace(OF_SHARE, bands=bands, valid_from=None), OF_SHARE]


def test_other_colours_are_made_of_the_shown_ones_for_a_metric(dialog: TargetsDialog, qtbot: QtBot) -> None:
    choose(dialog, 0)
    press(dialog, "colors_add")
    assert not dialog.findChild(QPushButton, "color_remove").isEnabled()
    qtbot.keyClicks(dialog.findChild(NameCombo, "color_metric"), "pace")
    dialog.show_targets(replace(KNOWN, look_ups=()))  # what is typed outlives what comes from Siro
    with qtbot.waitSignal(dialog.save_requested) as saved:
        press(dialog, "color_save")
    assert saved.args == [replace(OWN, metric_id="pace"), None]


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


def test_a_metric_that_nobody_knows_is_refused(dialog: TargetsDialog, qtbot: QtBot) -> None:
    press(dialog, "colors_add")
    qtbot.keyClicks(dialog.findChild(NameCombo, "color_metric"), "no such")
    with qtbot.assertNotEmitted(dialog.save_requested):
        press(dialog, "color_save")
    assert "No metric is called “no such”" in problem(dialog, "color_metric")
    qtbot.keyClicks(dialog.findChild(NameCombo, "color_metric"), "x")
    assert problem(dialog, "color_metric") == ""


def test_the_same_colours_twice_are_refused(dialog: TargetsDialog, qtbot: QtBot) -> None:
    choose(dialog, 0)
    press(dialog, "colors_add")
    with qtbot.assertNotEmitted(dialog.save_requested):
        press(dialog, "color_save")
    assert "from that day on" in problem(dialog, "color_valid")


def test_siro_s_are_put_back_by_the_button_or_the_delete_key(dialog: TargetsDialog, qtbot: QtBot) -> None:
    choose(dialog, 1)
    with qtbot.waitSignal(dialog.remove_requested) as removed:
        press(dialog, "color_remove")
    assert removed.args == [OF_SHARE]
    choose(dialog, 0)
    with qtbot.waitSignal(dialog.remove_requested) as removed:
        qtbot.keyClick(dialog.findChild(PlainTable, "colors_table"), Qt.Key.Key_Delete)
    assert removed.args == [OWN]
    choose(dialog, 2)
    with qtbot.assertNotEmitted(dialog.remove_requested):
        qtbot.keyClick(dialog.findChild(PlainTable, "colors_table"), Qt.Key.Key_Delete)


def test_what_is_typed_outlives_what_comes_from_siro(dialog: TargetsDialog, qtbot: QtBot) -> None:
    type_low(qtbot, dialog, 1, "33")
    dialog.show_targets(replace(KNOWN, look_ups=(replace(ASKED, bands=STRICT),)))
    assert typed(dialog)[1][0] == "33"
    dialog.show_targets(replace(KNOWN, own_colors=()))  # what was edited is gone
    assert typed(dialog)[1][0] == "45"


def test_a_metric_that_only_colours_know_is_shown_by_its_id(dialog: TargetsDialog) -> None:
    dialog.show_targets(Targets(own_colors=(replace(OF_SHARE, metric_id="a_stranger"),)))
    assert dialog.missing_metrics() == ("a_stranger",)
    assert lines(dialog)[0][0] == "a_stranger"
    assert dialog.findChild(QPushButton, "targets_export").isEnabled()
    dialog.add_metrics({"a_stranger": KnownMetric("a_stranger", "Not so strange")})
    assert lines(dialog)[0][0] == "Not so strange"


def test_names_of_conversation_types_that_come_later_are_shown(dialog: TargetsDialog) -> None:
    choose(dialog, 2)
    dialog.set_context(METRICS, {"roof": "Roofs"}, can_look_up=True)
    assert dialog.findChild(QComboBox, "color_meant_for").currentText() == "Roofs"


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


def test_everything_is_reached_by_the_tab_key_in_the_order_in_which_it_stands(
    dialog: TargetsDialog, qtbot: QtBot
) -> None:
    choose(dialog, 0)
    press(dialog, "color_range_add")
    dialog.findChild(PlainTable, "colors_table").setFocus()
    dialog.findChild(QCheckBox, "color_has_day").setChecked(True)
    reached = []
    for _ in range(30):
        widget = dialog.focusWidget()
        reached.append(widget.objectName())
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
    first = reached.index("color_range_status_0")
    assert reached[first : first + 15] == [
        *("color_range_status_0", "color_range_remove_0"),
        *(f"color_range_{part}_{n}" for n in (1, 2, 3) for part in ("low", "status", "remove")),
        *("color_range_add", "color_metric", "color_meant_for", "color_has_day"),
    ]
    assert {"color_valid_from", "color_save", "color_remove", "colors_add", "targets_look_up", "targets_close"} <= {
        *reached
    }
