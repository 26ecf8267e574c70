"""Where secrets live: the operating system's keyring, or the memory of this process. Never a file of ours.

The only import of keyring. It happens, as every call of it, in one daemon thread: a locked keyring blocks for as long
as its dialog is open, and looking for a backend may take a minute on a broken D-Bus.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from siro_desktop.auth._daemon_thread import DaemonThread
from siro_desktop.auth._entry_index import note_entry, noted_entries, strike_entry
from siro_desktop.auth._long_entries import LongEntries, check_length
from siro_desktop.errors import CredentialStoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keyring.backend import KeyringBackend

PATIENCE: Final = 3.0
"""Seconds until a keyring that does not answer is done without."""
_PROBE_SERVICE: Final = "siro-desktop/v1/probe"

_WINDOWS: Final = "Windows Credential Manager"
_SECURE_BACKENDS: Final = {
    "keyring.backends.SecretService.Keyring": "Secret Service",
    "keyring.backends.libsecret.Keyring": "Secret Service",
    "keyring.backends.kwallet.DBusKeyring": "KWallet",
    "keyring.backends.kwallet.DBusKeyringKWallet4": "KWallet",
    "keyring.backends.macOS.Keyring": "macOS Keychain",
    "keyring.backends.Windows.WinVaultKeyring": _WINDOWS,
}
"""Anything else (fail, null, the plain-text files of keyrings.alt) is no secure store."""

_FOREIGN_ERRORS: Final = (
    ("secretstorage.exceptions", "SecretStorageException"),
    ("jeepney", "DBusErrorResponse"),
    ("dbus", "DBusException"),
    ("gi.repository.GLib", "GError"),
    ("pywintypes", "error"),
)
"""What backends let through beside keyring's own errors."""

_logger = logging.getLogger(__name__)


class KeyringState(StrEnum):
    """Why the keyring does not serve, as a sentence for people."""

    NONE = "No secure keyring was found: your sign-in ends with this program."
    LOCKED = "The keyring is locked: your sign-in ends with this program. Unlock the keyring, then sign in again."
    DENIED = "The keyring refused access: your sign-in ends with this program."
    FAILED = "The keyring does not work or does not answer: your sign-in ends with this program."
    MEMORY_ONLY = "Nothing is put into the keyring here: your sign-in ends with this program."


class CredentialStore:
    """Loads, saves and deletes secrets; use it on one event loop. Every call can be cancelled.

    Where the keyring does not serve, secrets stay in memory and `notice` says why; `storage_name` is then None.
    With `memory_only` the keyring is never asked. `patience` is how many seconds it may take to be found, and to
    answer a probe, before it is done without; wall time, so on a busy computer a good keyring may need more.
    """

    def __init__(self, *, memory_only: bool = False, patience: float = PATIENCE) -> None:
        self.patience = patience
        self.storage_name: str | None = None
        self.notice: str | None = KeyringState.MEMORY_ONLY.value if memory_only else None
        self._memory: dict[tuple[str, str], str] = {}
        self._thread = None if memory_only else DaemonThread("siro-credential-store")
        self._opening: asyncio.Future[_Vault] | None = None
        self._search_ends = 0.0  # on the loop's clock: all who call during the search wait until then
        self._checking: asyncio.Future[None] | None = None
        self._gave_up = False
        self._takes_nothing = False  # a keyring that can be read and not written: reading does not make it good

    async def load(self, service: str, name: str) -> str | None:
        """Return a secret, None if there is none. Waits without limit while the person unlocks the keyring.

        Once `probe` has given the keyring up it is not waited for, until it answers.
        """
        if (service, name) in self._memory:
            return self._memory[service, name]
        vault = await self._vault()
        if vault is None or self._thread is None or self._is_given_up:
            return None
        try:
            value = await self._thread.submit(vault.load, service, name)
        except CredentialStoreError as error:
            self._fall_back(error)
            return None
        if not self._takes_nothing:
            self._recover(vault)
        return value

    async def save(self, service: str, name: str, value: str) -> None:
        """Keep a secret: in the keyring, or in memory if the keyring does not take it."""
        self._memory[service, name] = value
        vault = await self._vault()
        if vault is None or self._thread is None or self._is_given_up:
            return
        for entry, kept in list(self._memory.items()):  # what a keyring that failed has left comes first
            try:
                await self._thread.submit(vault.save, *entry, kept)
            except CredentialStoreError as error:
                self._takes_nothing = True
                self._fall_back(error)
                continue
            if self._memory.get(entry) == kept:
                del self._memory[entry]
        if not self._memory:
            self._recover(vault)

    async def delete(self, service: str, name: str) -> None:
        """Delete a secret from memory and keyring, and make sure that it is gone.

        Raises CredentialStoreError if the keyring would not delete it.
        """
        self._memory.pop((service, name), None)
        vault = await self._vault()
        if vault is not None and self._thread is not None:
            await self._thread.submit(vault.delete, service, name)

    async def delete_all(self) -> None:
        """Delete every entry of this program from memory and keyring. Raises CredentialStoreError if one stays."""
        self._memory.clear()
        vault = await self._vault()
        if vault is not None and self._thread is not None:
            await self._thread.submit(vault.delete_all)

    async def probe(self) -> str | None:
        """Try the store with a worthless entry, for `patience` at most. None: secure; else why it is not, in words."""
        vault = await self._vault()
        if vault is None or self._thread is None:
            return self.notice
        if not _is_pending(self._checking):
            self._checking = self._thread.submit(vault.check)
        checking = self._checking
        if checking is None or not (await asyncio.wait({checking}, timeout=self.patience))[0]:
            self._gave_up = True
            self._fall_back(CredentialStoreError(KeyringState.LOCKED))
            return self.notice
        self._gave_up = False
        try:
            checking.result()
        except CredentialStoreError as error:
            self._takes_nothing = True
            self._fall_back(error)
        else:
            self._recover(vault)
        return self.notice

    def close(self) -> None:
        """Forget what is in memory and let the thread go, without waiting for a keyring that hangs."""
        self._memory.clear()
        if self._thread is not None:
            self._thread.close()

    async def _vault(self) -> _Vault | None:
        """The keyring, looked for once and for `patience` at most; a search that takes longer is asked again later."""
        if self._thread is None:
            return None
        now = asyncio.get_running_loop().time()
        if self._opening is None:
            self._opening = self._thread.submit(_find_vault)
            self._search_ends = now + self.patience
        patience = max(0.0, self._search_ends - now)
        if not self._opening.done() and not (await asyncio.wait({self._opening}, timeout=patience))[0]:
            self._fall_back(CredentialStoreError(KeyringState.FAILED))
            return None
        try:
            return self._opening.result()
        except CredentialStoreError as error:
            self._fall_back(error)
            return None

    @property
    def _is_given_up(self) -> bool:
        return self._gave_up and _is_pending(self._checking)

    def _recover(self, vault: _Vault) -> None:
        self._takes_nothing = False
        self.storage_name = vault.storage_name
        self.notice = None

    def _fall_back(self, error: CredentialStoreError) -> None:
        _logger.warning("Secrets stay in memory: %s (%s)", error.message, error.detail)
        self.storage_name = None
        self.notice = error.message


