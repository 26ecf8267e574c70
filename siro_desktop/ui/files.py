"""Writes a small file whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to a temporary name and rename it. Raises ExportError; an older file then stays as it was."""
    from siro_desktop.export.failures import translated
    from siro_desktop.files import PendingFile

    with translated(path), PendingFile(path) as pending:
        pending.stream.write(content)
        pending.commit()
