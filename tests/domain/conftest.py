"""Properties are checked without a time limit for each example: the machine may be busy."""

from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))  # for difference_samples, beside this file

settings.register_profile("steady", deadline=None)
settings.load_profile("steady")
