"""62: the shown result is previewed and saved as PDF from the File menu."""

from __future__ import annotations

import resource
import signal
from typing import TYPE_CHECKING

import pytest
from app_kit import ask_for_team, find, wait_for, window_of
from pypdf import PdfReader
from PySide6.QtGui import QPageRanges, QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFileDialog, QLabel, QMessageBox, QPushButton

from siro_desktop.ui.report.dialog import ReportDialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.ui.main_window import MainWindow


def test_a_result_is_previewed_and_saved_as_pdf(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    window = window_of(program)
    assert not window.actions_.print_result.isEnabled()
    ask_for_team(qtbot, window)

    window.actions_.print_preview.trigger()
    preview = wait_for(qtbot, window, "report_dialog", ReportDialog)
    qtbot.waitUntil(lambda: preview.report is not None, timeout=30_000)
    find(preview, "report_pdf", QPushButton).click()
    wait_for(qtbot, window, "pdf_dialog", QFileDialog).fileSelected.emit(str(tmp_path / "preview.pdf"))
    qtbot.waitUntil(lambda: "PDF saved" in window.view.result_page.banner.text(), timeout=30_000)
    preview.close()

    window.actions_.save_pdf.trigger()
    wait_for(qtbot, window, "pdf_dialog", QFileDialog).fileSelected.emit(str(tmp_path / "menu.pdf"))
    qtbot.waitUntil((tmp_path / "menu.pdf").exists, timeout=30_000)
    read = [PdfReader(tmp_path / name).pages[0].extract_text() for name in ("preview.pdf", "menu.pdf")]
    assert read[0] == read[1]
    metric = window.view.result_page.answer_body.model.index(0, 0).data()
    assert metric.split()[0] in read[0]


def test_a_pdf_that_cannot_be_written_says_why(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.actions_.save_pdf.trigger()
    wait_for(qtbot, window, "pdf_dialog", QFileDialog).fileSelected.emit(str(tmp_path / "gone" / "report.pdf"))
    qtbot.waitUntil(lambda: window.findChild(QDialog, "error_dialog") is not None)
    find(window, "error_dialog", QDialog).close()


def test_the_next_pdf_goes_where_the_last_one_went(
    qtbot: QtBot, window: MainWindow, make_program: Callable[..., Program], tmp_path: Path
) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    window.actions_.save_pdf.trigger()
    wait_for(qtbot, window, "pdf_dialog", QFileDialog).fileSelected.emit(str(reports / "october.pdf"))
    qtbot.waitUntil(lambda: "PDF saved" in window.view.result_page.banner.text(), timeout=30_000)
    find(window, "pdf_dialog", QFileDialog).close()
    qtbot.waitUntil(lambda: window.findChild(QFileDialog, "pdf_dialog") is None)
    window.actions_.save_pdf.trigger()
    dialog = wait_for(qtbot, window, "pdf_dialog", QFileDialog)
    assert dialog.directory().absolutePath() == str(reports)
    dialog.fileSelected.emit(str(tmp_path / "gone" / "october.pdf"))  # and what fails is forgotten
    dialog.close()
    find_error = lambda: window.findChild(QDialog, "error_dialog")  # noqa: E731
    qtbot.waitUntil(lambda: find_error() is not None)
    find_error().close()
    window.close()

    again = window_of(make_program())
    qtbot.waitUntil(lambda: again.view.result_page.saved is not None)
    again.actions_.save_pdf.trigger()
    dialog = wait_for(qtbot, again, "pdf_dialog", QFileDialog)
    assert dialog.directory().absolutePath() == str(reports)
    dialog.close()


def test_a_result_goes_to_the_printer(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    """62: the printer writes into a file here, and pages are laid out for its paper."""
    window.actions_.print_result.trigger()
    dialog = wait_for(qtbot, window, "print_dialog", QPrintDialog)
    printer = dialog.printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A5))
    dialog.finished.emit(int(QDialog.DialogCode.Accepted))  # `accept` would ask the printers of this computer
    qtbot.waitUntil(lambda: "Printed." in window.view.result_page.banner.text(), timeout=30_000)
    sheet = PdfReader(tmp_path / "printed.pdf").pages[0]
    assert round(sheet.mediabox.width) == 420
    assert "Page 1 of" in " ".join(sheet.extract_text().split())


@pytest.mark.parametrize("place", ["gone/printed.pdf", "a file/printed.pdf", "."])
def test_what_is_printed_into_a_file_that_cannot_be_written_says_why(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, place: str
) -> None:
    """Without a printer Qt offers a file. That is no printer to be switched on."""
    (tmp_path / "a file").touch()
    print_into(qtbot, window, tmp_path / place)
    error = wait_for(qtbot, window, "error_dialog", QMessageBox)
    said = error.text() + error.informativeText()
    error.close()
    assert "Cannot write the file" in said
    assert "switched on" not in said
    assert window.view.result_page.banner.text() == ""


def test_a_disk_that_is_full_while_a_file_is_printed_is_told(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    """The limit on a file's size stands for a full disk: whatever is written, nothing is called printed."""
    older = tmp_path / "printed.pdf"
    older.write_bytes(b"an older one")
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, former[1]))
    try:
        print_into(qtbot, window, older)
        error = wait_for(qtbot, window, "error_dialog", QMessageBox)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)
        signal.signal(signal.SIGXFSZ, ignored)
    assert "disk is full" in error.text() + error.informativeText()
    error.close()
    assert older.read_bytes() == b"an older one"


