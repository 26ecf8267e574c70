"""The tabs of a dialog, the one in front with a line below, as those of the window: in high contrast all look alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QTabBar, QTabWidget

from siro_desktop.ui.theme import current_theme, theme_events
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget

_LINE: Final = 2


class _MarkedTabs(QTabBar):
    """Draws the line itself: a style sheet would cut the dialog off from the application's palette."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme_events().theme_changed.connect(self._on_theme_changed)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.update()

    def paintEvent(self, painted: QPaintEvent) -> None:
        """Draw the tabs, and the line."""
        super().paintEvent(painted)
        tab = self.tabRect(self.currentIndex())
        painter = QPainter(self)
        painter.fillRect(tab.left(), tab.bottom() + 1 - _LINE, tab.width(), _LINE, current_theme().color("accent"))


class DialogTabs(QTabWidget):
    """Pages by tabs, without a box around them. `spoken` says to screen readers what the tabs are."""

    def __init__(self, name: str, bar_name: str, spoken: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setTabBar(named(_MarkedTabs(self), bar_name))
        self.tabBar().setAccessibleName(spoken)
        self.setDocumentMode(True)  # no box in the box
