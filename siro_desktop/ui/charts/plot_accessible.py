"""Plots as screen readers have them: a list whose items are the marks, each with all that it says.

Qt asks `installFactory` for what it knows of a widget; an item has no widget of its own. GUI thread.
"""

from __future__ import annotations

import atexit
from functools import cache, partial
from typing import TYPE_CHECKING, Any
from weakref import ref

from PySide6.QtCore import QPoint, QPointF, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QColor
from PySide6.QtWidgets import QAccessibleWidget
from shiboken6 import isValid

from siro_desktop.ui.theme import current_theme

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QWindow

    from siro_desktop.ui.charts.plot_base import PlotBase

_Mark = QAccessible.Role.ListItem


class MarkInterface(QAccessibleInterface):
    """One bar or point. `number` counts the marks of its plot from 0."""

    def __init__(self, plot: PlotBase, number: int) -> None:
        super().__init__()
        self._known, self.number = ref(plot), number

    @property
    def _plot(self) -> PlotBase:
        plot = self._known()
        if plot is None:
            raise RuntimeError("The plot is gone.")
        return plot

    def isValid(self) -> bool:
        """True while the plot is there and has so many marks."""
        plot = self._known()
        return plot is not None and isValid(plot) and self.number < plot.mark_count()

    def text(self, kind: QAccessible.Text) -> str:
        """Return all that the mark says as its name."""
        return self._plot.say_mark(self.number) if kind is QAccessible.Text.Name and self.isValid() else ""

    def role(self) -> QAccessible.Role:
        """An item of a list."""
        return _Mark

    def state(self) -> QAccessible.State:
        """Return whether the keys are on it, and whether it is selected."""
        state = QAccessible.State()
        if not self.isValid():
            state.invalid = True
            return state
        state.focusable = state.selectable = True
        state.focused = self._plot.hasFocus() and self._plot.focused_mark() == self.number
        state.selected = self._plot.is_mark_selected(self.number)
        state.offscreen = self.rect().intersected(_on_screen(self._plot)).isEmpty()
        return state

    def rect(self) -> QRect:
        """Return where it is, in global pixels."""
        if not self.isValid():
            return QRect()
        room = self._plot.mark_rect(self.number)
        corner = self._plot.to_global(self._plot.view_box.mapToScene(room.topLeft()))
        return QRect(corner.toPoint(), room.size().toSize())

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override]
        """Return the plot."""
        return QAccessible.queryAccessibleInterface(self._plot) if self.isValid() else None

    def object(self) -> QObject | None:  # type: ignore[override]  # the stub forgets that there may be none
        """None: it is drawn."""
        return None

    def window(self) -> QWindow | None:  # type: ignore[override]
        """None: the plot's is asked."""
        return None

    def relations(self, match: Any = None) -> list[Any]:  # noqa: ARG002
        """Return none."""
        return []

    def childCount(self) -> int:
        """Return 0."""
        return 0

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # noqa: ARG002
        """None: it has no parts."""
        return None

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]  # noqa: ARG002
        """None: it has no parts."""
        return None

    def indexOfChild(self, child: QAccessibleInterface) -> int:  # noqa: ARG002
        """Return -1: nothing is part of it."""
        return -1

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Change nothing."""

    def foregroundColor(self) -> QColor:
        """Return the colour of letters."""
        return current_theme().color("text")

    def backgroundColor(self) -> QColor:
        """Return what letters stand on."""
        return current_theme().color("panel")


class Marks:
    """The interfaces of one plot's marks, made when they are asked for and given back when the marks change.

    Qt keeps what it was given until it is told otherwise, so nothing of Python may go before it is given back: not when
    a plot goes, nor when the program ends.
    """

    def __init__(self, plot: PlotBase) -> None:
        self._plot = plot
        self._made: dict[int, MarkInterface] = {}
        plot.destroyed.connect(partial(_give_back, self._made))

    def of(self, number: int) -> MarkInterface | None:
        """Return the n-th mark's; None once the program ends."""
        if number not in self._made:
            if not _keeper().takes(self._made):
                return None
            self._made[number] = MarkInterface(self._plot, number)
        return self._made[number]

    def tell_changed(self) -> None:
        """The plot has other marks."""
        _give_back(self._made)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleEvent(self._plot, QAccessible.Event.ObjectReorder))

    def tell_focused(self, number: int) -> None:
        """The keys have reached a mark: it is what is read now."""
        interface = self.of(number) if QAccessible.isActive() else None
        if interface is not None:
            QAccessible.updateAccessibility(QAccessibleEvent(interface, QAccessible.Event.Focus))


