"""Makes the kits of tables, matrix, charts and saved queries importable: their keys are tried here."""

from __future__ import annotations

import sys
from pathlib import Path

for folder in ("table", "comparison", "charts", "saved", "result"):
    sys.path.insert(0, str(Path(__file__).parents[1] / folder))
