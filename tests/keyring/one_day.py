"""A day with the program on whatever keyring this process finds: sign-in, refreshes, a restart, sign-out.

    python tests/keyring/one_day.py FOLDER [--fake NAME] [--kill-daemon]

Prints what happened as one line of JSON, without a secret in it. Everything secret has one of CANARIES in it. The log,
at level DEBUG, goes to FOLDER.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from siro_desktop.auth.credentials import CredentialStore
from siro_desktop.auth.session import TokenSession
from siro_desktop.domain.profile import Profile
from siro_desktop.http_client import HttpClient
from siro_desktop.log import set_up_logging

ACCESS, REFRESH, SECRET = "canary-access-5e1f", "canary-refresh-77a0", "canary-secret-c3d9"
CANARIES = (ACCESS, REFRESH, SECRET)
PROFILE = Profile(
    id="day",
    name="Day",
    client_id="client",
    authorization_endpoint="https://auth.example.test/authorize",
    token_endpoint="https://auth.example.test/token",
    revocation_endpoint="https://auth.example.test/revoke",
)


class Server:
    """Rotates long tokens; refuses every refresh token but the last."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/revoke":
            return httpx.Response(200)
        form = httpx.QueryParams(request.content.decode())
        if form["grant_type"] == "refresh_token" and form["refresh_token"] != self._refresh_token():
            return httpx.Response(400, json={"error": "invalid_grant"})
        self.number += 1
        tokens = {"access_token": f"{ACCESS}-{self.number}-{'a' * 1500}", "refresh_token": self._refresh_token()}
        return httpx.Response(200, json={**tokens, "token_type": "Bearer", "expires_in": 3600})

    def _refresh_token(self) -> str:
        return f"{REFRESH}-{self.number}-{'r' * (2500 if self.number % 2 else 100)}"


class Day:
    """`now` is the time of day."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)
        self.transport = httpx.MockTransport(Server())

    def open(self, credentials: CredentialStore) -> TokenSession:
        return TokenSession(
            PROFILE,
            HttpClient(transport=self.transport),
            credentials,
            clock=lambda: self.now,
            transport=self.transport,
        )


async def sign_in(session: TokenSession) -> None:
    tasks = []

    def bring_code(url: str) -> bool:
        query = httpx.URL(url).params
        redirect = httpx.URL(query["redirect_uri"]).copy_merge_params({"code": "c", "state": query["state"]})
        tasks.append(asyncio.create_task(visit(redirect)))
        return True

    async def visit(redirect: httpx.URL) -> None:
        async with httpx.AsyncClient(trust_env=False, follow_redirects=True) as client:
            await client.get(redirect)

    await session.sign_in(bring_code, lambda _: None)
    await asyncio.gather(*tasks)


def kill_daemon() -> None:
    """Kill whoever owns the Secret Service on this bus."""
    import secretstorage
    from jeepney import DBusAddress, new_method_call

    bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
    connection = secretstorage.dbus_init()
    question = new_method_call(bus, "GetConnectionUnixProcessID", "s", ("org.freedesktop.secrets",))
    os.kill(connection.send_and_get_reply(question).body[0], signal.SIGKILL)
    connection.close()


async def live(*, kills: bool) -> dict[str, object]:
    day, credentials = Day(), CredentialStore(patience=100)
    session = day.open(credentials)
    seen: dict[str, object] = {"probe": await credentials.probe()}
    await session.keep_secret(SECRET)
    await sign_in(session)
    seen["signed_in"] = (await session.status()).signed_in
    if kills:
        kill_daemon()
    tokens = set()
    for _ in range(3):
        day.now += timedelta(hours=2)
        tokens.add(await session.access_token())
    seen["refreshes"] = len(tokens)
    status = await session.status()
    seen.update(still_signed_in=status.signed_in, storage=status.storage, notice=status.notice)
    restarted = CredentialStore(patience=100)
    seen["after_restart"] = (await day.open(restarted).status()).signed_in
    seen["left_by"] = await session.forget()
    seen["after_sign_out"] = (await session.status()).signed_in
    credentials.close()
    restarted.close()
    return seen


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--fake")
    parser.add_argument("--kill-daemon", action="store_true")
    options = parser.parse_args()
    set_up_logging(options.folder, logging.DEBUG)
    if options.fake:
        sys.path.insert(0, str(Path(__file__).parent))
        import keyring
        from fake_systems import FAKES

        keyring.set_keyring(FAKES[options.fake]())
    print(json.dumps(asyncio.run(live(kills=options.kill_daemon))))


if __name__ == "__main__":
    main()
