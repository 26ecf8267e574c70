"""The address that the browser was sent to, pasted by the person because the browser runs on another computer."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_LENGTH: Final = 8 * 1024

NOT_AN_ADDRESS: Final = (
    "This is not the address that ends a sign-in. Copy the whole address that the browser shows at the end; it begins "
    "with {start}"
)
NOT_THIS_SIGN_IN: Final = (
    "This address belongs to another sign-in. Open the address above in the browser, sign in there, and paste what it "
    "shows then."
)


class PastedAddresses:
    """Brings pasted addresses to the sign-in under way. Make it on that sign-in's event loop."""

    def __init__(self, on_refused: Callable[[str], None]) -> None:
        """`on_refused` gets a sentence about an address that does not end the sign-in, on the loop."""
        self._loop = asyncio.get_running_loop()
        self._on_refused = on_refused
        self._judge: Callable[[str], str | None] | None = None

    def offer(self, address: str) -> None:
        """Try `address`. Any thread may call this, at any time; after the sign-in has ended nothing happens."""
        with contextlib.suppress(RuntimeError):  # the loop is closed
            self._loop.call_soon_threadsafe(self._take, address)

    def send_to(self, judge: Callable[[str], str | None] | None) -> None:
        """Have addresses judged by `judge`, which returns what is wrong with one; None: nobody waits for any."""
        self._judge = judge

    def _take(self, address: str) -> None:
        if self._judge is not None and address.strip():
            problem = self._judge(address.strip())
            if problem is not None:
                self._on_refused(problem)


def redirect_query(address: str, redirect_uri: str) -> str | None:
    """Return the query of a pasted address, None if it does not lead to `redirect_uri` to the letter."""
    if len(address) > MAX_LENGTH or not address.isascii() or not address.isprintable():
        return None
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")  # browsers hide the http://
    except ValueError:
        return None
    is_ours = parts._replace(query="", fragment="").geturl() == redirect_uri
    return parts.query if is_ours and parts.query else None
