"""Makes the kit of this folder importable, and its fixtures known."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from runner_kit import diary, make_runner, runner

__all__ = ["diary", "make_runner", "runner"]
