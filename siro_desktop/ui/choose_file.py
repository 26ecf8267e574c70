"""Asks for the file to import, and for the one to export to. The dialog belongs to whoever asks, and goes with it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QFileDialog

from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

_ENDING: Final = re.compile(r"\*(\.\w+)\)")


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
    """Ask where to write, and whether to replace what is there; the chosen filter says how the name ends."""
    dialog = _dialog(host, name, title, filters, take=take)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(suggested).suffix.lstrip("."))
    dialog.selectFile(suggested)
    _NameEnding(dialog)
    dialog.open()
    return dialog


class _NameEnding(QObject):
    """Gives the typed name the ending of the filter that is chosen, such as *JSON (*.json)*: it says the format."""

    def __init__(self, dialog: QFileDialog) -> None:
        super().__init__(dialog)
        dialog.filterSelected.connect(self._on_filter_selected)

    @Slot(str)
    def _on_filter_selected(self, chosen: str) -> None:
        dialog, ending = self.parent(), _ending_of(chosen)
        if not isinstance(dialog, QFileDialog) or not ending:
            return
        dialog.setDefaultSuffix(ending[1:])
        known = set(map(_ending_of, dialog.nameFilters()))
        for typed in map(Path, dialog.selectedFiles()):
            if typed.suffix in known:  # otherwise what follows the dot is a part of the name
                dialog.selectFile(typed.with_suffix(ending).name)


def _ending_of(name_filter: str) -> str:
    found = _ENDING.search(name_filter)
    return found[1] if found else ""


def _dialog(
    host: QWidget, name: str, title: str, filters: Sequence[str], *, take: Callable[[Path], object]
) -> QFileDialog:
    dialog = named(QFileDialog(host, title), name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setNameFilters(filters)
    dialog.fileSelected.connect(lambda chosen: take(Path(chosen)))
    return dialog
