"""Whether anything may move by itself: as the system has it, or nothing at all.

What moves in this program: the bar of what is fetched while nobody knows how far it is, the cross that clears a line,
tabs that are dragged. Charts and tables never do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QToolButton

from siro_desktop.ui.style import style_keeper

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit


class Motion(QObject):
    """Knows it, and tells: `changed(is_reduced)`. GUI thread."""

    changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._is_chosen = False
        self.is_reduced = wants_less_motion()
        asked = getattr(_hints(), "motionPreferenceChanged", None)
        if asked is not None:
            asked.connect(self._decide)

    def choose(self, *, is_reduced: bool) -> None:
        """True: nothing moves from now on. False: as the system has it."""
        self._is_chosen = is_reduced
        self._decide()

    @Slot()
    def _decide(self) -> None:
        is_reduced = self._is_chosen or wants_less_motion()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            style_keeper().set_still(app, is_still=is_reduced)
        if is_reduced is not self.is_reduced:
            self.is_reduced = is_reduced
            self.changed.emit(is_reduced)


_motions: list[Motion] = []


def motion() -> Motion:
    """Return the one object that knows whether anything may move."""
    if not _motions:
        _motions.append(Motion())
    return _motions[0]


def wants_less_motion() -> bool:
    """True if the system asks for less motion; Qt can tell since 6.12."""
    preference = getattr(_hints(), "motionPreference", None)
    return preference is not None and bool(preference().value)  # 0: no preference


def _hints() -> object:
    accessibility = getattr(QGuiApplication.styleHints(), "accessibility", None)  # since Qt 6.10
    return accessibility() if accessibility else None


def add_clear_button(line: QLineEdit) -> None:
    """Let a cross in the line clear it; it fades in and out unless nothing may move."""
    before = line.findChildren(QToolButton)
    line.setClearButtonEnabled(True)
    for button in line.findChildren(QToolButton):
        if button not in before:
            button.setAccessibleName(QCoreApplication.translate("motion", "Clear"))
    line.textChanged.connect(lambda: _end_fading(line))


def _end_fading(line: QLineEdit) -> None:
    from PySide6.QtCore import QPropertyAnimation

    if motion().is_reduced:
        for fading in line.findChildren(QPropertyAnimation):
            fading.setCurrentTime(fading.duration())
