"""Writes a small file whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from siro_desktop.errors import ExportError

if TYPE_CHECKING:
    from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to a temporary name and rename it. Raises ExportError; an older file then stays as it was."""
    from PySide6.QtCore import QIODevice, QSaveFile

    file = QSaveFile(str(path))
    is_open = file.open(QIODevice.OpenModeFlag.WriteOnly)
    if not is_open or file.write(content) != len(content) or not file.commit():
        raise ExportError(
            f"“{path.name}” could not be written. Choose another folder, or close the program that has it open.",
            detail=f"{path}: {file.errorString()}",
        )
