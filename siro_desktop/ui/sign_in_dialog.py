"""Shows that a sign-in waits for the browser, or for the keyring.

Signals: `cancelled()` when the person gives up, by button, Esc or closing; `open_again(str)` with the address;
`address_pasted(str)` with the one that a browser on another computer was sent to at the end.
The first address holds the sign-in's `state`, the last one its code: neither is ever logged.
"""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from siro_desktop.ui.disclosure import Disclosure
from siro_desktop.ui.field import Caption, Field, order_tabs
from siro_desktop.ui.flow_layout import FlowLayout
from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.text_size import fit_height, scale_font
from siro_desktop.ui.theme import SPACE_2, SPACE_3, SPACE_5, TITLE
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Callable

_TIMEOUT_SECONDS: Final = 300.0
_WIDTH_LINES: Final = 28


class SignInDialog(QDialog):
    """Not modal: saved results stay usable meanwhile. `clock` counts seconds."""

    cancelled = Signal()
    open_again = Signal(str)
    address_pasted = Signal(str)

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        timeout_seconds: float = _TIMEOUT_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sign_in_dialog")
        self.setWindowTitle(self.tr("Sign in to Siro"))
        self.setModal(False)
        self._clock = clock
        self._timeout = timeout_seconds
        self._ends_at = clock() + timeout_seconds
        self._build_layout()
        self._timer = QTimer(self, interval=1000)
        self._timer.setObjectName("sign_in_timer")
        self._connect()
        self.show_waiting_for_keyring()

    def _build_layout(self) -> None:
        self._title = named(QLabel(self), "sign_in_title")
        scale_font(self._title, TITLE, QFont.Weight.DemiBold)
        self._title.setWordWrap(True)
        self._text = named(QLabel(self), "sign_in_text")
        self._text.setWordWrap(True)
        self._address = named(QLineEdit(self), "sign_in_address")
        self._address.setReadOnly(True)
        self._address_field = Field(
            "address",
            self.tr("&Address"),
            self._address,
            help_text=self.tr("If no browser opened, copy the address into one."),
        )
        self._build_paste_field()
        self._copy = named(QPushButton(self.tr("Copy &link"), self), "sign_in_copy")
        self._again = named(QPushButton(self.tr("&Open again"), self), "sign_in_again")
        self._cancel = named(QPushButton(self.tr("Cancel"), self), "sign_in_cancel")
        set_icon(self._copy, "copy")
        fit_height(self._address, self._copy, self._again, self._cancel)
        self._left = Caption("sign_in_left", host=self)
        buttons = FlowLayout(spacing=SPACE_2)
        for button in (self._copy, self._again, self._cancel):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_5, SPACE_5, SPACE_5, SPACE_5)
        column.setSpacing(SPACE_3)
        for widget in (self._title, self._text, self._address_field, self._elsewhere, self._pasted_field, self._left):
            column.addWidget(widget)
        column.addLayout(buttons)
        order_tabs(self._address, self._elsewhere, self._pasted, self._copy, self._again, self._cancel)
        self.setMinimumWidth(_WIDTH_LINES * self.fontMetrics().lineSpacing())

    def _build_paste_field(self) -> None:
        self._elsewhere = Disclosure(
            "sign_in_elsewhere",
            self.tr("The browser is on another computer"),
            self.tr("Finish a sign-in whose browser cannot reach this computer"),
            self,
        )
        self._pasted = named(QLineEdit(self), "sign_in_pasted")
        fit_height(self._pasted)
        self._pasted_field = Field(
            "pasted",
            self.tr("&Paste the address you were sent to"),
            self._pasted,
            help_text=self.tr("At the end that browser shows a page that it cannot open. Paste its whole address."),
        )

    def _connect(self) -> None:
        self._timer.timeout.connect(self._show_time_left)
        self._copy.clicked.connect(self._on_copy_clicked)
        self._again.clicked.connect(self._on_again_clicked)
        self._cancel.clicked.connect(self.reject)
        self._elsewhere.toggled.connect(self._on_elsewhere_toggled)
        self._pasted.textChanged.connect(self._on_pasted_changed)
        self._pasted.returnPressed.connect(self._on_pasted_entered)
        self.rejected.connect(self._on_rejected)

    def show_address(self, address: str) -> None:
        """Say that the browser has opened on `address`, and begin to count down."""
        self._title.setText(self.tr("Finish signing in in your browser"))
        self._text.setText(self.tr("This window goes on by itself when you are done there."))
        self._address.setText(address)
        self._address.setCursorPosition(0)
        self._ends_at = self._clock() + self._timeout
        self._show_browser_parts(shown=True)
        self._copy.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_time_left()
        self._timer.start()

    def show_paste_problem(self, problem: str) -> None:
        """Say why the pasted address does not end this sign-in."""
        self._pasted_field.show_problem(problem)
        self.adjustSize()

    def show_waiting_for_keyring(self) -> None:
        """Say that the keyring has to be unlocked first."""
        self._title.setText(self.tr("Waiting for your keyring…"))
        self._text.setText(
            self.tr("Your system may ask for its password in a window of its own, perhaps behind this one.")
        )
        self._timer.stop()
        self._show_browser_parts(shown=False)

    def _show_browser_parts(self, *, shown: bool) -> None:
        for widget in (self._address_field, self._copy, self._again, self._left, self._elsewhere):
            widget.setVisible(shown)
        self._pasted_field.setVisible(shown and self._elsewhere.isChecked())
        self.adjustSize()

    @Slot(bool)
    def _on_elsewhere_toggled(self, is_open: bool) -> None:
        self._pasted_field.setVisible(is_open)
        if is_open:
            self._pasted.setFocus(Qt.FocusReason.OtherFocusReason)
        self.adjustSize()

    @Slot(str)
    def _on_pasted_changed(self, text: str) -> None:
        self._pasted_field.clear_problem()
        if "code=" in text or "error=" in text:  # it is all there: no key needs to be pressed
            self.address_pasted.emit(text)

    @Slot()
    def _on_pasted_entered(self) -> None:
        if self._pasted.text().strip():
            self.address_pasted.emit(self._pasted.text())

    @Slot()
    def _show_time_left(self) -> None:
        left = max(0, math.ceil(self._ends_at - self._clock()))
        self._left.setText(self.tr("Waits %d:%02d longer") % divmod(left, 60))

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._address.text())

    @Slot()
    def _on_again_clicked(self) -> None:
        self.open_again.emit(self._address.text())

    @Slot()
    def _on_rejected(self) -> None:
        self._timer.stop()
        self._address.clear()
        self._pasted.clear()
        self.cancelled.emit()
