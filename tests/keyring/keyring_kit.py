"""Private D-Bus sessions with a real gnome-keyring, for commands in processes of their own."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parents[2]
UNLOCK = 'printf "\\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null; exec "$@"'
CALLED_BACK = "Activating service name='org.freedesktop.secrets'"  # what the bus says as it starts a keyring anew

needs_gnome_keyring = pytest.mark.skipif(
    sys.platform != "linux" or not (shutil.which("gnome-keyring-daemon") and shutil.which("dbus-run-session")),
    reason="needs gnome-keyring and dbus",
)


class Person:
    """Somebody with a home of their own: `variables` is the environment of what they start."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.home.mkdir()
        runtime = Path(tempfile.mkdtemp(prefix="siro-runtime-"))  # sockets do not take long paths
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "COVERAGE_PROCESS_CONFIG") if name in os.environ}
        self.variables = {
            **kept,
            "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(runtime),
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "ignore",
            "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent",
        }
        self._runtime = runtime

    def run(
        self, *command: str, stdin: str | None = None, bus: str = "none", check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """Run a Python script to its end. `bus`: none, unlocked, or locked (a keyring with an unknown password)."""
        whole: Sequence[str] = [sys.executable, *command]
        if bus == "unlocked":
            whole = ["dbus-run-session", "--", "sh", "-c", UNLOCK, "sh", *whole]
        elif bus == "locked":
            self.lock_keyring()
            whole = ["dbus-run-session", "--", *whole]
        done = subprocess.run(
            whole, env=self.variables, input=stdin, capture_output=True, encoding="utf-8", check=False
        )
        assert not check or done.returncode == 0, done.stderr
        return done

    def run_unlocked(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a Python script with an unlocked keyring that lasts; with an empty home, so that it can begin again.

        Now and then gnome-keyring 42 aborts at the first question of a new connection, at an assertion in GLib. The bus
        then starts another, which is locked: that says nothing about the program.
        """
        for _ in range(3):
            shutil.rmtree(self.home)
            self.home.mkdir()
            done = self.run(*command, bus="unlocked", check=False)
            if CALLED_BACK not in done.stderr:
                break
        assert done.returncode == 0, done.stderr
        return done

    def lock_keyring(self) -> None:
        """Make a login keyring with a password; nothing unlocks it afterwards."""
        make = UNLOCK.replace("\\n", "secret\\n")
        write = "import keyring; keyring.set_password('made', 'by', 'tests')"
        command = ["dbus-run-session", "--", "sh", "-c", make, "sh", sys.executable, "-c", write]
        subprocess.run(command, env=self.variables, capture_output=True, check=True, timeout=30)
        assert list(self.home.rglob("login.keyring"))

    def close(self) -> None:
        shutil.rmtree(self._runtime, ignore_errors=True)


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    someone = Person(tmp_path)
    yield someone
    someone.close()


@contextmanager
def temporary_person() -> Iterator[Person]:
    """A person for a command that is run by hand."""
    with tempfile.TemporaryDirectory(prefix="siro-keyring-") as name:
        someone = Person(Path(name))
        try:
            yield someone
        finally:
            someone.close()


def traces_of(secrets: Sequence[str], folder: Path, *texts: str) -> list[str]:
    """Where a secret stands in the clear, URL-encoded or in base64: in files of the folder, or in texts."""
    shapes = [shape for secret in secrets for shape in shapes_of(secret)]
    files = {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    searched = {**files, **{text[:80]: text.encode() for text in texts}}
    return [name for name, content in searched.items() if any(shape in content for shape in shapes)]


def shapes_of(secret: str) -> list[bytes]:
    plain = secret.encode()
    encoded = [base64.b64encode(b"x" * shift + plain)[4:-4] for shift in range(3)]
    return [plain, quote(secret, safe="").encode(), secret.encode("utf-16-le"), *encoded]
