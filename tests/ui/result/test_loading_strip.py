"""The strip above the result: how far, how long, why it waits, and when it speaks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QProgressBar, QPushButton

from siro_desktop.domain.progress import FetchProgress, Waiting
from siro_desktop.ui.loading_strip import LoadingStrip

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Clock:
    seconds = 100.0

    def __call__(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.seconds - 100)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def strip(qtbot: QtBot, clock: Clock) -> LoadingStrip:
    strip = LoadingStrip(clock=clock, now=clock.now)
    qtbot.addWidget(strip)
    return strip


def far(done: int, total: int = 1200, **changes: object) -> FetchProgress:
    return FetchProgress(cells_done=done, cells_total=total, **changes)  # type: ignore[arg-type]


def test_many_answers(strip: LoadingStrip) -> None:
    strip.start("Asking Siro…")
    strip.show_progress(far(900, cells_reused=700, cells_failed=1, seconds_left=75.4))
    assert strip.text() == (
        "Asking Siro… · 900 of 1,200 answers · 700 from the store · 1 failed · 299 waiting · about 75 s left"
    )
    bar = strip.findChild(QProgressBar, "loading_bar")
    assert (bar.value(), bar.maximum()) == (901, 1200)
    strip.show_progress(far(1200, cells_reused=700, seconds_left=0.0))
    assert strip.text() == "Asking Siro… · 1,200 of 1,200 answers · 700 from the store"


def test_long_runs_are_told_in_minutes(strip: LoadingStrip) -> None:
    strip.start("Asking Siro…")
    strip.show_progress(far(1, seconds_left=528.0))
    assert strip.text().endswith("about 9 min left")


def test_one_answer(strip: LoadingStrip, clock: Clock) -> None:
    strip.start("Asking Siro…")
    bar = strip.findChild(QProgressBar, "loading_bar")
    assert (bar.minimum(), bar.maximum()) == (0, 0)
    clock.seconds += 12
    strip.show_progress(far(0, 1, pages=4, values=4000))
    assert strip.text() == "Asking Siro… · 4 pages · 4,000 values · 12 s"
    strip.show_progress(far(1, 1, pages=1, values=1))
    assert strip.text() == "Asking Siro… · 1 value · 12 s"
    assert bar.maximum() == 0


def test_why_it_waits_counts_down_and_goes(strip: LoadingStrip, clock: Clock) -> None:
    strip.start("Asking Siro…")
    waiting = Waiting("The requests of this minute are used up.", NOON + timedelta(seconds=42))
    strip.show_progress(far(600, waiting=waiting))
    assert strip.text().endswith("\nThe requests of this minute are used up. Going on in 42 s.")
    clock.seconds += 30
    strip._timer.timeout.emit()
    assert strip.text().endswith("Going on in 12 s.")
    clock.seconds += 12
    strip._timer.timeout.emit()
    assert "\n" not in strip.text()


def test_stop_is_there_only_for_what_can_be_stopped(strip: LoadingStrip, qtbot: QtBot) -> None:
    button = strip.findChild(QPushButton, "loading_stop")
    strip.start("Asking Siro…", can_stop=True)
    assert button.isVisibleTo(strip)
    with qtbot.waitSignal(strip.stop_clicked):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    strip.start("Starting the practice Siro…")
    assert not button.isVisibleTo(strip)


def test_it_goes_away(strip: LoadingStrip) -> None:
    strip.start("Asking Siro…")
    assert strip.isVisible()
    strip.stop()
    assert not strip.isVisible()
    assert not strip._timer.isActive()


def test_screen_readers_hear_of_quarters_and_of_waits_now_and_then(
    strip: LoadingStrip, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken: list[str] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: spoken.append(event.message()))
    strip.start("Asking Siro…")
    for done in range(0, 1200, 10):
        clock.seconds += 0.5
        strip.show_progress(far(done))
    assert [text.split(" · ")[1].split()[0] for text in spoken] == ["300", "600", "900"]
    spoken.clear()
    clock.seconds += 60
    for _ in range(5):
        clock.seconds += 5
        strip.show_progress(far(1190, waiting=Waiting("Siro asks to slow down.", NOON + timedelta(hours=1))))
    assert len(spoken) == 1
    assert "Siro asks to slow down." in spoken[0]
