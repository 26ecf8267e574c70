"""Panels in columns of one width, made only when they come into view, one by one between other events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, TypeVar

from PySide6.QtCore import QEvent, QPoint, QRect, QTimer, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QScrollArea, QStyle, QWidget

from siro_desktop.courtesy import drawing
from siro_desktop.ui.into_view import bring_place_into_view
from siro_desktop.ui.text_size import follow_text
from siro_desktop.ui.theme import SPACE_4, SPACE_5, row_height
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent

PanelT = TypeVar("PanelT", bound=QWidget)

_LEAST_ROWS: Final = 6


class PanelGrid(QScrollArea, Generic[PanelT]):
    """`make` returns a new panel on a parent; `fill` shows the n-th content in a panel. GUI thread."""

    def __init__(
        self,
        make: Callable[[QWidget], PanelT],
        fill: Callable[[PanelT, int], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._make, self._fill = make, fill
        self._heights: list[int] = []
        self._least_width, self._stretches = 1, False
        self._is_paused = False
        self._rooms: list[QRect] = []
        self.panels: dict[int, PanelT] = {}
        self._spare: list[PanelT] = []
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._on_timer)
        self.setObjectName("panel_grid")
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(self.focusPolicy().NoFocus)
        self._canvas = named(QWidget(), "panel_canvas")
        self._canvas.setBackgroundRole(QPalette.ColorRole.Base)
        self._canvas.setAutoFillBackground(True)
        self.setWidget(self._canvas)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        self.verticalScrollBar().valueChanged.connect(self._start)
        follow_text(self, self._keep_room)

    def _keep_room(self) -> None:
        """Where there is less height, the page scrolls that this is on."""
        self.setMinimumHeight(_LEAST_ROWS * row_height(self.font()))

    # Public ---------------------------------------------------------------------------------------------------------

    def show_panels(self, heights: Sequence[int], least_width: int, *, stretches: bool = False) -> None:
        """Show so many panels of these heights, each at least so wide that it can be read.

        With `stretches`, a single panel takes all the height that there is.
        """
        self._heights, self._least_width, self._stretches = list(heights), least_width, stretches
        self._is_paused = False
        former, self.panels = self.panels, {}
        self._spare += [former[position] for position in sorted(former, reverse=True)]
        self._arrange()
        awaited = set(self._awaited())
        for position, panel in former.items():
            panel.setVisible(position in awaited)  # what is filled again at once is neither erased nor painted twice
        self._start()

    def pause(self) -> None:
        """Fill no more panels until `show_panels` is called: what they would show has changed."""
        self._is_paused = True
        self._timer.stop()

    def panel(self, position: int) -> PanelT:
        """Return the n-th panel, filled; it is made now if it was not in view yet."""
        if position not in self.panels:
            self._fill_panel(position)
        return self.panels[position]

    def fill_all(self) -> list[PanelT]:
        """Make all panels now, also while nobody looks, and return them in order."""
        self._arrange()
        return [self.panel(position) for position in range(len(self._heights))]

    def total_height(self) -> int:
        """Return how many pixels all panels take below each other."""
        return sum(self._heights)

    def count(self) -> int:
        """Return how many panels there are, made or not."""
        return len(self._heights)

    def scroll_to(self, place: QPoint) -> QPoint:
        """Bring a place, in global pixels, into view; return where it is then."""
        return bring_place_into_view(self, place)

    def bring_into_view(self, position: int, share: float = 0.0) -> None:
        """Scroll to the n-th panel; of one that is higher than the view, to what lies at this share of its height."""
        room, seen = self._rooms[position], self.viewport().height()
        if room.height() <= seen:
            self.ensureVisible(room.center().x(), room.center().y(), 0, room.height() // 2 + 1)
        else:
            self.ensureVisible(
                room.center().x(), room.top() + round(share * room.height()), 0, min(seen // 3, 3 * SPACE_5)
            )

    # Arranging ------------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        outer, seen = self.viewport().width(), self.viewport().height()
        if not self.isVisible():  # Qt has not laid it out
            outer, seen = self.width(), self.height()
        width = outer - 2 * SPACE_4
        count = len(self._heights)
        columns = max(1, min(count, (width + SPACE_5) // (self._least_width + SPACE_5)))
        each = (width - (columns - 1) * SPACE_5) // columns
        self._rooms, top = [], SPACE_4
        for first in range(0, count, columns):
            line = self._heights[first : first + columns]
            if count == 1 and self._stretches:
                line = [max(line[0], seen - 2 * SPACE_4)]
            for column, height in enumerate(line):
                self._rooms.append(QRect(SPACE_4 + column * (each + SPACE_5), top, max(1, each), height))
            top += max(line)
        self._canvas.resize(outer, max(top + SPACE_4, seen))
        self._rooms = [QStyle.visualRect(self.layoutDirection(), self._canvas.rect(), room) for room in self._rooms]
        for position, panel in self.panels.items():
            panel.setGeometry(self._rooms[position])

    @Slot()
    def _start(self) -> None:
        if self.isVisible() and not self._is_paused:
            self._timer.start()

    @Slot()
    def _on_timer(self) -> None:
        """Make one panel, or fill one: each turn stays short."""
        position = self._next()
        if position is None:
            self._timer.stop()
            for panel in self._spare:
                panel.hide()
            return
        with drawing():
            if self._spare:
                self._fill_panel(position)
            else:
                self._add_spare()

    def _next(self) -> int | None:
        """The first panel in view, or just below, that is not there yet."""
        return next(self._awaited(), None)

    def _awaited(self) -> Iterator[int]:
        top = self.verticalScrollBar().value()
        seen = QRect(0, top, self._canvas.width(), self.viewport().height() * 3 // 2)
        return (n for n, room in enumerate(self._rooms) if n not in self.panels and room.intersects(seen))

    def _add_spare(self) -> None:
        panel = self._make(self._canvas)
        panel.hide()
        self._spare.append(panel)

    def _fill_panel(self, position: int) -> None:
        if not self._spare:
            self._add_spare()
        panel = self._spare.pop()
        self.panels[position] = panel
        panel.setGeometry(self._rooms[position])
        panel.layout().activate()  # type: ignore[union-attr]  # the plot knows its width also while it is hidden
        self._fill(panel, position)
        panel.show()

    # Qt -------------------------------------------------------------------------------------------------------------

    def resizeEvent(self, resized: QResizeEvent) -> None:
        """Use the new width."""
        super().resizeEvent(resized)
        self._arrange()
        self._start()

    def changeEvent(self, changed: QEvent) -> None:
        """Turn around where people read from the right."""
        super().changeEvent(changed)
        if changed.type() == QEvent.Type.LayoutDirectionChange:
            self._arrange()

    def showEvent(self, shown: QShowEvent) -> None:
        """Make what is in view."""
        super().showEvent(shown)
        self._start()

    def hideEvent(self, hidden: QHideEvent) -> None:
        """Do no work while nobody looks."""
        super().hideEvent(hidden)
        self._timer.stop()
