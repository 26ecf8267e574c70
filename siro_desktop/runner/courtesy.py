"""The GUI thread goes first: while it draws much, jobs wait before the next turn of their loop until it is done.

CPython runs one thread at a time. While a run brings hundreds of answers a second, the network and store threads take
the lock from the GUI thread at every other call into Qt, and what takes 25 ms alone takes 80 ms. The process has one
lock and one GUI thread; so this is one for the process, too.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_AT_MOST: Final = 0.1  # seconds; a window that draws for longer does not hold up a run
_is_free = threading.Event()
_is_free.set()
_depth = 0


@contextmanager
def drawing() -> Iterator[None]:
    """Let jobs wait meanwhile. GUI thread; may be nested."""
    global _depth  # noqa: PLW0603  the GUI thread alone changes it
    _depth += 1
    _is_free.clear()
    try:
        yield
    finally:
        _depth -= 1
        if not _depth:
            _is_free.set()


def give_way() -> None:
    """Wait until the GUI thread has drawn, a tenth of a second at most. Worker threads."""
    _is_free.wait(_AT_MOST)
