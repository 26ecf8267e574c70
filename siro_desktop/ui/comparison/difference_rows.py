"""A page with a table of rows, or a sentence where there are none: what the views of differences and changes share.

Signals: `clear_search_clicked`; `rows_shown(shown, total)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from siro_desktop.ui.headings import EDGE
from siro_desktop.ui.result_states import StatePage
from siro_desktop.ui.theme import SPACE_2, SPACE_4, row_height
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from siro_desktop.settings import Json
    from siro_desktop.ui.column_table import ColumnTableView
    from siro_desktop.ui.ordered_model import OrderedTableModel

_LEAST_ROWS: Final = 3


class RowsView(QWidget):
    """`name` begins the names of its parts. A view of this kind lays out with `_lay_out` and says `_say_nothing`."""

    clear_search_clicked = Signal()
    rows_shown = Signal(int, int)

    model: OrderedTableModel
    table: ColumnTableView

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}_view")
        self._nothing = StatePage(f"{name}_nothing", self)
        self._pages = named(QStackedWidget(self), f"{name}_pages")

    def _lay_out(self, *above: QWidget) -> None:
        """Put the table below some widgets, and follow its rows."""
        self._pages.setContentsMargins(EDGE, 0, 0, 0)
        self._pages.addWidget(self.table)
        self._pages.addWidget(self._nothing)
        self._pages.setMinimumHeight(_LEAST_ROWS * row_height(self.font()))  # not that of the larger page
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_2, 0, 0)
        layout.setSpacing(SPACE_2)
        head = QVBoxLayout()
        head.setContentsMargins(SPACE_4, 0, SPACE_4, 0)
        head.setSpacing(SPACE_2)
        for widget in above:
            head.addWidget(widget)
        layout.addLayout(head)
        layout.addWidget(self._pages, 1)
        self.setFocusProxy(self.table)
        self.model.modelReset.connect(self._on_rows_changed)
        self.model.layoutChanged.connect(self._on_rows_changed)
        self._on_rows_changed()

    def _say_nothing(self) -> None:
        """Say on the other page why there is no row, and what to do."""
        raise NotImplementedError

    def set_filter(self, text: str) -> None:
        """Show only rows that hold `text`."""
        self.model.set_filter(text)

    def copy(self, with_headings: bool = False) -> None:
        """Copy the selected rows, or all of them."""
        self.table.copy_selection(with_headings=with_headings)

    def fill_column_menu(self, menu: QMenu) -> None:
        """Offer every column in `menu`, ticked if it is in view."""
        self.table.fill_column_menu(menu)

    def layout_state(self) -> dict[str, Json]:
        """Return how the columns are arranged, as JSON values."""
        return self.table.layout_state()

    def restore_layout(self, kept: object) -> None:
        """Arrange the columns as `layout_state` said; anything else arranges them as at first."""
        self.table.restore_layout(kept)

    @Slot()
    def _on_rows_changed(self) -> None:
        shown, total = self.model.rowCount(), self.model.source_count()
        if not shown:
            self._say_nothing()
        self._pages.setCurrentWidget(self.table if shown else self._nothing)
        self.rows_shown.emit(shown, total)
