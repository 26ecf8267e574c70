"""The export dialog offers a comparison's periods side by side, and nothing of the kind for one answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QCheckBox, QPushButton

from siro_desktop.ui.export_dialog import ExportChoice, ExportDialog

if TYPE_CHECKING:
    from pathlib import Path


def open_dialog(qtbot, tmp_path: Path, *, is_comparison: bool, is_wide: bool = False) -> ExportDialog:
    suggestion = ExportChoice(
        path=tmp_path / "x.csv", only_view=True, with_bom=False, with_query_file=False, is_wide=is_wide
    )
    dialog = ExportDialog(suggestion, 3, 9, is_comparison=is_comparison)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.mark.parametrize("is_wide", [True, False])
def test_a_comparison_may_be_written_wide(qtbot, tmp_path: Path, is_wide: bool) -> None:
    dialog = open_dialog(qtbot, tmp_path, is_comparison=True, is_wide=not is_wide)
    choice = dialog.findChild(QCheckBox, "export_wide")
    assert choice.isVisible()
    choice.click()
    with qtbot.waitSignal(dialog.export_requested) as asked:
        dialog.findChild(QPushButton, "export_button").click()
    assert asked.args[0].is_wide == is_wide


def test_one_answer_has_no_such_choice(qtbot, tmp_path: Path) -> None:
    dialog = open_dialog(qtbot, tmp_path, is_comparison=False)
    assert not dialog.findChild(QCheckBox, "export_wide").isVisible()
