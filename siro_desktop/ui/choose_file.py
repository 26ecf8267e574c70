"""Asks for the file to import, and for the one to export to. The dialog belongs to whoever asks, and goes with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget


def choose_import(
    host: QWidget, name: str, title: str, filters: Sequence[str], *, take: Callable[[Path], object]
) -> QFileDialog:
    """Ask for a file that is there; `take` is called with it. `name` is the dialog's object name."""
    dialog = _dialog(host, name, title, filters, take=take)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.open()
    return dialog


def choose_export(
    host: QWidget, name: str, title: str, filters: Sequence[str], suggested: str, *, take: Callable[[Path], object]
) -> QFileDialog:
    """Ask where to write, and whether to replace what is there; without an ending a name gets that of `suggested`."""
    dialog = _dialog(host, name, title, filters, take=take)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(suggested).suffix.lstrip("."))
    dialog.selectFile(suggested)
    dialog.open()
    return dialog


def _dialog(
    host: QWidget, name: str, title: str, filters: Sequence[str], *, take: Callable[[Path], object]
) -> QFileDialog:
    dialog = named(QFileDialog(host, title), name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setNameFilters(filters)
    dialog.fileSelected.connect(lambda chosen: take(Path(chosen)))
    return dialog
