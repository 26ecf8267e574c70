"""Being told to end, by `timeout` or by the system."""

from __future__ import annotations

import contextlib
import signal
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def sigterm_as_ctrl_c() -> Iterator[None]:
    """Let SIGTERM end the block as Ctrl+C does: no half-written file stays, and what came is kept and told.

    Nothing is changed where somebody else listens to it, or outside the main thread.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or signal.getsignal(signal.SIGTERM) != signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, _on_sigterm)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _on_sigterm(*_: object) -> None:
    if not callable(signal.getsignal(signal.SIGINT)):  # a shell has its background commands ignore Ctrl+C
        raise KeyboardInterrupt
    signal.raise_signal(signal.SIGINT)  # to whoever listens now: asyncio cancels what it runs
