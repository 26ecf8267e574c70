"""What stands on a picture of charts beside the charts. Light to import."""

from __future__ import annotations

from msgspec import Struct


class PictureCaption(Struct, frozen=True):
    """What stands on a picture: what was asked, facts below it, the source, and whether the figures are invented."""

    title: str = ""
    facts: str = ""
    source: str = ""
    is_practice: bool = False
