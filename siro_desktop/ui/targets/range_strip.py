"""Ranges of pass rates as a strip from 0 to 100: each with its mark, its word and its colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from siro_desktop.domain.color_bands import HIGHEST_RATE
from siro_desktop.domain.units import format_number
from siro_desktop.ui.status_mark import mark_side, paint_status, status_word
from siro_desktop.ui.target_words import rates_in_words
from siro_desktop.ui.theme import SPACE_1, caption_font, current_theme, theme_events
from siro_desktop.ui.words import number_format

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from siro_desktop.domain.color_bands import ColorBands, RateBand, Source

_BAR: Final = 6
_GAP: Final = 2


class RangeStrip(QWidget):
    """Shows bands; an empty track while there are none. Takes no clicks."""

    def __init__(self, name: str, host: QWidget | None = None) -> None:
        super().__init__(host)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._bands: ColorBands | None = None
        theme_events().theme_changed.connect(self._on_theme_changed)

    def set_bands(self, bands: ColorBands | None) -> None:
        """Show other bands; None: what is typed makes none."""
        self._bands = bands
        said = [_said(band, bands.source) for band in bands.bands] if bands else []
        self.setAccessibleName(self.tr("The ranges from 0 to 100"))
        self.setAccessibleDescription(", ".join(said))
        self.setToolTip("\n".join(said))
        self.update()

    def _spans(self) -> list[tuple[RateBand, float, float]]:
        """Each band with its left and right edge in pixels, as in text from the left."""
        bands = self._bands.bands if self._bands else ()
        edges = [0.0, *(band.low for band in bands[1:]), HIGHEST_RATE]
        pixels = [min(max(edge, 0.0), HIGHEST_RATE) / HIGHEST_RATE * self.width() for edge in edges]
        return [*zip(bands, pixels, pixels[1:], strict=False)]

    def _seen(self, place: QRectF) -> QRectF:
        """Where a place is seen: on the other side where people read from the right."""
        left = self.width() - place.right() if self.isRightToLeft() else place.left()
        return QRectF(left, place.top(), place.width(), place.height())

    @Slot()
    def _on_theme_changed(self) -> None:
        self.update()

    # Qt -------------------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:  # noqa: D102
        lines = self.fontMetrics().lineSpacing() + QFontMetrics(caption_font(self)).lineSpacing()
        return QSize(12 * self.fontMetrics().lineSpacing(), lines + _BAR + 2 * SPACE_1)

    def minimumSizeHint(self) -> QSize:  # noqa: D102
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, _painting: QPaintEvent) -> None:  # noqa: D102
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        top = self.fontMetrics().lineSpacing() + SPACE_1
        spans = self._spans()
        if not spans:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(current_theme().color("track"))
            painter.drawRoundedRect(QRectF(0, top, self.width(), _BAR), _BAR / 2, _BAR / 2)
            return
        for band, left, right in spans:
            self._paint_band(painter, band, self._seen(QRectF(left, top, max(1.0, right - left - _GAP), _BAR)))
        self._paint_ends(painter, top + _BAR + SPACE_1)

    def _paint_band(self, painter: QPainter, band: RateBand, bar: QRectF) -> None:
        theme = current_theme()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(band.status.value))
        painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
        side = mark_side(self.fontMetrics())
        if bar.width() < side:
            return
        line = QRectF(bar.left(), 0, bar.width(), self.fontMetrics().lineSpacing())
        is_mirrored, word = self.isRightToLeft(), status_word(band.status)
        x = line.right() - side / 2 if is_mirrored else line.left() + side / 2
        paint_status(painter, QPointF(x, line.center().y()), side, band.status)
        beside = side + SPACE_1
        room = line.adjusted(0, 0, -beside, 0) if is_mirrored else line.adjusted(beside, 0, 0, 0)
        if self.fontMetrics().horizontalAdvance(word) <= room.width():
            painter.setPen(theme.color("text"))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, word)

    def _paint_ends(self, painter: QPainter, top: float) -> None:
        """Write where ranges begin, and 100 at the end; a number that has no room is left out."""
        painter.setFont(caption_font(self))
        painter.setPen(current_theme().color("muted"))
        metrics, free = painter.fontMetrics(), 0.0
        last = format_number(HIGHEST_RATE, number_format())
        end = self.width() - metrics.horizontalAdvance(last)
        for band, left, _ in self._spans():
            text = format_number(band.low if left else 0.0, number_format())
            width = metrics.horizontalAdvance(text)
            if left >= free and left + width + SPACE_1 <= end:
                place = self._seen(QRectF(left, top, width, metrics.height()))
                painter.drawText(QPointF(place.left(), top + metrics.ascent()), text)
                free = left + width + SPACE_1
        place = self._seen(QRectF(end, top, metrics.horizontalAdvance(last), metrics.height()))
        painter.drawText(QPointF(place.left(), top + metrics.ascent()), last)


def _said(band: RateBand, source: Source) -> str:
    words = QCoreApplication.translate("colors", "%1: %2")
    return words.replace("%2", rates_in_words(band, source)).replace("%1", status_word(band.status))
