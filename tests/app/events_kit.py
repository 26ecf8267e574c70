"""Events that are written down without a dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comparison_kit import body_of

from siro_desktop.domain.events import Event
from siro_desktop.jobs.events import ChangeEvents

if TYPE_CHECKING:
    from datetime import date

    from pytestqt.qtbot import QtBot

    from siro_desktop.ui.main_window import MainWindow


def save(qtbot: QtBot, window: MainWindow, day: date, name: str) -> None:
    """Keep an event without the dialog."""
    assert window.profile is not None
    window.late.events._change(ChangeEvents(window.profile.id, come=(Event(day=day, name=name),)))
    qtbot.waitUntil(lambda: name in [event.name for event in body_of(window).state.events])
