"""What stands on a picture of charts beside the charts. Light to import."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PictureCaption:
    """What stands on a picture: what was asked, facts below it, the source, and whether the figures are invented."""

    title: str = ""
    facts: str = ""
    source: str = ""
    is_practice: bool = False
