"""One refresh at a time for a sign-in that several processes share: windows, and commands beside them.

A refresh token that rotates serves once. Whoever uses it a second time, because another process was quicker, makes the
server believe that it was stolen.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
from typing import TYPE_CHECKING, Final

from siro_desktop.errors import ConnectionFailed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from filelock import BaseFileLock

_POLL_SECONDS: Final = 0.05
_LONGEST_WAIT: Final = 60.0  # seconds; a refresh ends within 30 and a slow keyring within 10

_logger = logging.getLogger(__name__)


class RefreshLock:
    """A lock file in `folder` for the sign-in called `name`. Without a folder nobody is kept out.

    The operating system lets go of it when its holder dies, however that happens; the empty file stays.
    """

    def __init__(self, folder: Path | None, name: str) -> None:
        self._path = folder / "locks" / f"{hashlib.sha256(name.encode()).hexdigest()[:20]}.lock" if folder else None

    @contextlib.asynccontextmanager
    async def held(self, patience: float = _LONGEST_WAIT, *, needed: bool = True) -> AsyncIterator[None]:
        """Hold the lock. Waiting for it leaves the event loop free, can be cancelled, and ends after `patience` s.

        Raises ConnectionFailed if another process does not let go of it; without `needed` it goes on without the lock.
        Where files cannot be locked, such as on some network drives, nobody is kept out.
        """
        try:
            lock = await self._acquire(patience)
        except ConnectionFailed:
            if needed:
                raise
            lock = None
        try:
            yield
        finally:
            if lock is not None:
                lock.release()

    async def _acquire(self, patience: float) -> BaseFileLock | None:
        if self._path is None:
            return None
        from filelock import FileLock, Timeout

        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = FileLock(self._path, mode=0o600)
            async with asyncio.timeout(patience):
                while True:
                    with contextlib.suppress(Timeout):
                        lock.acquire(blocking=False)
                        return lock
                    await asyncio.sleep(_POLL_SECONDS)
        except TimeoutError as error:
            raise ConnectionFailed(
                "Another window of Siro Desktop is renewing your sign-in and does not finish. Close it and try again.",
                title="Your sign-in could not be renewed",
            ) from error
        except (OSError, NotImplementedError) as error:
            _logger.warning("Refreshes are not locked against other processes: %s", type(error).__name__)
            return None
