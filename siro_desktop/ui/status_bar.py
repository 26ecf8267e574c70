"""The status bar: connection, who is signed in, where secrets lie, online or offline, requests left, rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDateTime, QLocale, QTimer, Slot
from PySide6.QtWidgets import QLabel, QStatusBar

from siro_desktop.ui.elided_label import ElidedLabel
from siro_desktop.ui.theme import SPACE_3, style_text
from siro_desktop.ui.tips import set_tip
from siro_desktop.ui.words import grouped, rows_in_words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from siro_desktop.domain.profile import Profile
    from siro_desktop.domain.session import SessionStatus

_MINUTE_MS: Final = 60_000


class StatusBar(QStatusBar):
    """Facts of the session, always in sight; each has a tooltip with the whole sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status_bar")
        self.setSizeGripEnabled(False)
        self._profile_name = ""
        self._status: SessionStatus | None = None
        self._is_presenting = False
        self._session = self._add("status_session", stretch=1)
        self._presenting = self._add("status_presenting")
        self._presenting.setToolTip(
            self.tr("Presentation mode: people, teams and recordings go by aliases, also in exports (Ctrl+Shift+P).")
        )
        style_text(self._presenting, "near")
        self._store = self._add("status_store")
        self._rows = self._add("status_rows")
        self._requests = self._add("status_requests")
        self._network = self._add("status_network")
        self._minute = QTimer(self)
        self._minute.setSingleShot(True)
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(self._on_minute_over)

    def show_profile(self, profile: Profile | None) -> None:
        """Name the connection."""
        self._profile_name = profile.name if profile is not None else ""

    def show_presenting(self, *, is_presenting: bool) -> None:
        """Say that names are aliases; who is signed in is then not named either."""
        self._is_presenting = is_presenting
        self._presenting.setText(self.tr("Presentation: names are aliases") if is_presenting else "")
        if self._status is not None:
            self.show_session(self._status)

    def show_session(self, status: SessionStatus) -> None:
        """Say who is signed in, as far as that is known, and where the sign-in is kept."""
        self._status = status
        if self._is_presenting:
            status = status.without_names()
        if not status.signed_in:
            text = self.tr("%1 · not signed in").replace("%1", self._profile_name)
            self._session.setText(text if self._profile_name else "")
            self._session.setToolTip(status.notice or "")
            return
        signed_in = self.tr("Signed in · %1").replace("%1", status.display_name or self._profile_name)
        place = status.storage or self.tr("until you quit")
        self._session.setText(f"{signed_in} · {place}")
        set_tip(self._session, "\n".join(filter(None, (self._session.text(), self._session_sentence(status)))))

    def show_online(self, *, online: bool | None) -> None:
        """Say whether the last request reached Siro; None: not asked yet."""
        self._network.setText("" if online is None else self.tr("Online") if online else self.tr("Offline"))
        self._network.setToolTip(
            "" if online is not False else self.tr("The last request did not reach Siro. Saved results stay usable.")
        )

    def show_requests_left(self, left: int | None) -> None:
        """Say how many requests the rate limit still allows this minute; after it that is not true any more."""
        (self._minute.stop if left is None else self._minute.start)()
        text = self.tr("Requests left this minute: %1")
        self._requests.setText("" if left is None else text.replace("%1", grouped(left)))

    def show_store(self, text: str, sentence: str) -> None:
        """Say what is the matter with the store on this computer; nothing if all is well."""
        self._store.setText(text)
        self._store.setToolTip(sentence)

    def show_rows(self, seen: int, total: int) -> None:
        """Say how many rows the search leaves."""
        if seen == total:
            self._rows.setText(rows_in_words(total) if total else "")
        else:
            text = self.tr("%1 of %2")
            self._rows.setText(text.replace("%1", grouped(seen)).replace("%2", rows_in_words(total)))

    @Slot()
    def _on_minute_over(self) -> None:
        self.show_requests_left(None)

    def _session_sentence(self, status: SessionStatus) -> str:
        sentences = [sentence for sentence in (status.notice, status.hint) if sentence]
        if status.expires_at is not None and not status.can_refresh:
            local = QDateTime.fromMSecsSinceEpoch(int(status.expires_at.timestamp() * 1000))
            when = QLocale().toString(local, QLocale.FormatType.ShortFormat)
            sentences.append(self.tr("You will have to sign in again at %1.").replace("%1", when))
        return "\n".join(sentences)

    def _add(self, name: str, stretch: int = 0) -> QLabel:
        label = ElidedLabel(self) if stretch else QLabel(self)
        label.setObjectName(name)
        label.setContentsMargins(SPACE_3, 0, SPACE_3, 0)
        self.addWidget(label, stretch) if stretch else self.addPermanentWidget(label)
        return label
