"""Several processes on one sign-in in the keyring of this D-Bus session.

    python tests/keyring/sharing.py FOLDER < JSON      profile and refresh token → what each process got, as JSON

`FOLDER` is where they keep each other from refreshing at once.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from siro_desktop.auth.credentials import CredentialStore
from siro_desktop.auth.session import TokenSession
from siro_desktop.auth.token_store import TokenStore
from siro_desktop.auth.tokens import TokenSet
from siro_desktop.domain.profile import Profile
from siro_desktop.errors import SiroError
from siro_desktop.http_client import HttpClient

PROCESSES = 4


async def seed(profile: Profile, refresh_token: str) -> None:
    """Store an access token that expired a minute ago."""
    past = datetime.now(UTC) - timedelta(hours=1)
    expired = TokenSet(
        access_token="expired",
        refresh_token=refresh_token,
        received_at=past,
        expires_at=past + timedelta(minutes=59),
    )
    credentials = CredentialStore(patience=100)
    await TokenStore(profile, credentials).save_tokens(expired)
    assert credentials.notice is None, credentials.notice
    credentials.close()


async def take_part(profile: Profile, folder: Path) -> dict[str, Any]:
    """Load the sign-in, wait until all have, then ask for a token."""
    http, credentials = HttpClient(), CredentialStore(patience=100)
    session = TokenSession(profile, http, credentials, lock_folder=folder)
    await session.status()
    print("loaded", flush=True)
    sys.stdin.readline()
    try:
        found: dict[str, Any] = {"token": await session.access_token()}
    except SiroError as error:
        found = {"error": error.message}
    found["last_refresh"] = (await session.status()).last_refresh
    await session.aclose()
    await http.aclose()
    credentials.close()
    return found


def start_all(folder: Path, profile: dict[str, Any], refresh_token: str) -> list[dict[str, Any]]:
    asyncio.run(seed(Profile(**profile), refresh_token))
    command = [sys.executable, __file__, str(folder), json.dumps(profile)]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "encoding": "utf-8"}
    processes = [subprocess.Popen(command, **pipes) for _ in range(PROCESSES)]
    for process in processes:
        assert process.stdout.readline() == "loaded\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    return [json.loads(process.communicate(timeout=60)[0]) for process in processes]


if __name__ == "__main__":
    where = Path(sys.argv[1])
    if len(sys.argv) > 2:
        print(json.dumps(asyncio.run(take_part(Profile(**json.loads(sys.argv[2])), where))))
    else:
        given = json.load(sys.stdin)
        print(json.dumps(start_all(where, given["profile"], given["refresh_token"])))
