"""An input to search with: a magnifying glass before it, and a cross that clears it, as Escape does.

Signals: `left_down` when Down asks for what is searched; `putting_back(text)` before it shows again what was searched
for in another place or at another time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from siro_desktop.ui.icon_mark import IconMark
from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.motion import add_clear_button
from siro_desktop.ui.text_size import fit_height, follow_text
from siro_desktop.ui.theme import SPACE_2
from siro_desktop.ui.tips import say_once

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget


class SearchInput(QLineEdit):
    """Says `hint` where there is room for it. `spoken` is its name for screen readers."""

    putting_back = Signal(str)
    left_down = Signal()

    clears_on_escape = True
    """Otherwise Escape is for whatever it stands in, at once."""

    def __init__(self, name: str, hint: str, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        say_once(self)
        self._hint = hint
        add_clear_button(self)
        fit_height(self)
        self._glass = IconMark(f"{name}_glass", self)  # an action would be a button there, which does nothing
        set_icon(self._glass, "search", "muted")
        follow_text(self, self._place_glass)

    def take_focus(self) -> None:
        """Let the next keys replace what is searched for."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def put_back(self, text: str) -> None:
        """Show a text that nobody types now: it is no change that a person would undo."""
        self.putting_back.emit(text)
        self.setText(text)

    def event(self, happened: QEvent) -> bool:
        """Have Escape before the action *Stop* has it, while there is something to clear."""
        is_override = happened.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(happened, QKeyEvent) and self._clears(happened):
            happened.accept()
            return True
        return super().event(happened)

    def keyPressEvent(self, pressed: QKeyEvent) -> None:
        """Clear on Escape, and go down to what is searched."""
        if self._clears(pressed):
            self.clear()
        elif pressed.key() == Qt.Key.Key_Down and not pressed.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.left_down.emit()
        else:
            super().keyPressEvent(pressed)

    def _clears(self, pressed: QKeyEvent) -> bool:
        return self.clears_on_escape and pressed.key() == Qt.Key.Key_Escape and bool(self.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say what it is for, or no longer."""
        super().resizeEvent(event)
        self._place_glass()

    def changeEvent(self, changed: QEvent) -> None:
        """Put the glass where people begin to read."""
        super().changeEvent(changed)
        if changed.type() == QEvent.Type.LayoutDirectionChange:
            self._place_glass()

    def _place_glass(self) -> None:
        glass = self._glass
        glass.resize(glass.sizeHint())
        is_mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        room = glass.width() + max(SPACE_2, glass.width() // 2)
        self.setTextMargins(*((0, 0, room, 0) if is_mirrored else (room, 0, 0, 0)))
        place = self.width() - SPACE_2 - glass.width() if is_mirrored else SPACE_2
        glass.move(place, (self.height() - glass.height()) // 2)
        self._fit_hint()

    def _fit_hint(self) -> None:
        """Qt would cut the words; the magnifying glass says enough."""
        room = self.width() - self._glass.width() - 4 * SPACE_2
        self.setPlaceholderText(self._hint if self.fontMetrics().horizontalAdvance(self._hint) <= room else "")
