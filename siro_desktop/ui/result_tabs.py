"""The results that are open, as tabs over the result page; not to be seen while there is one.

Signals: `chosen(number)` when a person turns to a tab, `close_requested(number)`, and for a window of its own
`tear_off_requested(number, QPoint or None)`, at a place of the screen. Numbers are the caller's.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QMenu, QTabBar, QVBoxLayout, QWidget

from siro_desktop.domain.zones import zone_of
from siro_desktop.ui.text_size import follow_text
from siro_desktop.ui.theme import SPACE_1, SPACE_4
from siro_desktop.ui.widgets import icon_button, named
from siro_desktop.ui.words import SEPARATOR, days_in_words, entities_in_words, period_in_words, query_in_words

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from siro_desktop.domain.names import Names
    from siro_desktop.domain.query import MetricsQuery

_WIDEST: Final = 40  # average characters


class ResultTabs(QWidget):
    """Tabs in the order in which a person has put them. GUI thread."""

    chosen = Signal(int)
    close_requested = Signal(int)
    tear_off_requested = Signal(int, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("result_tab_host")
        self._build_layout()
        self._connect()
        self.hide()

    def _build_layout(self) -> None:
        self._bar = named(_TabBar(self), "open_results")
        self._bar.setAccessibleName(self.tr("Open results"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_1, SPACE_4, 0)
        layout.addWidget(self._bar)

    def _connect(self) -> None:
        self._bar.currentChanged.connect(self._on_current_changed)
        self._bar.tabCloseRequested.connect(self._on_close_requested)
        self._bar.torn_off.connect(self._on_torn_off)
        self._bar.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._bar.customContextMenuRequested.connect(self._on_menu)

    # Public ---------------------------------------------------------------------------------------------------------

    def numbers(self) -> list[int]:
        """Return the tabs from left to right."""
        return [int(self._bar.tabData(place)) for place in range(self._bar.count())]

    def current(self) -> int | None:
        """Return the tab in front; None if there is none."""
        place = self._bar.currentIndex()
        return None if place < 0 else int(self._bar.tabData(place))

    def add(self, number: int) -> None:
        """Add a tab at the right; the one in front stays there."""
        close = icon_button(self._bar, f"close_tab_{number}", "close", self.tr("Close tab"))
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Delete and Ctrl+W do it
        close.clicked.connect(partial(self.close_requested.emit, number))
        follow_text(close, close.adjustSize)  # a tab bar leaves the size of its buttons to them
        with QSignalBlocker(self._bar):
            place = self._bar.addTab("")
            self._bar.setTabData(place, number)
            self._bar.setTabButton(place, QTabBar.ButtonPosition.RightSide, close)
        self._show_if_many()

    def set_text(self, number: int, text: str, tip: str) -> None:
        """Say on a tab, in short and in full, which result it holds."""
        place = self._place(number)
        self._bar.setTabText(place, text.replace("&", "&&"))
        self._bar.setTabToolTip(place, tip)
        self._bar.setAccessibleTabName(place, tip)

    def set_query(self, number: int, query: MetricsQuery, time_zone: str, names: Names) -> None:
        """Say on a tab of which query its result is."""
        zone = zone_of(time_zone)
        text = (entities_in_words(query, names), days_in_words(query.period, zone))
        tip = (query_in_words(query, names), period_in_words(query.period, zone))
        self.set_text(number, SEPARATOR.join(text), SEPARATOR.join(tip))

    def text(self, number: int) -> str:
        """Return what a tab says."""
        return self._bar.tabText(self._place(number)).replace("&&", "&")

    def remove(self, number: int) -> None:
        """Take a tab away; nothing is told."""
        with QSignalBlocker(self._bar):
            self._bar.removeTab(self._place(number))
        self._show_if_many()

    def show_current(self, number: int) -> None:
        """Bring a tab to the front; nothing is told."""
        with QSignalBlocker(self._bar):
            self._bar.setCurrentIndex(self._place(number))

    def step(self, places: int) -> None:
        """Turn to the tab so many places to the right, round about."""
        count = self._bar.count()
        if count > 1:
            self._bar.setCurrentIndex((self._bar.currentIndex() + places) % count)

    def _place(self, number: int) -> int:
        return self.numbers().index(number)

    def _show_if_many(self) -> None:
        self.setVisible(self._bar.count() > 1)

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot(int)
    def _on_current_changed(self, place: int) -> None:
        if place >= 0:
            self.chosen.emit(int(self._bar.tabData(place)))

    @Slot(int)
    def _on_close_requested(self, place: int) -> None:
        self.close_requested.emit(int(self._bar.tabData(place)))

    @Slot(int, QPoint)
    def _on_torn_off(self, place: int, where: QPoint) -> None:
        self.tear_off_requested.emit(int(self._bar.tabData(place)), where)

    @Slot(QPoint)
    def _on_menu(self, where: QPoint) -> None:
        place = self._bar.tabAt(where)
        if place >= 0:
            self._build_menu(int(self._bar.tabData(place))).popup(self._bar.mapToGlobal(where))

    def _build_menu(self, number: int) -> QMenu:
        """What can be done with a tab."""
        menu = named(QMenu(self), "result_tab_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        others = [one for one in self.numbers() if one != number]
        menu.addAction(self.tr("Move to a &window"), partial(self.tear_off_requested.emit, number, None))
        menu.addSeparator()
        menu.addAction(self.tr("&Close"), partial(self.close_requested.emit, number))
        menu.addAction(self.tr("Close &others"), partial(self._close_all, others))
        return menu

    def _close_all(self, numbers: list[int]) -> None:
        for number in numbers:
            self.close_requested.emit(number)


class _TabBar(QTabBar):
    """Tabs that can be moved, dragged out, and closed with their button, the middle button of the mouse, or Delete.

    Signal: `torn_off(index, QPoint)` where a tab was dragged well out of the bar, with the place on the screen.
    """

    torn_off = Signal(int, QPoint)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._is_held = False
        self.setDocumentMode(True)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setMovable(True)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideRight)

    def tabSizeHint(self, place: int) -> QSize:
        """Return the size of a tab, cut where its text is long."""
        hint = super().tabSizeHint(place)
        hint.setWidth(min(hint.width(), _WIDEST * self.fontMetrics().averageCharWidth()))
        return hint

    def mouseMoveEvent(self, moved: QMouseEvent) -> None:
        """Let go of a tab that is dragged out of the bar."""
        here, far = moved.position().toPoint(), self.height()
        is_dragged = bool(moved.buttons() & Qt.MouseButton.LeftButton) and self.currentIndex() >= 0
        if is_dragged and self._is_held and not self.rect().adjusted(-far, -far, far, far).contains(here):
            self._is_held = False
            left = Qt.MouseButton.LeftButton
            kind, none = QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton
            super().mouseReleaseEvent(
                QMouseEvent(kind, moved.position(), moved.globalPosition(), left, none, moved.modifiers())
            )
            self.torn_off.emit(self.currentIndex(), moved.globalPosition().toPoint())
        elif self._is_held or not is_dragged:
            super().mouseMoveEvent(moved)

    def mousePressEvent(self, pressed: QMouseEvent) -> None:
        """Take hold of a tab."""
        self._is_held = self.tabAt(pressed.position().toPoint()) >= 0
        super().mousePressEvent(pressed)

    def mouseReleaseEvent(self, released: QMouseEvent) -> None:
        """Close with the middle button."""
        place = self.tabAt(released.position().toPoint())
        if released.button() == Qt.MouseButton.MiddleButton and place >= 0:
            self.tabCloseRequested.emit(place)
        else:
            super().mouseReleaseEvent(released)

    def keyPressEvent(self, pressed: QKeyEvent) -> None:
        """Close with Delete."""
        if pressed.key() == Qt.Key.Key_Delete and self.currentIndex() >= 0:
            self.tabCloseRequested.emit(self.currentIndex())
        else:
            super().keyPressEvent(pressed)
