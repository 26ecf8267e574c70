"""Opening `.siroquery` files, from a dialog or dropped on the window, and writing them.

Signals: `file_read(QueryFile)`, `written(Path)`, `failed(SiroError)`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QStandardPaths, Signal, Slot
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog

from siro_desktop.domain.question_json import FILE_ENDING, QueryFile, names_in
from siro_desktop.jobs.saved_queries import ReadQueryFile, WriteQueryFile

if TYPE_CHECKING:
    from siro_desktop.domain.saved_query import SavedQuery
    from siro_desktop.ui.main_window import MainWindow
    from siro_desktop.ui.workspace import Workspace

_NOT_IN_NAMES: Final = '<>:"/\\|?*'


class QueryFileController(QObject):
    """Files are read and written in the export thread; a file that comes before a connection does waits for it."""

    file_read = Signal(object)
    written = Signal(object)
    failed = Signal(object)

    def __init__(self, workspace: Workspace, window: MainWindow) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._window = window
        self._waiting: Path | None = None
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        window.view.saved_side.queries.export_requested.connect(self.save_as_file)

    def open_file(self, path: Path) -> None:
        """Read a file; `file_read` or `failed` tells what came of it."""
        if self._window.profile is None:
            self._waiting = path
            return
        handle = self._workspace.export.submit(ReadQueryFile(path))
        handle.succeeded.connect(self.file_read)
        handle.failed.connect(self.failed)

    def open_waiting(self) -> None:
        """Read the file that waited for a connection, if there is one."""
        path, self._waiting = self._waiting, None
        if path is not None:
            self.open_file(path)

    @Slot()
    def ask_for_file(self) -> None:
        """Let the person choose a file to open."""
        dialog = self._dialog("open_query_dialog", self.tr("Open query"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_file_chosen)
        dialog.open()

    @Slot(object)
    def save_as_file(self, query: SavedQuery) -> None:
        """Let the person choose where a saved query is written."""
        dialog = self._dialog("save_query_dialog", self.tr("Save query as file"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(FILE_ENDING.removeprefix("."))
        dialog.selectFile("".join("_" if one in _NOT_IN_NAMES else one for one in query.name) + FILE_ENDING)
        names = names_in(query.question, self._window.names)
        file = QueryFile(question=query.question, name=query.name, folder=query.folder, names=names)
        dialog.fileSelected.connect(lambda chosen: self._write(Path(chosen), file))
        dialog.open()

    def _write(self, path: Path, file: QueryFile) -> None:
        handle = self._workspace.export.submit(WriteQueryFile(path, file))
        handle.succeeded.connect(self.written)
        handle.failed.connect(self.failed)

    def _dialog(self, name: str, title: str) -> QFileDialog:
        kept = self._window.state.settings.last_export_folder
        folder = kept or QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        pattern = self.tr("Queries (%1)").replace("%1", f"*{FILE_ENDING}")
        dialog = QFileDialog(self._window, title, folder, pattern)
        dialog.setObjectName(name)
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    @Slot(str)
    def _on_file_chosen(self, chosen: str) -> None:
        self.open_file(Path(chosen))

    def eventFilter(self, watched: QObject, happened: QEvent) -> bool:
        """Take a file that is dragged over the window, and open it when it is dropped."""
        if isinstance(happened, QDropEvent):  # the events of entering and moving are kinds of it
            path = _dropped_file(happened)
            if path is not None:
                happened.acceptProposedAction()
                if happened.type() == QEvent.Type.Drop:
                    self.open_file(path)
                return True
        return super().eventFilter(watched, happened)


def _dropped_file(dropped: QDropEvent) -> Path | None:
    """The one file of this computer that is dragged; what it is, its content will tell."""
    urls = dropped.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
