"""The page of colours, open, and hands for it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabWidget,
)

from siro_desktop.domain.color_bands import MOST_RANGES, build_color_bands, build_own_bands
from siro_desktop.domain.targets import KnownMetric, LookUp, OwnColors, Status, Targets
from siro_desktop.ui.field import Field
from siro_desktop.ui.plain_table import PlainTable
from siro_desktop.ui.targets.dialog import TargetsDialog

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


def open_colors(qtbot: QtBot) -> TargetsDialog:
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
