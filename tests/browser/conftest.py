"""Makes the kit of this folder importable, and its fixtures known."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from browser_kit import chromium, page, practice_siro

__all__ = ["chromium", "page", "practice_siro"]
