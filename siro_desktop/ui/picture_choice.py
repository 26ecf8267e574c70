"""How a picture of charts is wished: which kind of file, how large, and where it goes."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from pathlib import Path

SCALES: Final = (1, 2, 3, 4)


class PictureFormat(StrEnum):
    """A kind of file, by the end of its name."""

    PNG = "png"
    SVG = "svg"
    PDF = "pdf"


class PictureColors(StrEnum):
    """Which colours a picture has. The values are kept in the settings."""

    WINDOW = "window"
    PAPER = "paper"


class PictureChoice(Struct, frozen=True):
    """What to write where. `scale` is how many pixels of a PNG make one of the window's."""

    path: Path
    form: PictureFormat = PictureFormat.PNG
    scale: int = 2
    colors: PictureColors = PictureColors.WINDOW
