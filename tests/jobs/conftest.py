"""Makes the kit of this folder importable, and its fixtures known."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from jobs_kit import library, run_job, siro

__all__ = ["library", "run_job", "siro"]
