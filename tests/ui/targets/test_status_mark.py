"""Marks of a status: told apart by shape alone, in the theme's colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter

from siro_desktop.domain.targets import Status
from siro_desktop.ui.status_mark import mark_side, paint_status, status_word
from siro_desktop.ui.theme import apply_theme, current_theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

SIDE = 40
BLACK = QColor("black")


def draw(status: Status, color: QColor | None = BLACK) -> QImage:
    image = QImage(SIDE, SIDE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint_status(painter, QPointF(SIDE / 2, SIDE / 2), SIDE, status, color)
    painter.end()
    return image


def inked(image: QImage, x: float, y: float) -> bool:
    return image.pixelColor(round(x * SIDE), round(y * SIDE)).lightness() < 128


@pytest.mark.parametrize(
    ("status", "left", "right"), [(Status.MET, True, True), (Status.NEAR, True, False), (Status.MISSED, False, False)]
)
def test_shapes_differ_without_colour(qapp: QApplication, status: Status, left: bool, right: bool) -> None:
    image = draw(status)
    assert (inked(image, 0.3, 0.5), inked(image, 0.7, 0.5)) == (left, right)
    assert inked(image, 0.5, 0.05)  # every mark has its ring
    assert not inked(image, 0.02, 0.02)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_are_the_theme_s(qapp: QApplication, scheme: str) -> None:
    apply_theme(qapp, scheme)  # type: ignore[arg-type]
    assert draw(Status.MET, None).pixelColor(SIDE // 2, SIDE // 2) == current_theme().color("met")


def test_a_mark_grows_with_the_text(qapp: QApplication) -> None:
    small, large = QFont(qapp.font()), QFont(qapp.font())
    large.setPointSizeF(2 * small.pointSizeF())
    assert mark_side(QFontMetrics(large)) > 1.8 * mark_side(QFontMetrics(small))


def test_every_status_has_a_word_of_its_own() -> None:
    assert len({status_word(status) for status in Status}) == len(Status)
