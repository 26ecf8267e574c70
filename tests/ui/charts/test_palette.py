"""The colours of series are told apart by people who see fewer of them, and by everybody without any colour."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from siro_desktop.ui.charts.marks import MAX_SERIES, paint_bar, paint_point, series_token
from siro_desktop.ui.theme_tokens import DARK_TOKENS, LIGHT_TOKENS

# Machado, Oliveira and Fernandes 2009, severity 1.0; for linear RGB.
SEEN_BY = {
    "most": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopes": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopes": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopes": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
CLEARLY_OTHER = 10  # CIE 1976; 2.3 can just be noticed


def linear(name: str) -> list[float]:
    channels = QColor(name).getRgbF()[:3]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def lab(rgb: list[float]) -> tuple[float, float, float]:
    red, green, blue = (min(max(channel, 0), 1) for channel in rgb)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("tokens", [LIGHT_TOKENS, DARK_TOKENS], ids=["light", "dark"])
@pytest.mark.parametrize("eyes", SEEN_BY)
def test_any_two_series_have_clearly_other_colours(tokens, eyes) -> None:
    """Row 42."""
    colors = [linear(tokens[series_token(series)]) for series in range(MAX_SERIES)]
    seen = [lab([sum(a * b for a, b in zip(row, color, strict=True)) for row in SEEN_BY[eyes]]) for color in colors]
    for one, other in itertools.combinations(seen, 2):
        assert sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 >= CLEARLY_OTHER


@pytest.mark.parametrize("draw", ["bar", "point"])
def test_any_two_series_are_drawn_otherwise_in_one_colour_too(qapp, draw) -> None:
    """Row 42: patterns and shapes beside colour; also of what rests on a thin sample."""
    pictures = []
    for series, is_thin in itertools.product(range(MAX_SERIES), (False, True)):
        image = QImage(80, 24, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        if draw == "bar":
            paint_bar(painter, QRectF(4, 4, 72, 16), QColor("black"), series, is_thin=is_thin)
        else:
            paint_point(painter, QPointF(40, 12), 8, QColor("black"), series, is_thin=is_thin)
        painter.end()
        pictures.append(image)
    for one, other in itertools.combinations(pictures, 2):
        places = itertools.product(range(80), range(24))
        assert sum(one.pixel(*place) != other.pixel(*place) for place in places) >= 12
