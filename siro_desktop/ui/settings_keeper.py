"""The settings that all windows on them share: read once, changed in one place, written in the store's thread.

Another program may write the same file: only what was changed here is written over it.
"""

from __future__ import annotations

import dataclasses
import logging
from threading import Lock
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from siro_desktop.errors import StorageError
from siro_desktop.runner.call import Call
from siro_desktop.settings import OF_DATA

if TYPE_CHECKING:
    from siro_desktop.runner.runner import JobRunner
    from siro_desktop.settings import Settings, SettingsFile

logger = logging.getLogger(__name__)


class SettingsKeeper(QObject):
    """Holds what the file said, and what was changed since. GUI thread.

    Signal: `changed` after a change by any window of this program.
    """

    changed = Signal()

    def __init__(self, file: SettingsFile, store: JobRunner[Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file, self._store = file, store
        self._writing = Lock()
        self.current: Settings = file.load()
        self._written = self.current

    def keep(self, **changes: Any) -> None:
        """Change some settings, and have them written in a moment."""
        if self._change(changes):
            self._store.submit(Call(self._write))

    def keep_now(self, **changes: Any) -> None:
        """Change some settings and write them in this thread: the program may end.

        Where they cannot be written, as on a full disk, the log says so: nothing may keep a window from closing.
        """
        self._change(changes)
        try:
            self._write()
        except StorageError as error:
            logger.warning("%s %s", error.message, error.detail)

    def forget_data(self) -> None:
        """Forget what tells something of data that are deleted, of all connections."""
        self.keep(**{name: {} for name in OF_DATA})

    def _change(self, changes: dict[str, Any]) -> bool:
        former, self.current = self.current, dataclasses.replace(self.current, **changes)
        if self.current != former:
            self.changed.emit()
        return self.current != former

    def _write(self) -> None:
        """Write what was changed since the last write, in any thread: a write that comes late undoes nothing."""
        with self._writing:
            newest = self.current
            self._file.save_changes(self._written, newest)
            self._written = newest
