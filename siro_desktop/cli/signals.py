"""Being told to end, by `timeout` or by the system."""

from __future__ import annotations

import contextlib
import signal
import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_HAS_MASKS: Final = hasattr(signal, "pthread_sigmask")


@contextlib.contextmanager
def sigterm_as_ctrl_c() -> Iterator[None]:
    """Let SIGTERM end the block as Ctrl+C does: no half-written file stays, and what came is kept and told.

    Nothing is changed where somebody else listens to it, or outside the main thread.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or signal.getsignal(signal.SIGTERM) != signal.SIG_DFL:
        yield
        return
    with _ctrl_c_at_hand():
        signal.signal(signal.SIGTERM, _on_sigterm)
        try:
            yield
        finally:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)


@contextlib.contextmanager
def _ctrl_c_at_hand() -> Iterator[None]:
    """Let Python, and so asyncio, listen to Ctrl+C.

    A shell has its commands in the background ignore it. There it is held back instead, until `_on_sigterm` lets it by.
    """
    if signal.getsignal(signal.SIGINT) != signal.SIG_IGN or not _HAS_MASKS:
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # which forgets those that were held back
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _on_sigterm(*_: object) -> None:
    signal.raise_signal(signal.SIGINT)  # to whoever listens now: asyncio cancels what it runs
    if _HAS_MASKS:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
