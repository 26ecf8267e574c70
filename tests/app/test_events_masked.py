"""Events name nobody in presentation mode, whichever is there first, they or the names."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app_kit import window_of
from comparison_kit import body_of
from events_kit import save

from siro_desktop.domain.own_names import NameKind, OwnName
from siro_desktop.jobs.own_names import SaveOwnNames
from siro_desktop.ui.late_parts import LateParts

if TYPE_CHECKING:
    from collections.abc import Callable

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.domain.events import Event
    from siro_desktop.ui.main_window import MainWindow


def test_events_are_masked_from_the_start_where_names_are(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    program = make_program(practice.profile())
    window = window_of(program)
    assert window.profile is not None
    named = SaveOwnNames(window.profile.id, (OwnName(NameKind.USER, "user_1", "Hugh Oldham"),))
    with qtbot.waitSignal(window.workspace.store.submit(named).succeeded):
        pass
    save(qtbot, window, date(2026, 10, 14), "Hugh’s October")
    window.actions_.presentation.trigger()
    window.close()
    assert program.close()

    again = window_of(make_program())
    told: list[tuple[Event, ...]] = []
    again.late.events.events_changed.connect(told.append)
    state = body_of(again).state
    qtbot.waitUntil(lambda: bool(state.events))
    assert {event.name for events in told for event in events} == {"Rep A’s October"}
    again.actions_.presentation.trigger()


def test_events_are_masked_where_names_were_known_before(qtbot: QtBot, window: MainWindow) -> None:
    """A start shows the last result, and its names, before anybody asks for events."""
    assert window.profile is not None
    user = window.names.users[0]
    save(qtbot, window, date(2026, 10, 14), f"{user.name}’s October")
    window.actions_.presentation.trigger()
    told: list[tuple[Event, ...]] = []
    late = LateParts(window)
    late.events.events_changed.connect(told.append)
    qtbot.waitUntil(lambda: any(told))
    assert not any(user.name in event.name for events in told for event in events)
    window.actions_.presentation.trigger()
