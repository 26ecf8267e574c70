"""Long values in a keyring: as one entry, or in parts where it takes short ones as Windows, with 1,280 characters.

An entry holds either `=` and the value, or a manifest: generation, number of parts and a hash. Parts have services of
their own, so that no backend keeps an older one under a compound name. Two generations take turns, and the manifest is
written last: whoever is interrupted leaves the old value or none, never a mixture.

Where entries may be long nothing is looked for that only parts leave behind: each question is a connection of its own
to the Secret Service, and gnome-keyring 42 has crashed at the first question of a new one, which locks the keyring.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_UNITS: Final = 1200
MAX_LENGTH: Final = 50_000
_PLAIN: Final = "="


class Entries(Protocol):
    """What is needed of a keyring backend."""

    def get_password(self, service: str, username: str) -> str | None: ...
    def set_password(self, service: str, username: str, password: str) -> None: ...
    def delete_password(self, service: str, username: str) -> None: ...


def check_length(value: str) -> None:
    """Raise ValueError if `value` is longer than 50,000 characters."""
    if len(value) > MAX_LENGTH:
        raise ValueError("The value is too long for the keyring")


class LongEntries:
    """The values of a keyring. With `in_parts` what is longer than 1,200 UTF-16 code units is split."""

    def __init__(self, entries: Entries, *, in_parts: bool) -> None:
        self._entries = entries
        self._in_parts = in_parts

    def save(self, service: str, name: str, value: str) -> None:
        """Write `value`. Raises ValueError if it is too long."""
        check_length(value)
        if not self._in_parts:
            former = self._entries.get_password(service, name)
            self._entries.set_password(service, name, _PLAIN + value)
            if _parse_manifest(former):
                self._delete_generations(service, name, [0, 1])
            return
        parts = list(split_value(_PLAIN + value))
        if len(parts) == 1:
            self._overwrite(service, name, parts[0])
            self._delete_generations(service, name, [0, 1])
        else:
            self._save_parts(service, name, parts)

    def load(self, service: str, name: str) -> str | None:
        """Return the value, or None if it is absent or a part of it is missing or changed."""
        entry = self._entries.get_password(service, name)
        if entry is None:
            return None
        if entry.startswith(_PLAIN):
            return entry.removeprefix(_PLAIN)
        manifest = _parse_manifest(entry)
        if manifest is None:
            return None
        generation, count, digest = manifest
        parts = [self._entries.get_password(_part_service(service, generation, part), name) for part in range(count)]
        whole = "".join(part or "" for part in parts)
        return whole.removeprefix(_PLAIN) if _digest(whole) == digest else None

    def delete(self, service: str, name: str) -> None:
        """Delete the value with all its parts; fine if it is absent."""
        former = self._entries.get_password(service, name)
        if former is not None:
            self._entries.delete_password(service, name)
        if self._in_parts or _parse_manifest(former):
            self._delete_generations(service, name, [0, 1])

    def _save_parts(self, service: str, name: str, parts: list[str]) -> None:
        current = _parse_manifest(self._entries.get_password(service, name))
        generation = 1 - current[0] if current else 0
        self._delete_generations(service, name, [generation])
        for index, part in enumerate(parts):
            self._entries.set_password(_part_service(service, generation, index), name, part)
        manifest = {"generation": generation, "parts": len(parts), "sha256": _digest("".join(parts))}
        self._overwrite(service, name, json.dumps(manifest))
        self._delete_generations(service, name, [1 - generation])

    def _overwrite(self, service: str, name: str, value: str) -> None:
        """Write over an entry, and delete the former value where keyring's Windows backend puts it: `name@service`."""
        self._entries.set_password(service, name, value)
        compound = f"{name}@{service}"
        if self._entries.get_password(compound, name) is not None:
            self._entries.delete_password(compound, name)

    def _delete_generations(self, service: str, name: str, generations: list[int]) -> None:
        """Delete from the last part to the first: an interrupted deletion leaves what the next one still finds."""
        for generation in generations:
            count = 0
            while self._entries.get_password(_part_service(service, generation, count), name) is not None:
                count += 1
            for index in reversed(range(count)):
                self._entries.delete_password(_part_service(service, generation, index), name)


def split_value(value: str) -> Iterator[str]:
    """Cut `value` into pieces of at most 1,200 UTF-16 code units; no character is cut in two."""
    start = units = 0
    for index, character in enumerate(value):
        width = 2 if ord(character) > 0xFFFF else 1
        if units + width > MAX_UNITS:
            yield value[start:index]
            start, units = index, 0
        units += width
    yield value[start:]


def _part_service(service: str, generation: int, index: int) -> str:
    return f"{service}/part-{generation}-{index}"


def _parse_manifest(entry: str | None) -> tuple[int, int, str] | None:
    try:
        fields = json.loads(entry or "")
        manifest = int(fields["generation"]), int(fields["parts"]), str(fields["sha256"])
    except (ValueError, KeyError, TypeError):
        return None
    return manifest if manifest[0] in {0, 1} and 0 < manifest[1] <= MAX_LENGTH else None


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()
