"""What a person sees who has no connection yet. Signals: `connect_requested()`, `practice_requested()`."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from siro_desktop.ui.field import Caption
from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.text_size import fit_height, follow_text, scale_font
from siro_desktop.ui.theme import SPACE_1, SPACE_2, SPACE_4, SPACE_5, TITLE, restyle, style_primary
from siro_desktop.ui.widgets import named

_WIDTH_LINES = 26


class WelcomePage(QScrollArea):
    """Two ways to begin, each with a sentence."""

    connect_requested = Signal()
    practice_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcome_page")
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        card = named(QWidget(), "welcome_card")
        follow_text(card, lambda: card.setMaximumWidth(_WIDTH_LINES * self.fontMetrics().lineSpacing()))
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(card)
        column.setContentsMargins(SPACE_4, SPACE_5, SPACE_4, SPACE_5)
        column.setSpacing(SPACE_1)
        self._add_greeting(column)
        self._add_ways(column)
        self.setWidget(_centred(card))

    def _add_greeting(self, column: QVBoxLayout) -> None:
        title = named(QLabel(self.tr("Welcome to Siro Desktop"), column.parentWidget()), "welcome_title")
        scale_font(title, TITLE, QFont.Weight.DemiBold)
        title.setWordWrap(True)
        text = named(QLabel(column.parentWidget()), "welcome_text")
        text.setText(
            self.tr(
                "Ask for the scorecard metrics of your recorded conversations, look at them as table and charts, "
                "and keep every answer for when you are offline."
            )
        )
        text.setWordWrap(True)
        column.addWidget(title)
        column.addSpacing(SPACE_2)
        column.addWidget(text)

    def _add_ways(self, column: QVBoxLayout) -> None:
        card = column.parentWidget()
        connect = named(QPushButton(self.tr("&Connect to Siro…"), card), "welcome_connect")
        style_primary(connect)
        set_icon(connect, "connect", "on_accent")
        connect.clicked.connect(self.connect_requested)
        practice = named(QPushButton(self.tr("&Try it with practice data"), card), "welcome_practice")
        set_icon(practice, "practice")
        practice.clicked.connect(self.practice_requested)
        fit_height(connect, practice)
        _add_way(
            column,
            connect,
            self.tr(
                "Sign in to your organization. Your Siro administrator has the addresses for it; "
                "the next page says what to ask for."
            ),
        )
        _add_way(
            column,
            practice,
            self.tr(
                "An invented organization on this computer: no account, no network, and never mixed with real figures."
            ),
        )


def _add_way(column: QVBoxLayout, button: QPushButton, sentence: str) -> None:
    """A button, and below it what it leads to."""
    button.setAccessibleDescription(sentence)
    column.addSpacing(SPACE_5)
    column.addWidget(button)
    column.addWidget(Caption(f"{button.objectName()}_help", sentence))


def _centred(card: QWidget) -> QWidget:
    """The page with the card in its middle, a little above."""
    page = named(QWidget(), "welcome_inside")
    restyle(page, "#welcome_inside { background: $window; }")
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(card, 100)
    row.addStretch(1)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addStretch(2)
    column.addLayout(row)
    column.addStretch(3)
    return page
