"""Colours of pass rates: which there are, edited, saved, put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from color_kit import (
    ASKED,
    KNOWN,
    METRICS,
    OF_SHARE,
    OWN,
    STRICT,
    choose,
    lines,
    open_colors,
    press,
    problem,
    type_low,
    typed,
)
from msgspec.structs import replace
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QLabel,
    QPushButton,
)

from siro_desktop.domain.color_bands import build_own_bands
from siro_desktop.domain.targets import KnownMetric, OwnColors, Status, Targets
from siro_desktop.ui.name_combo import NameCombo
from siro_desktop.ui.plain_table import PlainTable

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from siro_desktop.ui.targets.dialog import TargetsDialog


@pytest.fixture
def dialog(qtbot: QtBot) -> TargetsDialog:
    return open_colors(qtbot)


def test_yours_come_first_for_every_metric_and_then_siro_s(dialog: TargetsDialog) -> None:
    assert lines(dialog) == [
        [
            "every metric",
            "all conversations",
            "always",
            "yours",
            "missed from\u00a00\u00a0· near from\u00a030\u00a0· met from\u00a062.5\u00a0%",
        ],
        [
            "Rep speaker share",
            "Solar consultation",
            "1 Nov 2026",
            "yours",
            "missed from\u00a00\u00a0· met from\u00a090\u00a0%",
        ],
        [
            "every metric",
            "Roof inspection",
            "always",
            "Siro",
            "missed from\u00a00\u00a0· near from\u00a045\u00a0· met from\u00a075\u00a0%",
        ],
    ]


def test_what_was_never_looked_up_is_siro_s_usual(dialog: TargetsDialog) -> None:
    dialog.show_targets(Targets())
    assert lines(dialog) == [
        [
            "every metric",
            "all conversations",
            "always",
            "Siro",
            "missed from\u00a00\u00a0· near from\u00a050\u00a0· met from\u00a080\u00a0%",
        ]
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
