"""Printing the shown result, looking at it as pages first, and saving it as PDF.

Signals: `saved(Path)`, `printed(Path or None for paper)`, `failed(SiroError)`.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QFileDialog, QProgressDialog

from siro_desktop.errors import SiroError
from siro_desktop.runner.call import Call
from siro_desktop.ui.files import write_whole
from siro_desktop.ui.report.devices import chosen_pages, pdf_steps, print_steps
from siro_desktop.ui.report.dialog import ReportDialog
from siro_desktop.ui.report.gather import file_name_of, gather
from siro_desktop.ui.report.pages import Report
from siro_desktop.ui.report.paper import PaperChoice, chosen_size, page_layout, paper_of
from siro_desktop.ui.report.sheet_desk import SheetDesk
from siro_desktop.ui.report.work import SlicedWork

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from PySide6.QtGui import QPageLayout
    from PySide6.QtPrintSupport import QPrinter

    from siro_desktop.ui.main_window import MainWindow
    from siro_desktop.ui.report.content import ReportContent


class ReportDesk(QObject):
    """Opens preview, print and file dialogs of one window; builds and paints pages in slices that can be stopped."""

    saved = Signal(object)
    printed = Signal(object)
    failed = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._printer: QPrinter | None = None
        self._path: Path | None = None

    # What the menu asks for -----------------------------------------------------------------------------------------

    @Slot()
    def preview(self) -> None:
        """Show the result as pages."""
        if self._window.view.result_page.saved is None:
            return
        self._show(ReportDialog(self._gather, self._choice(), self._window))

    def _show(self, dialog: ReportDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.print_requested.connect(self._on_print_requested)
        dialog.pdf_requested.connect(self._on_pdf_requested)
        dialog.choice_changed.connect(self._on_choice_changed)
        dialog.open()

    def _choice(self) -> PaperChoice:
        """What is usual here, or was chosen before."""
        size = chosen_size(self._window.state.settings.paper_size, QLocale())
        return PaperChoice(size, self._window.actions_.paper_charts.isChecked())

    @Slot(object)
    def _on_choice_changed(self, choice: PaperChoice) -> None:
        self._window.state.keep_paper_size(choice.size.value)
        self._window.actions_.paper_charts.setChecked(choice.with_charts)

    @Slot()
    def show_sheet(self) -> None:
        """Prepare a one-to-one: ask with whom, keep what is noted, and preview the sheet."""
        desk = SheetDesk(self._window)
        desk.content_ready.connect(self._on_sheet_ready)
        desk.failed.connect(self.failed)
        desk.show()

    @Slot(object)
    def _on_sheet_ready(self, content: ReportContent) -> None:
        def give(_with_charts: bool) -> Generator[float, None, ReportContent | None]:
            yield 0.0
            return content

        self._show(ReportDialog(give, self._choice(), self._window, has_charts=False))

    @Slot()
    def print_result(self) -> None:
        """Ask for a printer, then print."""
        if self._window.view.result_page.saved is not None:
            self._ask_printer(self._usual_layout(), self._print_anew)

    @Slot()
    def save_pdf(self) -> None:
        """Ask where a PDF goes, then write it."""
        page = self._window.view.result_page
        if page.saved is None:
            return
        layout = self._usual_layout()
        self._ask_path(
            file_name_of(page, self._window.names),
            lambda: self._run(self._build_steps(layout), partial(self._write_report, layout=layout)),
        )

    # Building -------------------------------------------------------------------------------------------------------

    def _gather(self, with_charts: bool) -> Generator[float, None, ReportContent | None]:
        return gather(self._window.view.result_page, self._window.names, with_charts=with_charts)

    def _build_steps(self, layout: QPageLayout) -> Generator[float, None, Report | None]:
        content = yield from self._gather(self._choice().with_charts)
        if content is None:
            return None
        report = Report(content, paper_of(layout))
        yield from report.build()
        return report

    def _usual_layout(self) -> QPageLayout:
        return page_layout(self._choice().size, is_landscape=False)

    def _run(self, steps: Generator[float, None, Any], then: Callable[[Any], None]) -> None:
        """Do long work in slices, with a bar and a Stop where it takes longer than a moment."""
        bar = QProgressDialog(self.tr("Building pages…"), self.tr("Stop"), 0, 100, self._window)
        bar.setObjectName("report_bar")
        bar.setWindowModality(Qt.WindowModality.WindowModal)
        bar.setMinimumDuration(400)
        bar.setAutoReset(False)
        work = SlicedWork(_caught(steps), self)
        work.progressed.connect(lambda share: bar.setValue(round(share * 100)))
        work.succeeded.connect(bar.close)
        work.succeeded.connect(bar.deleteLater)
        work.succeeded.connect(work.deleteLater)
        work.succeeded.connect(lambda result: self._go_on(result, then))
        work.stopped.connect(bar.deleteLater)
        work.stopped.connect(work.deleteLater)
        bar.canceled.connect(work.stop)
        work.start()

    def _go_on(self, result: object, then: Callable[[Any], None]) -> None:
        if isinstance(result, SiroError):
            self.failed.emit(result)
        else:
            then(result)

    # Printing -------------------------------------------------------------------------------------------------------

    @Slot(object, object)
    def _on_print_requested(self, report: Report, layout: QPageLayout) -> None:
        self._ask_printer(layout, partial(self._print_report, report))

    def _ask_printer(self, layout: QPageLayout, then: Callable[[], None]) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        self._printer = printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(layout)
        printer.setCreator("Siro Desktop")
        dialog = QPrintDialog(printer, self._window)
        dialog.setObjectName("print_dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(lambda result: then() if result == QDialog.DialogCode.Accepted else None)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()  # its `open` wants a slot by name

    def _print_anew(self) -> None:
        if self._printer is not None:
            self._run(self._build_steps(self._printer.pageLayout()), self._print_report)

    def _print_report(self, report: Report | None) -> None:
        """Print pages; those that were laid out for other paper than the printer's are laid out anew."""
        if report is None or self._printer is None:
            return
        printer = self._printer
        printer.setFullPage(True)
        printer.setDocName(report.content.title)
        paper = paper_of(printer.pageLayout())
        fitting = report if paper == report.paper else Report(report.content, paper)
        is_built = fitting is report
        if printer.outputFileName():
            into_file = partial(self._write_printed, Path(printer.outputFileName()))
            self._run(_printing_into_file(fitting, printer, is_built=is_built), into_file)
        else:
            self._run(_printing(fitting, printer, is_built=is_built), lambda _none: self.printed.emit(None))

    def _write_printed(self, path: Path, content: bytes) -> None:
        """Write what Qt offers where there is no printer ourselves: Qt does not tell of a disk that is full."""
        handle = self._window.workspace.export.submit(Call(partial(_write_file, path, content)))
        handle.succeeded.connect(self.printed)
        handle.failed.connect(self.failed)

    # PDF ------------------------------------------------------------------------------------------------------------

    @Slot(object, object)
    def _on_pdf_requested(self, report: Report, layout: QPageLayout) -> None:
        self._ask_path(report.content.file_name, lambda: self._write_report(report, layout=layout))

    def _ask_path(self, suggested: str, then: Callable[[], None]) -> None:
        dialog = QFileDialog(self._window, self.tr("Save as PDF"))
        dialog.setObjectName("pdf_dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("PDF documents (*.pdf)"))
        dialog.setDefaultSuffix("pdf")
        dialog.setDirectory(str(self._window.results.exports.last_folder))
        dialog.selectFile(suggested)
        dialog.fileSelected.connect(self._on_file_selected)
        dialog.fileSelected.connect(lambda _chosen: then())
        dialog.open()

    @Slot(str)
    def _on_file_selected(self, chosen: str) -> None:
        self._path = Path(chosen)

    def _write_report(self, report: Report | None, *, layout: QPageLayout) -> None:
        if report is not None:
            self._run(pdf_steps(report, layout), self._write)

    def _write(self, content: bytes) -> None:
        if self._path is None:
            return
        handle = self._window.workspace.export.submit(Call(partial(_write_file, self._path, content)))
        handle.succeeded.connect(self.saved)
        handle.failed.connect(self.failed)


def _caught(steps: Generator[float, None, Any]) -> Generator[float, None, Any]:
    """Return an error that can be told of instead of raising it: nobody stands above a turn of the event loop."""
    try:
        return (yield from steps)
    except SiroError as error:
        return error


def _printing(report: Report, printer: QPrinter, *, is_built: bool) -> Generator[float, None, None]:
    if not is_built:
        yield from report.build()
    yield from print_steps(report, printer)


def _printing_into_file(report: Report, printer: QPrinter, *, is_built: bool) -> Generator[float, None, bytes]:
    if not is_built:
        yield from report.build()
    return (yield from pdf_steps(report, printer.pageLayout(), chosen_pages(report, printer)))


def _write_file(path: Path, content: bytes) -> Path:
    write_whole(path, content)
    return path
