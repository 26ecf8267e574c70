"""Makes the kit of this folder importable, and its fixture known."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from runner_kit import make_runner

__all__ = ["make_runner"]
