"""Printing the shown result, and one-to-ones: what the menu asks for. What does the work is imported after the start.

Signals: `saved(Path)`, `printed(Path or None for paper)`, `failed(SiroError)`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from siro_desktop.runner.call import Call
from siro_desktop.ui.late_imports import ONE_AT_A_TIME

if TYPE_CHECKING:
    from collections.abc import Callable

    from siro_desktop.ui.main_window import MainWindow
    from siro_desktop.ui.report.desk import ReportDesk

    Wish = Callable[[ReportDesk], None]


class ReportController(QObject):
    """Hands preview, printing, PDF and one-to-one sheet of one window to its desk, once that is imported."""

    saved = Signal(object)
    printed = Signal(object)
    failed = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._desk: ReportDesk | None = None
        self._wish: Wish | None = None
        self._is_importing = False

    @Slot()
    def preview(self) -> None:
        """Show the result as pages."""
        self._ask(lambda desk: desk.preview())

    @Slot()
    def print_result(self) -> None:
        """Ask for a printer, then print."""
        self._ask(lambda desk: desk.print_result())

    @Slot()
    def save_pdf(self) -> None:
        """Ask where a PDF goes, then write it."""
        self._ask(lambda desk: desk.save_pdf())

    @Slot()
    def show_sheet(self) -> None:
        """Prepare a one-to-one."""
        self._ask(lambda desk: desk.show_sheet())

    def _ask(self, wish: Wish) -> None:
        """Do it now, or as soon as it can be done; of several wishes until then the last one counts."""
        self._wish = wish
        if self._desk is None:
            self._import()
        else:
            self._fulfil(self._desk)

    def _fulfil(self, desk: ReportDesk) -> None:
        wish, self._wish = self._wish, None
        if wish is not None:
            wish(desk)

    @Slot()
    def _import(self) -> None:
        if self._desk is None and not self._is_importing:
            self._is_importing = True
            handle = self._window.workspace.export.submit(Call(_import_desk))
            handle.succeeded.connect(self._on_imported)
            handle.failed.connect(self.failed)
            handle.finished.connect(self._on_import_finished)

    @Slot()
    def _on_imported(self) -> None:
        from siro_desktop.ui.report.desk import ReportDesk

        self._desk = desk = ReportDesk(self._window)
        desk.saved.connect(self.saved)
        desk.printed.connect(self.printed)
        desk.failed.connect(self.failed)
        self._fulfil(desk)

    @Slot()
    def _on_import_finished(self) -> None:
        self._is_importing = False


def _import_desk() -> None:
    with ONE_AT_A_TIME:
        import_module("siro_desktop.ui.report.desk")
