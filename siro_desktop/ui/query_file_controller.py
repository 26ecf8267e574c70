"""Opening `.siroquery` files and exported ones, from a dialog or dropped on the window, and writing the former.

Signals: `file_read(QueryFile)`, `export_read(ExportedFile)` behind that for figures, `written(Path)`,
`failed(SiroError)`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtGui import QDropEvent

from siro_desktop.domain.exports import PACKAGE_ENDING
from siro_desktop.domain.question_json import FILE_ENDING, QueryFile, names_in
from siro_desktop.jobs.saved_queries import WriteQueryFile
from siro_desktop.ui.announce import announce
from siro_desktop.ui.recent_files import RecentFilesMenu
from siro_desktop.ui.while_there import while_there

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFileDialog

    from siro_desktop.domain.exported import ExportedFile
    from siro_desktop.domain.saved_query import SavedQuery
    from siro_desktop.ui.main_window import MainWindow
    from siro_desktop.ui.workspace import Workspace

_NOT_IN_NAMES: Final = '<>:"/\\|?*'


class QueryFileController(QObject):
    """Files are read and written in the export thread; a file that comes before a connection does waits for it."""

    file_read = Signal(object)
    export_read = Signal(object)
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
        self._recent = RecentFilesMenu(window.actions_.open_recent, workspace.settings, window)
        self._recent.file_chosen.connect(self.open_file)
        self.written.connect(self._recent.add)
        window.library.names_changed.connect(self._recent.set_names)

    def open_file(self, path: Path) -> None:
        """Read a file; `file_read`, with `export_read` behind it for figures, or `failed` tells what came of it."""
        from siro_desktop.jobs.exported_files import OpenFile

        if self._window.profile is None:
            self._waiting = path
            text = self.tr("“%1” opens once there is a connection.").replace("%1", path.name)
            self._window.status_bar.showMessage(text)
            announce(self._window.status_bar, text)
            return
        handle = self._workspace.export.submit(OpenFile(path))
        handle.succeeded.connect(while_there(self._on_read, path))
        handle.failed.connect(self.failed)

    def open_waiting(self) -> None:
        """Read the file that waited for a connection, if there is one."""
        path, self._waiting = self._waiting, None
        if path is not None:
            self._window.status_bar.clearMessage()
            self.open_file(path)

    @Slot()
    def ask_for_file(self) -> None:
        """Let the person choose a file to open."""
        from PySide6.QtWidgets import QFileDialog

        from siro_desktop.jobs.exported_files import EXPORT_ENDINGS, PICTURE_ENDINGS

        patterns = " ".join(f"*{ending}" for ending in (FILE_ENDING, *EXPORT_ENDINGS, *PICTURE_ENDINGS))
        pattern = self.tr("Queries, exported figures and pictures (%1)").replace("%1", patterns)
        dialog = self._dialog("open_query_dialog", self.tr("Open"), pattern)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_file_chosen)
        dialog.open()

    @Slot(object)
    def save_as_file(self, query: SavedQuery) -> None:
        """Let the person choose where a saved query is written."""
        from PySide6.QtWidgets import QFileDialog

        if self._window.names.is_aliased:
            sentence = self.tr("A query file holds the ids of people. Leave presentation mode to write one.")
            self._window.messages.show_notice(self.tr("Not written"), sentence, kind="warning")
            return
        pattern = self.tr("Queries (%1)").replace("%1", f"*{FILE_ENDING}")
        dialog = self._dialog("save_query_dialog", self.tr("Save query as file"), pattern)
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

    def _dialog(self, name: str, title: str, pattern: str) -> QFileDialog:
        from PySide6.QtWidgets import QFileDialog

        from siro_desktop.ui.files import folder_for_files

        kept = self._window.state.settings.last_export_folder
        folder = kept or str(folder_for_files())
        dialog = QFileDialog(self._window, title, folder, pattern)
        dialog.setObjectName(name)
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    def _on_read(self, path: Path, read: QueryFile | ExportedFile) -> None:
        self._recent.add(path)
        file = read if isinstance(read, QueryFile) else read.query_file
        if self._window.presentation.is_aliased(file.question.ids):
            sentence = self.tr("Nobody can be asked about by an alias. Export it again without presentation mode.")
            self._window.messages.show_notice(self.tr("The names in this file are aliases"), sentence, kind="warning")
        elif isinstance(read, QueryFile):
            self.file_read.emit(read)
        else:
            self.file_read.emit(read.query_file)
            self.export_read.emit(read)

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
    """The one file of this computer that is dragged, or the one with the description of the other beside it."""
    urls = dropped.mimeData().urls()
    if not all(url.isLocalFile() for url in urls):
        return None
    paths = {url.toLocalFile() for url in urls}
    alone = paths - {path + PACKAGE_ENDING for path in paths}
    return Path(alone.pop()) if len(alone) == 1 else None
