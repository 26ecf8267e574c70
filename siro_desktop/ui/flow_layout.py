"""A layout that sets widgets side by side and starts a new line where the width ends.

Its height follows from its width, so that forms stay usable in a narrow panel and at large text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class FlowLayout(QLayout):
    """Lays out left to right (right to left where the language does), then downwards.

    With `justified`, the widgets are columns of equal width that together fill each line.
    """

    def __init__(self, host: QWidget | None = None, *, spacing: int = 4, justified: bool = False) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._justified = justified
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)
        if host is not None:
            host.setLayout(self)

    def insert_widget(self, position: int, widget: QWidget) -> None:
        """Put `widget` before the item that is at `position` now."""
        self.addWidget(widget)
        self._items.insert(position, self._items.pop())
        self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:  # noqa: D102
        self._items.append(item)

    def count(self) -> int:  # noqa: D102
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: D102
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: D102
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: D102
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: D102
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: D102
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:  # noqa: D102
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def minimumSize(self) -> QSize:  # noqa: D102
        size = QSize(0, 0)
        for item in self._visible():
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def sizeHint(self) -> QSize:  # noqa: D102
        items = self._visible()
        width = sum(item.sizeHint().width() for item in items) + self.spacing() * max(0, len(items) - 1)
        margins = self.contentsMargins()
        hint = QSize(width + margins.left() + margins.right(), self.minimumSize().height())
        return hint.expandedTo(self.minimumSize())

    def _visible(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Place the items inside `rect` if `move`, and return the height that they need."""
        margins = self.contentsMargins()
        inside = rect.marginsRemoved(margins)
        lines = self._columns(inside.width()) if self._justified else self._lines(inside.width())
        top = inside.top()
        for line in lines:
            height = max(item.sizeHint().height() for item, _ in line)
            if move:
                self._place_line(line, inside, top, height)
            top += height + self.spacing()
        used = top - self.spacing() if lines else top
        return used - rect.top() + margins.bottom()

    def _place_line(self, line: list[tuple[QLayoutItem, int]], inside: QRect, top: int, height: int) -> None:
        left = inside.left()
        widget = self.parentWidget()
        direction = widget.layoutDirection() if widget else Qt.LayoutDirection.LeftToRight
        for item, width in line:
            cell = QRect(QPoint(left, top), QSize(width, height))
            if direction is Qt.LayoutDirection.RightToLeft:
                cell.moveRight(inside.left() + inside.right() - cell.left())
            item.setGeometry(cell)
            left += width + self.spacing()

    def _lines(self, available: int) -> list[list[tuple[QLayoutItem, int]]]:
        """Lines of items with their own widths."""
        lines: list[list[tuple[QLayoutItem, int]]] = []
        left = 0
        for item in self._visible():
            width = min(item.sizeHint().width(), max(available, item.minimumSize().width()))
            if not lines or left + width > available:
                lines.append([])
                left = 0
            lines[-1].append((item, width))
            left += width + self.spacing()
        return lines

    def _columns(self, available: int) -> list[list[tuple[QLayoutItem, int]]]:
        """Lines of columns of equal width: all in one line, else half as many in a line, until they fit."""
        items = self._visible()
        if not items:
            return []
        widest = max(item.sizeHint().width() for item in items)
        per_line = len(items)
        while per_line > 1 and per_line * (widest + self.spacing()) - self.spacing() > available:
            per_line = (per_line + 1) // 2
        width = (available - self.spacing() * (per_line - 1)) // per_line
        return [[(item, width) for item in items[at : at + per_line]] for at in range(0, len(items), per_line)]
