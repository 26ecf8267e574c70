"""Goes to the row whose text begins with what is typed into a table, in the column that the keys are in.

Qt asks all rows for their texts in one go, which keeps the GUI thread for seconds where there are a million.
"""

from __future__ import annotations

import time
from itertools import chain
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QTableView

_SLICE_S: Final = 0.008  # of work between other events


class TypeAhead(QObject):
    """Looks through the rows of `table`, whose model stays the same, in slices. GUI thread."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table, self._model = table, table.model()
        self._typed, self._typed_at, self._wanted = "", 0.0, ""
        self._rows: Iterator[int] = iter(())
        self._column, self._here = 0, -1
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._on_timer)
        self._model.modelAboutToBeReset.connect(self._timer.stop)
        self._model.layoutAboutToBeChanged.connect(self._timer.stop)

    def type(self, text: str) -> None:
        """Look for what was typed in one go, as in Qt's own lists: the same letter again goes on to the next row."""
        now, current, count = time.monotonic(), self._table.currentIndex(), self._model.rowCount()
        goes_on = now - self._typed_at < QApplication.keyboardInputInterval() / 1000
        self._typed, self._typed_at = (self._typed if goes_on else "") + text.casefold(), now
        if not self._typed or not count:
            return
        is_one_letter = len(set(self._typed)) == 1
        self._wanted = self._typed[0] if is_one_letter else self._typed
        self._column, self._here = max(0, current.column()), current.row()
        first = max(0, self._here + is_one_letter) % count
        self._rows = chain(range(first, count), range(first))
        self._timer.start()
        self._on_timer()

    @Slot()
    def _on_timer(self) -> None:
        """Go on for a few milliseconds, unless somebody has gone elsewhere meanwhile."""
        if self._table.currentIndex().row() != self._here:
            self._timer.stop()
            return
        end = time.monotonic() + _SLICE_S
        for row in self._rows:
            index = self._model.index(row, self._column)
            if str(index.data() or "").casefold().startswith(self._wanted):
                self._timer.stop()
                self._table.setCurrentIndex(index)
                return
            if time.monotonic() >= end:
                return
        self._timer.stop()
