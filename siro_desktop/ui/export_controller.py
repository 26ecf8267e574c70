"""Exporting the shown result, as a file of figures.

Signals: `exported(Path)`, `failed(SiroError)`.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot

from siro_desktop.domain.exports import ExportContent, FileFormat, Scope
from siro_desktop.domain.targets import NO_TARGETS
from siro_desktop.errors import Cancelled, ExportError
from siro_desktop.ui.export_choice import ExportChoice, ExportOffer
from siro_desktop.ui.files import folder_for_files
from siro_desktop.ui.replace_asker import ReplaceAsker

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from siro_desktop.domain.exports import KeyedRows, Shown
    from siro_desktop.domain.names import Names
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.domain.targets import Targets
    from siro_desktop.domain.two_sides import TwoSides
    from siro_desktop.errors import SiroError
    from siro_desktop.runner.runner import JobHandle
    from siro_desktop.ui.export_dialog import ExportDialog
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
        self._content: ExportContent | None = None
        self._rows: Mapping[Scope, Shown] = {}
        self._running: JobHandle | None = None
        self._replacing = ReplaceAsker(workspace.export, self)
        self._targets = NO_TARGETS
        self._asked: ExportChoice | None = None  # what is being written
        settings = workspace.settings.current
        known = {form.value: form for form in FileFormat}
        self._last = ExportChoice(
            path=Path(settings.last_export_folder or folder_for_files()) / "x",
            form=known.get(settings.export_format, FileFormat.XLSX),
            with_question=settings.export_with_question,
        )

    @property
    def last_choice(self) -> ExportChoice:
        """How the last export that was written was wished."""
        return self._last

    @property
    def last_folder(self) -> Path:
        """Where the last export went, or should go."""
        return self._last.path.parent

    def turn_to(self, folder: Path) -> None:
        """Suggest this folder from now on: another file went there."""
        self._last = replace(self._last, path=folder / self._last.path.name)

    def set_targets(self, targets: Targets) -> None:
        """Write beside values what they are held against."""
        self._targets = targets

    def export(
        self,
        saved: SavedResult,
        names: Names,
        rows: Mapping[Scope, Shown],
        look: Mapping[str, object],
    ) -> None:
        """Ask how to export `saved`; `rows` is what the view shows and what is selected, `look` how it is shown."""
        from siro_desktop.ui.export_dialog import ExportDialog

        if self._running is not None:
            return
        if self._dialog is not None:
            self._dialog.close()
        self._content = ExportContent(saved=saved, names=names, targets=self._targets, view=look)
        self._rows = rows
        offer = self._offer(self._content)
        form = self._last.form if self._last.form in offer.forms else FileFormat.TIDY_JSON
        suggestion = replace(
            self._last,
            form=form,
            path=self.last_folder / f"{offer.names[0] or offer.names[1]}{form.suffix}",
            scope=Scope.VIEW if rows.get(Scope.VIEW) else Scope.EVERYTHING,
            is_wide=self._last.is_wide and saved.is_comparison,
        )
        self._dialog = ExportDialog(suggestion, offer, self._window)
        self._dialog.export_requested.connect(self._on_export_requested)
        self._dialog.stop_requested.connect(self._on_stop_requested)
        self._dialog.finished.connect(self._on_dialog_finished)
        self._dialog.open()

    def _offer(self, content: ExportContent) -> ExportOffer:
        from siro_desktop.jobs.export_file import columns_of, suggest_name, suggest_side_name

        counts = {scope: len(self._rows.get(scope, ())) for scope in (Scope.VIEW, Scope.SELECTION)}
        counts[Scope.EVERYTHING] = sum(len(answer.metrics) for answer in content.saved.answers.values())
        has_pages = any(answer.pages for answer in content.saved.answers.values())  # aliased results have none
        sides = _sides(self._rows.get(Scope.VIEW, ()))
        of_sides = "" if sides is None else suggest_side_name(sides, content.names, "")
        return ExportOffer(
            names=(of_sides, suggest_name(content.saved, content.names, "")),
            rows=counts,
            columns=columns_of(content),
            side_columns={} if sides is None else columns_of(replace(content, sides=sides)),
            is_comparison=content.saved.is_comparison,
            forms=tuple(form for form in FileFormat if form.is_table or has_pages),
        )

    @Slot(object)
    def _on_export_requested(self, choice: ExportChoice) -> None:
        if self._dialog is not None:
            self._replacing.ask(self._dialog, choice.files, partial(self._write, choice))

    def _write(self, choice: ExportChoice) -> None:
        from siro_desktop.jobs.export_file import ExportFile

        if self._content is None or self._dialog is None:
            return
        self._asked = choice
        shown = None if choice.scope is Scope.EVERYTHING else self._rows.get(choice.scope, ())
        sides = None if shown is None else _sides(shown)
        content = replace(
            self._content,
            rows=None if sides is not None else cast("KeyedRows | None", shown),
            sides=sides,
            scope=choice.scope,
            without=choice.without,
            is_wide=choice.is_wide,
        )
        job = ExportFile(path=choice.path, content=content, kind=choice.kind, with_question=choice.with_question)
        self._dialog.show_running()
        self._running = handle = self._workspace.export.submit(job)
        handle.progressed.connect(self._dialog.show_progress)
        handle.succeeded.connect(self._on_exported)
        handle.failed.connect(self._on_failed)
        handle.finished.connect(self._on_finished)

    @Slot()
    def _on_stop_requested(self) -> None:
        if self._running is not None:
            self._running.cancel()

    @Slot(object)
    def _on_exported(self, path: Path) -> None:
        self._last = self._asked or self._last
        if self._dialog is not None:
            self._dialog.accept()
        self.exported.emit(path)

    @Slot(object)
    def _on_failed(self, error: SiroError) -> None:
        if self._dialog is None or not isinstance(error, ExportError | Cancelled):
            self.failed.emit(error)
        elif isinstance(error, Cancelled):
            self._dialog.show_problem(self.tr("Stopped. Nothing was written; an older file is as it was."))
        else:
            self._dialog.show_problem(error.message)

    @Slot()
    def _on_finished(self) -> None:
        self._running = None

    @Slot()
    def _on_dialog_finished(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None


def _sides(shown: Shown) -> TwoSides | None:
    """Two sides that are held against each other; None for figures."""
    from siro_desktop.domain.two_sides import TwoSides

    return shown if isinstance(shown, TwoSides) else None
