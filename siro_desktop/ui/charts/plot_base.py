"""What every plot of the program asks of pyqtgraph, and what it does itself.

pyqtgraph gets finite numbers only, no axis (no SI prefixes, no axis that grows with its names), no list of brushes, no
mouse zoom and no menu. Letters and small marks are drawn in pixels over it. To screen readers a plot is a list of its
marks, which are numbered from 0.

Signals: `mark_pointed(row, place)` when the pointer or the keyboard reaches a mark (place in global pixels),
`note_pointed(lines, place)` when the pointer reaches something else that says something, `mark_left` when it leaves
either, `mark_chosen(row)` on a click or Return, `menu_asked(row, QPoint)` where the menu of a mark is wanted (global
pixels), `edge_passed(step)` when a key leads past the last mark (1) or before the first (-1). Rows are whatever number
the marks were given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QGraphicsItem, QGraphicsObject, QStyleOptionGraphicsItem, QWidget
from shiboken6 import isValid

import pyqtgraph as pg  # isort: skip  after PySide6, so that it takes that binding

from siro_desktop.ui.charts.painted import painted
from siro_desktop.ui.charts.plot_accessible import Marks
from siro_desktop.ui.theme import Theme, current_theme, theme_events

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QPainter

_BEHIND: Final = -100
_BEFORE: Final = 100


class _Layer(QGraphicsObject):
    """Draws in pixels of the view box, whatever the painter's scale: behind the plot's items, or before them."""

    def __init__(self, plot: PlotBase, depth: int) -> None:
        super().__init__(plot.view_box)
        self._plot, self._depth = plot, depth
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setZValue(depth)

    def boundingRect(self) -> QRectF:
        """All of the view box."""
        return QRectF(self._plot.view_box.rect())

    @painted
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:  # noqa: ARG002
        """Let the plot draw what is exposed."""
        if self._depth == _BEHIND:
            self._plot.paint_backdrop(painter, option.exposedRect)
        else:
            self._plot.paint_lettering(painter, option.exposedRect)


class PlotBase(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """A plot with layers of its own behind and before pyqtgraph's items. GUI thread."""

    mark_pointed = Signal(int, QPointF)
    note_pointed = Signal(object, QPointF)
    mark_left = Signal()
    mark_chosen = Signal(int)
    menu_asked = Signal(int, object)
    edge_passed = Signal(int)
    is_built = False

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, enableMenu=False)  # menus that nobody sees take a fifth of the time to make it
        self.setObjectName(name)
        self.marks = Marks(self)
        self.setFrameShape(pg.PlotWidget.Shape.NoFrame)
        self.setCacheMode(pg.PlotWidget.CacheModeFlag.CacheNone)  # pyqtgraph's is as high as the plot: gigabytes
        self.viewport().setAutoFillBackground(False)  # the scene's background covers it
        self._range: tuple[tuple[float, float], tuple[float, float]] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        item = self.getPlotItem()
        for side in ("left", "bottom"):
            item.getAxis(side).enableAutoSIPrefix(False)
            item.hideAxis(side)
        item.hideButtons()
        item.setContentsMargins(0, 0, 0, 0)
        item.layout.setContentsMargins(0, 0, 0, 0)
        self.view_box: Any = item.getViewBox()
        self.view_box.setMouseEnabled(False, False)
        self.view_box.disableAutoRange()
        self._layers = [_Layer(self, _BEHIND), _Layer(self, _BEFORE)]

    def start(self) -> None:
        """Follow size, theme and pointer, now that all parts are there."""
        self.is_built = True
        self.view_box.sigResized.connect(self._on_resized)
        self.scene().sigMouseMoved.connect(self._on_mouse_moved)
        self.scene().sigMouseClicked.connect(self._on_mouse_clicked)
        theme_events().theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(current_theme())

    # For the plots --------------------------------------------------------------------------------------------------

    def lay_out(self) -> None:
        """Measure all anew: other marks, another font, or another direction of reading."""
        raise NotImplementedError

    def measure(self) -> None:
        """Fit the plot to its width."""
        raise NotImplementedError

    def color_marks(self) -> None:
        """Give all marks their colours."""
        raise NotImplementedError

    def paint_backdrop(self, painter: QPainter, exposed: QRectF) -> None:
        """Draw what lies behind the marks, in pixels of the view box."""

    def paint_lettering(self, painter: QPainter, exposed: QRectF) -> None:
        """Draw what lies before the marks, in pixels of the view box."""

    def focus_row(self, row: int) -> None:
        """Let the keys go on from this mark."""
        raise NotImplementedError

    def enter(self, step: int) -> None:
        """Take the focus to the first mark (1) or to the last (-1)."""
        raise NotImplementedError

    # For screen readers ---------------------------------------------------------------------------------------------

    def mark_count(self) -> int:
        """Return how many marks there are."""
        raise NotImplementedError

    def say_mark(self, number: int) -> str:
        """Return the n-th mark in words."""
        raise NotImplementedError

    def mark_rect(self, number: int) -> QRectF:
        """Return where the n-th mark is, in pixels of the view box."""
        raise NotImplementedError

    def mark_at(self, scene_place: QPointF) -> int | None:
        """Return the number of the mark at a point of the scene; None if there is none."""
        raise NotImplementedError

    def notes_at(self, scene_place: QPointF) -> tuple[str, ...]:  # noqa: ARG002  most plots have marks alone
        """Return what is said of a point of the scene where no mark is; nothing if nothing is to be said."""
        return ()

    def mark_row(self, number: int) -> int:
        """Return the row of the n-th mark."""
        raise NotImplementedError

    def focused_mark(self) -> int | None:
        """Return the number of the mark that the keys are on."""
        raise NotImplementedError

    def is_mark_selected(self, number: int) -> bool:
        """True if the n-th mark is selected."""
        raise NotImplementedError

    # Public ---------------------------------------------------------------------------------------------------------

    def marks_changed(self) -> None:
        """Draw other marks, and let screen readers know."""
        self.marks.tell_changed()
        self.color_marks()

    def row_at(self, scene_place: QPointF) -> int | None:
        """Return the row of the mark at a point of the scene; None if there is none."""
        number = self.mark_at(scene_place)
        return None if number is None else self.mark_row(number)

    def sceneBoundingRect(self) -> QRectF:
        """What the plot covers, in the scene's pixels."""
        return QRectF(self.view_box.sceneBoundingRect())

    def set_range(self, across: tuple[float, float], down: tuple[float, float]) -> None:
        """Let the view box show just this; what it shows already costs nothing."""
        if self._range != (across, down):
            self._range = (across, down)
            self.view_box.setRange(xRange=across, yRange=down, padding=0, disableAutoRange=True)

    def show_backdrop(self, is_shown: bool) -> None:
        """Draw anything behind the marks, or nothing: an item that draws nothing takes time too."""
        self._layers[0].setVisible(is_shown)

    def update_layers(self, *, is_resized: bool = False) -> None:
        """Draw behind and before the marks anew."""
        for layer in filter(isValid, self._layers):  # a window that is open while Python ends loses them first
            if is_resized:
                layer.prepareGeometryChange()
            layer.update()

    def point_at(self, row: int, place: QPointF, number: int) -> None:
        """Tell of the mark that a key has reached, at a place of the view box: to the eyes and to screen readers."""
        self.update_layers()
        self.marks.tell_focused(number)
        self.mark_pointed.emit(row, self.to_global(self.view_box.mapToScene(place)))

    def to_global(self, scene_place: QPointF) -> QPointF:
        """Return a point of the scene in global pixels."""
        return QPointF(self.viewport().mapToGlobal(self.mapFromScene(scene_place)))

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        self.setBackground(theme.color("panel"))
        self.color_marks()

    @Slot(object)
    def _on_resized(self, _view_box: object) -> None:
        self.measure()

    @Slot(object)
    def _on_mouse_moved(self, scene_place: QPointF) -> None:
        row = self.row_at(scene_place)
        if row is not None:
            self.mark_pointed.emit(row, self.to_global(scene_place))
        elif notes := self.notes_at(scene_place):
            self.note_pointed.emit(notes, self.to_global(scene_place))
        else:
            self.mark_left.emit()

    @Slot(object)
    def _on_mouse_clicked(self, click: Any) -> None:
        row = self.row_at(click.scenePos())
        if row is not None:
            self.focus_row(row)
        if row is not None and click.button() == Qt.MouseButton.LeftButton:  # the right one asks for the menu
            self.mark_chosen.emit(row)

    # Qt -------------------------------------------------------------------------------------------------------------

    def focusInEvent(self, focused: QFocusEvent) -> None:
        """Show which mark the keys move from."""
        super().focusInEvent(focused)
        if focused.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}:
            self.enter(0)

    def focusOutEvent(self, focused: QFocusEvent) -> None:
        """Put the card away."""
        super().focusOutEvent(focused)
        self.update_layers()
        self.mark_left.emit()

    def leaveEvent(self, left: QEvent) -> None:
        """Put the card away."""
        super().leaveEvent(left)
        self.mark_left.emit()

    def contextMenuEvent(self, asked: QContextMenuEvent) -> None:
        """Ask for the menu of the mark under the pointer, or of the one that the keys are on."""
        if asked.reason() == QContextMenuEvent.Reason.Keyboard:
            number = self.focused_mark()
            place = self.viewport().rect().center() if number is None else self._in_view(self.mark_rect(number))
        else:
            number, place = self.mark_at(self.mapToScene(asked.pos())), asked.pos()
        if number is not None:
            self.menu_asked.emit(self.mark_row(number), self.viewport().mapToGlobal(place))

    def _in_view(self, rect: QRectF) -> QPoint:
        """The middle of a rectangle of the view box, in pixels of the viewport."""
        return self.mapFromScene(self.view_box.mapToScene(rect.center()))  # type: ignore[no-any-return]

    def changeEvent(self, changed: QEvent) -> None:
        """Follow the size of the text, and the side that people read from."""
        super().changeEvent(changed)
        if changed.type() in {QEvent.Type.FontChange, QEvent.Type.LayoutDirectionChange} and self.is_built:
            self.lay_out()
