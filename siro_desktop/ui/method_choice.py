"""Three ways to sign in, each with a sentence. Signal: `changed()`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from siro_desktop.domain.profile import SignInMethod
from siro_desktop.ui.field import Caption
from siro_desktop.ui.profile_spec import method_texts
from siro_desktop.ui.theme import SPACE_1, SPACE_5
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Iterator


class MethodChoice(QWidget):
    """Radio buttons for `SignInMethod`."""

    changed = Signal()

    def __init__(self, host: QWidget | None = None) -> None:
        super().__init__(host)
        self.setObjectName("method")
        self._group = named(QButtonGroup(self), "method_group")
        self._buttons: dict[SignInMethod, QRadioButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1)
        for method, label, sentence in method_texts():
            name = "method_" + method.value.replace("-", "_")
            button = named(QRadioButton(label, self), name)
            button.setAccessibleDescription(sentence)
            caption = Caption(f"{name}_help", sentence, self)
            caption.setContentsMargins(SPACE_5, 0, 0, SPACE_1)
            self._buttons[method] = button
            self._group.addButton(button)
            column.addWidget(button)
            column.addWidget(caption)
        self._buttons[SignInMethod.AUTHORIZATION_CODE].setChecked(True)
        self.setFocusProxy(self._buttons[SignInMethod.AUTHORIZATION_CODE])
        self._group.buttonClicked.connect(self.changed)

    def method(self) -> SignInMethod:
        """The chosen way."""
        return next(method for method, button in self._buttons.items() if button.isChecked())

    def set_method(self, method: SignInMethod) -> None:
        """Choose a way, without emitting `changed`."""
        self._buttons[method].setChecked(True)

    def buttons(self) -> Iterator[QRadioButton]:
        """The buttons, in their order."""
        yield from self._buttons.values()
