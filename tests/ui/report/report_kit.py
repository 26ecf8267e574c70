"""Builds reports at once, and reads PDFs back with a reader that is not ours."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from pypdf import PdfReader
from PySide6.QtCore import QCoreApplication

from siro_desktop.domain.names import NamedId, Names
from siro_desktop.ui.report.devices import pdf_steps
from siro_desktop.ui.report.gather import gather
from siro_desktop.ui.report.pages import Report
from siro_desktop.ui.report.paper import PaperSize, page_layout, paper_of

if TYPE_CHECKING:
    from collections.abc import Generator

    from siro_desktop.ui.report.content import ReportContent
    from siro_desktop.ui.result_page import ResultPage

NAMES = Names(
    conversation_types=(NamedId("conv_roof", "Roof inspection"),),
    users=(NamedId("user_1", "Ana Ruiz"), NamedId("user_2", "Ben Cole")),
)


def at_once(steps: Generator[float, None, Any]) -> Any:
    """Return what steps return."""
    while True:
        try:
            assert 0 <= next(steps) <= 1
        except StopIteration as end:
            return end.value


def content_of(page: ResultPage, names: Names = NAMES, *, with_charts: bool = True) -> ReportContent:
    QCoreApplication.processEvents()
    content: ReportContent = at_once(gather(page, names, with_charts=with_charts))
    return content


def read_pdf(content: ReportContent, size: PaperSize = PaperSize.A4, *, is_landscape: bool = False) -> PdfReader:
    layout = page_layout(size, is_landscape=is_landscape)
    report = Report(content, paper_of(layout))
    at_once(report.build())
    return PdfReader(io.BytesIO(at_once(pdf_steps(report, layout))))


def texts(pdf: PdfReader) -> list[str]:
    """Return the text of each page, with single spaces."""
    return [" ".join(page.extract_text().replace("\ufb00", "ff").replace("\ufb01", "fi").split()) for page in pdf.pages]
