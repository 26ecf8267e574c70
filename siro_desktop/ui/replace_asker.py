"""Asks before files are replaced. Which are there is looked up in a worker: a network folder may never answer."""

from __future__ import annotations

import os.path
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Slot
from shiboken6 import isValid

from siro_desktop.runner.call import Call
from siro_desktop.ui.confirm import ask_to_delete
from siro_desktop.ui.latest_job import LatestJob

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from siro_desktop.runner.runner import JobRunner

_NAME_SHOWN: Final = 80


class ReplaceAsker(QObject):
    """One question at a time: another wish takes the place of one that is not answered yet. GUI thread."""

    def __init__(self, runner: JobRunner[None], parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._looking = LatestJob(self)
        self._looking.succeeded.connect(self._on_looked)
        self._host: QWidget | None = None
        self._write: Callable[[], object] | None = None

    def ask(self, host: QWidget, paths: Iterable[Path], write: Callable[[], object]) -> None:
        """Call `write` if none of the files is there, or if the person wants them replaced, but not without `host`."""
        self._host, self._write = host, write
        host.setCursor(Qt.CursorShape.BusyCursor)
        self._looking.follow(self._runner.submit(Call(partial(_find_files, tuple(paths)))))

    @Slot(object)
    def _on_looked(self, there: tuple[Path, ...]) -> None:
        host, write = self._host, self._write
        self._host = self._write = None
        if host is None or write is None or not isValid(host):
            return
        host.unsetCursor()
        if not host.isVisible():
            return
        if there:
            self._ask(host, there, write)
        else:
            write()

    def _ask(self, host: QWidget, there: tuple[Path, ...], write: Callable[[], object]) -> None:
        names = ", ".join(f"“{path.name[:_NAME_SHOWN]}”" for path in there)
        one = self.tr("%1 is there already. Replace it?")
        several = self.tr("%1 are there already. Replace them?")
        consequence = self.tr("What is there now will be gone. The folder is %1.")
        ask_to_delete(
            host,
            (one if len(there) == 1 else several).replace("%1", names),
            consequence.replace("%1", str(there[0].parent)),
            write,
            self.tr("Replace"),
        )


def _find_files(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """Which of these are there. In the runner's thread."""
    return tuple(path for path in paths if os.path.isfile(path))  # noqa: PTH113  Path raises for some that cannot be
