"""What makes the start of the window quick, done before anything else is imported; a Collector ends it.

What makes its painting even is said to Qt here too: it looks for that once, as it paints for the first time.
"""

from __future__ import annotations

import gc
import os
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Final

import PySide6.QtCore  # noqa: F401  brings the hook that is spared its work here

if TYPE_CHECKING:
    from types import ModuleType

_WHILE_STARTING: Final = 1_000_000  # new objects between two collections: a start makes 100,000 and drops few
USUAL_THRESHOLDS: Final = gc.get_threshold()
"""How often Python collects garbage by itself."""


def _uses_no_features(_module: ModuleType) -> bool:
    return False


# WORKAROUND: PySide6 reads, and keeps, the source of every module that is imported, to see whether it may want another
# spelling of Qt's names (`from __feature__ import snake_case`). None here does; that takes 36 ms and 8 MiB.
with suppress(ImportError):
    import_module("shibokensupport.feature").__dict__["_mod_uses_pyside"] = _uses_no_features
gc.set_threshold(_WHILE_STARTING)
# Qt shares larger fills and lines of a frame among threads, and waits for them: in vain while jobs have the processors.
os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")