def test_what_is_printed_into_a_file_says_where_it_is(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    print_into(qtbot, window, tmp_path / "printed.pdf")
    banner = window.view.result_page.banner
    qtbot.waitUntil(lambda: "Printed." in banner.text(), timeout=30_000)
    assert str(tmp_path / "printed.pdf") in banner.text()
    assert "handed to the printer" not in banner.text()


def test_only_chosen_pages_are_printed_into_a_file(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    small = QPageSize(QPageSize.PageSizeId.A6)
    print_into(qtbot, window, tmp_path / "all.pdf", size=small)
    qtbot.waitUntil((tmp_path / "all.pdf").exists, timeout=30_000)
    qtbot.waitUntil(lambda: window.findChild(QDialog, "report_bar") is None)
    assert len(PdfReader(tmp_path / "all.pdf").pages) > 2
    print_into(qtbot, window, tmp_path / "two.pdf", size=small, ranges="2")
    qtbot.waitUntil((tmp_path / "two.pdf").exists, timeout=30_000)
    (page,) = PdfReader(tmp_path / "two.pdf").pages
    assert "Page 2 of" in " ".join(page.extract_text().split())


def print_into(qtbot: QtBot, window: MainWindow, path: Path, size: QPageSize | None = None, ranges: str = "") -> None:
    """File ▸ Print…, into a file."""
    window.actions_.print_result.trigger()
    dialog = wait_for(qtbot, window, "print_dialog", QPrintDialog)
    printer = dialog.printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    if size is not None:
        printer.setPageSize(size)
    if ranges:
        printer.setPageRanges(QPageRanges.fromString(ranges))
    dialog.finished.emit(int(QDialog.DialogCode.Accepted))  # `accept` would ask the printers of this computer
    dialog.close()
    qtbot.waitUntil(lambda: window.findChild(QPrintDialog, "print_dialog") is None)


def test_without_a_comparison_the_one_to_one_sheet_says_what_is_missing(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_.one_to_one.trigger()
    dialog = wait_for(qtbot, window, "sheet_dialog", QDialog)
    qtbot.waitUntil(lambda: "no stored comparison of people" in find(dialog, "sheet_said", QLabel).text())
    dialog.close()


def test_paper_and_charts_are_chosen_once(
    qtbot: QtBot, window: MainWindow, make_program: Callable[..., Program], tmp_path: Path
) -> None:
    """What is chosen in the preview, or in the menu, holds for all that is printed, also after a restart."""
    window.actions_.print_preview.trigger()
    preview = wait_for(qtbot, window, "report_dialog", ReportDialog)
    size = find(preview, "report_size", QComboBox)
    other = 1 - size.currentIndex()
    size.setCurrentIndex(other)
    size.activated.emit(other)
    chosen = size.currentText()
    find(preview, "report_charts", QCheckBox).click()
    assert not window.actions_.paper_charts.isChecked()
    preview.close()
    window.close()

    again = window_of(make_program())
    qtbot.waitUntil(lambda: again.view.result_page.saved is not None)
    for with_charts in (False, True):
        assert again.actions_.paper_charts.isChecked() is with_charts
        again.actions_.save_pdf.trigger()
        path = tmp_path / f"{with_charts}.pdf"
        wait_for(qtbot, again, "pdf_dialog", QFileDialog).fileSelected.emit(str(path))
        qtbot.waitUntil(path.exists, timeout=30_000)
        find(again, "pdf_dialog", QFileDialog).close()
        qtbot.waitUntil(lambda: again.findChild(QFileDialog, "pdf_dialog") is None)
        again.actions_.paper_charts.trigger()
    plain, charted = (PdfReader(tmp_path / f"{with_charts}.pdf") for with_charts in (False, True))
    assert round(plain.pages[0].mediabox.width) == {"A4": 595, "Letter": 612}[chosen]
    assert len(plain.pages) < len(charted.pages)
