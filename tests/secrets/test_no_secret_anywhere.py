"""A full session at log level DEBUG with errors and a crash: no secret in any file, output, argument or title (K12)."""

from __future__ import annotations

import base64
import os
import sqlite3
import subprocess
import sys
import zlib
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

import pytest
from canary_server import CanaryServer

if TYPE_CHECKING:
    from collections.abc import Iterator

DRIVER = Path(__file__).with_name("session_driver.py")
PATIENCE = 100
"""Seconds; only what never comes takes so long."""


@pytest.fixture
def server() -> Iterator[CanaryServer]:
    server = CanaryServer()
    yield server
    server.close()


class Driver:
    """The driven program, and everything that it said."""

    def __init__(self, address: str, home: Path) -> None:
        environment = os.environ | {
            "HOME": str(home),
            "SIRO_DESKTOP_HOME": str(home / "siro"),
            "XDG_RUNTIME_DIR": str(home),
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        }
        self.process = subprocess.Popen(
            [sys.executable, str(DRIVER), address],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=home,
            env=environment,
        )
        self.said: list[str] = []

    def do(self, command: str) -> str:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        lines = []
        for line in self.process.stdout:
            if line == "done\n":
                break
            lines.append(line)
        else:
            pytest.fail("the program ended: " + "".join(lines))
        self.said += lines
        return "".join(lines)

    def seen_by_others(self) -> bytes:
        """Arguments and environment, as the process list shows them."""
        folder = Path("/proc") / str(self.process.pid)
        return (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()

    def end(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.said.append(self.process.stdout.read())
        assert self.process.wait(PATIENCE) == 0
        self.process.stdout.close()


@pytest.fixture
def driver(server: CanaryServer, tmp_path: Path) -> Iterator[Driver]:
    driver = Driver(server.address, tmp_path)
    yield driver
    driver.process.kill()  # if it has not ended by itself
    driver.process.wait()


def shapes(secret: str) -> set[bytes]:
    """A secret as it is, URL-encoded, and in base64 at each of the three alignments."""
    found = {secret, quote(secret, safe=""), quote_plus(secret), quote(secret)}
    for lead in range(3):
        encoded = base64.b64encode(b"\0" * lead + secret.encode())[4:-4].decode()
        found |= {encoded, encoded.replace("+", "-").replace("/", "_")}
    return {shape.encode() for shape in found if len(shape) > 8}


def written(folder: Path) -> dict[str, bytes]:
    """Every file below `folder`, and what the store's compressed pages unpack to."""
    found = {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for name in [name for name in found if name.endswith(".sqlite3")]:
        with closing(sqlite3.connect(name)) as connection:
            for number, (body,) in enumerate(connection.execute("SELECT body FROM pages")):
                found[f"{name} page {number}"] = zlib.decompress(body)
    return found


def test_no_secret_anywhere(server: CanaryServer, driver: Driver, tmp_path: Path) -> None:
    driver.do(f"secret {server.canaries['client secret']}")
    driver.do("sign_in")
    assert "Pace" in driver.do("ask")
    listed = driver.seen_by_others()
    for mode, words in (("broken", "problem"), ("html", "web page"), ("unauthorized", "Sign in")):
        server.mode = mode
        assert words in driver.do("ask")
    server.mode = "values"
    driver.do("sign_in")
    assert "RuntimeError: access_token=***" in driver.do("crash")
    driver.do("sign_out")
    driver.end()

    assert server.token_requests.count("authorization_code") == 2
    assert "refresh_token" in server.token_requests  # the 401 was met with a refresh: all canaries were out
    assert {"state", "verifier"} < set(server.canaries)
    files = written(tmp_path)
    assert any(name.endswith("siro-desktop.log") and content for name, content in files.items())
    places = files | {"output": "".join(driver.said).encode(), "process list": listed}
    found = {
        f"{what} in {place}"
        for what, secret in server.canaries.items()
        for place, content in places.items()
        if any(shape in content for shape in shapes(secret))
    }
    assert found == set()


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    secret = "canary-access-1-Hj2+/y"
    for text in (secret, quote_plus(secret), base64.b64encode(f"x{secret}yz".encode()).decode()):
        (tmp_path / "file").write_text(f"some {text} text")
        (content,) = written(tmp_path).values()
        assert any(shape in content for shape in shapes(secret)), text
