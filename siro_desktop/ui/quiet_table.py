"""A table that is entered without anything being chosen in it, and keeps the current row in view when it gets lower.

Signal: `row_taken(QModelIndex)` when a row has become the current one because somebody wanted that row, or none is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QTableView

from siro_desktop.ui.into_view import bring_cell_into_view

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel, QPersistentModelIndex
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent

    from siro_desktop.ui.type_ahead import TypeAhead


class QuietTable(QTableView):
    """Where focus finds no current row, Qt makes the first one current: nobody has chosen it, so it is not told of.

    The keys are somewhere then, and can be seen to be; other views follow when the row is selected or left.
    """

    row_taken = Signal(QModelIndex)

    _is_entered, _is_untold = False, False
    _type_ahead: TypeAhead | None = None

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show another model."""
        super().setModel(model)
        self.selectionModel().currentRowChanged.connect(self._on_row_current)
        self.selectionModel().selectionChanged.connect(self._on_rows_selected)

    def focusInEvent(self, focused: QFocusEvent) -> None:
        """Put the keys on the first row if they are on none."""
        self._is_entered = True
        super().focusInEvent(focused)
        self._is_entered = False

    def keyPressEvent(self, pressed: QKeyEvent) -> None:
        """Let Down choose the row that the keys were put on: nobody has had it yet."""
        if self._is_untold and QKeySequence(pressed.keyCombination()) == QKeySequence("Down"):
            self.selectRow(self.currentIndex().row())
        else:
            super().keyPressEvent(pressed)

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a cell into view, also where the whole page scrolls."""
        super().scrollTo(index, hint)
        bring_cell_into_view(self, index)

    def keyboardSearch(self, search: str) -> None:
        """Go to a row by the first letters of its text."""
        if self._type_ahead is None:
            from siro_desktop.ui.type_ahead import TypeAhead

            self._type_ahead = TypeAhead(self)
        self._type_ahead.type(search)

    def resizeEvent(self, resized: QResizeEvent) -> None:
        """Keep the current row in view, such as where a banner takes room above."""
        super().resizeEvent(resized)
        bottom, height = self.visualRect(self.currentIndex()).bottom(), resized.size().height()
        if height <= bottom < resized.oldSize().height():
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + bottom + 1 - height)

    @Slot(QModelIndex, QModelIndex)
    def _on_row_current(self, current: QModelIndex, _former: QModelIndex) -> None:
        self._is_untold = self._is_entered
        if not self._is_untold:
            self.row_taken.emit(current)

    @Slot()
    def _on_rows_selected(self) -> None:
        if self._is_untold and self.selectionModel().isSelected(self.currentIndex()):
            self._is_untold = False
            self.row_taken.emit(self.currentIndex())
