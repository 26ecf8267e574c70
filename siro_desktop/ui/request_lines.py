"""The request of one question, to copy: its address, and below it the same as a curl command or as Python.

The token is a variable in both, never written out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QPlainTextEdit, QWidget

from siro_desktop.domain.request import curl_command, python_snippet, request_url
from siro_desktop.ui.clipboard import copy_text
from siro_desktop.ui.text_size import fit_height, follow_text, write_fixed
from siro_desktop.ui.theme import SPACE_2, SPACE_4, style_text
from siro_desktop.ui.widgets import icon_button, let_read, named

if TYPE_CHECKING:
    from siro_desktop.domain.query import MetricsQuery

_PYTHON_LINES: Final = 7


class RequestLines(QWidget):
    """Empty where there is no question. GUI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("answer_request")
        self._build_lines()
        self._build_layout()
        self._kind.currentIndexChanged.connect(self._on_kind_changed)
        self._copy_address.clicked.connect(self._on_copy_address)
        self._copy_command.clicked.connect(self._on_copy_command)
        self._on_kind_changed()

    def _build_lines(self) -> None:
        self.address = named(QLineEdit(self), "answer_address")
        self.curl = named(QLineEdit(self), "answer_curl")
        self.curl.setAccessibleName(self.tr("curl command"))
        for line in (self.address, self.curl):
            line.setReadOnly(True)
        self.python = named(QPlainTextEdit(self), "answer_python")
        let_read(self.python)
        self.python.setTabChangesFocus(True)
        self.python.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.python.setAccessibleName(self.tr("Python with httpx"))
        self._kind = named(QComboBox(self), "answer_command_kind")
        self._kind.addItems([self.tr("curl"), self.tr("Python")])
        self._kind.setAccessibleName(self.tr("Command"))
        self._kind.setToolTip(self.tr("The same request as a command, or as a Python program with httpx"))
        fit_height(self.address, self.curl, self._kind)
        write_fixed(self.address, self.curl, self.python)
        follow_text(self.python, self._fit_python)
        self._copy_address = icon_button(self, "answer_address_copy", "copy", self.tr("Copy address"))
        self._copy_command = icon_button(self, "answer_command_copy", "copy", self.tr("Copy command"))

    def _build_layout(self) -> None:
        label = named(QLabel(self.tr("Reques&t"), self), "answer_address_label")
        label.setBuddy(self.address)
        style_text(label, "muted")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(SPACE_2)
        grid.addWidget(label, 0, 0)
        grid.addWidget(self.address, 0, 1)
        grid.addWidget(self._copy_address, 0, 2)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self._kind, 1, 0, top)
        grid.addWidget(self.curl, 1, 1)
        grid.addWidget(self.python, 1, 1)
        grid.addWidget(self._copy_command, 1, 2, top)

    def _fit_python(self) -> None:
        self.python.setFixedHeight(_PYTHON_LINES * self.python.fontMetrics().lineSpacing() + SPACE_4)

    def show_request(self, api_base_url: str, query: MetricsQuery | None) -> None:
        """Show the request that asks `query`; None shows nothing."""
        for line, write in ((self.address, request_url), (self.curl, curl_command)):
            line.setText(write(api_base_url, query) if query else "")
            line.setCursorPosition(0)
        self.python.setPlainText(python_snippet(api_base_url, query) if query else "")

    @Slot()
    def _on_kind_changed(self) -> None:
        is_python = self._kind.currentIndex() == 1
        self.curl.setHidden(is_python)
        self.python.setVisible(is_python)

    @Slot()
    def _on_copy_address(self) -> None:
        copy_text(self.address.text())

    @Slot()
    def _on_copy_command(self) -> None:
        copy_text(self.curl.text() if self.python.isHidden() else self.python.toPlainText())
