"""Makes the kit of this folder importable, and its fixtures known."""

from __future__ import annotations

import sys
from pathlib import Path

import hypothesis  # noqa: F401  its plugin would import it at the end, when gc.freeze has hidden what it looks for

sys.path.insert(0, str(Path(__file__).parent))

from app_kit import (
    make_program,
    person,
    practice,
    practice_house,
    program,
    scripted_browser,
    start_practice,
    system_keyring,
    window,
)

__all__ = [
    "make_program",
    "person",
    "practice",
    "practice_house",
    "program",
    "scripted_browser",
    "start_practice",
    "system_keyring",
    "window",
]
