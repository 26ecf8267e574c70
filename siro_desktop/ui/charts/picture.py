"""Draws charts as a picture that explains itself: what was asked, period, recordings, source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QApplication

from siro_desktop.errors import ExportError
from siro_desktop.ui.files import write_whole
from siro_desktop.ui.theme import SPACE_2, SPACE_5, current_theme

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from siro_desktop.ui.charts.view import PictureCaption

_SCALE: Final = 2
_NARROWEST: Final = 640
_TALLEST: Final = 15_000  # pixels before scaling; QImage and PNG readers give up near 32,767
translate = QCoreApplication.translate


class Drawing(Protocol):
    """A part of a picture: it draws itself with any painter, also while it is hidden."""

    def draw(self, painter: QPainter, top: float) -> None:
        """Draw at `top`, from the left edge."""
        ...

    def drawn_width(self) -> float:
        """How many pixels `draw` takes across."""
        ...

    def drawn_height(self) -> float:
        """How many pixels `draw` takes down."""
        ...


def write_picture(path: Path, image: QImage) -> None:
    """Write a PNG. Raises ExportError. Any thread: encoding takes longer than drawing."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]
        raise ExportError("The picture could not be made. Show fewer metrics and try again.")
    write_whole(path, bytes(buffer.data().data()))


def check_height(height: float) -> None:
    """Raise ExportError if a picture would be so many pixels high that nothing could read it."""
    if height > _TALLEST:
        raise ExportError("This is too much for one picture. Show fewer metrics, people or periods first.")


def draw_picture(caption: PictureCaption, panels: Sequence[Drawing], missing: str) -> QImage:
    """Return the picture at twice the screen's size. Raises ExportError if it would be too high. GUI thread."""
    lines = _lines(caption, missing)
    width = max([_NARROWEST, *(panel.drawn_width() for panel in panels)]) + 2 * SPACE_5
    height = 2 * SPACE_5 + sum(QFontMetricsF(font).lineSpacing() for _, font, _ in lines) + SPACE_2
    height += sum(panel.drawn_height() for panel in panels)
    check_height(height)
    image = QImage(round(width * _SCALE), round(height * _SCALE), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(current_theme().color("panel"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(_SCALE, _SCALE)
    painter.translate(SPACE_5, 0)
    top = _draw_lines(painter, lines, width - 2 * SPACE_5)
    for panel in panels:
        panel.draw(painter, top)
        top += panel.drawn_height()
    painter.end()
    return image


def _lines(caption: PictureCaption, missing: str) -> list[tuple[str, QFont, str]]:
    body = QApplication.font()
    title = QFont(body)
    title.setPointSizeF(body.pointSizeF() * 1.25)
    title.setWeight(QFont.Weight.DemiBold)
    lines = [(caption.title, title, "text")]
    if caption.is_practice:
        lines.append((translate("charts", "Practice data: every figure is invented"), body, "near"))
    lines += [(line, body, "muted") for line in (*caption.lines, missing) if line]
    return lines


def _draw_lines(painter: QPainter, lines: list[tuple[str, QFont, str]], width: float) -> float:
    top = float(SPACE_5)
    for text, font, token in lines:
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(current_theme().color(token))
        short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRectF(0, top, width, metrics.lineSpacing()), Qt.AlignmentFlag.AlignLeft, short)
        top += metrics.lineSpacing()
    return top + SPACE_2
