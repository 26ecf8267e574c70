"""The GUI thread goes first: while it shows and draws, work in other threads waits at its next checkpoint.

CPython runs one thread at a time. While a run brings hundreds of answers a second, the network and store threads take
the lock from the GUI thread at every other call into Qt, and what takes 25 ms alone takes 80 ms. The process has one
lock and one GUI thread; so this is one for the process, too.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_AT_MOST: Final = 0.1  # seconds; a window that draws for longer does not hold up a run
_is_free = threading.Event()
_is_free.set()
_depth = 0
_until = 0.0  # by time.monotonic


@contextmanager
def drawing() -> Iterator[None]:
    """Let other threads wait meanwhile. GUI thread; may be nested."""
    global _depth, _until  # noqa: PLW0603  the GUI thread alone changes them
    if not _depth:
        _until = time.monotonic() + _AT_MOST
        _is_free.clear()
    _depth += 1
    try:
        yield
    finally:
        _depth -= 1
        if not _depth:
            _is_free.set()


def give_way() -> None:
    """Wait until the GUI thread has drawn, a tenth of a second at most. Does nothing in the GUI thread itself."""
    if _is_free.is_set() or threading.current_thread() is threading.main_thread():
        return
    left = _until - time.monotonic()
    if left > 0:
        _is_free.wait(left)
