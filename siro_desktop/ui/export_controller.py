"""Exporting the shown result. Signals: `exported(Path)`, `failed(SiroError)`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Signal, Slot

from siro_desktop.errors import ExportError
from siro_desktop.jobs.export_csv import ExportCsv, suggest_name
from siro_desktop.ui.export_dialog import ExportChoice, ExportDialog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from siro_desktop.domain.names import Names
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.errors import SiroError
    from siro_desktop.ui.workspace import Workspace


class ExportController(QObject):
    """Opens the export dialog and writes the file in the export thread."""

    exported = Signal(object)
    failed = Signal(object)

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._window = window
        self._dialog: ExportDialog | None = None
        self._saved: SavedResult | None = None
        self._rows: Sequence[tuple[str, int]] = ()
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self._last = ExportChoice(path=Path(documents), only_view=True, with_bom=False, with_query_file=False)

    def export(self, saved: SavedResult, rows: Sequence[tuple[str, int]], names: Names) -> ExportDialog:
        """Ask how to export `saved`; `rows` is what the view shows, in its order."""
        if self._dialog is not None:
            self._dialog.close()
        self._saved, self._rows = saved, rows
        folder = self._last.path if self._last.path.is_dir() else self._last.path.parent
        suggestion = ExportChoice(
            path=folder / suggest_name(saved, names),
            only_view=self._last.only_view,
            with_bom=self._last.with_bom,
            with_query_file=self._last.with_query_file,
        )
        rows_all = sum(len(answer.metrics) for answer in saved.answers.values())
        self._dialog = ExportDialog(suggestion, len(rows), rows_all, self._window)
        self._dialog.export_requested.connect(self._on_export_requested)
        self._dialog.finished.connect(self._on_dialog_finished)
        self._dialog.open()
        return self._dialog

    @Slot(object)
    def _on_export_requested(self, choice: ExportChoice) -> None:
        if self._saved is None:
            return
        self._last = choice
        job = ExportCsv(
            path=choice.path,
            saved=self._saved,
            rows=tuple(self._rows) if choice.only_view else None,
            with_bom=choice.with_bom,
            with_query_file=choice.with_query_file,
        )
        handle = self._workspace.export.submit(job)
        handle.succeeded.connect(self._on_exported)
        handle.failed.connect(self._on_failed)

    @Slot(object)
    def _on_exported(self, path: Path) -> None:
        if self._dialog is not None:
            self._dialog.accept()
        self.exported.emit(path)

    @Slot(object)
    def _on_failed(self, error: SiroError) -> None:
        if self._dialog is not None and isinstance(error, ExportError):
            self._dialog.show_problem(error.message)
        else:
            self.failed.emit(error)

    @Slot()
    def _on_dialog_finished(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
