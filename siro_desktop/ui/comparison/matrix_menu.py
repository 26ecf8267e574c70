"""What can be done with a cell of the matrix, and with its column.

Signals: `copy_chosen(with_headings)`; `order_chosen(Qt.SortOrder)`, or None for the asked order; `answer_chosen`,
`retry_chosen`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


class MatrixMenu(QMenu):
    """The menu of one cell; it deletes itself. `has_cell`: not a name; `has_answer`: Siro answered there."""

    copy_chosen = Signal(bool)
    order_chosen = Signal(object)
    answer_chosen = Signal()
    retry_chosen = Signal()

    def __init__(self, parent: QWidget, *, has_cell: bool, has_answer: bool) -> None:
        super().__init__(parent)
        self.setObjectName("matrix_menu")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._doing: dict[QAction, Callable[[], object]] = {}
        self._offer(self.tr("&Copy"), lambda: self.copy_chosen.emit(False))
        self._offer(self.tr("Copy with &headers"), lambda: self.copy_chosen.emit(True))
        self.addSeparator()
        self._offer(self.tr("&Lowest first"), lambda: self.order_chosen.emit(Qt.SortOrder.AscendingOrder))
        self._offer(self.tr("Highest &first"), lambda: self.order_chosen.emit(Qt.SortOrder.DescendingOrder))
        self._offer(self.tr("As &asked"), lambda: self.order_chosen.emit(None))
        self.addSeparator()
        self._offer(self.tr("&Show the answer"), self.answer_chosen.emit).setEnabled(has_answer)
        self._offer(self.tr("Ask this cell a&gain"), self.retry_chosen.emit).setEnabled(has_cell)
        self.triggered.connect(self._on_triggered)

    def _offer(self, text: str, do: Callable[[], object]) -> QAction:
        action = self.addAction(text)
        self._doing[action] = do
        return action

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        if action in self._doing:  # others were added by whoever made the menu
            self._doing[action]()
