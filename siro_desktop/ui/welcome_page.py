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
        self._build_layout()
        self._connect_button.clicked.connect(self.connect_requested)
        self._practice_button.clicked.connect(self.practice_requested)

    def _build_layout(self) -> None:
        inside = named(QWidget(), "welcome_inside")
        restyle(inside, "#welcome_inside { background: $window; }")
        card = named(QWidget(inside), "welcome_card")
        follow_text(card, lambda: card.setMaximumWidth(_WIDTH_LINES * self.fontMetrics().lineSpacing()))
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        title = named(QLabel(self.tr("Welcome to Siro Desktop"), card), "welcome_title")
        scale_font(title, TITLE, QFont.Weight.DemiBold)
        title.setWordWrap(True)
        text = named(QLabel(card), "welcome_text")
        text.setText(
            self.tr(
                "Ask for the scorecard metrics of your recorded conversations, look at them as table and charts, "
                "and keep every answer for when you are offline."
            )
        )
        text.setWordWrap(True)
        self._connect_button = named(QPushButton(self.tr("&Connect to Siro…"), card), "welcome_connect")
        style_primary(self._connect_button)
        set_icon(self._connect_button, "connect", "on_accent")
        self._practice_button = named(QPushButton(self.tr("&Try it with practice data"), card), "welcome_practice")
        set_icon(self._practice_button, "practice")
        fit_height(self._connect_button, self._practice_button)
        column = QVBoxLayout(card)
        column.setContentsMargins(SPACE_4, SPACE_5, SPACE_4, SPACE_5)
        column.setSpacing(SPACE_1)
        column.addWidget(title)
        column.addSpacing(SPACE_2)
        column.addWidget(text)
        for button, name, sentence in (
            (
                self._connect_button,
                "welcome_connect_help",
                self.tr(
                    "Sign in to your organization. Your Siro administrator has the addresses for it; "
                    "the next page says what to ask for."
                ),
            ),
            (
                self._practice_button,
                "welcome_practice_help",
                self.tr(
                    "An invented organization on this computer: no account, no network, "
                    "and never mixed with real figures."
                ),
            ),
        ):
            column.addSpacing(SPACE_5)
            column.addWidget(button)
            button.setAccessibleDescription(sentence)
            column.addWidget(Caption(name, sentence, card))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card, 100)
        row.addStretch(1)
        page = QVBoxLayout(inside)
        page.setContentsMargins(0, 0, 0, 0)
        page.addStretch(2)
        page.addLayout(row)
        page.addStretch(3)
        self.setWidget(inside)
