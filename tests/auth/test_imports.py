"""What importing the room costs."""

from __future__ import annotations

import subprocess
import sys


def test_session_imports_nothing_heavy():
    """K5: jobs may import the session before the window's first paint."""
    heavy = ("httpx", "authlib", "keyring", "h11", "cryptography", "PySide6")
    program = (
        "import sys, siro_desktop.auth.session, siro_desktop.auth.credentials;"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
