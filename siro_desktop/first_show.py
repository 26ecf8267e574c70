"""When the first window comes to the screen: with the last result in it, and not a moment before, if that is quick."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot

if TYPE_CHECKING:
    from siro_desktop.ui.main_window import MainWindow

_AT_MOST_MS: Final = 150
"""The last result takes some 20 ms. Where it takes long, people see at once that the program is there."""


class FirstShow(QObject):
    """Shows a window once: one paint less than an empty window that is filled, and nothing flickers."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        library = window.library
        if not library.is_opening:
            self._show()
            return
        for settled in (library.opened, library.first_rows, library.nothing_saved, library.failed):
            settled.connect(self._show)
        patience = QTimer(self, singleShot=True, interval=_AT_MOST_MS)
        patience.timeout.connect(self._show)
        patience.start()

    @Slot()
    def _show(self) -> None:
        self._window.show()
        self.deleteLater()
