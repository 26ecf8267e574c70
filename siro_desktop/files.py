"""Files that are either the old one or the whole new one, never half of it. Imports nothing of the program."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

_NEW_FILE_MODE: Final = 0o666  # less the person's umask
_PRIVATE_MODE: Final = 0o600
_PATIENCE: Final = 2.0  # seconds


def write_private(path: Path, content: bytes) -> None:
    """Put a file that only this person can read in the place of `path`, whole or not at all. Raises OSError."""
    with PendingFile(path, private=True) as pending:
        pending.stream.write(content)
        pending.commit()


@contextlib.contextmanager
def in_turn(path: Path) -> Iterator[None]:
    """Have the block to oneself among the processes that change `path`, by an empty file NAME.lock beside it.

    Where files cannot be locked, or somebody does not let go of it for two seconds, the block goes on all the same.
    """
    from filelock import FileLock

    lock = FileLock(path.with_name(f"{path.name}.lock"), timeout=_PATIENCE, mode=_PRIVATE_MODE)
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError, NotImplementedError):  # its Timeout is an OSError
            stack.enter_context(lock)
        yield


class PendingFile:
    """A new version of `target`, written beside it under a temporary name until `commit`.

    As a context manager it removes the temporary file when the block ends without a commit. A symbolic link is
    followed, so that the link stays. The file keeps the permissions of the one that it replaces; a new one gets those
    that the person's umask leaves. With `private` only this person can read it, either way. Raises OSError, from
    `__init__`, `stream`, `finish` and `commit`.
    """

    def __init__(self, target: Path, *, private: bool = False) -> None:
        if "\0" in str(target):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(target))
        self.target = Path(os.path.realpath(target))
        old_mode = _PRIVATE_MODE if private else _replaceable_mode(self.target)
        # A name of its own length: the target's may be as long as the file system allows.
        self.temporary = self.target.with_name(f".siro-{os.urandom(8).hex()}.tmp")
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        descriptor = os.open(self.temporary, flags, _PRIVATE_MODE if private else _NEW_FILE_MODE)
        self.stream = os.fdopen(descriptor, "wb")
        if old_mode is not None:
            with contextlib.suppress(OSError):  # file systems without permissions, such as a USB stick's
                self.temporary.chmod(old_mode)

    def finish(self) -> None:
        """Bring what was written to the disk itself. The temporary file can be read afterwards."""
        if self.stream.closed:
            return
        self.stream.flush()
        os.fsync(self.stream.fileno())
        self.stream.close()

    def commit(self) -> None:
        """Put the new version in the place of the old one."""
        self.finish()
        self.temporary.replace(self.target)
        _sync_folder(self.target.parent)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):  # closing flushes: the disk that was full still is
            self.stream.close()
        with contextlib.suppress(OSError):  # after a commit there is none
            self.temporary.unlink(missing_ok=True)


def _replaceable_mode(target: Path) -> int | None:
    """The permissions of `target`, or None if it is not there. Raises OSError if it is no ordinary file."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    if not stat.S_ISREG(mode):  # a rename would remove a device or a pipe
        raise FileExistsError(errno.EEXIST, "not an ordinary file", str(target))
    return stat.S_IMODE(mode)


def _sync_folder(folder: Path) -> None:
    """Make the rename last through a power loss, where the system can."""
    if os.name != "posix":  # pragma: no cover  Windows cannot open a folder
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
