"""A page of charts as PNG, SVG or PDF, with what it is about inside the file. Any thread.

PNG keeps that in text chunks, SVG in title, description and metadata, PDF in its properties, XMP and an attachment.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from siro_desktop.errors import ExportError
from siro_desktop.export.picture_facts import PNG_KEYWORD, SVG_NAMESPACE
from siro_desktop.ui.picture_choice import PictureFormat

if TYPE_CHECKING:
    from siro_desktop.ui.charts.picture import PicturePage

_DPI: Final = 96
_PDF_DPI: Final = 1200
_POINTS: Final = 72 / _DPI
_METERS: Final = 39.37
_MOST_PIXELS: Final = 120_000_000
_LONGEST_SIDE: Final = 32_767  # QImage, and most that reads PNG


class PictureFacts(Struct, frozen=True):
    """What a file says of itself: title, what it shows in words, the program, and the question with its answers."""

    title: str = ""
    summary: str = ""
    program: str = ""
    json: str = "{}"
    """In ASCII, as `json.dumps` writes it."""


def picture_bytes(page: PicturePage, form: PictureFormat, facts: PictureFacts, scale: int = 2) -> bytes:
    """Return a whole file. `scale` is how many pixels of a PNG make one of the page; the others are as sharp as can be.

    Raises ExportError if the PNG would be too large.
    """
    if form is PictureFormat.PNG:
        return png_bytes(draw_image(page, scale), facts)
    return svg_bytes(page, facts) if form is PictureFormat.SVG else pdf_bytes(page, facts)


def pixel_size(page: PicturePage, scale: int) -> QSize:
    """Return how large an image would be."""
    return QSize(round(page.size.width() * scale), round(page.size.height() * scale))


def is_too_large(page: PicturePage, scale: int) -> bool:
    """True if an image of this scale is more than memory and other programs can be asked to take."""
    size = pixel_size(page, scale)
    return max(size.width(), size.height()) > _LONGEST_SIDE or size.width() * size.height() > _MOST_PIXELS


def draw_image(page: PicturePage, scale: int) -> QImage:
    """Return the page as pixels. Raises ExportError if that would be too many."""
    image = QImage() if is_too_large(page, scale) else _paint_image(page, pixel_size(page, scale), scale)
    if image.isNull():
        raise ExportError("This is too large for a PNG of that scale. Choose a smaller scale, or SVG or PDF.")
    image.setDotsPerMeterX(round(_DPI * scale * _METERS))
    image.setDotsPerMeterY(round(_DPI * scale * _METERS))
    return image


def draw_thumbnail(page: PicturePage, room: QSize) -> QImage:
    """Return the page as pixels, as large as it fits into a room; of a slim page the upper part."""
    width, height = page.size.width(), page.size.height()
    scale = min(room.width() / width, max(room.height() / height, room.width() / width / 2))
    size = QSize(round(width * scale), min(round(height * scale), room.height()))
    return _paint_image(page, size, scale)


def _paint_image(page: PicturePage, size: QSize, scale: float) -> QImage:
    image = QImage(size, QImage.Format.Format_RGB32)
    if image.isNull():  # there is no memory for it
        return image
    image.fill(page.theme.color("panel"))
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(scale, scale)
    page.paint(painter)
    painter.end()
    return image


def png_bytes(image: QImage, facts: PictureFacts) -> bytes:
    """Return an image as PNG."""
    for key, text in (
        ("Title", facts.title),
        ("Description", facts.summary),
        ("Software", facts.program),
        (PNG_KEYWORD, facts.json),
    ):
        image.setText(key, text)
    buffer = _open_buffer()
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]
        raise ExportError("The picture could not be made. Choose a smaller scale and try again.")
    return bytes(buffer.data().data())


def svg_bytes(page: PicturePage, facts: PictureFacts) -> bytes:
    """Return a page as SVG, whose letters are text."""
    buffer, generator = _open_buffer(), QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(_DPI)
    generator.setSize(page.size.toSize() + QSize(1, 1))
    generator.setViewBox(QRectF(0, 0, page.size.width(), page.size.height()))
    generator.setTitle(facts.title)
    generator.setDescription(facts.summary)
    _draw(page, generator, 1)
    made = bytes(buffer.data().data()).decode()
    metadata = f'<metadata><siro xmlns="{SVG_NAMESPACE}">{escape(facts.json, quote=False)}</siro></metadata>'
    return made.replace("<defs>", f"{metadata}\n<defs>", 1).encode()


def pdf_bytes(page: PicturePage, facts: PictureFacts) -> bytes:
    """Return a page as PDF of its own size."""
    buffer = _open_buffer()
    writer = QPdfWriter(buffer)
    size = QSizeF(page.size.width() * _POINTS, page.size.height() * _POINTS)
    paper = QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageLayout(QPageLayout(paper, QPageLayout.Orientation.Portrait, QMarginsF()))
    writer.setResolution(_PDF_DPI)
    writer.setTitle(facts.title)
    writer.setCreator(facts.program)
    writer.setDocumentXmpMetadata(QByteArray(_xmp(facts).encode()))
    writer.addFileAttachment("siro.json", QByteArray(facts.json.encode()), "application/json")
    _draw(page, writer, _PDF_DPI / _DPI)
    return bytes(buffer.data().data())


def _xmp(facts: PictureFacts) -> str:
    """An XMP packet, as ISO 16684-1 has it."""
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:siro="{SVG_NAMESPACE}">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(facts.title)}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{escape(facts.summary)}</rdf:li></rdf:Alt></dc:description>
<xmp:CreatorTool>{escape(facts.program)}</xmp:CreatorTool>
<siro:json>{escape(facts.json)}</siro:json>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def _open_buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


def _draw(page: PicturePage, device: QSvgGenerator | QPdfWriter, scale: float) -> None:
    painter = QPainter()
    if not painter.begin(device):
        raise ExportError("The picture could not be made. Show fewer bars and try again.")
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    page.paint(painter)
    painter.end()
