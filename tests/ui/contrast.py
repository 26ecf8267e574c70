"""How well two colours can be told apart, and what is seen of a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QImage


def contrast_ratio(first: QColor, second: QColor) -> float:
    """Return the contrast of two colours from 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: QColor) -> float:
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in (color.redF(), color.greenF(), color.blueF())
    )
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def starts_high_at_the_right(image: QImage) -> bool:
    """True if the last ink at the right is a letter's; an ellipsis has none in the upper half of its line."""
    ground = image.pixelColor(0, 0)
    ink = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if contrast_ratio(image.pixelColor(x, y), ground) > 2
    ]
    last = max(x for x, _ in ink)
    return any(x > last - 4 and y < image.height() / 2 for x, y in ink)
