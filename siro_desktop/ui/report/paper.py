"""The paper of a report: A4 or Letter, upright or turned. Lengths are points, 72 to an inch."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QLocale, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize

MARGIN: Final = 40.0


class PaperSize(StrEnum):
    """What can be chosen."""

    A4 = "A4"
    LETTER = "Letter"


class PaperChoice(Struct, frozen=True):
    """What a person prints on, and whether charts stand above the table."""

    size: PaperSize
    with_charts: bool = True


_SIZES: Final = {
    PaperSize.A4: QPageSize(QPageSize.PageSizeId.A4),
    PaperSize.LETTER: QPageSize(QPageSize.PageSizeId.Letter),
}
_LETTER_COUNTRIES: Final = frozenset(
    getattr(QLocale.Country, name)
    for name in ("UnitedStates", "Canada", "Mexico", "Philippines", "Colombia", "Chile", "Venezuela", "PuertoRico")
)


class Paper(Struct, frozen=True):
    """One kind of page; `width` and `height` are those of the whole sheet."""

    width: float
    height: float

    @property
    def inner_width(self) -> float:
        """The width between the margins."""
        return self.width - 2 * MARGIN


def usual_size(locale: QLocale) -> PaperSize:
    """Return what people print on where they write as `locale` says."""
    return PaperSize.LETTER if locale.territory() in _LETTER_COUNTRIES else PaperSize.A4


def chosen_size(kept: str, locale: QLocale) -> PaperSize:
    """Return the size of that name; for any other text the usual one."""
    return PaperSize(kept) if kept in set(PaperSize) else usual_size(locale)


def page_layout(size: PaperSize, *, is_landscape: bool) -> QPageLayout:
    """Return a whole sheet without margins: the report keeps its own."""
    turned = QPageLayout.Orientation.Landscape if is_landscape else QPageLayout.Orientation.Portrait
    layout = QPageLayout(_SIZES[size], turned, QMarginsF(), QPageLayout.Unit.Point)
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout


def paper_of(layout: QPageLayout) -> Paper:
    """Return the sheet of a layout, such as the one that a printer was set to."""
    rect = layout.fullRect(QPageLayout.Unit.Point)
    return Paper(rect.width(), rect.height())
