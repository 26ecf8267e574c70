"""Exporting the shown result, as CSV or as a picture of its charts.

Signals: `exported(Path)`, `picture_saved(Path)`, `failed(SiroError)`.
"""

from __future__ import annotations

import dataclasses
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from siro_desktop.domain.names import Names
from siro_desktop.domain.targets import NO_TARGETS
from siro_desktop.errors import ExportError
from siro_desktop.jobs.export_csv import ExportCsv, suggest_name
from siro_desktop.runner.call import Call
from siro_desktop.ui.export_dialog import ExportChoice, ExportDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QWidget

    from siro_desktop.domain.results import SavedResult
    from siro_desktop.domain.targets import Targets
    from siro_desktop.errors import SiroError
    from siro_desktop.ui.workspace import Workspace


class ExportController(QObject):
    """Opens the export dialog and writes the file in the export thread."""

    exported = Signal(object)
    picture_saved = Signal(object)
    failed = Signal(object)

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._window = window
        self._dialog: ExportDialog | None = None
        self._saved: SavedResult | None = None
        self._rows: Sequence[tuple[str, int]] = ()
        self._names = Names()
        self._draw: Callable[[], QImage] | None = None
        self._targets = NO_TARGETS
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        settings = workspace.settings_file.load()
        self._last = ExportChoice(
            path=Path(settings.last_export_folder or documents),
            only_view=True,
            with_bom=settings.csv_with_bom,
            with_query_file=settings.csv_with_query_file,
        )

    @property
    def last_choice(self) -> ExportChoice:
        """How the last export was wished."""
        return self._last

    @property
    def last_folder(self) -> Path:
        """Where the last export went, or should go."""
        return self._last.path if self._last.path.is_dir() else self._last.path.parent

    def set_targets(self, targets: Targets) -> None:
        """Write beside values what they are held against."""
        self._targets = targets

    def export(self, saved: SavedResult, rows: Sequence[tuple[str, int]], names: Names) -> ExportDialog:
        """Ask how to export `saved`; `rows` is what the view shows, in its order."""
        if self._dialog is not None:
            self._dialog.close()
        self._saved, self._rows, self._names = saved, rows, names
        suggestion = ExportChoice(
            path=self.last_folder / suggest_name(saved, names),
            only_view=self._last.only_view and bool(rows),
            with_bom=self._last.with_bom,
            with_query_file=self._last.with_query_file,
            is_wide=self._last.is_wide and saved.is_comparison,
        )
        rows_all = sum(len(answer.metrics) for answer in saved.answers.values())
        self._dialog = ExportDialog(suggestion, len(rows), rows_all, self._window, is_comparison=saved.is_comparison)
        self._dialog.export_requested.connect(self._on_export_requested)
        self._dialog.finished.connect(self._on_dialog_finished)
        self._dialog.open()
        return self._dialog

    def save_picture(self, saved: SavedResult, names: Names, draw: Callable[[], QImage]) -> None:
        """Ask where a picture goes, `draw` it when that is known, and write it in the export thread."""
        self._draw = draw
        dialog = QFileDialog(self._window, self.tr("Save charts as picture"))
        dialog.setObjectName("picture_dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("PNG pictures (*.png)"))
        dialog.setDefaultSuffix("png")
        dialog.setDirectory(str(self.last_folder))
        dialog.selectFile(suggest_name(saved, names, ".png"))
        dialog.fileSelected.connect(self._on_picture_file_selected)
        dialog.open()

    @Slot(str)
    def _on_picture_file_selected(self, chosen: str) -> None:
        draw, self._draw = self._draw, None
        if draw is None:
            return
        path = Path(chosen)
        try:
            image = draw()
        except ExportError as error:
            self.failed.emit(error)
            return
        self._last = dataclasses.replace(self._last, path=path)
        handle = self._workspace.export.submit(Call(partial(_write_picture, path, image)))
        handle.succeeded.connect(self.picture_saved)
        handle.failed.connect(self.failed)

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
            is_wide=choice.is_wide,
            names=self._names,
            targets=self._targets,
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


def _write_picture(path: Path, image: QImage) -> Path:
    from siro_desktop.ui.charts.picture import write_picture

    write_picture(path, image)
    return path
