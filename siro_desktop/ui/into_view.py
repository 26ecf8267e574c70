"""Scrolls pages to places on them. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QScrollArea

from siro_desktop.ui.theme import SPACE_5

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtWidgets import QTableView, QWidget


def bring_place_into_view(widget: QWidget, place: QPoint) -> QPoint:
    """Scroll `widget` and all around it to a place, in global pixels; return where it is then."""
    around: QWidget | None = widget
    while around is not None:
        if isinstance(around, QScrollArea) and (content := around.widget()) is not None:
            inside = content.mapFromGlobal(place)
            around.ensureVisible(inside.x(), inside.y(), 0, SPACE_5)
            place = content.mapToGlobal(inside)
        around = around.parentWidget()
    return place


def bring_cell_into_view(table: QTableView, index: QModelIndex | QPersistentModelIndex) -> None:
    """Let the page around a table that has the keyboard scroll to a cell that the table shows."""
    if table.hasFocus():
        cell, seen = table.visualRect(index), table.viewport().rect()
        place = QPoint(min(max(cell.left(), seen.left()), seen.right()), cell.center().y())
        bring_place_into_view(table, table.viewport().mapToGlobal(place))
