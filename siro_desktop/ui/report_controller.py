"""Printing the shown result: what the menu asks for. All that does the work is imported when it is first asked.

Signals: `saved(Path)`, `printed`, `failed(SiroError)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from siro_desktop.ui.main_window import MainWindow
    from siro_desktop.ui.report.desk import ReportDesk


class ReportController(QObject):
    """Hands preview, printing, PDF and one-to-one sheet of one window to its desk."""

    saved = Signal(object)
    printed = Signal()
    failed = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._desk: ReportDesk | None = None

    @Slot()
    def preview(self) -> None:
        """Show the result as pages."""
        self._at_desk().preview()

    @Slot()
    def print_result(self) -> None:
        """Ask for a printer, then print."""
        self._at_desk().print_result()

    @Slot()
    def save_pdf(self) -> None:
        """Ask where a PDF goes, then write it."""
        self._at_desk().save_pdf()

    @Slot()
    def show_sheet(self) -> None:
        """Ask whose one-to-one sheet is wanted, and preview it."""
        self._at_desk().show_sheet()

    def _at_desk(self) -> ReportDesk:
        if self._desk is None:
            from siro_desktop.ui.report.desk import ReportDesk

            self._desk = desk = ReportDesk(self._window)
            desk.saved.connect(self.saved)
            desk.printed.connect(self.printed)
            desk.failed.connect(self.failed)
        return self._desk
