"""Two windows on one sign-in, in one process: what one of them does, the other one finds."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import timedelta
from email.utils import format_datetime

import httpx
import pytest
from scripted_server import PROFILE, signed_in

from siro_desktop.auth.credentials import CredentialStore
from siro_desktop.auth.session import TokenSession
from siro_desktop.auth.sign_out import sign_out_everywhere
from siro_desktop.domain.profile import Profile, SignInMethod
from siro_desktop.errors import ConnectionFailed, SignInRequired
from siro_desktop.http_client import HttpClient


@pytest.fixture
def open_window(server, clock, tmp_path):
    """Opens a session with a credential store of its own on the same keyring, as another process would."""

    @contextlib.asynccontextmanager
    async def opened(profile=PROFILE):
        transport, credentials = httpx.MockTransport(server), CredentialStore()
        http = HttpClient(transport=transport)
        session = TokenSession(profile, http, credentials, clock=clock, transport=transport, lock_folder=tmp_path)
        yield session
        await session.aclose()
        await http.aclose()
        credentials.close()

    return opened


def test_two_windows_refresh_once(server, open_window, clock, backend):
    """R2: both find the token expired at the same moment; the second one adopts what the first one stored."""

    async def run():
        async with open_window() as one, open_window() as other:
            await signed_in(one)
            assert await other.access_token() == "at-1"
            clock.advance(3600)
            tokens = await asyncio.gather(one.access_token(), other.access_token())
            return tokens, {(await window.status()).last_refresh for window in (one, other)}

    tokens, sentences = asyncio.run(run())
    assert tokens == ["at-2", "at-2"]
    assert len(server.forms) == 2
    assert sentences == {
        "The sign-in was renewed.",
        "Another window had renewed the sign-in, and this one uses it too.",
    }


def test_signed_out_in_another_window(server, open_window, clock, backend):
    """R2, R13: the other window does not bring the sign-in back, and signing in again there serves both."""

    async def run():
        async with open_window() as one, open_window() as other:
            await signed_in(one)
            await other.access_token()
            await one.sign_out()
            clock.advance(3600)
            with pytest.raises(SignInRequired, match="another window"):
                await other.access_token()
            assert backend.entries == {}
            assert not (await other.status()).signed_in
            await signed_in(one)
            return await other.access_token()

    assert asyncio.run(run()) == "at-2"
    assert len(server.forms) == 2, "the refresh token was never sent"


def test_sign_out_revokes_what_another_window_has_renewed(server, open_window, clock, backend):
    """R13: the newest tokens, not those that this window knows."""
    profile = Profile(**{**vars_of(PROFILE), "revocation_endpoint": "https://auth.example.test/revoke"})

    async def run():
        async with open_window(profile) as one, open_window(profile) as other:
            await signed_in(one)
            await other.access_token()
            await one.renew("at-1")
            server.answers = [httpx.Response(200), httpx.Response(200)]
            assert await other.sign_out() == ()

    asyncio.run(run())
    assert [form["token"] for form in server.forms[2:]] == ["rt-2", "at-2"]
    assert backend.entries == {}


def vars_of(profile):
    return {name: getattr(profile, name) for name in profile.__struct_fields__}


def test_pasted_token_serves_the_other_window_too(open_window, backend):
    """K9, R2: a window whose token was refused takes the new one that was pasted elsewhere."""
    profile = Profile(id="p", name="P", method=SignInMethod.ACCESS_TOKEN)

    async def run():
        async with open_window(profile) as one, open_window(profile) as other:
            await one.keep_secret("pasted-1")
            assert await other.access_token() == "pasted-1"
            await one.keep_secret("pasted-2")
            return await other.renew("pasted-1")

    assert asyncio.run(run()) == "pasted-2"


def test_tokens_that_the_keyring_did_not_take_are_not_given_up(server, open_window, clock, backend, monkeypatch):
    """R4: an older pair in the keyring does not replace the newer one in memory, though the keyring works again."""
    monkeypatch.setattr("siro_desktop.auth.held_tokens._STORE_LIMIT", 0.05)
    keep = type(backend).set_password

    async def run():
        async with open_window() as session:
            await signed_in(session)
            hanging = asyncio.Event()
            monkeypatch.setattr(type(session._store), "save_tokens", lambda *_: hanging.wait())
            clock.advance(3600)
            assert await session.access_token() == "at-2"
            assert "=rt-1" in backend.entries.values()
            monkeypatch.undo()
            clock.advance(3600)
            return await session.access_token()

    assert asyncio.run(run()) == "at-3"
    assert [form["refresh_token"] for form in server.forms[1:]] == ["rt-1", "rt-2"]
    assert "=rt-3" in backend.entries.values()
    assert type(backend).set_password is keep


def test_status_tells_of_the_last_refresh(server, open_window, clock):
    """R3: how it went and when, a failure too."""

    async def run():
        async with open_window() as session:
            first = await signed_in(session)
            clock.advance(3600)
            await session.access_token()
            renewed = await session.status()
            clock.advance(3600)
            server.answers = [httpx.ConnectError("down")]
            with pytest.raises(ConnectionFailed):
                await session.access_token()
            return first, renewed, await session.status()

    first, renewed, failed = asyncio.run(run())
    assert first.last_refresh is None
    assert renewed.last_refresh == "The sign-in was renewed."
    assert renewed.last_refresh_at < failed.last_refresh_at
    assert failed.last_refresh.startswith("The sign-in could not be renewed.")
    assert failed.signed_in
    assert (first.hint, renewed.hint, failed.hint) == (None, None, None)


@pytest.mark.parametrize(
    ("minutes", "words"), [(60, "60 minutes behind"), (-180, "3 hours ahead"), (4, None), (-5000, "3 days ahead")]
)
def test_clock_that_is_wrong(server, open_window, clock, minutes, words):
    """R11: the hint is in the status and in the error; expiry counts from the answer, so that nothing loops."""
    date = format_datetime(clock() + timedelta(minutes=minutes), usegmt=True)

    async def run():
        async with open_window() as session:
            server.headers = {"Date": date}
            status = await signed_in(session)
            for _ in range(3):
                await session.access_token()
            assert len(server.forms) == 1
            server.answers = [httpx.Response(400, json={"error": "invalid_grant"}, headers={"Date": date})]
            with pytest.raises(SignInRequired) as caught:
                await session.renew("at-1")
            return status.hint, caught.value.message

    hint, message = asyncio.run(run())
    if words is None:
        assert hint is None
        assert "clock" not in message
    else:
        assert hint == f"This computer's clock is {words}. Check your clock and its time zone."
        assert message.endswith(hint)


@pytest.mark.parametrize("date", ["", "yesterday", "Thu, 99 Xxx 2026 25:61:61 GMT", "\x00"])
def test_date_that_says_nothing(date, clock):
    """R11"""
    from siro_desktop.auth.clock_hint import describe_clock

    assert describe_clock(date, clock()) is None


def test_sign_out_everywhere(server, open_window, backend):
    """R13, K12: every entry goes, those of a connection that was edited or removed too, and each problem has a name."""
    other = Profile(**{**vars_of(PROFILE), "id": "q", "name": "Q", "client_id": "another"})

    async def run():
        async with open_window() as one, open_window(other) as two, open_window() as window:
            await signed_in(one)
            await two.keep_secret("client-secret")
            await signed_in(two)
            orphan = CredentialStore()
            await orphan.save("siro-desktop/v1/gone/access-token", "gone", "canary" * 500)
            assert "canary" in str(backend.entries)
            backend.entries["somebody else's", "entry"] = "stays"
            problems = await sign_out_everywhere({"P": one, "Q": two}, orphan)
            states = [(await session.status()).signed_in for session in (one, two, window)]
            orphan.close()
            return problems, states

    problems, states = asyncio.run(run())
    assert backend.entries == {("somebody else's", "entry"): "stays"}
    assert states == [False, False, False]
    assert [problem.partition(":")[0] for problem in problems] == ["P", "Q"], "no revocation endpoint is set"


def test_sign_out_everywhere_when_the_keyring_keeps_something(open_window, backend, monkeypatch):
    """R13, K12: it is said."""

    async def run():
        async with open_window() as session:
            await signed_in(session)
            monkeypatch.setattr(type(backend), "delete_password", lambda *_: None)
            credentials = CredentialStore()
            problems = await sign_out_everywhere({"P": session}, credentials)
            credentials.close()
            return problems

    assert asyncio.run(run())[-1].startswith("Some entries could not be deleted")
