"""Lines that a person types while a command is at work."""

from __future__ import annotations

import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_CHUNK: Final = 4096
_LONGEST_LINE: Final = 64 * 1024


def follow_lines(take: Callable[[str], None]) -> None:
    """Hand each line of standard input to `take`, in a thread of its own that ends with the program.

    The file descriptor is read, not `sys.stdin`, whose lock a waiting thread would hold while the program ends.
    """
    try:
        descriptor = sys.stdin.fileno()
    except (AttributeError, OSError, ValueError):  # none, closed, or no file
        return
    if hasattr(signal, "SIGTTIN"):  # a command in the background must not be stopped because it listens
        signal.signal(signal.SIGTTIN, signal.SIG_IGN)
    threading.Thread(target=_read_lines, args=(descriptor, take), name="stdin", daemon=True).start()


def _read_lines(descriptor: int, take: Callable[[str], None]) -> None:
    waiting = b""
    try:
        while chunk := os.read(descriptor, _CHUNK):
            *lines, waiting = (waiting + chunk).split(b"\n")
            for line in lines:
                take(line.decode("utf-8", "replace"))
            if len(waiting) > _LONGEST_LINE:
                waiting = b""
    except OSError:  # closed, or a terminal that belongs to somebody else now
        return
    if waiting:
        take(waiting.decode("utf-8", "replace"))
