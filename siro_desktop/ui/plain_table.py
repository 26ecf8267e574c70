"""Tables of texts in dialogs: rows selected whole, copied as TSV and HTML.

Signals: `paste_pressed()` on Ctrl+V, `delete_pressed()` on Delete, `return_pressed()` on Return; as every table's
`activated` otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeySequence, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from siro_desktop.ui.cell_delegates import CellDelegate, WrappingDelegate
from siro_desktop.ui.clipboard import copy_rows
from siro_desktop.ui.column_shares import ColumnNeed, shared_widths
from siro_desktop.ui.headings import CELL_PADDING, Headings
from siro_desktop.ui.saved_result_delegate import list_palette
from siro_desktop.ui.theme import current_theme, row_height, theme_events

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtGui import QFont, QKeyEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

Index = QModelIndex | QPersistentModelIndex

NO_PARENT: Final = QModelIndex()
DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
TOOL_TIP: Final = int(Qt.ItemDataRole.ToolTipRole)
ALIGNMENT: Final = int(Qt.ItemDataRole.TextAlignmentRole)
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_FEWEST_ROWS: Final = 4
_MOST_WRAPPED: Final = 200  # rows that are measured whenever the width changes


def _room_in_row(font: QFont) -> int:
    """How much higher a row is than a line of its text."""
    return row_height(font) - QFontMetrics(font).lineSpacing()


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
    """Shows a TextTableModel; `shares` are those of the columns in the width, until a person changes one.

    A table that `wraps` breaks lines where texts have no room beside each other, unless it is long. It scrolls sideways
    only where not even words have room.
    """

    paste_pressed = Signal()
    delete_pressed = Signal()
    return_pressed = Signal()

    def __init__(
        self,
        name: str,
        label: str,
        model: TextTableModel,
        shares: Sequence[int],
        parent: QWidget | None = None,
        *,
        wraps: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self._rows = model
        self.setModel(model)
        self._shares, self._is_fitting, self._may_wrap = tuple(shares), False, wraps
        self._build_rows()
        self._build_headings(name)
        if wraps:
            model.modelReset.connect(self._fit)
        theme_events().theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def _build_rows(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        for set_mode in (self.setVerticalScrollMode, self.setHorizontalScrollMode):
            set_mode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setItemDelegate(
            WrappingDelegate(self, CELL_PADDING, _room_in_row) if self._may_wrap else CellDelegate(self)
        )
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

    def width_for_words(self) -> int:
        """Return how wide it has to be, in pixels, so that no word is cut and nothing scrolls sideways."""
        words = sum(self._needs(column).word for column in range(len(self._shares)) if not self.isColumnHidden(column))
        bar = self.verticalScrollBar().sizeHint().width()
        return words + bar + 2 * self.frameWidth()

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

    def _needs(self, column: int) -> ColumnNeed:
        """What a column needs: its heading whole, and of its texts what is not broken or cut."""
        heading = self.horizontalHeader().sectionSizeHint(column)
        if not self._is_wrapped():
            return ColumnNeed(self._shares[column], heading, heading)
        wide = self.fontMetrics().horizontalAdvance
        texts = {self._rows.text(row, column) for row in range(self._rows.rowCount())}
        text = max(map(wide, texts), default=0) + 2 * CELL_PADDING + 1
        word = max((wide(word) for text in texts for word in text.split(" ")), default=0) + 2 * CELL_PADDING + 1
        return ColumnNeed(self._shares[column], max(heading, text), max(heading, word))

    def _is_wrapped(self) -> bool:
        return self._may_wrap and self._rows.rowCount() <= _MOST_WRAPPED

    @Slot()
    def _fit(self) -> None:
        """Widths stay once a person has set one."""
        if self._shares:
            seen = [column for column in range(len(self._shares)) if not self.isColumnHidden(column)]
            widths = shared_widths(self.viewport().width(), [self._needs(column) for column in seen])
            self._is_fitting = True
            for column, width in zip(seen, widths, strict=True):
                self.horizontalHeader().resizeSection(column, width)
            self._is_fitting = False
        self._fit_rows()

    def _fit_rows(self) -> None:
        if self._may_wrap:
            self.setWordWrap(self._is_wrapped())
            if self._is_wrapped():
                self.resizeRowsToContents()

    @Slot(int, int, int)
    def _on_section_resized(self, _column: int, former: int, width: int) -> None:
        if former and width and not self._is_fitting:  # by hand; otherwise it was hidden or shown
            self._shares = ()
            self.horizontalHeader().setStretchLastSection(True)
            self._fit_rows()

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
            self._fit()
