"""What is read from a matrix, and what is done to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt

if TYPE_CHECKING:
    from siro_desktop.ui.comparison.matrix_view import MatrixView

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
TIP, SPOKEN = Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole


def names(view: MatrixView) -> list[str]:
    return [view.model.index(row, 0).data() for row in range(view.model.rowCount())]


def tip(view: MatrixView, row: int, column: int) -> str:
    return view.model.index(row, column).data(TIP)


def click_heading(view: MatrixView, qtbot, column: int) -> None:
    headings = (view.table._names if column == 0 else view.table).horizontalHeader()
    place = headings.sectionViewportPosition(column) + headings.sectionSize(column) // 2
    qtbot.mouseClick(headings.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place, 5))


def menu_of(view: MatrixView) -> dict[str, object]:
    menu = view._build_menu()
    return {action.text().replace("&", ""): action for action in menu.actions() if action.text()}
