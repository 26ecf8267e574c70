"""A folder that a person without rights may be sent to, and how to send them."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_NOBODY: Final = 65534
_DROP_ROOT: Final = ("setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder outside root's own, writable for the person without rights."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if os.geteuid() == 0:
            os.chown(folder, _NOBODY, _NOBODY)
        yield folder
        for path in [folder, *folder.rglob("*")]:
            if path.is_dir():
                path.chmod(0o700)


@pytest.fixture
def run_unprivileged() -> Callable[..., str]:
    """Runs Python code without root's rights; `sys.argv[1]` is the path, others follow. Returns what it printed."""

    def run(code: str, path: Path, *arguments: str) -> str:
        drop = _DROP_ROOT if os.geteuid() == 0 else ()
        closed = next((one for one in Path(__file__).parents if not one.stat().st_mode & stat.S_IXOTH), None)
        assert not drop or closed is None, f"Somebody without rights has to get at the program: chmod 755 {closed}"
        command = [*drop, sys.executable, "-B", "-c", code, str(path), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
