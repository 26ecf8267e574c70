"""What is fetched, how far it is, how long it takes and why it waits, over a thin bar.

Signal: `stop_clicked`.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout

from siro_desktop.ui.announce import announce
from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.motion import motion
from siro_desktop.ui.text_size import fit_height, fit_icon
from siro_desktop.ui.theme import SPACE_1, SPACE_2, SPACE_3, SPACE_4, restyle, style_text
from siro_desktop.ui.tips import set_tip
from siro_desktop.ui.widgets import named
from siro_desktop.ui.words import SEPARATOR, duration_in_words, grouped

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from siro_desktop.domain.progress import FetchProgress

_THIN_BAR: Final = 3
_QUARTERS: Final = 4
_SPOKEN_SECONDS: Final = 10.0  # between two announcements to screen readers


def _utc_now() -> datetime:
    return datetime.now(UTC)


class LoadingStrip(QFrame):
    """Hidden while nothing is fetched. `clock` counts seconds, `now` is the time of day."""

    stop_clicked = Signal()

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("loading_strip")
        restyle(self, "#loading_strip { background: $info_fill; border: none; border-radius: $radius; }")
        self._clock = clock
        self._now = now
        self._text = ""
        self._since = self._spoke_at = 0.0
        self._spoken: tuple[int, str] = (0, "")
        self._progress: FetchProgress | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._show_words)
        self._build_layout()
        self._stop.clicked.connect(self.stop_clicked)
        motion().changed.connect(self._show_bar)
        self.hide()

    def _build_layout(self) -> None:
        self._what = named(QLabel(self), "loading_text")
        self._why = named(QLabel(self), "loading_waiting")
        style_text(self._why, "muted")
        words = QVBoxLayout()
        words.setSpacing(0)
        for label in (self._what, self._why):
            label.setWordWrap(True)
            words.addWidget(label)
        self._stop = named(QPushButton(self.tr("Stop"), self), "loading_stop")
        set_tip(self._stop, self.tr("Stop; what came is kept (Esc)"))
        fit_height(self._stop)
        fit_icon(self._stop)
        set_icon(self._stop, "stop")
        self._bar = named(QProgressBar(self), "loading_bar")
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(_THIN_BAR)
        self._bar.setAccessibleName(self.tr("Progress"))
        restyle(
            self._bar,
            "#loading_bar { background: $track; border: none; } #loading_bar::chunk { background: $accent; }",
        )
        line = QHBoxLayout()
        line.setContentsMargins(SPACE_3, SPACE_2, SPACE_2, SPACE_1)
        line.setSpacing(SPACE_4)
        line.addLayout(words, 1)
        line.addWidget(self._stop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(line)
        layout.addWidget(self._bar)

    # Public ---------------------------------------------------------------------------------------------------------

    def start(self, text: str, *, can_stop: bool = False) -> None:
        """Begin to count the seconds of a new run; with `can_stop` there is a button that ends it."""
        self._stop.setVisible(can_stop)
        self._text, self._progress, self._since = text, None, self._clock()
        self._spoken, self._spoke_at = (0, ""), self._since
        self._show_bar()
        self._timer.start()
        self._show_words()
        self.show()

    def show_progress(self, progress: FetchProgress) -> None:
        """Say how far it is."""
        self._progress = progress
        self._show_bar()
        self._show_words()
        self._speak(progress)

    def stop(self) -> None:
        """Put it away."""
        self._timer.stop()
        self.hide()

    def text(self) -> str:
        """What is said."""
        return "\n".join(label.text() for label in (self._what, self._why) if label.text())

    @Slot()
    def _show_bar(self) -> None:
        """Show how far it is. While nobody knows, the bar runs back and forth; where nothing may move it is empty."""
        progress = self._progress
        if progress is not None and progress.cells_total > 1:
            self._bar.setRange(0, progress.cells_total)
            self._bar.setValue(progress.cells_done + progress.cells_failed)
        else:
            self._bar.setRange(0, int(motion().is_reduced))
            self._bar.setValue(0)

    # Words ----------------------------------------------------------------------------------------------------------

    @Slot()
    def _show_words(self) -> None:
        parts = [self._text, *self._facts()]
        seconds = int(self._clock() - self._since)
        left = self._progress.seconds_left if self._progress else None
        if left:
            parts.append(self.tr("%1 left").replace("%1", duration_in_words(left)))
        elif seconds >= 1:
            parts.append(self.tr("%1 s").replace("%1", grouped(seconds)))
        self._what.setText(SEPARATOR.join(part for part in parts if part))
        reason = self._reason()
        self._why.setText(reason)
        self._why.setVisible(bool(reason))

    def _facts(self) -> list[str]:
        progress = self._progress
        if progress is None:
            return []
        return self._facts_of_many(progress) if progress.cells_total > 1 else self._facts_of_one(progress)

    def _facts_of_many(self, progress: FetchProgress) -> list[str]:
        total = progress.cells_total
        done = self.tr("%1 of %2 answers", "", total).replace("%2", grouped(total))
        counts = (
            (progress.cells_reused, self.tr("%1 from the store")),
            (progress.cells_failed, self.tr("%1 failed")),
            (total - progress.cells_done - progress.cells_failed, self.tr("%1 waiting")),
        )
        beside = [text.replace("%1", grouped(count)) for count, text in counts if count > 0]
        return [done.replace("%1", grouped(progress.cells_done)), *beside]

    def _facts_of_one(self, progress: FetchProgress) -> list[str]:
        facts = []
        if progress.pages > 1:
            facts.append(self.tr("%1 pages", "", progress.pages).replace("%1", grouped(progress.pages)))
        if progress.values:
            count = progress.values
            text = self.tr("1 value") if count == 1 else self.tr("%1 values", "", count)
            facts.append(text.replace("%1", grouped(count)))
        return facts

    def _reason(self) -> str:
        waiting = self._progress.waiting if self._progress else None
        if waiting is None or waiting.until <= self._now():
            return ""
        seconds = grouped(waiting.seconds_left(self._now()))
        return self.tr("%1 Going on in %2 s.").replace("%2", seconds).replace("%1", waiting.reason)

    def _speak(self, progress: FetchProgress) -> None:
        """Tell screen readers of each quarter of many, and of a new reason to wait, but not all the time."""
        ended = progress.cells_done + progress.cells_failed
        quarter = _QUARTERS * ended // progress.cells_total if progress.cells_total > 1 else 0
        reason = progress.waiting.reason if progress.waiting else self._spoken[1]
        now = self._clock()
        if (quarter, reason) == self._spoken or now - self._spoke_at < _SPOKEN_SECONDS:
            return
        self._spoken, self._spoke_at = (quarter, reason), now
        announce(self, self.text())
