"""Copies rows of a table, however many there are, as TSV and HTML.

A few go at once. Many go in slices between other events, since cells are said by the model, which lives in the GUI
thread: nothing stands still, and Esc stops it. Signals: `progressed(done, total)` in rows, `finished(is_copied)`.
"""

from __future__ import annotations

import time
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from siro_desktop.ui.clipboard import ClipboardTable
from siro_desktop.ui.table_selection import count_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from siro_desktop.ui.ordered_model import OrderedTableModel

_FEW_CELLS: Final = 20_000
_SLICE_S: Final = 0.008  # of work between other events
_ROWS_AT_ONCE: Final = 200


class TableCopier(QObject):
    """One copy at a time; a new one ends the one before."""

    progressed = Signal(int, int)
    finished = Signal(bool)

    def __init__(self, model: OrderedTableModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._rows: Iterator[int] = iter(())
        self._columns: Sequence[int] = ()
        self._table = ClipboardTable()
        self._done = self._total = 0
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._on_timer)
        model.modelAboutToBeReset.connect(self.stop)
        model.arranging.connect(self.stop)

    @property
    def is_copying(self) -> bool:
        """True while rows are still being collected."""
        return self._timer.isActive()

    def copy(self, rows: Sequence[range], columns: Sequence[int], *, with_headings: bool = False) -> None:
        """Copy rows in view. The clipboard changes when all of them are collected.

        With headings, values say their unit, even where its column is hidden; a single column is copied alone. Where
        there is neither a row nor a heading to copy, the clipboard stays as it is.
        """
        self.stop()
        self._total, self._done = count_rows(rows), 0
        if not self._total and not with_headings:
            return
        columns = self._with_units(columns) if with_headings else columns
        self._rows, self._columns = chain.from_iterable(rows), columns
        self._table = ClipboardTable(
            [self._model.copied_title(column) for column in columns] if with_headings else None
        )
        if self._total * len(columns) <= _FEW_CELLS:
            self._collect(self._total)
            self._finish()
        else:
            self.progressed.emit(0, self._total)
            self._timer.start()

    def _with_units(self, columns: Sequence[int]) -> Sequence[int]:
        values, units = self._model.unit_columns
        places = [place for place, column in enumerate(columns) if column in values]
        if len(columns) == 1 or not places or units in columns:
            return columns
        behind = places[-1] + 1
        return [*columns[:behind], units, *columns[behind:]]

    @Slot()
    def stop(self) -> None:
        """End a copy that goes on; the clipboard stays as it was."""
        if self._timer.isActive():
            self._timer.stop()
            self._table = ClipboardTable()
            self.finished.emit(False)

    def _collect(self, count: int) -> None:
        some = list(islice(self._rows, count))
        self._table.add(self._model.raw_rows(some, self._columns))
        self._done += len(some)

    def _finish(self) -> None:
        self._table.put()
        self._table = ClipboardTable()
        self.finished.emit(True)

    @Slot()
    def _on_timer(self) -> None:
        end = time.perf_counter() + _SLICE_S
        while self._done < self._total and time.perf_counter() < end:
            self._collect(_ROWS_AT_ONCE)
        self.progressed.emit(self._done, self._total)
        if self._done >= self._total:
            self._timer.stop()
            self._finish()
