"""What the keyboard comes to is scrolled into view. GUI thread.

Qt does so where the Tab key leads from one part of a scrolled page to another; not where it leads there from outside,
nor where Alt and a letter do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Slot
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

if TYPE_CHECKING:
    from collections.abc import Iterator


class FocusInView(QObject):
    """Follows the keyboard through all windows of the program, as long as `parent` lives."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        application: Any = QApplication.instance()
        application.focusChanged.connect(self._on_focus_changed)

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, former: QWidget | None, now: QWidget | None) -> None:
        if former is None or now is None or former.window() is not now.window():
            return  # a person who comes back to a window finds it as it was left
        if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return  # what is pressed stays below the pointer
        for area in _areas_around(now):
            if not _is_in_view(now, area):
                area.ensureWidgetVisible(now)  # with Qt's own margin, which shows the label too


def _areas_around(widget: QWidget) -> Iterator[QScrollArea]:
    """The pages that a widget scrolls with, the innermost first."""
    host = widget.parentWidget()
    while host is not None:
        if isinstance(host, QScrollArea):
            yield host
        host = host.parentWidget()


def _is_in_view(widget: QWidget, area: QScrollArea) -> bool:
    """True if an area shows all of a widget, or as much as it has room for."""
    place = QRect(widget.mapTo(area.viewport(), QPoint()), widget.size())
    room = area.viewport().rect()
    is_larger = place.height() > room.height() or place.width() > room.width()  # such as a chart, which scrolls itself
    return room.contains(place) or (is_larger and room.intersects(place))