class _Vault:
    """A keyring backend, called in the store's thread. All methods raise CredentialStoreError."""

    def __init__(self, backend: KeyringBackend, storage_name: str) -> None:
        self._entries = LongEntries(backend, in_parts=storage_name == _WINDOWS)
        self.storage_name = storage_name

    def load(self, service: str, name: str) -> str | None:
        with _translated_errors():
            return self._entries.load(service, name)

    def save(self, service: str, name: str, value: str) -> None:
        with _translated_errors():
            check_length(value)
            note_entry(self._entries, service, name)
            self._entries.save(service, name, value)

    def delete(self, service: str, name: str) -> None:
        with _translated_errors():
            self._entries.delete(service, name)
            if self._entries.load(service, name) is not None:
                raise CredentialStoreError(KeyringState.FAILED, detail="An entry is still there after its deletion.")
            strike_entry(self._entries, service, name)

    def delete_all(self) -> None:
        with _translated_errors():
            for service, name in noted_entries(self._entries):
                self.delete(service, name)

    def check(self) -> None:
        canary = secrets.token_hex(4)
        with _translated_errors():
            self._entries.save(_PROBE_SERVICE, "probe", canary)
            found = self._entries.load(_PROBE_SERVICE, "probe")
            self._entries.delete(_PROBE_SERVICE, "probe")
        if found != canary:
            raise CredentialStoreError(KeyringState.FAILED, detail="What was written did not come back.")


def _find_vault() -> _Vault:
    """Return the keyring if it is one of the secure ones. A chain is never used itself, only a secure link of it."""
    with _translated_errors():
        import keyring

        backend = keyring.get_keyring()
        for candidate in (backend, *getattr(backend, "backends", ())):
            storage_name = _SECURE_BACKENDS.get(_class_name(candidate))
            if storage_name is not None:
                return _Vault(candidate, storage_name)
    raise CredentialStoreError(KeyringState.NONE, detail=f"Found {_class_name(backend)}")


def _class_name(backend: object) -> str:
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


@contextlib.contextmanager
def _translated_errors() -> Iterator[None]:
    """Turn what backends raise into CredentialStoreError with one of the sentences of KeyringState."""
    from keyring.errors import KeyringError

    kinds: list[type[Exception]] = [KeyringError, OSError, EOFError, RuntimeError, ValueError]
    foreign = (getattr(sys.modules.get(module), name, None) for module, name in _FOREIGN_ERRORS)
    kinds += [kind for kind in foreign if isinstance(kind, type) and issubclass(kind, Exception)]
    try:
        yield
    except tuple(kinds) as error:
        kinds_of_it = [type(cause).__name__ for cause in (error, error.__cause__) if cause is not None]
        raise CredentialStoreError(_state_of(error), detail=" from ".join(kinds_of_it)) from error


def _state_of(error: Exception) -> KeyringState:
    names = {kind.__name__ for cause in (error, error.__cause__, error.__context__) for kind in type(cause).__mro__}
    if "NoKeyringError" in names:
        return KeyringState.NONE
    if names & {"PromptDismissedException", "KeychainDenied"}:
        return KeyringState.DENIED
    if names & {"KeyringLocked", "LockedException"}:
        return KeyringState.LOCKED
    return KeyringState.FAILED


def _is_pending(future: asyncio.Future[object] | asyncio.Future[_Vault] | asyncio.Future[None] | None) -> bool:
    return future is not None and not future.done()
