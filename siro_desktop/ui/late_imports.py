"""Imports of libraries that look at all of Qt: pyqtgraph, and what the icons come with.

PySide makes its types when they are first looked at, and crashes where two threads make them at once.
"""

from __future__ import annotations

from threading import RLock
from typing import Final

ONE_AT_A_TIME: Final = RLock()
"""Hold it around such an import, in any thread."""
