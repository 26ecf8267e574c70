"""How a person arranged columns: each move, width, hiding or showing is a step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QHeaderView, QWidget

from siro_desktop.ui.column_table import ColumnTableView
from siro_desktop.ui.undo.step import Step

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QUndoStack

    from siro_desktop.settings import Json

_SETTLED_MS: Final = 400  # after the last of the many changes of a drag


class Arranged(Protocol):
    """A table, or several, whose columns a person arranges."""

    def layout_state(self) -> dict[str, Json]:
        """Return how the columns are arranged, as JSON values."""

    def restore_layout(self, kept: Any) -> None:
        """Arrange the columns as `layout_state` said."""


class LayoutHistory(QObject):
    """Puts steps on `stack` for the tables in `host`, also for those that are made later: then call `watch`."""

    def __init__(self, host: QWidget, tables: Arranged, stack: QUndoStack) -> None:
        super().__init__(host)
        self._host, self._tables, self._stack = host, tables, stack
        self._watched: set[QHeaderView] = set()
        self._last = tables.layout_state()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLED_MS)
        self._timer.timeout.connect(self.settle)
        self.watch()

    @Slot()
    def watch(self) -> None:
        """Hear of what is done to the headings of tables that have been made meanwhile."""
        for headings in self._host.findChildren(QHeaderView):
            if headings.orientation() == Qt.Orientation.Horizontal and headings not in self._watched:
                self._watched.add(headings)
                headings.sectionMoved.connect(self._timer.start)
                headings.sectionResized.connect(self._timer.start)
                table = headings.parentWidget()
                if isinstance(table, ColumnTableView):
                    table.layout_chosen.connect(self.settle)
        self._last = {**self._tables.layout_state(), **self._last}

    def begin(self) -> None:
        """Start anew from how the columns are now."""
        self._timer.stop()
        self._last = self._tables.layout_state()

    @Slot()
    def settle(self) -> None:
        """Make a step of what was done since the last one; what the program arranged itself is none."""
        former, now = self._last, self._tables.layout_state()
        self._last = now
        if any(former[name] != now[name] for name in former.keys() & now.keys()):
            text = self.tr("change of columns")
            self._stack.push(Step(text, lambda: self._show(former), lambda: self._show(now)))

    def holds(self, table: QWidget) -> bool:
        """True if it hears of this table."""
        return self._host.isAncestorOf(table)

    def arrange(self, text: str, undo: Callable[[], None], redo: Callable[[], None]) -> None:
        """Make the change `redo`, which may be of more than columns, as one step; `text` ends *Undo …*."""
        self.settle()
        self._do(redo)
        self._stack.push(Step(text, lambda: self._do(undo), lambda: self._do(redo)))

    def _do(self, change: Callable[[], None]) -> None:
        change()
        self.begin()

    def _show(self, wanted: Mapping[str, Json]) -> None:
        self._do(lambda: self._tables.restore_layout(wanted))
