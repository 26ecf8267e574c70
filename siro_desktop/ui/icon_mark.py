"""An icon beside words that say the same: nothing to press, and nothing for screen readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QIcon, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from siro_desktop.ui.theme import ICON_SMALL, icon_size

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent


class IconMark(QWidget):
    """Wears what `set_icon` gives it, `side` pixels large, more where its text is large. Lets every click through.

    A button would do, but each is told to screen readers as something to press.
    """

    def __init__(self, name: str, parent: QWidget | None = None, side: int = ICON_SMALL) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._side, self._icon = side, QIcon()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def setIcon(self, icon: QIcon) -> None:
        """Show another icon."""
        self._icon = icon
        self.update()

    def icon(self) -> QIcon:
        """Return the icon that is shown."""
        return self._icon

    def sizeHint(self) -> QSize:
        """As large as the icon."""
        return icon_size(self, self._side)

    def changeEvent(self, changed: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(changed)
        if changed.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, _painting: QPaintEvent) -> None:
        """Draw the icon."""
        mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
        self._icon.paint(QPainter(self), self.rect(), Qt.AlignmentFlag.AlignCenter, mode)
