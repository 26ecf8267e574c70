"""Lists of names come in from a file or the clipboard, and go out into a file.

Signals: `save_requested(tuple of OwnName)` after the preview, `failed(SiroError)`.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from siro_desktop.domain.name_list import ListPreview, preview_list, read_name_list
from siro_desktop.jobs.own_names import export_directory, read_name_file
from siro_desktop.runner.call import Call
from siro_desktop.ui.files import folder_for_files
from siro_desktop.ui.names.import_dialog import ImportDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from siro_desktop.domain.name_list import NameList
    from siro_desktop.domain.own_names import Directory, NameKind
    from siro_desktop.runner.runner import JobRunner
    from siro_desktop.ui.names.names_page import NamesPage


class NameLists(QObject):
    """Serves one page; `known` returns the Directory that a list is compared with. Reads and writes in `runner`."""

    save_requested = Signal(object)
    failed = Signal(object)

    def __init__(self, runner: JobRunner[None], page: NamesPage, known: Callable[[], Directory]) -> None:
        super().__init__(page)
        self._runner = runner
        self._page = page
        self._known = known
        self._folder = str(folder_for_files())
        page.list_pasted.connect(self._on_list_pasted)
        page.import_clicked.connect(self._on_import_clicked)
        page.export_clicked.connect(self._on_export_clicked)

    def _read(self, read: Callable[[], NameList], kind: NameKind) -> None:
        handle = self._runner.submit(Call(partial(_read_and_compare, read, kind, self._known())))
        handle.succeeded.connect(self._show_preview)
        handle.failed.connect(self.failed)

    @Slot(object)
    def _show_preview(self, compared: tuple[ListPreview, str]) -> None:
        preview, notice = compared
        dialog = ImportDialog(preview, self._known(), notice, self._page)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.save_requested.connect(self.save_requested)
        dialog.open()

    @Slot(str, object)
    def _on_list_pasted(self, text: str, kind: NameKind) -> None:
        self._read(partial(read_name_list, text, kind), kind)

    @Slot(object)
    def _on_import_clicked(self, kind: NameKind) -> None:
        chooser = self._file_dialog(self.tr("Import names"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setNameFilters([self.tr("Tables as text (*.csv *.tsv *.txt)"), self.tr("All files (*)")])
        chooser.fileSelected.connect(partial(self._on_import_file_selected, kind))
        chooser.open()

    def _on_import_file_selected(self, kind: NameKind, chosen: str) -> None:
        path = Path(chosen)
        self._folder = str(path.parent)
        self._read(partial(read_name_file, path, kind), kind)

    @Slot()
    def _on_export_clicked(self) -> None:
        chooser = self._file_dialog(self.tr("Export names"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setNameFilter(self.tr("CSV files (*.csv)"))
        chooser.setDefaultSuffix("csv")
        chooser.selectFile("siro-names.csv")
        chooser.fileSelected.connect(self._on_export_file_selected)
        chooser.open()

    @Slot(str)
    def _on_export_file_selected(self, chosen: str) -> None:
        path = Path(chosen)
        self._folder = str(path.parent)
        handle = self._runner.submit(Call(partial(export_directory, path, self._known())))
        handle.succeeded.connect(self._on_exported)
        handle.failed.connect(self.failed)

    @Slot(object)
    def _on_exported(self, path: Path) -> None:
        self._page.say(self.tr("Exported to %1").replace("%1", str(path)))

    def _file_dialog(self, title: str) -> QFileDialog:
        chooser = QFileDialog(self._page, title)
        chooser.setObjectName("names_file_dialog")
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.setDirectory(self._folder)
        return chooser


def _read_and_compare(read: Callable[[], NameList], kind: NameKind, known: Directory) -> tuple[ListPreview, str]:
    """Runs in the runner's thread: a long list takes a moment."""
    names = read()
    return preview_list(names, kind, known), names.notice
