"""Keeps the mouse wheel for scrolling a form: what it passes over must not change."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QWidget

from siro_desktop.ui.widgets import named


class _WheelGuard(QObject):
    """Leaves the wheel to whatever scrolls, unless the keyboard is in the input as well."""

    def eventFilter(self, watched: QObject, happened: QEvent) -> bool:
        if happened.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            happened.ignore()
            return True
        return False


def guard_from_wheel(form: QWidget) -> None:
    """Let the wheel change lists, numbers and dates in `form` only where somebody has put the keyboard.

    Call it again after a form has got more of them.
    """
    guard = form.findChild(_WheelGuard, options=Qt.FindChildOption.FindDirectChildrenOnly)
    guard = guard or named(_WheelGuard(form), f"{form.objectName()}_wheel_guard")
    for kind in (QComboBox, QAbstractSpinBox):
        for control in form.findChildren(kind):
            control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # and not by the wheel
            control.installEventFilter(guard)
