"""The jobs around a sign-in: waiting for the keyring, signing out everywhere, locks in the program's own folder."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

import httpx
import keyring
import keyring.backend
import keyring.errors
import pytest
from jobs_kit import PROFILE, Siro
from msgspec.structs import replace

from siro_desktop.domain.profile import SignInMethod
from siro_desktop.jobs.connection import NetworkServices
from siro_desktop.jobs.sign_in import KeepSecret, KeyringWaits, ReadStatus, SignIn, SignOutEverywhere

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class SlowKeyring(keyring.backend.KeyringBackend):
    """Bears the name of the Secret Service; waits at `gate`, if it is closed, as for its password."""

    __module__ = "keyring.backends.SecretService"
    __qualname__ = "Keyring"
    priority = 1.0

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}
        self.gate = threading.Event()
        self.gate.set()

    def get_password(self, service: str, username: str) -> str | None:
        self.gate.wait(20)
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.gate.wait(20)
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.entries.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError


@pytest.fixture
def slow_keyring() -> Iterator[SlowKeyring]:
    former, backend = keyring.get_keyring(), SlowKeyring()
    keyring.set_keyring(backend)
    yield backend
    backend.gate.set()
    keyring.set_keyring(former)


async def store_nothing(_use: Any) -> Any:
    raise NotImplementedError


def test_the_wait_for_a_keyring_is_told_and_can_be_cancelled(
    slow_keyring: SlowKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """K4: after a second; without a wait nothing is said."""
    monkeypatch.setattr("siro_desktop.jobs.sign_in._KEYRING_PATIENCE", 0.05)
    reports: list[object] = []

    async def run() -> None:
        services = NetworkServices(store_nothing)
        assert not (await ReadStatus(PROFILE).run(services, reports.append)).signed_in
        assert reports == []
        slow_keyring.gate.clear()
        told = asyncio.Event()
        reading = asyncio.create_task(ReadStatus(PROFILE).run(services, lambda _: told.set()))
        async with asyncio.timeout(5):
            await told.wait()
        assert not reading.done()
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        slow_keyring.gate.set()
        assert not (await ReadStatus(PROFILE).run(services, reports.append)).signed_in
        await services.close()

    asyncio.run(run())
    assert KeyringWaits() not in reports


def test_signing_out_everywhere(slow_keyring: SlowKeyring) -> None:
    """R13, K12: the connections given, those that are open, and what others have left in the keyring."""
    other = replace(PROFILE, id="other", name="Other")
    third = replace(PROFILE, id="third", name="Third")

    async def run() -> tuple[str, ...]:
        first = NetworkServices(store_nothing)
        for profile in (PROFILE, other, third):
            await KeepSecret(profile, f"token-of-{profile.id}").run(first, print)
        assert "token-of-third" in str(slow_keyring.entries)
        await first.close()
        again = NetworkServices(store_nothing)
        await again.connect(other)
        problems = await SignOutEverywhere((PROFILE,)).run(again, print)
        assert not (await ReadStatus(third).run(again, print)).signed_in
        await again.close()
        return problems

    assert asyncio.run(run()) == ()
    assert slow_keyring.entries == {}


@pytest.mark.parametrize(("memory_only", "locks"), [(False, 1), (True, 0)])
def test_locks_lie_where_the_program_keeps_its_state(
    slow_keyring: SlowKeyring, tmp_path: Path, *, memory_only: bool, locks: int
) -> None:
    """R2: what is in memory only is shared with nobody, and needs none."""
    profile = replace(
        PROFILE,
        method=SignInMethod.CLIENT_CREDENTIALS,
        client_id="client",
        token_endpoint="http://127.0.0.1:1/token",
    )
    answer = httpx.Response(200, json={"access_token": "token-1", "token_type": "Bearer"})

    async def run() -> None:
        transport = httpx.MockTransport(Siro({"/token": answer}))
        services = NetworkServices(store_nothing, memory_only=memory_only, transport=transport, lock_folder=tmp_path)
        await KeepSecret(profile, "client-secret").run(services, print)
        assert (await SignIn(profile, bool).run(services, print)).signed_in
        await services.close()

    asyncio.run(run())
    assert len(list(tmp_path.glob("locks/*.lock"))) == locks


class SlowToClose(httpx.AsyncBaseTransport):
    """Waits at `gate` before it is closed."""

    def __init__(self) -> None:
        self.gate, self.is_closing = asyncio.Event(), asyncio.Event()

    async def aclose(self) -> None:
        self.is_closing.set()
        await self.gate.wait()


def test_jobs_that_come_together_share_the_connection_of_an_edited_profile() -> None:
    """Otherwise one of them would have a connection that nobody closes."""

    async def run() -> None:
        transport = SlowToClose()
        services = NetworkServices(store_nothing, memory_only=True, transport=transport)
        former = await services.connect(PROFILE)
        edited = replace(PROFILE, name="Edited")
        first, second = (asyncio.create_task(services.connect(edited)) for _ in range(2))
        await transport.is_closing.wait()
        transport.gate.set()
        assert await first is await second is await services.connect(edited)
        assert await first is not former
        await services.close()

    asyncio.run(run())
