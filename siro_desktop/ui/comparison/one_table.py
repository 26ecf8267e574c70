"""A view that is mainly one table: what its page asks of it is the table's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from siro_desktop.settings import Json
    from siro_desktop.ui.column_table import ColumnTableView
    from siro_desktop.ui.ordered_model import OrderedTableModel


class OneTable(QWidget):
    """Has a `model`, and a `table` that shows it."""

    model: OrderedTableModel
    table: ColumnTableView

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
