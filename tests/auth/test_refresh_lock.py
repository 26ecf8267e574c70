"""The lock file that processes refresh behind."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time

import pytest

from siro_desktop.auth.refresh_lock import RefreshLock
from siro_desktop.errors import ConnectionFailed

HOLDER = """
import asyncio, sys
from pathlib import Path
from siro_desktop.auth.refresh_lock import RefreshLock

async def hold():
    async with RefreshLock(Path(sys.argv[1]), "sign-in").held():
        print("held", flush=True)
        sys.stdin.read()

asyncio.run(hold())
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock until it is killed or its stdin closes."""
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


def test_waiting_leaves_the_loop_free_and_can_be_cancelled(tmp_path, holder):
    """R2: the window's network goes on while another process refreshes."""

    async def run():
        async def wait():
            async with RefreshLock(tmp_path, "sign-in").held():
                pytest.fail("two hold it at once")

        waiting = asyncio.create_task(wait())
        latest, ticks = time.monotonic(), []
        while len(ticks) < 100:
            await asyncio.sleep(0.003)
            ticks.append(time.monotonic() - latest)
            latest = time.monotonic()
        assert max(ticks) < 0.1
        waiting.cancel()
        started = time.monotonic()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert time.monotonic() - started < 0.2

    asyncio.run(run())


def test_lock_of_a_killed_process_is_free(tmp_path, holder):
    """R2: kill -9 leaves nothing to wait for."""

    async def run():
        waiting = asyncio.create_task(enter(RefreshLock(tmp_path, "sign-in")))
        for _ in range(10):
            await asyncio.sleep(0)
        assert not waiting.done()
        holder.kill()
        holder.wait(5)
        started = time.monotonic()
        await waiting
        assert time.monotonic() - started < 1

    asyncio.run(run())


async def enter(lock, **options):
    async with lock.held(**options):
        return True


def test_patience_ends(tmp_path, holder):
    """R2: a process that was stopped in the middle holds nobody up for ever; the refresh token is not risked."""

    async def run():
        lock = RefreshLock(tmp_path, "sign-in")
        with pytest.raises(ConnectionFailed, match="Another window"):
            await enter(lock, patience=0.1)
        assert await enter(lock, patience=0.1, needed=False), "signing out goes on all the same"
        assert await enter(RefreshLock(tmp_path, "another sign-in"), patience=0.1)

    asyncio.run(run())


def test_lock_is_private_and_given_back(tmp_path):
    """R2, K12: no name of a person or a server in the file's name or in the file."""

    async def run():
        for _ in range(3):
            await enter(RefreshLock(tmp_path / "new", "https://auth.example.test/ada"), patience=0.1)

    asyncio.run(run())
    [file] = (tmp_path / "new" / "locks").iterdir()
    assert file.read_bytes() == b""
    assert "ada" not in file.name
    if sys.platform != "win32":
        assert file.stat().st_mode & 0o077 == 0
        assert file.parent.stat().st_mode & 0o077 == 0


def test_folder_that_cannot_be_used_keeps_nobody_out(tmp_path):
    """R2: such as a network drive without locks; refreshing matters more."""
    (tmp_path / "locks").write_text("a file")
    assert asyncio.run(enter(RefreshLock(tmp_path, "sign-in")))
    assert asyncio.run(enter(RefreshLock(None, "sign-in")))
