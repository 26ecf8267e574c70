"""Several processes on one real keyring: one sign-in for all of them, whole tokens whoever is killed."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

from keyring_kit import needs_gnome_keyring

from siro_desktop.auth.credentials import CredentialStore
from siro_desktop.auth.session import TokenSession
from siro_desktop.http_client import HttpClient

FOLDER = Path(__file__).parent


def get_refresh_token(profile, browser):
    """Sign in at the peer and return the refresh token."""

    async def run():
        http, credentials = HttpClient(), CredentialStore(memory_only=True)
        session = TokenSession(profile, http, credentials)
        await session.sign_in(browser, lambda _: None)
        tokens = session._held.tokens
        await http.aclose()
        credentials.close()
        return tokens.refresh_token

    return asyncio.run(run())


@needs_gnome_keyring
def test_four_processes_refresh_once(person, peer, browser):
    """R2: an expired token, four windows at once, a server that rotates and detects reuse: one refresh, no error."""
    profile = peer.profile()
    refresh_token = get_refresh_token(profile, browser)
    settings = {name: value for name, value in vars_of(profile).items() if isinstance(value, str) and name != "method"}
    before = len(peer.requests())
    stdin = json.dumps({"profile": settings, "refresh_token": refresh_token})
    done = person.run(str(FOLDER / "sharing.py"), str(person.home / "state"), stdin=stdin, bus="unlocked")
    outcomes = json.loads(done.stdout)
    refreshes = [request for request in peer.requests()[before:] if request["path"] == "/o/token/"]
    assert [outcome.get("error") for outcome in outcomes] == [None] * 4
    assert [request["grant_type"] for request in refreshes] == ["refresh_token"]
    assert len({outcome["token"] for outcome in outcomes}) == 1
    assert peer.whoami(outcomes[0]["token"]) == (200, {"name": "ada"})
    assert sorted(outcome["last_refresh"].partition(" ")[0] for outcome in outcomes) == ["Another"] * 3 + ["The"]


def vars_of(profile):
    return {name: getattr(profile, name) for name in profile.__struct_fields__}


@needs_gnome_keyring
def test_killed_while_writing(person):
    """K7, R4: kill -9 leaves the old pair, the new one, or one that still refreshes; never half a token."""
    done = person.run(str(FOLDER / "kill_runs.py"), "--here", "--times", "20", bus="unlocked", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    figures = {kind: int(count) for count, kind in re.findall(r"(\d+) × (.*)", done.stdout)}
    assert figures.pop("half written") == figures.pop("an entry left over after the next save and a deletion") == 0
    figures.pop("gnome-keyring ended as well, and was started again")
    assert sum(figures.values()) == 20
    assert len(figures) > 1, "the kills came at different moments of the write"
