"""What the two pages of the dialog share: a table at the left, and a form that edits its chosen line at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from siro_desktop.ui.text_size import fit_height, scale_font
from siro_desktop.ui.theme import SPACE_2, SPACE_3, SPACE_4, style_primary
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from siro_desktop.ui.field import Caption


class FormArea(QScrollArea):
    """Holds `form`, at least `width` average characters wide; scrolls where the dialog is too low for it."""

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


class SaveButtons(QWidget):
    """A button that saves what is typed, and one that takes it away."""

    def __init__(self, prefix: str, save: str, remove: str, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName(f"{prefix}_buttons")
        self.save = named(QPushButton(save, self), f"{prefix}_save")
        self.remove = named(QPushButton(remove, self), f"{prefix}_remove")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        for button in (self.save, self.remove):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        fit_height(self.save, self.remove)
        style_primary(self.save)


def form_title(name: str, host: QWidget) -> QLabel:
    """Return the line at the top of a form that says what is edited."""
    title = named(QLabel(host), name)
    title.setWordWrap(True)
    title.setTextFormat(Qt.TextFormat.PlainText)
    scale_font(title, 1.0, QFont.Weight.DemiBold)
    return title


def lay_out_page(page: QWidget, intro: Caption, parts: tuple[QLabel, QWidget, QWidget], area: FormArea) -> None:
    """Put a sentence above; below it a heading, a table and a button for one more, and the form beside them."""
    heading, table, add = parts
    left = QVBoxLayout()
    left.setSpacing(SPACE_2)
    left.addWidget(heading)
    left.addWidget(table, 1)
    left.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
    body = QHBoxLayout()
    body.setSpacing(SPACE_4)
    body.addLayout(left, 1)
    body.addWidget(area)
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, SPACE_3, 0, 0)
    layout.setSpacing(SPACE_4)
    layout.addWidget(intro)
    layout.addLayout(body, 1)
