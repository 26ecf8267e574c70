"""Opening the system's browser, which may fail, or say that it worked and lie."""

from __future__ import annotations

import contextlib
import logging
import webbrowser
from collections.abc import Callable
from typing import Final

OpenBrowser = Callable[[str], bool]
"""Opens an address in the system's browser, on the network thread. False or an exception: it did not open."""

_ERRORS: Final = (webbrowser.Error, OSError, RuntimeError, ValueError, TypeError, LookupError)

_logger = logging.getLogger(__name__)


def try_to_open(open_browser: OpenBrowser, url: str) -> None:
    """Open `url`, which is shown to the person anyway. Never raises; the address is not logged."""
    opened = False
    with contextlib.suppress(*_ERRORS):
        opened = open_browser(url)
    if not opened:
        _logger.warning("The browser did not open; the address is shown instead")
