"""Makes the samples of results and comparisons importable from the tests beside it."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
for folder in (HERE, HERE.parent / "result", HERE.parent / "comparison"):
    sys.path.insert(0, str(folder))
