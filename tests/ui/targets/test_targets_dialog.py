"""The dialog of targets: what there is, what is typed, and problems beside their fields."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QFileDialog, QLabel, QLineEdit, QPushButton, QTableView

from siro_desktop.domain.targets import KnownMetric, Source, Target, Targets
from siro_desktop.ui.field import Field
from siro_desktop.ui.targets.dialog import TargetsDialog
from siro_desktop.ui.targets.target_list_model import TargetColumn

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

TODAY = date(2026, 11, 20)
METRICS = {
    "share": KnownMetric("share", "Rep speaker share", "percent", "%"),
    "monologue": KnownMetric("monologue", "Longest monologue", "seconds", "sec"),
    "questions": KnownMetric("questions", "Customer questions", "count", "#"),
}
TYPES = {"roof": "Roof inspection", "solar": "Solar consultation"}
SHARE = Target(metric_id="share", minimum=40, maximum=60, tolerance=5)
LATER = replace(SHARE, minimum=45, valid_from=date(2026, 11, 1), conversation_type_id="solar")
SIRO = Target(metric_id="monologue", maximum=110, conversation_type_id="roof", source=Source.SIRO)


@pytest.fixture
def dialog(qtbot: QtBot) -> TargetsDialog:
    dialog = TargetsDialog(TODAY)
    qtbot.addWidget(dialog)
    dialog.show_targets(Targets((SHARE, LATER, SIRO)))
    dialog.set_context(METRICS, TYPES, can_look_up=True)
    dialog.show()
    return dialog


def lines(dialog: TargetsDialog) -> list[list[str]]:
    model = dialog.targets_page.model
    return [[model.index(row, column).data() for column in TargetColumn] for row in range(model.rowCount())]


def choose(dialog: TargetsDialog, row: int) -> None:
    dialog.findChild(QTableView, "targets_table").selectRow(row)


def edit(dialog: TargetsDialog, name: str) -> QLineEdit:
    return dialog.findChild(QLineEdit, f"target_{name}")


def press(dialog: TargetsDialog, name: str) -> None:
    dialog.findChild(QPushButton, name).click()


def point(dialog: TargetsDialog, direction: str) -> None:
    dialog.findChild(object, f"target_direction_{direction}").click()


def problem(dialog: TargetsDialog, name: str) -> str:
    return dialog.findChild(Field, f"{name}_field").problem


def test_every_metric_has_a_line_and_every_target_too(dialog: TargetsDialog) -> None:
    assert lines(dialog) == [
        ["Customer questions", "—", "—", "—", "—", "#", "—", "—", "—"],
        ["Longest monologue", "lower", "—", "1:50", "—", "sec", "always", "Roof inspection", "Siro"],
        ["Rep speaker share", "inside", "40", "60", "5", "%", "always", "all conversations", "yours"],
        ["Rep speaker share", "inside", "45", "60", "5", "%", "1 Nov 2026", "Solar consultation", "yours"],
    ]


def test_qt_finds_no_fault_with_the_table(dialog: TargetsDialog) -> None:
    tester = QAbstractItemModelTester(dialog.targets_page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    dialog.show_targets(Targets((SHARE,)))
    dialog.show_targets(Targets())
    assert tester.model() is dialog.targets_page.model


def test_a_new_target_is_typed_and_saved(dialog: TargetsDialog, qtbot: QtBot) -> None:
    choose(dialog, 0)
    point(dialog, "higher")
    assert not dialog.findChild(Field, "maximum_field").isVisible()
    edit(dialog, "minimum").setText("1,000.5")
    with qtbot.waitSignal(dialog.save_requested) as saved:
        qtbot.keyClick(edit(dialog, "minimum"), Qt.Key.Key_Return)
    assert saved.args == [Target(metric_id="questions", minimum=1000.5, conversation_type_id="roof"), None]


def test_a_duration_is_typed_as_m_ss(dialog: TargetsDialog, qtbot: QtBot) -> None:
    choose(dialog, 1)
    assert edit(dialog, "maximum").text() == "1:50"
    assert dialog.findChild(QLabel, "maximum_note").text() == "m:ss"
    edit(dialog, "maximum").setText("2:05")
    edit(dialog, "tolerance").setText("0:10")
    with qtbot.waitSignal(dialog.save_requested) as saved:
        press(dialog, "target_save")
    wanted = Target(metric_id="monologue", maximum=125, tolerance=10, conversation_type_id="roof")
    assert saved.args == [wanted, None]  # Siro's own stays: this one wins over it


def test_an_edit_says_what_it_edits(dialog: TargetsDialog, qtbot: QtBot) -> None:
    choose(dialog, 2)
    dialog.findChild(QCheckBox, "target_has_day").setChecked(True)
    dialog.findChild(QDateEdit, "target_valid_from").setDate(QDate(2026, 10, 5))
    meant_for = dialog.findChild(QComboBox, "target_meant_for")
    assert [meant_for.itemText(n) for n in range(3)] == ["Roof inspection", "Solar consultation", "All conversations"]
    meant_for.setCurrentIndex(1)
    with qtbot.waitSignal(dialog.save_requested) as saved:
        press(dialog, "target_save")
    assert saved.args == [replace(SHARE, valid_from=date(2026, 10, 5), conversation_type_id="solar"), SHARE]


def test_another_date_leaves_the_first_target_alone(dialog: TargetsDialog, qtbot: QtBot) -> None:
    choose(dialog, 2)
    press(dialog, "targets_version")
    edit(dialog, "minimum").setText("42")
    with qtbot.waitSignal(dialog.save_requested) as saved:
        press(dialog, "target_save")
    added = replace(SHARE, minimum=42, valid_from=TODAY)
    assert saved.args == [added, None]
    dialog.show_targets(Targets((SHARE, LATER, SIRO, added)))
    assert dialog.targets_page.form.line is not None
    assert dialog.targets_page.form.line.target == added  # what was saved is chosen


@pytest.mark.parametrize(
    ("row", "direction", "typed", "field", "words"),
    [
        (0, "higher", {}, "minimum", "Enter a number"),
        (0, "inside", {"minimum": "5"}, "maximum", "Enter a number"),
        (0, "inside", {"minimum": "5", "maximum": "4"}, "maximum", "below the minimum"),
        (0, "lower", {"maximum": "many"}, "maximum", "Type a number"),
        (0, "lower", {"maximum": "4", "tolerance": "-1"}, "tolerance", "cannot be negative"),
        (1, "lower", {"maximum": "1:75"}, "maximum", "1:30"),
    ],
)
def test_a_problem_stands_beside_its_field(
    dialog: TargetsDialog, qtbot: QtBot, row: int, direction: str, typed: dict[str, str], field: str, words: str
) -> None:
    choose(dialog, row)
    point(dialog, direction)
    for name, text in typed.items():
        edit(dialog, name).setText(text)
    with qtbot.assertNotEmitted(dialog.save_requested):
        press(dialog, "target_save")
    assert words in problem(dialog, field)
    assert edit(dialog, field).hasFocus()
    qtbot.keyClicks(edit(dialog, field), "7")
    assert problem(dialog, field) == ""


def test_two_targets_from_one_day_on_are_refused(dialog: TargetsDialog, qtbot: QtBot) -> None:
    choose(dialog, 2)
    dialog.findChild(QCheckBox, "target_has_day").setChecked(True)
    dialog.findChild(QDateEdit, "target_valid_from").setDate(QDate(2026, 11, 1))
    dialog.findChild(QComboBox, "target_meant_for").setCurrentIndex(1)
    with qtbot.assertNotEmitted(dialog.save_requested):
        press(dialog, "target_save")
    assert "from that day on" in problem(dialog, "valid_from")


def test_what_is_typed_outlives_what_comes_from_siro(dialog: TargetsDialog) -> None:
    choose(dialog, 2)
    press(dialog, "targets_version")
    edit(dialog, "minimum").setText("41.5")
    dialog.show_targets(Targets((SHARE, LATER, replace(SIRO, maximum=120), replace(SIRO, metric_id="questions"))))
    assert edit(dialog, "minimum").text() == "41.5"
    assert dialog.findChild(QCheckBox, "target_has_day").isChecked()
    assert dialog.targets_page.form.line is not None
    assert dialog.targets_page.form.line.target == SHARE
    choose(dialog, 0)
    assert edit(dialog, "minimum").text() == ""


def test_only_one_s_own_can_be_removed(dialog: TargetsDialog, qtbot: QtBot) -> None:
    remove = dialog.findChild(QPushButton, "target_remove")
    for row, is_own in ((0, False), (1, False), (2, True)):
        choose(dialog, row)
        assert remove.isEnabled() is is_own
    with qtbot.waitSignal(dialog.remove_requested) as removed:
        remove.click()
    assert removed.args == [SHARE]


def test_siro_s_targets_say_that_they_are(dialog: TargetsDialog) -> None:
    choose(dialog, 1)
    assert "comes from Siro" in dialog.findChild(QLabel, "target_note").text()


def test_files_are_chosen_and_handed_on(dialog: TargetsDialog, qtbot: QtBot) -> None:
    press(dialog, "targets_import")
    with qtbot.waitSignal(dialog.import_requested) as asked:
        dialog.findChild(QFileDialog, "targets_import_dialog").fileSelected.emit("/tmp/in.csv")
    assert asked.args == [Path("/tmp/in.csv")]
    press(dialog, "targets_export")
    with qtbot.waitSignal(dialog.export_requested) as asked:
        dialog.findChild(QFileDialog, "targets_export_dialog").fileSelected.emit("/tmp/out.json")
    assert asked.args == [Path("/tmp/out.json")]


def test_a_metric_that_only_a_target_knows_is_shown_by_its_id(dialog: TargetsDialog) -> None:
    unknown = Target(metric_id="a_stranger", minimum=1)
    dialog.show_targets(Targets((unknown,)))
    assert lines(dialog)[0][0] == "a_stranger"
    assert dialog.missing_metrics() == ("a_stranger",)
    dialog.add_metrics({"a_stranger": KnownMetric("a_stranger", "Not so strange")})
    assert "Not so strange" in [line[0] for line in lines(dialog)]


def test_without_any_metric_the_dialog_says_what_to_do(qtbot: QtBot) -> None:
    dialog = TargetsDialog(TODAY)
    qtbot.addWidget(dialog)
    dialog.show_targets(Targets())
    dialog.set_context({}, TYPES, can_look_up=False)
    dialog.show()
    assert not dialog.targets_page.form.isVisible()
    assert not dialog.findChild(QTableView, "targets_table").isVisible()
    assert not dialog.findChild(QPushButton, "targets_look_up").isEnabled()
    assert not dialog.findChild(QPushButton, "targets_export").isEnabled()


def test_it_is_said_that_siro_is_asked(dialog: TargetsDialog) -> None:
    look_up = dialog.findChild(QPushButton, "targets_look_up")
    dialog.set_busy(True)
    assert not look_up.isEnabled()
    assert "Asking Siro" in dialog.findChild(QLabel, "targets_note").text()
    dialog.set_busy(False)
    assert look_up.isEnabled()


def test_everything_is_reached_by_the_tab_key(dialog: TargetsDialog, qtbot: QtBot) -> None:
    choose(dialog, 2)
    table = dialog.findChild(QTableView, "targets_table")
    table.setFocus()
    reached = set()
    for _ in range(30):
        widget = dialog.focusWidget()
        reached.add(widget.objectName())
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
    assert {
        *("targets_table", "targets_version", "targets_look_up", "targets_import", "targets_export", "targets_close"),
        *("target_minimum", "target_maximum", "target_tolerance", "target_has_day", "target_meant_for"),
        *("target_save", "target_remove"),
    } <= reached
