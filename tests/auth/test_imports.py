"""What importing the room costs."""

from __future__ import annotations

import os
import subprocess
import sys

NO_KEYRING = {**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}


def test_session_imports_nothing_heavy():
    """K5: jobs may import the session before the window's first paint."""
    heavy = ("httpx", "authlib", "keyring", "h11", "cryptography", "PySide6")
    program = (
        "import sys, siro_desktop.auth.session, siro_desktop.auth.credentials;"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_keyring_is_imported_in_the_stores_own_thread():
    """K5: looking for a keyring may take a minute; neither the window's thread nor the network's does it."""
    program = """
import asyncio, sys, threading
from siro_desktop.auth.credentials import CredentialStore

class Watcher:
    def find_spec(self, name, path=None, target=None):
        if name == "keyring":
            print(threading.current_thread().name)

sys.meta_path.insert(0, Watcher())
store = CredentialStore()
asyncio.run(store.probe())
store.close()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=NO_KEYRING)
    assert done.stdout == "siro-credential-store\n"
