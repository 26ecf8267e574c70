"""A bar of tabs over a stack of views, with tools beside it that belong to some of the views.

A view is made when it is first shown, so that a page with many costs nothing at the start.
Signal: `view_changed(name)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from siro_desktop.ui.announce import announce
from siro_desktop.ui.flat_tabs import flat_tabs, pad_tabs
from siro_desktop.ui.theme import SPACE_2, SPACE_3, SPACE_4, restyle
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from PySide6.QtGui import QResizeEvent, QShowEvent


class _ShortPage(QScrollArea):
    """Lets a view scroll as a whole where it is too low for it, as with large text; otherwise not to be noticed."""

    def __init__(self, view: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"{view.objectName()}_page")
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        view.setBackgroundRole(QPalette.ColorRole.Base)
        self.setWidget(view)
        view.show()  # a page that is hidden hides it too
        self.setFocusProxy(view)


class ViewTabs(QWidget):
    """Views by name, in the order in which they were added. `prefix` begins the object names of the parts.

    Where the tools have no room beside the tabs they have a line of their own, in views that have any.
    """

    view_changed = Signal(str)

    def __init__(self, prefix: str, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{prefix}_view_tabs")
        self._makers: dict[str, Callable[[], QWidget]] = {}
        self._made: dict[str, QWidget] = {}
        self._pages: dict[str, _ShortPage] = {}
        self._tools: list[tuple[QWidget, Collection[str]]] = []
        self._bar, holder = flat_tabs(prefix, spoken, self, (SPACE_2, SPACE_3))
        self._tool_host = named(QWidget(self), f"{prefix}_tools")
        self._tool_line = QHBoxLayout(self._tool_host)
        self._tool_line.setContentsMargins(0, 0, 0, 0)
        self._tool_line.setSpacing(SPACE_2)
        self._tool_line.addStretch(1)
        self._tool_host.hide()
        self._line = QHBoxLayout()
        self._line.setSpacing(SPACE_2)
        self._line.addWidget(holder)
        self._line.addWidget(self._tool_host, 1)
        self._side, self._is_by_hand = 0, True
        self._pad_tabs(SPACE_3)
        self._below = QHBoxLayout()
        self._below.setContentsMargins(SPACE_4, 0, SPACE_4, 0)
        hairline = named(QFrame(self), f"{prefix}_hairline")
        hairline.setFixedHeight(1)
        restyle(hairline, f"#{prefix}_hairline {{ background: $line; border: none; }}")
        self._stack = named(QStackedWidget(self), f"{prefix}_views")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, SPACE_2, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addLayout(self._line)
        self._layout.addWidget(hairline)
        self._layout.addLayout(self._below)
        self._layout.addWidget(self._stack, 1)
        self._bar.currentChanged.connect(self._on_current_changed)

    def _pad_tabs(self, side: int) -> None:
        """Leave so much room at both sides of a tab's text; that of the first stands 16 from the edge, as all else."""
        if side != self._side:
            self._side = side
            pad_tabs(self._bar, (SPACE_2, side))
            self._line.setContentsMargins(SPACE_4 - side, 0, SPACE_4, 0)

    def add_view(self, name: str, text: str, make: Callable[[], QWidget]) -> None:
        """Add a view that `make` makes when it is first wanted; the first one added is shown."""
        self._makers[name] = make
        self._bar.addTab(text)

    def add_made_view(self, name: str, text: str, view: QWidget) -> None:
        """Add a view that is there already: it stands in its place at once, and nowhere else."""
        self.add_view(name, text, lambda: view)
        self.view(name)

    def add_tool(self, tool: QWidget, views: Collection[str], stretch: int = 0) -> None:
        """Put a control beside or below the tabs, there while one of `views` is shown."""
        self._tools.append((tool, views))
        self._tool_line.addWidget(tool, stretch)
        self._show_tools()

    def set_strip(self, strip: QWidget) -> None:
        """Put a strip between the tabs and the views."""
        self._layout.insertWidget(self._layout.count() - 1, strip)

    def texts(self) -> dict[str, str]:
        """What the tabs of all views say, by name, from left to right."""
        return {name: self._bar.tabText(place) for place, name in enumerate(self._makers)}

    def current(self) -> str:
        """The name of the view in front; empty before the first is added."""
        place = self._bar.currentIndex()
        return tuple(self._makers)[place] if place >= 0 else ""

    def view(self, name: str) -> QWidget:
        """Return a view, made now if it was not shown before."""
        if name not in self._made:
            self._made[name] = view = self._makers[name]()
            self._pages[name] = page = _ShortPage(view, self)
            self._stack.addWidget(page)
        return self._made[name]

    def _bring_forward(self, name: str) -> None:
        self.view(name)
        self._stack.setCurrentWidget(self._pages[name])

    def show_view(self, name: str) -> None:
        """Bring a view to the front; a name that there is not changes nothing."""
        if name in self._makers:
            self._is_by_hand = False
            self._bar.setCurrentIndex(tuple(self._makers).index(name))
            self._is_by_hand = True

    def focus_view(self) -> None:
        """Let the next keys go to the view in front: to the largest table, chart or text that is in it."""
        inside = (part for part in self.view(self.current()).findChildren(QAbstractScrollArea) if _takes_keys(part))
        largest = max(inside, key=lambda part: part.width() * part.height(), default=None)
        if largest is not None:
            largest.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_tools(self) -> None:
        """Show the tools of the view in front."""
        name = self.current()
        for tool, views in self._tools:
            tool.setVisible(name in views)
        self._tool_host.setVisible(any(name in views for _, views in self._tools))

    def _place_tools(self) -> None:
        """Put the tools beside the tabs if there is room for the widest of them, so that they stay where they are."""
        self._pad_tabs(SPACE_3 if self._tabs_width(SPACE_3) <= self.width() else SPACE_2)
        tools = sum(tool.sizeHint().width() + SPACE_2 for tool, _ in self._tools)
        has_room = self._tabs_width(self._side) + tools <= self.width()
        host, (former, wanted) = self._tool_host, (self._below, self._line)[:: 1 if has_room else -1]
        if former.indexOf(host) >= 0:
            former.removeWidget(host)
            wanted.addWidget(host, 1)
            self._tool_line.setContentsMargins(0, 0 if has_room else SPACE_2, 0, 0)

    def _tabs_width(self, side: int) -> int:
        texts = [self._bar.tabText(place) for place in range(self._bar.count())]
        return sum(self._bar.fontMetrics().horizontalAdvance(text) + 2 * side for text in texts) + 2 * SPACE_4 - side

    @Slot(int)
    def _on_current_changed(self, place: int) -> None:
        name = self.current()
        if not name:
            return
        if self.isVisible():
            self._bring_forward(name)
        self._show_tools()
        self.view_changed.emit(name)
        if self._is_by_hand and self.isVisible() and not self._bar.hasFocus():  # else the tab is read by itself
            announce(self, self._bar.tabText(place))

    def resizeEvent(self, resized: QResizeEvent) -> None:
        """Find room for the tools."""
        super().resizeEvent(resized)
        self._place_tools()

    def showEvent(self, shown: QShowEvent) -> None:
        """Make the view in front, now that it is looked at."""
        super().showEvent(shown)
        if self.current():
            self._bring_forward(self.current())


def _takes_keys(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
