"""A report on a printer or in a PDF, page by page. GUI thread."""

from __future__ import annotations

from functools import partial
from html import escape as escape_html
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QPainter, QPdfWriter

from siro_desktop import __version__
from siro_desktop.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from PySide6.QtGui import QPagedPaintDevice, QPageLayout

    from siro_desktop.ui.report.content import ReportContent
    from siro_desktop.ui.report.pages import Report

_DPI: Final = 1200
_POINTS: Final = 72.0
escape = partial(escape_html, quote=False)  # all that a text in XML needs


def print_steps(
    report: Report, device: QPagedPaintDevice, pages: Sequence[int] | None = None
) -> Generator[float, None, None]:
    """Paint pages, those with these places or which the device wants; yield the share that is done.

    Left early, what was painted is dropped or printed as it is. Raises ExportError if the device cannot be painted on,
    or if there are no such pages.
    """
    wanted = chosen_pages(report, device) if pages is None else pages
    painter = QPainter()
    if not painter.begin(device):
        raise ExportError("The printer could not be used. Check that it is switched on and not paused, or save a PDF.")
    try:
        for done, number in enumerate(wanted):
            if done:
                device.newPage()
            painter.save()
            painter.scale(device.logicalDpiX() / _POINTS, device.logicalDpiY() / _POINTS)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for _ in report.paint_steps(painter, number):
                yield done / len(wanted)
            painter.restore()
            yield (done + 1) / len(wanted)
    finally:
        painter.end()


def chosen_pages(report: Report, device: QPagedPaintDevice) -> Sequence[int]:
    """Return the places of the pages that a person chose for a device; all where nothing was chosen.

    Qt leaves that to the program, but where CUPS does it: then the device wants all. Raises ExportError if none is
    left.
    """
    ranges = device.pageRanges()
    if ranges.isEmpty():
        return range(report.page_count)
    chosen = [at for at in range(report.page_count) if ranges.contains(at + 1)]
    if not chosen:
        raise ExportError(f"There is no page {ranges.toString()}. The report ends with page {report.page_count}.")
    return chosen


def pdf_steps(report: Report, layout: QPageLayout, pages: Sequence[int] | None = None) -> Generator[float, None, bytes]:
    """Return the report, or these of its pages, as a PDF that says of itself what was asked; yield the share done."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DPI)
    writer.setPageLayout(layout)
    writer.setTitle(report.content.title)
    writer.setCreator(f"Siro Desktop {__version__}")
    writer.setDocumentXmpMetadata(QByteArray(_xmp(report.content).encode()))
    writer.addFileAttachment("siro.json", QByteArray(report.content.about.encode()), "application/json")
    yield from print_steps(report, writer, pages)
    return bytes(buffer.data().data())


def _xmp(content: ReportContent) -> str:
    """Return title, program and what the report is about as an XMP packet."""
    facts = "; ".join(f"{label}: {text}" for label, text in content.facts)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:siro="urn:siro-desktop:report">\n'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(content.title)}</rdf:li></rdf:Alt></dc:title>\n'
        f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{escape(facts)}</rdf:li></rdf:Alt></dc:description>\n'
        f"<xmp:CreatorTool>Siro Desktop {__version__}</xmp:CreatorTool>\n"
        f"<siro:about>{escape(content.about)}</siro:about>\n"
        "</rdf:Description></rdf:RDF></x:xmpmeta>\n"
        '<?xpacket end="w"?>'
    )
