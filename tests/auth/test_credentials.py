"""The credential store on fake keyrings: which it trusts, what it does when they fail."""

from __future__ import annotations

import asyncio
import threading
import time

import keyring
import pytest
from keyring import errors
from keyring.backends import chainer, fail, null

from siro_desktop.auth.credentials import CredentialStore, KeyringState
from siro_desktop.errors import CredentialStoreError

SERVICE, NAME = "siro-desktop/v1/test", "who"


def run(coroutine):
    return asyncio.run(coroutine)


async def round_trip(store, value="canary"):
    before = await store.probe()
    await store.save(SERVICE, NAME, value)
    loaded = await store.load(SERVICE, NAME)
    return before, loaded


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("keyring.backends.SecretService.Keyring", "Secret Service"),
        ("keyring.backends.libsecret.Keyring", "Secret Service"),
        ("keyring.backends.kwallet.DBusKeyring", "KWallet"),
        ("keyring.backends.macOS.Keyring", "macOS Keychain"),
        ("keyring.backends.Windows.WinVaultKeyring", "Windows Credential Manager"),
    ],
)
def test_secure_backends(make_backend, name, shown):
    """K1, K3: probed with a canary that leaves no trace, then used."""
    backend = make_backend(name)
    store = CredentialStore()

    async def use():
        assert await store.probe() is None
        assert backend.entries == {}
        assert backend.calls.count("set") == 1
        return await round_trip(store)

    assert run(use()) == (None, "canary")
    assert store.storage_name == shown
    assert "canary" in str(backend.entries)
    store.close()


@pytest.mark.parametrize(
    "name", ["keyrings.alt.file.PlaintextKeyring", "keyrings.alt.file.EncryptedKeyring", "keyrings.cryptfile.X"]
)
def test_files_are_no_secure_store(make_backend, name):
    """K1, K2: nothing is written; the tokens stay in memory and a sentence says so."""
    backend = make_backend(name)
    store = CredentialStore()
    assert run(round_trip(store)) == (KeyringState.NONE.value, "canary")
    assert backend.calls == []
    assert store.storage_name is None
    assert store.notice == "No secure keyring was found: your sign-in ends with this program."
    store.close()


@pytest.mark.parametrize("backend", [fail.Keyring(), null.Keyring()])
def test_no_keyring_at_all(backend):
    """K1, K2: a backend that swallows writes is none either."""
    keyring.set_keyring(backend)
    store = CredentialStore()
    assert run(round_trip(store)) == (KeyringState.NONE.value, "canary")
    store.close()


def chain_of(monkeypatch, *backends):
    chain = chainer.ChainerBackend()
    monkeypatch.setattr(chainer.ChainerBackend, "backends", list(backends))
    keyring.set_keyring(chain)


def test_chain_is_never_used_itself(make_backend, monkeypatch):
    """K1: the secure link is used directly, so that a failing write cannot go on to the file behind it."""
    plain = make_backend("keyrings.alt.file.PlaintextKeyring")
    secure = make_backend()
    chain_of(monkeypatch, plain, secure)
    store = CredentialStore()
    assert run(round_trip(store)) == (None, "canary")
    secure.fails_with["set"] = errors.PasswordSetError("no")
    run(store.save(SERVICE, "other", "canary"))
    assert plain.calls == []
    store.close()


def test_chain_without_a_secure_link(make_backend, monkeypatch):
    """K1"""
    plain = make_backend("keyrings.alt.file.PlaintextKeyring")
    chain_of(monkeypatch, plain)
    store = CredentialStore()
    assert run(round_trip(store)) == (KeyringState.NONE.value, "canary")
    assert plain.calls == []
    store.close()


def test_memory_only_never_asks_the_keyring(backend):
    """K2: practice tokens."""
    store = CredentialStore(memory_only=True)
    assert run(round_trip(store)) == (KeyringState.MEMORY_ONLY.value, "canary")
    run(store.delete(SERVICE, NAME))
    assert run(store.load(SERVICE, NAME)) is None
    assert backend.calls == []
    store.close()


class PromptDismissedException(Exception):
    """As secretstorage names it."""


def dismissed():
    error = errors.InitError("Failed to create the collection")
    error.__context__ = PromptDismissedException()
    return error


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (errors.NoKeyringError("no"), KeyringState.NONE),
        (errors.KeyringLocked("locked"), KeyringState.LOCKED),
        (dismissed(), KeyringState.DENIED),
        (errors.InitError("D-Bus"), KeyringState.FAILED),
        (errors.PasswordSetError("no"), KeyringState.FAILED),
        (OSError(1783, "The stub received bad data"), KeyringState.FAILED),
        (ConnectionResetError("daemon gone"), KeyringState.FAILED),
        (EOFError(), KeyringState.FAILED),
    ],
)
def test_failing_keyring_leaves_the_secret_in_memory(backend, store, error, state):
    """K6, K10, R4: four states; what was saved is there until the program ends."""
    backend.fails_with["set"] = error
    assert run(round_trip(store)) == (state.value, "canary")
    assert store.notice == state.value
    assert store.storage_name is None
    del backend.fails_with["set"]
    run(store.save(SERVICE, NAME, "next"))
    assert store.notice is None
    assert store._memory == {}


