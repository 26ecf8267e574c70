"""A form on a connection, as the tests of its fields have it."""

from __future__ import annotations

import sys
from pathlib import Path

for kit in ("query", "table"):
    sys.path.insert(0, str(Path(__file__).parents[1] / kit))
