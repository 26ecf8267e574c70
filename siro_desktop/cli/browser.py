"""Opens the system's browser through the standard library."""

from __future__ import annotations

import threading
import webbrowser


def open_browser(address: str) -> bool:
    """Ask the default browser to open `address`. False: there is none; True may still mean that nothing came up.

    It is asked in a thread of its own, because a browser in the terminal blocks until it is closed.
    """
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    threading.Thread(target=browser.open, args=(address,), name="browser", daemon=True).start()
    return True
