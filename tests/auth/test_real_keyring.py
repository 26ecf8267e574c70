"""The credential store on a real gnome-keyring, in a private session bus with a home of its own; and on no bus at all.

The store runs in a subprocess: this process never sees a real keyring.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CANARY = "canary-5e1f-" + "x" * 3000

PROGRAM = f"""
import asyncio, json, sys
from siro_desktop.auth.credentials import CredentialStore

async def main():
    service, value = "siro-desktop/v1/test/refresh-token", {CANARY!r}
    store = CredentialStore(patience=100)
    seen = {{"probe": await store.probe()}}
    await store.save(service, "who", value)
    seen["loaded"] = await store.load(service, "who") == value
    again = CredentialStore(patience=100)
    seen["restarted"] = await again.load(service, "who") == value
    seen["storage"], seen["notice"] = store.storage_name, store.notice
    if "keep" not in sys.argv:
        await again.delete(service, "who")
        seen["deleted"] = await CredentialStore(patience=100).load(service, "who") is None
    print(json.dumps(seen))

asyncio.run(main())
"""

UNLOCK = 'printf "\\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null; exec "$@"'


def run_program(tmp_path, *, private_bus, arguments=()):
    """Run PROGRAM with a fresh home and runtime folder; return what it saw."""
    home, runtime = tmp_path / "person", tmp_path / "runtime"
    home.mkdir()
    runtime.mkdir(mode=0o700)
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    environment = {**kept, "HOME": str(home), "XDG_RUNTIME_DIR": str(runtime), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", PROGRAM, *arguments]
    if private_bus:
        command = ["dbus-run-session", "--", "sh", "-c", UNLOCK, "sh", *command]
    else:
        environment["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent"
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), home, done


needs_gnome_keyring = pytest.mark.skipif(
    sys.platform != "linux" or not (shutil.which("gnome-keyring-daemon") and shutil.which("dbus-run-session")),
    reason="needs gnome-keyring and dbus",
)


@needs_gnome_keyring
def test_round_trip_through_gnome_keyring(tmp_path):
    """K1, K3, K7, K12: saved, read by another store, deleted; the keyring's own file holds nothing in the clear."""
    seen, home, _ = run_program(tmp_path, private_bus=True)
    assert seen == {
        "probe": None,
        "loaded": True,
        "restarted": True,
        "storage": "Secret Service",
        "notice": None,
        "deleted": True,
    }
    assert files_with_canary(home) == []


@needs_gnome_keyring
def test_gnome_keyring_encrypts_what_is_kept(tmp_path):
    """K2: what stays is in the keyring's file and nowhere in the clear."""
    seen, home, _ = run_program(tmp_path, private_bus=True, arguments=["keep"])
    assert seen["restarted"]
    assert list(home.rglob("*.keyring"))
    assert files_with_canary(home) == []


def test_without_a_bus_everything_stays_in_memory(tmp_path):
    """K1, K2, K12: no D-Bus, so a sentence, no file at all with the token in it, and the next start asks again."""
    seen, home, done = run_program(tmp_path, private_bus=False)
    assert seen["probe"] == "No secure keyring was found: your sign-in ends with this program."
    assert seen["loaded"]
    assert not seen["restarted"]
    assert seen["storage"] is None
    assert files_with_canary(home) == []
    assert "canary" not in done.stdout + done.stderr


def files_with_canary(folder):
    return [path for path in folder.rglob("*") if path.is_file() and b"canary-5e1f" in path.read_bytes()]