class _Keeper:
    """Holds what was given to Qt until it is given back, at the latest when the program ends.

    WORKAROUND: PySide's PySideAccessibleFactory (glue/qtgui.cpp) deletes what a factory made while QAccessibleCache
    still knows it, if a widget outlives the application's last event: Qt then crashes as the program ends.
    """

    def __init__(self) -> None:
        self._given: dict[int, dict[int, MarkInterface]] = {}
        self._plots: list[PlotInterface] = []
        self._is_over = False
        atexit.register(self._end)  # before PySide's own end, which was registered earlier

    def takes(self, made: dict[int, MarkInterface]) -> bool:
        """Hold these from now on; False if it is too late."""
        if not self._is_over:
            self._given[id(made)] = made
        return not self._is_over

    def interface_of(self, plot: PlotBase) -> PlotInterface | None:
        """Return a new interface of a plot; None if it is too late."""
        if self._is_over:
            return None
        self._plots = [known for known in self._plots if isValid(known)]
        self._plots.append(PlotInterface(plot))
        return self._plots[-1]

    def drop(self, made: dict[int, MarkInterface]) -> None:
        """Hold these no more."""
        self._given.pop(id(made), None)

    def _end(self) -> None:
        self._is_over = True
        for made in list(self._given.values()):
            _give_back(made)
        for known in filter(isValid, self._plots):
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(known))


@cache
def _keeper() -> _Keeper:
    return _Keeper()


def _give_back(made: dict[int, MarkInterface], *_gone: object) -> None:
    """Let Qt forget interfaces, then forget them here."""
    for interface in made.values():
        QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(interface))
    made.clear()
    _keeper().drop(made)


class PlotInterface(QAccessibleWidget):
    """A plot: a list of its marks."""

    def __init__(self, plot: PlotBase) -> None:
        super().__init__(plot, QAccessible.Role.List)
        self._known = ref(plot)

    def childCount(self) -> int:
        """Return how many marks there are."""
        plot = self._known()
        return plot.mark_count() if plot is not None and isValid(plot) else 0

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """Return a mark's interface."""
        plot = self._known()
        return plot.marks.of(index) if plot is not None and 0 <= index < self.childCount() else None

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """Return the mark at a place in global pixels."""
        plot = self._known()
        if plot is None or not isValid(plot):
            return None
        number = plot.mark_at(QPointF(plot.mapToScene(plot.viewport().mapFromGlobal(QPoint(x, y)))))
        return None if number is None else plot.marks.of(number)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Return which mark an interface is of."""
        return child.number if isinstance(child, MarkInterface) else -1

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        """Return the mark that the keys are on."""
        plot = self._known()
        number = plot.focused_mark() if plot is not None and isValid(plot) and plot.hasFocus() else None
        return None if plot is None or number is None else plot.marks.of(number)


def _on_screen(plot: PlotBase) -> QRect:
    """What can be seen of a plot, in global pixels."""
    viewport = plot.viewport()  # it covers the plot
    seen = viewport.visibleRegion().boundingRect()
    return QRect(viewport.mapToGlobal(seen.topLeft()), seen.size())


def _interface_of(_kind: str, asked: object) -> QAccessibleInterface | None:
    from siro_desktop.ui.charts.plot_base import PlotBase

    return _keeper().interface_of(asked) if isinstance(asked, PlotBase) else None


QAccessible.installFactory(_interface_of)
