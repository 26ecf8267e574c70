"""A session whose keyring is locked, fails, hangs or keeps what it should give up."""

from __future__ import annotations

import asyncio
import threading

import pytest
from keyring import errors
from scripted_server import signed_in

from siro_desktop.auth.credentials import KeyringState
from siro_desktop.errors import SignInRequired


def test_keyring_is_tried_before_the_browser_opens(open_session, backend):
    """K3: whoever signs in knows beforehand that it will not be kept; nothing fails after the consent."""
    backend.fails_with["set"] = errors.KeyringLocked("locked")
    known = []

    async def run():
        async with open_session() as session:
            return await signed_in(session, lambda: known.append(session.notice))

    assert asyncio.run(run()).signed_in
    assert known == [KeyringState.LOCKED.value]


def test_keyring_that_fails_later(server, open_session, clock, backend):
    """R4, K2: the session goes on in memory, and the status says so."""

    async def run():
        async with open_session() as session:
            await signed_in(session)
            backend.fails_with["set"] = errors.KeyringLocked("locked")
            clock.advance(3600)
            assert await session.access_token() == "at-2"
            assert await session.access_token() == "at-2"
            return await session.status()

    status = asyncio.run(run())
    assert status.signed_in
    assert status.storage is None
    assert status.notice == KeyringState.LOCKED.value


def test_keyring_that_hangs_later(server, open_session, clock, backend, monkeypatch):
    """R4, K4: a refresh does not wait for it for ever."""
    monkeypatch.setattr("siro_desktop.auth.held_tokens._STORE_LIMIT", 0.1)

    async def run():
        async with open_session() as session:
            await signed_in(session)
            keep = type(backend).set_password
            gate = threading.Event()
            monkeypatch.setattr(type(backend), "set_password", lambda *_: gate.wait(20))
            clock.advance(3600)
            assert await session.access_token() == "at-2"
            assert (await session.status()).notice == KeyringState.FAILED.value
            gate.set()
            monkeypatch.setattr(type(backend), "set_password", keep)

    asyncio.run(run())


def test_sign_out_when_the_keyring_keeps_something(open_session, backend, monkeypatch):
    """R13, K12: it is said."""

    async def run():
        async with open_session() as session:
            await signed_in(session)
            monkeypatch.setattr(type(backend), "delete_password", lambda *_: None)
            problems = await session.sign_out()
            with pytest.raises(SignInRequired):
                await session.renew("at-1")
            return problems

    assert any("keyring" in problem for problem in asyncio.run(run()))
