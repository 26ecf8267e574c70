"""The menus of a table: of its rows, of one heading, and of all columns. The keyboard reaches all of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMenu

from siro_desktop.ui.menu_choice import StayingMenu
from siro_desktop.ui.row_order import SortBy

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QAction

    from siro_desktop.ui.column_table import ColumnTableView
    from siro_desktop.ui.ordered_model import OrderedTableModel


class TableMenus(QObject):
    """Makes the menus of one table when they are asked for."""

    def __init__(self, table: ColumnTableView, model: OrderedTableModel) -> None:
        super().__init__(table)
        self._table = table
        self._model = model

    def show_for_rows(self, place: QPoint) -> None:
        """Open the menu of the rows at a place on the screen."""
        menu = self._menu("table_menu")
        self.fill_for_rows(menu)
        self._table.rows_menu_filled.emit(menu)
        menu.popup(place)

    def show_for_heading(self, column: int, place: QPoint) -> None:
        """Open the menu of a column at a place on the screen."""
        menu = self._menu("heading_menu")
        self.fill_for_heading(menu, column)
        menu.popup(place)
        menu.setActiveAction(menu.actions()[0])

    def fill_for_rows(self, menu: QMenu) -> None:
        """Put into `menu` what can be done with the rows and columns."""
        table, tr = self._table, self.tr
        _add(menu, tr("&Copy"), table.copy_selection, "copy")
        _add(menu, tr("Copy with &headers"), partial(table.copy_selection, with_headings=True), "copy_with_headers")
        _add(menu, tr("Copy &all rows"), table.copy_all, "copy_all")
        _add(menu, tr("Copy all rows with h&eaders"), partial(table.copy_all, with_headings=True), "copy_all_headers")
        menu.addSeparator()
        column = table.current_column()
        heading = QMenu(tr("C&olumn “%1”").replace("%1", _plain(self._model.title(column))), menu)
        heading.setObjectName("table_heading_menu")
        self.fill_for_heading(heading, column, with_columns=False)
        menu.addMenu(heading)
        menu.addMenu(self._columns_menu(menu))
        cleared = _add(menu, tr("Clear all &filters"), self._model.clear_filters, "clear_filters")
        cleared.setEnabled(bool(self._model.filters))

    def fill_for_heading(self, menu: QMenu, column: int, *, with_columns: bool = True) -> None:
        """Put into `menu` what can be done with one column."""
        tr, table = self.tr, self._table
        self._fill_sorts(menu, column)
        menu.addSeparator()
        _add(menu, tr("&Filter…"), partial(table.open_filter, column), "filter", "Ctrl+Shift+L")
        clear = _add(menu, tr("Clear this filte&r"), partial(self._model.set_column_filter, column, None), "unfilter")
        clear.setEnabled(column in self._model.filters)
        menu.addSeparator()
        _add(menu, tr("&Copy column"), partial(table.copy_column, column), "copy_column")
        _add(
            menu, tr("Copy column with &header"), partial(table.copy_column, column, with_headings=True), "copy_header"
        )
        menu.addSeparator()
        _add(menu, tr("F&it width"), partial(table.fit_column, column), "fit_column")
        _add(menu, tr("&Hide column"), partial(table.set_column_shown, column, shown=False), "hide_column")
        if with_columns:
            menu.addMenu(self._columns_menu(menu))

    def fill_columns(self, menu: QMenu) -> None:
        """Offer every column in `menu`, ticked if it is in view, and how they are arranged."""
        menu.clear()
        tr, table, model = self.tr, self._table, self._model
        for column in range(model.columnCount()):
            if not model.is_unused(column):
                shown, show = not table.isColumnHidden(column), partial(table.set_column_shown, column)
                _tick(menu, _plain(model.title(column)), shown, show).setData(column)
        menu.addSeparator()
        _tick(menu, tr("&Keep first column in view"), table.keeps_first, table.set_first_kept)
        _add(menu, tr("&Fit all widths"), table.fit_columns, "fit_columns")
        _add(menu, tr("&Arrange columns…"), table.open_chooser, "arrange_columns")
        _add(menu, tr("&Reset columns"), table.reset_layout, "reset_columns")
        table.columns_offered.emit(menu)

    def _fill_sorts(self, menu: QMenu, column: int) -> None:
        tr, sorts = self.tr, self._model.sorted_by
        others = tuple(one for one in sorts if one.column != column)
        choices: list[tuple[str, tuple[SortBy, ...], str]] = [
            (tr("Sort &upwards"), (SortBy(column),), "sort_up"),
            (tr("Sort &downwards"), (SortBy(column, descending=True),), "sort_down"),
        ]
        if others:
            choices += [
                (tr("Then upwards"), (*others, SortBy(column)), "then_up"),
                (tr("Then downwards"), (*others, SortBy(column, descending=True)), "then_down"),
            ]
        for text, wanted, name in choices:
            action = _add(menu, text, partial(self._model.sort_by, wanted), name)
            action.setCheckable(True)
            action.setChecked(sorts == wanted)
        stop = _add(menu, tr("Do &not sort by it"), partial(self._model.sort_by, others), "sort_not")
        stop.setEnabled(len(others) < len(sorts))

    def _columns_menu(self, host: QMenu) -> QMenu:
        columns = StayingMenu(self.tr("Col&umns"), host)
        columns.setObjectName("table_column_menu")
        self.fill_columns(columns)
        return columns

    def _menu(self, name: str) -> QMenu:
        menu = QMenu(self._table)
        menu.setObjectName(name)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu


def _add(menu: QMenu, text: str, do: Callable[[], object], name: str, keys: str = "") -> QAction:
    action = menu.addAction(text)
    action.setObjectName(name)
    if keys:
        action.setShortcut(keys)
    action.triggered.connect(lambda: do())  # noqa: PLW0108  keeps the tick that Qt sends from `do`
    return action


def _tick(menu: QMenu, text: str, is_set: bool, do: Callable[[bool], object]) -> QAction:
    action = menu.addAction(text)
    action.setCheckable(True)
    action.setChecked(is_set)
    action.triggered.connect(lambda checked: do(checked))  # noqa: PLW0108  PySide gives a partial no argument
    return action


def _plain(title: str) -> str:
    """A title in which no letter is a mnemonic."""
    return title.replace("&", "&&")
