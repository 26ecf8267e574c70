"""A turn of the event loop for painting alone.

To show a result takes about as long as to paint it the first time. Qt does one right after the other; whoever types or
clicks meanwhile would wait for both.
"""

from __future__ import annotations

from contextlib import ExitStack

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Slot

from siro_desktop.courtesy import drawing


class PaintingTurn(QObject):
    """Puts the painting of its parent, a window, off where it is told to. The window asks it about each event."""

    def __init__(self, window: QObject) -> None:
        super().__init__(window)
        self._window = window
        self._is_wanted = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)  # one of 0 would wait until all other timers have had their turn
        self._timer.timeout.connect(self._paint)
        self._waiting = ExitStack()  # jobs wait meanwhile
        self.destroyed.connect(self._waiting.close)

    def want(self) -> None:
        """Let what is changed now be painted in a turn of its own."""
        self._is_wanted = True

    def puts_off(self, happened: QEvent) -> bool:
        """True if this asks for a painting that is to come later; the window does nothing then."""
        if not self._is_wanted or happened.type() != QEvent.Type.UpdateRequest:
            return False
        self._is_wanted = False
        if not self._timer.isActive():
            self._waiting.enter_context(drawing())
            self._timer.start()
        return True

    @Slot()
    def _paint(self) -> None:
        with self._waiting.pop_all():
            QCoreApplication.sendEvent(self._window, QEvent(QEvent.Type.UpdateRequest))
