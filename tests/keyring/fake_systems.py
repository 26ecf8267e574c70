"""Stand-ins for the keyrings of Windows and macOS, as keyring's own backends make them look.

They bear the names of the real classes, since the program trusts keyrings by their class.
"""

from __future__ import annotations

from typing import NoReturn

from keyring import errors
from keyring.backend import KeyringBackend

LARGEST_ENTRY = 1280  # UTF-16 code units: CRED_MAX_CREDENTIAL_BLOB_SIZE is 2,560 bytes


class WindowsVault(KeyringBackend):
    """One entry for each target name; a rewrite keeps the former entry under `user@service`, its secret included."""

    __module__ = "keyring.backends.Windows"
    __qualname__ = "WinVaultKeyring"
    priority = 1.0  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, tuple[str, str]] = {}

    def get_password(self, service: str, username: str) -> str | None:
        found = self.targets.get(service)
        if found is None or found[0] != username:
            found = self.targets.get(f"{username}@{service}")
        return found[1] if found else None

    def set_password(self, service: str, username: str, password: str) -> None:
        former = self.targets.get(service)
        if former is not None:
            self._write(f"{former[0]}@{service}", *former)
        self._write(service, username, password)

    def delete_password(self, service: str, username: str) -> None:
        mine = [
            target for target in (service, f"{username}@{service}") if self.targets.get(target, ("", ""))[0] == username
        ]
        if not mine:
            raise errors.PasswordDeleteError(service)
        for target in mine:
            del self.targets[target]

    def _write(self, target: str, username: str, password: str) -> None:
        if len(password.encode("utf-16-le")) // 2 > LARGEST_ENTRY:
            raise OSError(1783, "The stub received bad data")
        self.targets[target] = (username, password)


class KeychainDenied(Exception):
    """As keyring's macOS backend calls it."""


class DenyingKeychain(KeyringBackend):
    """The person pressed *Deny*, or the program is not signed."""

    __module__ = "keyring.backends.macOS"
    __qualname__ = "Keyring"
    priority = 1.0  # type: ignore[assignment]

    def get_password(self, service: str, username: str) -> str | None:
        self._deny()

    def set_password(self, service: str, username: str, password: str) -> None:
        self._deny()

    def delete_password(self, service: str, username: str) -> None:
        self._deny()

    def _deny(self) -> NoReturn:
        raise errors.KeyringLocked("Can't get password from keychain") from KeychainDenied(-25293)


class CrampedVault(WindowsVault):
    """Refuses everything with the raw error of Windows."""

    __module__ = "keyring.backends.Windows"
    __qualname__ = "WinVaultKeyring"

    def set_password(self, service: str, username: str, password: str) -> None:
        raise OSError(1783, "The stub received bad data")


FAKES = {"windows": WindowsVault, "windows-refusing": CrampedVault, "macos-denying": DenyingKeychain}
