"""A form beside a table: as wide as its texts want, and scrolled where the dialog is too low for it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from siro_desktop.ui.theme import SPACE_4


class FormArea(QScrollArea):
    """Holds `form`, at least `width` average characters wide."""

    def __init__(self, name: str, form: QWidget, width: int, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(form)
        characters = self.fontMetrics().averageCharWidth() * width
        self.setFixedWidth(max(characters, form.minimumSizeHint().width() + SPACE_4))
