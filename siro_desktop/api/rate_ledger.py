"""The requests of the last minute in a file, for all processes that use a connection: windows and commands.

The file holds instants by the wall clock, the only clock that all processes and a restart share; no address, no id, no
secret. A wall clock may be set: what a process has seen it remembers by its own steady clock, and only what is new in
the file is dated by the wall clock, no younger than now and no older than the file says.
"""

from __future__ import annotations

import contextlib
import hashlib
import math
import os
import secrets
import struct
import time
import zlib
from array import array
from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import Self

    from filelock import BaseFileLock

_MAGIC: Final = b"SIRORB1\n"
_HEAD: Final = struct.Struct("<8sQQdQ")  # magic, which file it is, requests ever, paused until, instants that follow
_CHECK: Final = struct.Struct("<L")
_START: Final = _HEAD.size + _CHECK.size
_INSTANT: Final = 8  # bytes
_MOST_KEPT: Final = 8_000  # instants; beyond them those that no longer count are left out
_MOST_READ: Final = 1_000_000
_JUMP: Final = 0.5  # seconds by which wall clock and steady clock may drift apart between two looks


class News(Struct, frozen=True):
    """What others did since the last look: how many seconds ago each request went out, and for how long to pause."""

    ages: tuple[float, ...] = ()
    pause: float = 0.0


class _Head(Struct, frozen=True):
    file: int
    total: int
    paused_until: float
    count: int

    def pack(self) -> bytes:
        head = _HEAD.pack(_MAGIC, self.file, self.total, self.paused_until, self.count)
        return head + _CHECK.pack(zlib.crc32(head))

    @classmethod
    def unpack(cls, content: bytes, size: int) -> Self | None:
        """None for a head that is damaged, or that promises more than the file holds."""
        if len(content) < _START or _CHECK.unpack_from(content, _HEAD.size)[0] != zlib.crc32(content[: _HEAD.size]):
            return None
        magic, *fields = _HEAD.unpack_from(content)
        head = cls(*fields)
        is_whole = magic == _MAGIC and head.count <= _MOST_READ and size >= _START + head.count * _INSTANT
        return head if is_whole and math.isfinite(head.paused_until) else None


class RateLedger:
    """The file for the connection called `name`, below `folder`. `clock` is the steady one, `wall` the wall clock.

    Inside `turn`, which holds a lock that the operating system takes from whoever dies, first `read`, then `write`.
    Everything may raise OSError, or NotImplementedError where files cannot be locked.
    """

    def __init__(
        self,
        folder: Path,
        name: str,
        *,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        stem = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:20]
        self._path = folder / "budget" / f"{stem}.requests"
        self._file = str(self._path)  # a Path costs more than what is read
        self._clock = clock
        self._wall = wall
        self._lock: BaseFileLock | None = None
        self._head = _Head(0, 0, 0.0, 0)
        self._is_good = False  # what `write` may append to; otherwise it writes everything
        self._has_jumped = False
        self._offset: float | None = None  # of the wall clock, at the last look
        self._looked_at = -math.inf

    @contextlib.contextmanager
    def turn(self) -> Iterator[bool]:
        """Hold the lock, without waiting for it: False if another process has it at this moment."""
        from filelock import Timeout

        lock = self._lock or self._open_lock()
        try:
            lock.acquire(blocking=False)
        except Timeout:
            yield False
            return
        try:
            yield True
        finally:
            lock.release()

    def read(self) -> News:
        """Return what is new in the file. A damaged file has nothing to say, and is replaced by the next `write`."""
        looked_at = self._clock()
        offset, since = self._wall() - looked_at, looked_at - self._looked_at
        has_jumped = self._offset is not None and abs(offset - self._offset) > _JUMP
        self._offset, self._looked_at = offset, looked_at
        self._has_jumped |= has_jumped
        known, instants = self._head, array("d")
        with (
            contextlib.suppress(FileNotFoundError),
            open(self._file, "rb", buffering=0, opener=_open_privately) as stream,
        ):
            size = os.fstat(stream.fileno()).st_size
            head = _Head.unpack(stream.read(_START), size)
            if head is not None:
                is_same = head.file == known.file and head.total >= known.total
                wanted = min(head.count, head.total - known.total) if is_same else head.count
                stream.seek(_START + (head.count - wanted) * _INSTANT)
                instants.frombytes(stream.read(wanted * _INSTANT))
                self._head = head
                self._is_good = not self._has_jumped and head.count < _MOST_KEPT and all(map(math.isfinite, instants))
                return self._news(instants, known, 0.0 if has_jumped else since)
        self._is_good = False
        self._head = _Head(secrets.randbits(63), 0, 0.0, 0)
        return News()

    def write(self, ages: Callable[[], list[float]], *, spent: int, pause: float) -> None:
        """Add `spent` requests that go out now. `ages` are those of all that count, these included; see `News`."""
        head, now = self._head, self._wall()
        paused_until = now + pause if pause > 0 else 0.0
        if self._is_good:
            self._head = _Head(head.file, head.total + spent, paused_until, head.count + spent)
            self._put("r+b", _START + head.count * _INSTANT, array("d", [now] * spent))
            return
        instants = array("d", (now - age for age in ages()))
        self._head = _Head(head.file, max(head.total + spent, len(instants)), paused_until, len(instants))
        self._put("wb", _START, instants)
        self._has_jumped = False

    def _put(self, mode: str, place: int, instants: array[float]) -> None:
        """Write the instants, and only then the head that counts them: a process that dies in between adds nothing."""
        with open(self._file, mode, buffering=0, opener=_open_privately) as stream:
            stream.seek(place)
            stream.write(instants.tobytes())
            stream.seek(0)
            stream.write(self._head.pack())

    def _news(self, instants: array[float], known: _Head, since: float) -> News:
        """What is new is from after the last look, `since` seconds ago; where a clock was set it counts as just now."""
        now = self._wall()
        ages = (now - instant for instant in instants if math.isfinite(instant))
        is_known = (self._head.file, self._head.paused_until) == (known.file, known.paused_until)
        return News(
            tuple(age if 0.0 < age <= since + _JUMP else 0.0 for age in ages),
            0.0 if is_known else max(0.0, self._head.paused_until - now),
        )

    def _open_lock(self) -> BaseFileLock:
        from filelock import FileLock

        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = FileLock(self._path.with_suffix(".lock"), mode=0o600, thread_local=False)
        return self._lock


def _open_privately(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
