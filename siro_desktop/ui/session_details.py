"""Who is signed in, until when, where that is kept, and how the last refresh went.

Signals: `sign_out_requested`, `sign_out_everywhere_requested`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.theme import SPACE_2, SPACE_3, SPACE_4, style_text
from siro_desktop.ui.widgets import named
from siro_desktop.ui.words import instant_in_words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from siro_desktop.domain.profile import Profile
    from siro_desktop.domain.session import SessionStatus


class SessionDetails(QDialog):
    """The facts of a sign-in, each to be selected and copied. Closes itself when signing out is asked for."""

    sign_out_requested = Signal()
    sign_out_everywhere_requested = Signal()

    def __init__(self, profile: Profile, status: SessionStatus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("session_details")
        self.setWindowTitle(self.tr("Sign-in"))
        self._build_layout(profile, status)
        self._connect()

    def _build_layout(self, profile: Profile, status: SessionStatus) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(SPACE_4)
        form.setVerticalSpacing(SPACE_2)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        for name, label, text in self._facts(profile, status):
            caption = named(QLabel(label, self), f"session_{name}_label")
            style_text(caption, "muted")
            value = named(QLabel(text, self), f"session_{name}")
            value.setWordWrap(True)
            value.setTextFormat(Qt.TextFormat.PlainText)
            value.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            caption.setBuddy(value)
            form.addRow(caption, value)
        self._sign_out = named(QPushButton(self.tr("Sign &out"), self), "session_sign_out")
        self._sign_out.setEnabled(status.signed_in)
        self._everywhere = named(QPushButton(self.tr("Sign out &everywhere…"), self), "session_sign_out_everywhere")
        self._everywhere.setToolTip(self.tr("Sign out of every connection and delete all sign-ins from this computer"))
        self._close = named(QPushButton(self.tr("Close"), self), "session_close")
        self._close.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_2)
        buttons.addWidget(self._sign_out)
        buttons.addWidget(self._everywhere)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        for button in (self._sign_out, self._everywhere, self._close):
            fit_height(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        layout.setSpacing(SPACE_3)
        layout.addLayout(form)
        layout.addStretch(1)
        layout.addSpacing(SPACE_3)
        layout.addLayout(buttons)
        self._close.setFocus()  # Qt would give the keyboard to the first button, which signs out
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 64)

    def _connect(self) -> None:
        self._close.clicked.connect(self.accept)
        self._sign_out.clicked.connect(self.accept)
        self._sign_out.clicked.connect(self.sign_out_requested)
        self._everywhere.clicked.connect(self.accept)
        self._everywhere.clicked.connect(self.sign_out_everywhere_requested)

    def _facts(self, profile: Profile, status: SessionStatus) -> list[tuple[str, str, str]]:
        facts = [
            ("connection", self.tr("Connection"), f"{profile.name} · {profile.api_base_url}"),
            ("who", self.tr("Signed in as"), self._who(status)),
        ]
        if status.signed_in:
            facts += [
                ("until", self.tr("Valid until"), self._until(profile, status)),
                ("kept", self.tr("Kept in"), status.storage or self.tr("this program's memory, until you quit")),
            ]
        if status.last_refresh:
            facts.append(("refresh", self.tr("Last refresh"), self._last_refresh(profile, status)))
        facts += [
            (name, "", text) for name, text in (("notice", status.notice), ("hint", status.hint)) if text is not None
        ]
        return facts

    def _who(self, status: SessionStatus) -> str:
        if not status.signed_in:
            return self.tr("nobody")
        if status.is_nameless:
            return self.tr("hidden in presentation mode")
        return status.display_name or self.tr("not known: Siro does not say whose token it is")

    def _until(self, profile: Profile, status: SessionStatus) -> str:
        if status.expires_at is None:
            return self.tr("not known; used until Siro refuses it")
        when = instant_in_words(status.expires_at, profile.zone)
        after = self.tr("then renewed by itself") if status.can_refresh else self.tr("then you sign in again")
        return f"{when}, {after}"

    def _last_refresh(self, profile: Profile, status: SessionStatus) -> str:
        if status.last_refresh_at is None:
            return status.last_refresh or ""
        return f"{status.last_refresh} {instant_in_words(status.last_refresh_at, profile.zone)}"
