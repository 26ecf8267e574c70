"""A slim strip between header and answer that says one problem in one sentence, with one button.

Signals: `action_clicked` when its button is pressed, `closed` when the person puts it away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from weakref import ref

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from siro_desktop.domain.names import Names
from siro_desktop.ui.announce import announce
from siro_desktop.ui.icon_mark import IconMark
from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.text_size import fit_height, follow_text, write_fixed
from siro_desktop.ui.theme import ICON_NORMAL, SPACE_2, SPACE_3, restyle
from siro_desktop.ui.widgets import icon_button, let_read, named

if TYPE_CHECKING:
    from collections.abc import Mapping
    from weakref import ReferenceType

    from siro_desktop.errors import SiroError

_KINDS: Final[Mapping[str, tuple[str, str, str]]] = {
    # kind: icon, colour of icon and edge, fill
    "error": ("error", "missed", "error_fill"),
    "warning": ("warning", "near", "warning_fill"),
    "info": ("info", "accent", "info_fill"),
}
_DETAIL_LINES: Final = 6


class Banner(QFrame):
    """Says a problem or a notice in place. Hidden while there is nothing to say."""

    action_clicked = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setAccessibleName(self.tr("Message"))
        self._plain = ""
        self._names = Names()
        self._before: ReferenceType[QWidget] | None = None  # what had the keyboard before a part of the banner
        self._build_layout()
        self._connect()
        self.hide()

    def _build_layout(self) -> None:
        self._icon = IconMark("banner_icon", self, ICON_NORMAL)
        self._text = named(QLabel(self), "banner_text")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._details_button = named(QPushButton(self.tr("Details"), self), "banner_details_button")
        self._details_button.setCheckable(True)
        self._button = named(QPushButton(self), "banner_action")
        self._close = icon_button(self, "banner_close", "close", self.tr("Close message"))
        line = QHBoxLayout()
        line.setSpacing(SPACE_2)
        line.addWidget(self._icon)
        line.addWidget(self._text, 1)
        for button in (self._details_button, self._button):
            fit_height(button)
            line.addWidget(button)
        line.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_3, SPACE_2, SPACE_2, SPACE_2)
        layout.setSpacing(SPACE_2)
        layout.addLayout(line)
        layout.addWidget(self._build_details())

    def _build_details(self) -> QWidget:
        self._details = named(QFrame(self), "banner_details")
        self._detail_text = named(QPlainTextEdit(self._details), "banner_detail_text")
        let_read(self._detail_text)
        self._detail_text.setAccessibleName(self.tr("Technical details"))
        write_fixed(self._detail_text)
        follow_text(self._detail_text, self._fit_details)
        self._copy = named(QPushButton(self.tr("Copy details"), self._details), "banner_copy")
        set_icon(self._copy, "copy")
        row = QHBoxLayout(self._details)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._detail_text, 1)
        row.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignTop)
        self._details.hide()
        return self._details

    def _fit_details(self) -> None:
        self._detail_text.setFixedHeight(self._detail_text.fontMetrics().lineSpacing() * _DETAIL_LINES)

    def _connect(self) -> None:
        self._button.clicked.connect(self.action_clicked)
        self._details_button.toggled.connect(self._details.setVisible)
        self._copy.clicked.connect(self._on_copy_clicked)
        self._close.clicked.connect(self._on_close_clicked)
        application: Any = QApplication.instance()
        application.focusChanged.connect(self._on_focus_changed)

    def hide_text(self, text: str) -> str:
        """Return what may be said of a text: in presentation mode it names nobody."""
        return self._names.hide_text(text)

    def set_names(self, names: Names) -> None:
        """Name nobody where these are aliases; details, which may hold an address with ids, are then left out."""
        self._names = names

    def show_error(self, error: SiroError, button: str | None = None, more: str = "") -> None:
        """Say what happened and what to do, and `more`; `button` is the one action offered, such as *Try again*."""
        self._show("error", error.title, f"{error.message} {more}".strip(), button, error.detail)

    def show_notice(
        self, title: str, message: str = "", *, kind: str = "info", button: str | None = None, detail: str | None = None
    ) -> None:
        """Say something that is no error of a run. `kind` is *info*, *warning* or *error*."""
        self._show(kind, title, message, button, detail)

    def text(self) -> str:
        """What the banner says, as plain text; empty when it says nothing."""
        return self._plain if not self.isHidden() else ""

    def clear(self) -> None:
        """Say nothing. The keyboard goes back to where it was: Qt would lead it on to any next widget."""
        before = self._before() if self._before is not None and self._has_keyboard() else None
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._plain = ""
        self._text.clear()
        self._detail_text.clear()
        self.hide()

    def _show(self, kind: str, title: str, message: str, button: str | None, detail: str | None) -> None:
        from html import escape  # late: at a start there is nothing to say

        icon_name, token, fill = _KINDS[kind]
        title, message = self.hide_text(title), self.hide_text(message)
        detail = None if self._names.is_aliased else detail
        self._plain = f"{title.rstrip('.')}. {message}".strip()
        self._text.setText(f"<b>{escape(title.rstrip('.'))}.</b> {escape(message)}")
        set_icon(self._icon, icon_name, token)
        restyle(self, f"#banner {{ background: ${fill}; border: 1px solid ${token}; border-radius: $radius; }}")
        self._button.setText(button or "")
        self._button.setVisible(bool(button))
        self._details_button.setChecked(False)
        self._details_button.setVisible(bool(detail))
        self._detail_text.setPlainText(detail or "")
        self.show()
        announce(self, self._plain)

    def _has_keyboard(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, former: QWidget | None, now: QWidget | None) -> None:
        if former is not None and now is not None and self.isAncestorOf(now) and not self.isAncestorOf(former):
            self._before = ref(former)

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(f"{self._plain}\n\n{self._detail_text.toPlainText()}")

    @Slot()
    def _on_close_clicked(self) -> None:
        self.clear()
        self.closed.emit()
