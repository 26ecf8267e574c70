"""Ctrl and the mouse wheel zoom the whole window, wherever the pointer is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QWheelEvent

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget

_STEP: Final = 120  # what Qt counts for one notch of a wheel; a touch pad sends parts of it


class WheelZoom(QObject):
    """Triggers an action for each notch of the wheel over a window, away from the person or towards them.

    It listens at the native window: a text edit or a chart would take the wheel for itself.
    """

    def __init__(self, window: QWidget, zoom_in: QAction, zoom_out: QAction) -> None:
        super().__init__(window)
        self._window, self._zoom_in, self._zoom_out = window, zoom_in, zoom_out
        self._turned = 0
        window.installEventFilter(self)
        self._listen()

    def eventFilter(self, _watched: QObject, happened: QEvent) -> bool:
        """Take the wheel while Ctrl is down; let all else pass."""
        if happened.type() == QEvent.Type.Show:
            self._listen()
        elif isinstance(happened, QWheelEvent) and happened.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._turn(happened.angleDelta().y())
            return True
        return False

    def _listen(self) -> None:
        handle = self._window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)  # once: a second time moves it to the front

    def _turn(self, by: int) -> None:
        if by * self._turned < 0:
            self._turned = 0  # the other way: what is left of a notch does not count
        self._turned += by
        while abs(self._turned) >= _STEP:
            action, step = (self._zoom_in, _STEP) if self._turned > 0 else (self._zoom_out, -_STEP)
            self._turned -= step
            action.trigger()
