"""An export dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from siro_desktop.domain.exports import FileFormat, Scope
from siro_desktop.ui.export_choice import ExportChoice, ExportOffer
from siro_desktop.ui.export_dialog import ExportDialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

LONG = ("metric_id", "value", "pass_rate")
SHAPES = [(form, is_wide) for form in FileFormat if form.is_table for is_wide in (False, True)]


@pytest.fixture
def open_dialog(qtbot: QtBot, tmp_path: Path) -> Callable[..., ExportDialog]:
    """Opens a dialog on three rows in view of nine; `selected` of them are selected."""

    def open_it(
        *,
        is_comparison: bool = True,
        selected: int = 2,
        forms: tuple[FileFormat, ...] = tuple(FileFormat),
        has_sides: bool = False,
        **suggested: object,
    ) -> ExportDialog:
        suggestion = {"path": tmp_path / "x.csv", "form": FileFormat.CSV, **suggested}
        offer = ExportOffer(
            rows={Scope.VIEW: 3, Scope.SELECTION: selected, Scope.EVERYTHING: 9},
            columns={(form, wide): ("metric_id", "recordings") if wide else LONG for form, wide in SHAPES},
            is_comparison=is_comparison,
            forms=forms,
            names=("b against a", "everything") if has_sides else ("", ""),
            side_columns={(form, False): ("metric_id", "value_a", "value_b") for form, _ in SHAPES if has_sides},
        )
        dialog = ExportDialog(ExportChoice(**suggestion), offer)  # type: ignore[arg-type]
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return open_it
