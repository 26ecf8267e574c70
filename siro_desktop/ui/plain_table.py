"""Tables of texts in dialogs: rows selected whole, copied as TSV and HTML.

Signals: `paste_pressed()` on Ctrl+V, `delete_pressed()` on Delete, `return_pressed()` on Return; as every table's
`activated` otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from siro_desktop.ui.cell_delegates import CellDelegate
from siro_desktop.ui.clipboard import copy_rows
from siro_desktop.ui.headings import Headings
from siro_desktop.ui.saved_result_delegate import list_palette
from siro_desktop.ui.theme import current_theme, row_height, theme_events

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtGui import QKeyEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

Index = QModelIndex | QPersistentModelIndex

NO_PARENT: Final = QModelIndex()
DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
TOOL_TIP: Final = int(Qt.ItemDataRole.ToolTipRole)
ALIGNMENT: Final = int(Qt.ItemDataRole.TextAlignmentRole)
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_FEWEST_ROWS: Final = 4


class TextTableModel(QAbstractTableModel):
    """Rows of texts below headings."""

    def __init__(self, headings: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headings = tuple(headings)
        self._rows: Sequence[Sequence[str]] = ()

    def set_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def text(self, row: int, column: int) -> str:
        """Return what stands in a cell."""
        return self._rows[row][column]

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of rows in view."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        """Return a cell's text, also as its tool tip."""
        if role in {DISPLAY, TOOL_TIP}:
            return self.text(index.row(), index.column())
        return _LEFT if role == ALIGNMENT else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        """Return a heading."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._headings):
            return None
        if role == DISPLAY:
            return self._headings[section]
        return _LEFT if role == ALIGNMENT else None


class PlainTable(QTableView):
    """Shows a TextTableModel; `shares` are those of the columns in the width, until a person changes one."""

    paste_pressed = Signal()
    delete_pressed = Signal()
    return_pressed = Signal()

    def __init__(
        self, name: str, label: str, model: TextTableModel, shares: Sequence[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self._rows = model
        self.setModel(model)
        self._build_rows()
        self._shares, self._is_fitting = tuple(shares), False
        self._build_headings(name)
        theme_events().theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def _build_rows(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setItemDelegate(CellDelegate(self))
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._measure()

    def _build_headings(self, name: str) -> None:
        headings = Headings(self)
        headings.setObjectName(f"{name}_headings")
        self.setHorizontalHeader(headings)
        headings.setHighlightSections(False)
        headings.setResizeContentsPrecision(0)
        headings.setStretchLastSection(True)
        headings.sectionResized.connect(self._on_section_resized)

    def _measure(self) -> None:
        height = row_height(self.font())
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self.setMinimumHeight(_FEWEST_ROWS * height)

    def set_column_shown(self, column: int, *, shown: bool) -> None:
        """Show or hide a column; the others share its width."""
        if self.isColumnHidden(column) is shown:
            self.setColumnHidden(column, not shown)
            self._fit()

    def selected_rows(self) -> list[int]:
        """Return the selected rows, from the top."""
        selection = self.selectionModel().selection()
        ranges = [selection.at(place) for place in range(selection.count())]
        return sorted({row for chosen in ranges for row in range(chosen.top(), chosen.bottom() + 1)})

    def copy_selection(self) -> None:
        """Copy the selected rows with their headings, or all rows if none is selected."""
        columns = range(self._rows.columnCount())
        rows = self.selected_rows() or range(self._rows.rowCount())
        cells = [[self._rows.text(row, column) for column in columns] for row in rows]
        copy_rows(cells, [str(self._rows.headerData(column, Qt.Orientation.Horizontal)) for column in columns])

    def _fit(self) -> None:
        """Nothing changes once a person has set a width."""
        seen = [0 if self.isColumnHidden(column) else share for column, share in enumerate(self._shares)]
        unit = self.viewport().width() / max(sum(seen), 1)
        self._is_fitting = True
        for column, share in enumerate(seen[:-1]):
            if share:
                self.horizontalHeader().resizeSection(column, int(share * unit))
        self._is_fitting = False

    @Slot(int, int, int)
    def _on_section_resized(self, column: int, former: int, width: int) -> None:
        is_by_hand = former and width and not self._is_fitting  # otherwise it was hidden or shown
        if is_by_hand and column < len(self._shares) - 1:
            self._shares = ()

    @Slot()
    def _on_theme_changed(self) -> None:
        palette = list_palette()
        palette.setColor(QPalette.ColorRole.Base, current_theme().color("panel"))
        self.setPalette(palette)

    # Qt -------------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, pressed: QKeyEvent) -> None:
        """Copy, paste, delete; Return is told of, and not taken for the dialog's button."""
        if self.state() == QAbstractItemView.State.EditingState:  # the editor's Return comes by here
            super().keyPressEvent(pressed)
        elif pressed.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        elif pressed.matches(QKeySequence.StandardKey.Paste):
            self.paste_pressed.emit()
        elif pressed.matches(QKeySequence.StandardKey.Delete):
            self.delete_pressed.emit()
        elif pressed.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not pressed.modifiers():
            self.return_pressed.emit()
        else:
            super().keyPressEvent(pressed)

    def resizeEvent(self, resized: QResizeEvent) -> None:
        """Share the width among the columns."""
        super().resizeEvent(resized)
        self._fit()

    def changeEvent(self, changed: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(changed)
        if changed.type() == changed.Type.FontChange:
            self._measure()