def test_locked_keyring_at_load(backend, store):
    """K6: nobody is signed in, and the sentence says why; unlocked, the next load finds it."""
    run(store.save(SERVICE, NAME, "value"))
    backend.fails_with["get"] = errors.KeyringLocked("locked")
    assert run(store.load(SERVICE, NAME)) is None
    assert store.notice == KeyringState.LOCKED.value
    del backend.fails_with["get"]
    assert run(store.load(SERVICE, NAME)) == "value"
    assert store.notice is None


def test_secret_that_does_not_go_away(backend, store, monkeypatch):
    """K12: a deletion is verified."""
    run(store.save(SERVICE, NAME, "value"))
    monkeypatch.setattr(type(backend), "delete_password", lambda *_: None)
    with pytest.raises(CredentialStoreError):
        run(store.delete(SERVICE, NAME))


def test_backend_that_swallows_writes_fails_the_probe(backend, store, monkeypatch):
    """K3"""
    monkeypatch.setattr(type(backend), "set_password", lambda *_: None)
    assert run(store.probe()) == KeyringState.FAILED.value


def test_hanging_keyring_blocks_nobody(backend, store):
    """K4: the loop ticks on, a load can be cancelled at once, the probe gives up, and saving goes to memory."""
    store.patience = 1000

    async def use():
        assert await store.load(SERVICE, NAME) is None
        backend.gate = threading.Event()
        loading = asyncio.create_task(store.load(SERVICE, NAME))
        while "get" not in backend.calls[1:]:
            await asyncio.sleep(0)
        loading.cancel()
        async with asyncio.timeout(20):  # neither the limit nor the keyring ends before
            with pytest.raises(asyncio.CancelledError):
                await loading
        store.patience = 0.2
        assert await store.probe() == KeyringState.LOCKED.value
        store.patience = 1000
        async with asyncio.timeout(20):
            await store.save(SERVICE, NAME, "kept")
            assert await store.load(SERVICE, NAME) == "kept"
            assert await store.load(SERVICE, "another") is None, "once given up, it is not waited for"
        backend.gate.set()
        backend.gate = None
        assert await store.probe() is None
        assert store.storage_name == "Secret Service"

    run(use())


def test_calls_at_once_wait_for_the_same_search(backend, monkeypatch):
    """K3: what starts while the keyring is still looked for uses it too, instead of memory."""
    found = threading.Event()

    def slow_search():
        found.wait(10)
        return backend

    async def run():
        store = CredentialStore()
        monkeypatch.setattr(keyring, "get_keyring", slow_search)
        first = asyncio.create_task(store.load("service", "name"))
        second = asyncio.create_task(store.save("service", "other", "value"))
        while not store._opening:
            await asyncio.sleep(0)
        asyncio.get_running_loop().call_later(0.05, found.set)
        await asyncio.gather(first, second)
        notice = store.notice
        store.close()
        return notice

    assert asyncio.run(run()) is None
    assert backend.entries != {}


def test_search_for_a_keyring_that_hangs(monkeypatch):
    """K4, K5: `import keyring` or D-Bus may take a minute; the program goes on with memory."""
    gate = threading.Event()
    monkeypatch.setattr(keyring, "get_keyring", lambda: gate.wait(20) and fail.Keyring())
    store = CredentialStore(patience=0.1)

    async def use():
        started = time.monotonic()
        assert await store.load(SERVICE, NAME) is None
        await store.save(SERVICE, NAME, "kept")
        assert await store.load(SERVICE, NAME) == "kept"
        assert time.monotonic() - started < 1
        assert store.notice == KeyringState.FAILED.value
        gate.set()

    run(use())
    store.close()


def test_unexpected_error_reaches_the_caller(backend, store):
    """A bug in a backend is not taken for a locked keyring, and the thread lives on."""
    backend.fails_with["get"] = ZeroDivisionError("bug")
    with pytest.raises(ZeroDivisionError):
        run(store.load(SERVICE, NAME))
    del backend.fails_with["get"]
    assert run(store.load(SERVICE, NAME)) is None


def test_close_forgets_and_drops(backend):
    """K12: memory is cleared, and a close does not wait."""
    store = CredentialStore(memory_only=True)
    run(store.save(SERVICE, NAME, "canary"))
    store.close()
    assert run(store.load(SERVICE, NAME)) is None
