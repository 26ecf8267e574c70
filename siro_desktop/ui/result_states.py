"""What stands where figures would: first start, nothing came, failed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from siro_desktop.ui.icon_mark import IconMark
from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.text_size import fit_height, scale_font
from siro_desktop.ui.theme import SPACE_2, SPACE_5, TITLE, style_text
from siro_desktop.ui.widgets import named

_ICON: int = 40


class StatePage(QWidget):
    """An icon, a heading, a sentence and perhaps one button, in the middle of the page. Signal: `action_clicked`."""

    action_clicked = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._icon = IconMark(f"{name}_icon", self, _ICON)
        self._heading = named(QLabel(self), f"{name}_heading")
        scale_font(self._heading, TITLE, QFont.Weight.DemiBold)
        self._sentence = named(QLabel(self), f"{name}_sentence")
        style_text(self._sentence, "muted")
        self._button = named(QPushButton(self), f"{name}_action")
        fit_height(self._button)
        self._button.clicked.connect(self.action_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_5, SPACE_5, SPACE_5, SPACE_5)
        layout.setSpacing(SPACE_2)
        layout.addStretch(2)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self._heading, self._sentence):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label)
        layout.addSpacing(SPACE_2)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def say(self, icon_name: str, heading: str, sentence: str, button: str = "") -> None:
        """Say something else; without an icon's name there is no icon."""
        self._icon.setVisible(bool(icon_name))
        if icon_name:
            set_icon(self._icon, icon_name, "muted")
        self._heading.setText(heading)
        self._sentence.setText(sentence)
        self._button.setText(button)
        self._button.setVisible(bool(button))

    def text(self) -> str:
        """What the page says."""
        return f"{self._heading.text()}. {self._sentence.text()}"
