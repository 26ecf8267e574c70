"""A bar of tabs over a stack of views, with tools at its right that belong to some of the views.

A view is made when it is first shown, so that a page with many costs nothing at the start.
Signal: `view_changed(name)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from siro_desktop.ui.theme import SPACE_2, SPACE_3, SPACE_4, restyle
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from PySide6.QtGui import QShowEvent

_STYLE: Final = (
    "#{name}::tab {{ color: $muted; background: transparent; border: none; border-bottom: 2px solid transparent;"
    f" padding: {SPACE_2}px {SPACE_3}px; }}}}"
    " #{name}::tab:selected {{ color: $text; border-bottom: 2px solid $accent; }}"
    " #{name}::tab:hover {{ color: $text; }}"
    " #{name}::tab:selected:focus {{ background: $selected; }}"
)


class ViewTabs(QWidget):
    """Views by name, in the order in which they were added. `prefix` begins the object names of the parts.

    With `tools_below` the tools have a line of their own: where there are many tabs, or wide tools.
    """

    view_changed = Signal(str)

    def __init__(self, prefix: str, spoken: str, parent: QWidget | None = None, *, tools_below: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName(f"{prefix}_view_tabs")
        self._makers: dict[str, Callable[[], QWidget]] = {}
        self._made: dict[str, QWidget] = {}
        self._tools: list[tuple[QWidget, Collection[str]]] = []
        # A tab bar with a style sheet cuts its parent off from the application's palette: give it one of its own.
        holder = named(QWidget(self), f"{prefix}_tab_holder")
        self._bar = named(QTabBar(holder), f"{prefix}_tabs")
        self._bar.setAccessibleName(spoken)
        self._bar.setDrawBase(False)
        self._bar.setExpanding(False)
        restyle(self._bar, _STYLE.format(name=f"{prefix}_tabs"))
        inside = QHBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._bar)
        line = QHBoxLayout()
        line.setContentsMargins(SPACE_2, 0, SPACE_4, 0)
        line.setSpacing(SPACE_2)
        line.addWidget(holder)
        line.addStretch(1)
        self._tool_line = line
        hairline = named(QFrame(self), f"{prefix}_hairline")
        hairline.setFixedHeight(1)
        restyle(hairline, f"#{prefix}_hairline {{ background: $line; border: none; }}")
        self._stack = named(QStackedWidget(self), f"{prefix}_views")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, SPACE_2, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addLayout(line)
        self._layout.addWidget(hairline)
        if tools_below:
            self._tool_line = QHBoxLayout()
            self._tool_line.setContentsMargins(SPACE_4, SPACE_2, SPACE_4, 0)
            self._tool_line.setSpacing(SPACE_2)
            self._layout.addLayout(self._tool_line)
        self._layout.addWidget(self._stack, 1)
        self._bar.currentChanged.connect(self._on_current_changed)

    def add_view(self, name: str, text: str, make: Callable[[], QWidget]) -> None:
        """Add a view that `make` makes when it is first wanted; the first one added is shown."""
        self._makers[name] = make
        self._bar.addTab(text)

    def add_made_view(self, name: str, text: str, view: QWidget) -> None:
        """Add a view that is there already."""
        self._stack.addWidget(view)
        self._made[name] = view
        self.add_view(name, text, lambda: view)

    def add_tool(self, tool: QWidget, views: Collection[str], stretch: int = 0) -> None:
        """Put a control beside or below the tabs, there while one of `views` is shown."""
        self._tools.append((tool, views))
        self._tool_line.addWidget(tool, stretch)
        tool.setVisible(self.current() in views)

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
            self._stack.addWidget(view)
        return self._made[name]

    def show_view(self, name: str) -> None:
        """Bring a view to the front; a name that there is not changes nothing."""
        if name in self._makers:
            self._bar.setCurrentIndex(tuple(self._makers).index(name))

    @Slot(int)
    def _on_current_changed(self, _place: int) -> None:
        name = self.current()
        if not name:
            return
        if self.isVisible():
            self._stack.setCurrentWidget(self.view(name))
        for tool, views in self._tools:
            tool.setVisible(name in views)
        self.view_changed.emit(name)

    def showEvent(self, shown: QShowEvent) -> None:
        """Make the view in front, now that it is looked at."""
        super().showEvent(shown)
        if self.current():
            self._stack.setCurrentWidget(self.view(self.current()))
