"""Fakes at the edges of sign-in: keyring backends, a clock, and sessions on a scripted server."""

from __future__ import annotations

import contextlib
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import keyring
import pytest
from keyring import errors
from keyring.backend import KeyringBackend

from siro_desktop.auth.credentials import CredentialStore
from siro_desktop.auth.session import TokenSession
from siro_desktop.http_client import HttpClient

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator

sys.path.insert(0, str(Path(__file__).parent))  # for scripted_server, beside this file

from scripted_server import PROFILE, ScriptedServer


class FakeBackend(KeyringBackend):
    """A keyring in a dictionary. Tests set `fails_with` to an exception, or `gate` to an event that calls wait for."""

    priority = 0  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}
        self.calls: list[str] = []
        self.longest = 0
        self.fails_with: dict[str, BaseException] = {}
        self.gate: threading.Event | None = None

    def _begin(self, call: str) -> None:
        self.calls.append(call)
        if self.gate is not None:
            self.gate.wait(20)
        if call in self.fails_with:
            raise self.fails_with[call]

    def get_password(self, service: str, username: str) -> str | None:
        self._begin("get")
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._begin("set")
        self.longest = max(self.longest, len(password.encode("utf-16-le")) // 2)
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._begin("delete")
        if self.entries.pop((service, username), None) is None:
            raise errors.PasswordDeleteError("not there")


def backend_class(name: str) -> type[FakeBackend]:
    """A fake under a real backend's name: the store's allow-list goes by the name of the class."""
    module, _, qualname = name.rpartition(".")
    return type(qualname, (FakeBackend,), {"__module__": module, "__qualname__": qualname})


@pytest.fixture
def make_backend():
    """`make_backend(name)` puts a fake in as the keyring, under the name of a real backend class."""

    def make(name: str = "keyring.backends.SecretService.Keyring") -> FakeBackend:
        backend = backend_class(name)()
        keyring.set_keyring(backend)
        return backend

    return make


@pytest.fixture(autouse=True)
def _no_real_keyring() -> Iterator[None]:
    """No test reaches this machine's keyring by accident."""
    from keyring.backends import fail

    keyring.set_keyring(fail.Keyring())
    yield
    keyring.set_keyring(fail.Keyring())


@pytest.fixture
def backend(make_backend) -> FakeBackend:
    """A keyring that works and passes for the Secret Service."""
    return make_backend()


@pytest.fixture
def store(backend) -> Iterator[CredentialStore]:
    """A credential store on the fake keyring."""
    credentials = CredentialStore()
    yield credentials
    if backend.gate is not None:
        backend.gate.set()
    credentials.close()


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server():
    return ScriptedServer()


@pytest.fixture
def open_session(server, store, clock):
    """Opens a session with that server; by default it shares the credential store of the test."""

    @contextlib.asynccontextmanager
    async def opened(profile=PROFILE, credentials=None):
        transport = httpx.MockTransport(server)
        http = HttpClient(transport=transport)
        session = TokenSession(profile, http, credentials or store, clock=clock, transport=transport)
        yield session
        await session.aclose()
        await http.aclose()

    return opened
