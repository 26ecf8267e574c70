"""Kills a process with SIGKILL while it writes tokens to a real gnome-keyring, and looks at what it left.

    .venv/bin/python tests/keyring/kill_runs.py --times 200

Prints how often what was found, and ends with 1 if a token was ever half written. The moments are spread evenly over
the time that a write takes. Needs gnome-keyring and dbus; works in a D-Bus session and a home of its own.

Now and then gnome-keyring itself aborts when its client is killed. It is started and unlocked again then, and must
still have whole tokens; how often that was is printed, too.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent))

from siro_desktop.auth.credentials import CredentialStore
from siro_desktop.auth.token_store import TokenStore
from siro_desktop.auth.tokens import TokenSet
from siro_desktop.domain.profile import Profile

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

PROFILE = Profile(id="kill", name="Kill", client_id="client", token_endpoint="https://auth.example.test/token")
WHOLE = ("the old pair", "nothing: signed out", "the old access token, the new refresh token", "the new pair")


def make_tokens(mark: str, refresh_length: int) -> TokenSet:
    now = datetime.now(UTC)
    return TokenSet(access_token=mark * 1800, refresh_token=mark * refresh_length, received_at=now)


class KeyringGone(Exception):
    """The keyring does not serve, and this says why."""


Work = Callable[[TokenStore], Awaitable[TokenSet | None]]


def use_store(work: Work) -> TokenSet | None:
    """What `work` returns, with a store that knows nothing yet. Raises KeyringGone."""

    async def run() -> TokenSet | None:
        credentials = CredentialStore()
        found = await work(TokenStore(PROFILE, credentials))
        notice = credentials.notice
        credentials.close()
        if notice is not None:
            raise KeyringGone(notice)
        return found

    return asyncio.run(run())


def write(pair: TokenSet, ready: Connection) -> None:
    """Say that it begins, then write; the process that is killed."""
    ready.send("ready")
    use_store(lambda store: store.save_tokens(pair))
    ready.send("done")


def describe(found: TokenSet | None, old: TokenSet, new: TokenSet) -> str:
    if found is None:
        return WHOLE[1]
    pair = (found.access_token, found.refresh_token)
    known = {
        (old.access_token, old.refresh_token): WHOLE[0],
        (old.access_token, new.refresh_token): WHOLE[2],
        (new.access_token, new.refresh_token): WHOLE[3],
    }
    return known.get(pair, "HALF WRITTEN")


class Runs:
    """The writers are forked from a server that has everything imported, so that a run takes milliseconds."""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["siro_desktop.auth.token_store", "keyring.backends.SecretService"])
        self.revivals = 0
        self._duration = median(self.measure() for _ in range(5))

    def measure(self) -> float:
        writer, ready = self._start(make_tokens("m", 2600))
        started = time.monotonic()
        assert ready.recv() == "done"
        duration = time.monotonic() - started
        writer.join()
        return duration

    def kill_once(self, number: int, times: int) -> str:
        """Save a pair, kill a process that saves another one, and return what is there then."""
        old = make_tokens(chr(0x61 + number % 12), 2600 if number % 3 else 90)
        new = make_tokens(chr(0x41 + number % 12), 2600 if number % 4 else 90)
        self.use_store(lambda store: store.save_tokens(old))
        assert describe(self.use_store(TokenStore.load_tokens), old, new) == WHOLE[0]
        writer, _ = self._start(new)
        writer.join((number + random.random()) / times * self._duration)
        writer.kill()
        writer.join()
        return describe(self.use_store(TokenStore.load_tokens), old, new)

    def use_store(self, work: Work) -> TokenSet | None:
        """As the function of this name; a keyring that is gone is started and unlocked again."""
        try:
            return use_store(work)
        except KeyringGone:
            self.revivals += 1
            command = ["gnome-keyring-daemon", "--replace", "--unlock", "--components=secrets"]
            subprocess.run(command, input=b"\n", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
            return use_store(work)

    def _start(self, pair: TokenSet) -> tuple[multiprocessing.process.BaseProcess, Connection]:
        ready, theirs = self._context.Pipe(duplex=False)
        writer = self._context.Process(target=write, args=(pair, theirs))
        writer.start()
        assert ready.recv() == "ready"
        return writer, ready


def entries_left() -> list[str]:
    """The names of this program's entries in the keyring."""
    import secretstorage

    connection = secretstorage.dbus_init()
    items = secretstorage.get_default_collection(connection).get_all_items()
    names = [item.get_attributes().get("service", "") for item in items]
    connection.close()
    return [name for name in names if name.startswith("siro-desktop")]


def run_here(times: int) -> int:
    started = time.monotonic()
    runs = Runs()
    figures = Counter(runs.kill_once(number, times) for number in range(times))
    runs.use_store(lambda store: store.save_tokens(make_tokens("z", 50)))
    runs.use_store(TokenStore.delete_tokens)
    left = entries_left()
    print(f"{times} kills in {time.monotonic() - started:.0f} s, each within {runs._duration * 1000:.0f} ms of writing")
    for kind in sorted(figures, key=lambda kind: -figures[kind]):
        print(f"{figures[kind]:6} × {kind}")
    print(f"{sum(count for kind, count in figures.items() if kind not in WHOLE):6} × half written")
    print(f"{runs.revivals:6} × gnome-keyring ended as well, and was started again")
    print(f"{len(left):6} × an entry left over after the next save and a deletion")
    return 1 if left or set(figures) - set(WHOLE) else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--here", action="store_true", help="use the keyring of this session, whatever it is")
    options = parser.parse_args()
    if options.here:
        return run_here(options.times)
    from keyring_kit import temporary_person

    with temporary_person() as person:
        done = person.run(__file__, "--here", "--times", str(options.times), bus="unlocked", check=False)
    print(done.stdout + (done.stderr if done.returncode else ""), end="")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
