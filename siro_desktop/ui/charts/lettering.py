"""How words stand in a drawing: each in its own direction, beginning at the side that people read from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QPainter

_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
_LEFT: Final = int(_MIDDLE | Qt.AlignmentFlag.AlignLeft)
_RIGHT: Final = int(_MIDDLE | Qt.AlignmentFlag.AlignRight)
_WRAPPED: Final = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere)


def leading(*, is_mirrored: bool, wraps: bool = False) -> int:
    """Return the flags for `QPainter.drawText`: at the side where lines begin, in the middle of the height."""
    side = _RIGHT if is_mirrored else _LEFT
    return side | _WRAPPED if wraps else side


def begin_letters(painter: QPainter, font: QFont) -> None:
    """Write in a font from now on, each text in its own direction whatever that of the window."""
    painter.setFont(font)
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)


def printable(text: str) -> str:
    """Return a text on one line, without what no file of a picture can hold."""
    return text if text.isprintable() else "".join(each if each.isprintable() else " " for each in text)


def apart(name: str) -> str:
    """Return a name to stand in a sentence: what follows keeps its order behind one from right to left."""
    return name if name.isascii() else f"\u2068{name}\u2069"
