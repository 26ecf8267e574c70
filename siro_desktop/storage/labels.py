"""What people say of saved results: names, notes, tags, pins. Threads and errors are those of `Library`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from siro_desktop.domain.labels import NO_LABELS, Labels
from siro_desktop.errors import StorageError
from siro_desktop.storage.codec import encode_json
from siro_desktop.storage.search import label_text

if TYPE_CHECKING:
    from siro_desktop.storage.database import Database

LABEL_COLUMNS: Final = "labels.name, labels.note, labels.tags, labels.is_pinned"


class LabelRows:
    """The labels of results in the store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, result_id: int, labels: Labels) -> None:
        """Keep labels in place of those before. Raises LabelError, and StorageError if the result is not there."""
        labels.check()
        with self._database.writing():
            if not self._database.execute("SELECT 1 FROM results WHERE id = ?", (result_id,)).fetchone():
                raise missing(result_id)
            self._database.execute("DELETE FROM labels WHERE result_id = ?", (result_id,))
            if labels != NO_LABELS:
                self._database.execute(
                    "INSERT INTO labels (result_id, name, note, tags, is_pinned, search) VALUES (?,?,?,?,?,?)",
                    (
                        result_id,
                        labels.name,
                        labels.note,
                        encode_json(labels.tags),
                        int(labels.is_pinned),
                        label_text(labels),
                    ),
                )


def decode_labels(row: tuple[Any, ...]) -> Labels:
    """Return the labels in LABEL_COLUMNS, which are all None where there are none."""
    name, note, tags, is_pinned = row
    return NO_LABELS if name is None else Labels(name, note, tuple(json.loads(tags)), bool(is_pinned))


def missing(result_id: int) -> StorageError:
    """The error for a result that is not in the store."""
    return StorageError(
        "This result is not in the store any more. It may have been deleted in another window.",
        detail=f"result {result_id}",
    )
