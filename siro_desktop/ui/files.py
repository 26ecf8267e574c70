"""Where files go as long as nobody says where, and writing a small one whole or not at all."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths


def folder_for_files() -> Path:
    """Return the folder for documents, or the person's own where there is none, as on a new account."""
    place = QStandardPaths.StandardLocation
    documents = Path(QStandardPaths.writableLocation(place.DocumentsLocation))
    return documents if documents.is_dir() else Path(QStandardPaths.writableLocation(place.HomeLocation))


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to a temporary name and rename it. Raises ExportError; an older file then stays as it was."""
    from siro_desktop.export.failures import translated
    from siro_desktop.files import PendingFile

    with translated(path), PendingFile(path) as pending:
        pending.stream.write(content)
        pending.commit()
