"""What stands where figures would: first start, nothing came, failed, loading."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QToolButton, QVBoxLayout, QWidget

from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.theme import (
    SPACE_1,
    SPACE_2,
    SPACE_3,
    SPACE_4,
    SPACE_5,
    TITLE,
    control_height,
    restyle,
    scale_font,
    style_text,
)
from siro_desktop.ui.widgets import named
from siro_desktop.ui.words import SEPARATOR, grouped

if TYPE_CHECKING:
    from collections.abc import Callable

    from siro_desktop.domain.progress import FetchProgress

_ICON: int = 40
_THIN_BAR: int = 3


class StatePage(QWidget):
    """An icon, a heading, a sentence and perhaps one button, in the middle of the page. Signal: `action_clicked`."""

    action_clicked = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._icon = named(QToolButton(self), f"{name}_icon")
        self._icon.setAutoRaise(True)
        self._icon.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._icon.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._icon.setIconSize(QSize(_ICON, _ICON))
        self._heading = named(QLabel(self), f"{name}_heading")
        scale_font(self._heading, TITLE, QFont.Weight.DemiBold)
        self._sentence = named(QLabel(self), f"{name}_sentence")
        style_text(self._sentence, "muted")
        self._button = named(QPushButton(self), f"{name}_action")
        self._button.setMinimumHeight(control_height(self._button))
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


class LoadingStrip(QFrame):
    """What is fetched, how far it is and for how long, over a thin bar. Hidden when nothing is fetched."""

    def __init__(self, parent: QWidget | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self.setObjectName("loading_strip")
        restyle(self, "#loading_strip { background: $info_fill; border: none; border-radius: $radius; }")
        self._clock = clock
        self._since = 0.0
        self._progress: FetchProgress | None = None
        self._what = named(QLabel(self), "loading_text")
        self._what.setWordWrap(True)
        self._hint = named(QLabel(self.tr("Esc stops"), self), "loading_hint")
        style_text(self._hint, "muted")
        self._bar = named(QProgressBar(self), "loading_bar")
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(_THIN_BAR)
        self._bar.setAccessibleName(self.tr("Progress"))
        restyle(
            self._bar,
            "#loading_bar { background: $track; border: none; } #loading_bar::chunk { background: $accent; }",
        )
        line = QHBoxLayout()
        line.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_1)
        line.setSpacing(SPACE_4)
        line.addWidget(self._what, 1)
        line.addWidget(self._hint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(line)
        layout.addWidget(self._bar)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._show_words)
        self._text = ""
        self.hide()

    def start(self, text: str, *, can_stop: bool = False) -> None:
        """Begin to count the seconds of a new run; `can_stop` says that Esc ends it."""
        self._hint.setVisible(can_stop)
        self._text, self._progress, self._since = text, None, self._clock()
        self._bar.setRange(0, 0)
        self._timer.start()
        self._show_words()
        self.show()

    def show_progress(self, progress: FetchProgress) -> None:
        """Say how far it is."""
        self._progress = progress
        is_known = progress.cells_total > 1
        self._bar.setRange(0, progress.cells_total if is_known else 0)
        self._bar.setValue(progress.cells_done if is_known else 0)
        self._show_words()

    def stop(self) -> None:
        """Put it away."""
        self._timer.stop()
        self.hide()

    def text(self) -> str:
        """What is said."""
        return self._what.text()

    @Slot()
    def _show_words(self) -> None:
        parts = [self._text, *self._facts()]
        seconds = int(self._clock() - self._since)
        if seconds >= 1:
            parts.append(self.tr("%1 s").replace("%1", grouped(seconds)))
        self._what.setText(SEPARATOR.join(part for part in parts if part))

    def _facts(self) -> list[str]:
        progress = self._progress
        if progress is None:
            return []
        facts = []
        if progress.cells_total > 1:
            done, total = grouped(progress.cells_done), grouped(progress.cells_total)
            facts.append(self.tr("%1 of %2 requests").replace("%1", done).replace("%2", total))
        if progress.pages > 1:
            facts.append(self.tr("%1 pages").replace("%1", grouped(progress.pages)))
        if progress.values:
            count = progress.values
            text = self.tr("1 value") if count == 1 else self.tr("%1 values", "", count)
            facts.append(text.replace("%1", grouped(count)))
        if progress.waiting is not None:
            facts.append(progress.waiting.reason)
        return facts
