"""Values that are too long for an entry of Windows' keyring."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.auth._entry_index import INDEX_SERVICE
from siro_desktop.auth._long_entries import MAX_UNITS, LongEntries, split_value
from siro_desktop.auth.credentials import CredentialStore, KeyringState

SERVICE, NAME = "siro-desktop/v1/test", "who"
WINDOWS = "keyring.backends.Windows.WinVaultKeyring"


def run(coroutine):
    return asyncio.run(coroutine)


@pytest.mark.parametrize("length", [1, 1199, 1200, 5558, 50_000])
def test_long_values(make_backend, length):
    """K7: each entry is short enough for Windows; after rotations nothing old is left."""
    backend = make_backend(WINDOWS)
    store = CredentialStore()
    for generation in "abc":
        run(store.save(SERVICE, NAME, generation * length))
        assert run(store.load(SERVICE, NAME)) == generation * length
    assert backend.longest <= MAX_UNITS
    assert "a" * 5 not in str(backend.entries)
    assert len({service for service, _ in backend.entries}) == len(backend.entries), "K8: a service for each part"
    run(store.save(SERVICE, NAME, "short"))
    assert {service for service, _ in backend.entries} == {SERVICE, INDEX_SERVICE}
    run(store.delete(SERVICE, NAME))
    assert backend.entries == {}
    store.close()


def test_value_that_is_too_long(store, backend):
    """K7: the hard cap; it stays in memory."""
    run(store.save(SERVICE, NAME, "x" * 50_001))
    assert backend.entries == {}
    assert store.notice == KeyringState.FAILED.value


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=4000))
def test_split_keeps_characters_whole(value):
    """K7: surrogate pairs are not torn."""
    parts = list(split_value(value))
    assert "".join(parts) == value
    assert all(len(part.encode("utf-16-le")) // 2 <= MAX_UNITS for part in parts)


class Killed(BaseException):
    """The process ends here."""


def in_parts(entries):
    return LongEntries(entries, in_parts=True)


class DyingEntries(dict):
    """Entries of a process that is killed after so many writes."""

    def __init__(self, entries, writes):
        super().__init__(entries)
        self.writes = writes

    def _count(self):
        if self.writes == 0:
            raise Killed
        self.writes -= 1

    def get_password(self, service, username):
        return self.get((service, username))

    def set_password(self, service, username, password):
        self._count()
        self[service, username] = password

    def delete_password(self, service, username):
        self._count()
        del self[service, username]


@pytest.mark.parametrize("old", ["", "o" * 20, "o" * 3000, "o" * 9000])
@pytest.mark.parametrize("new", ["n" * 20, "n" * 5000])
def test_killed_between_writes(old, new):
    """K7: whenever it happens, the old value or the new one is read, never a mixture; the next save cleans up."""
    start = DyingEntries({}, 1000)
    if old:
        in_parts(start).save(SERVICE, NAME, old)
    for writes in range(40):
        entries = DyingEntries(start, writes)
        try:
            in_parts(entries).save(SERVICE, NAME, new)
        except Killed:
            assert in_parts(entries).load(SERVICE, NAME) in {old or None, new}
        entries.writes = 1000
        in_parts(entries).save(SERVICE, NAME, "z" * 2000)
        in_parts(entries).save(SERVICE, NAME, "last")
        assert list(entries.values()) == ["=last"]


def test_missing_part_means_signed_out(make_backend):
    """K7"""
    backend = make_backend(WINDOWS)
    store = CredentialStore()
    run(store.save(SERVICE, NAME, "v" * 3000))
    del backend.entries[f"{SERVICE}/part-0-1", NAME]
    assert run(store.load(SERVICE, NAME)) is None
    backend.entries[SERVICE, NAME] = "somebody else's"
    assert run(store.load(SERVICE, NAME)) is None
    store.close()


def test_parts_only_on_windows(backend, store):
    """A long token is one entry elsewhere, and costs three questions; parts of a former version go."""
    in_parts(backend).save(SERVICE, NAME, "o" * 3000)
    run(store.save(SERVICE, NAME, "v" * 5558))
    assert backend.entries[SERVICE, NAME] == "=" + "v" * 5558
    assert [service for service, _ in backend.entries] == [SERVICE, INDEX_SERVICE]
    backend.calls.clear()
    run(store.save(SERVICE, NAME, "w" * 5558))
    assert backend.calls == ["get", "get", "set"]
    backend.calls.clear()
    assert run(store.load(SERVICE, NAME)) == "w" * 5558
    assert backend.calls == ["get"]
    in_parts(backend).save(SERVICE, NAME, "o" * 3000)
    run(store.delete(SERVICE, NAME))
    assert backend.entries == {}
