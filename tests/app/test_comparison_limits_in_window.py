"""What is hard about comparisons: very many ids, plans without end, odd days and years, a disk that fills."""

from __future__ import annotations

import os
import re
import sqlite3
import sys
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest
from app_kit import find, sign_in, window_of
from comparison_kit import (
    SHARE,
    ask,
    body_of,
    cost_text,
    members_by_week,
    metric_position,
    people_by,
    show_view,
    shown,
    signed_in_window,
    until_over,
)
from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.periods import DateRange
from siro_desktop.domain.relative_periods import RelativePeriod
from siro_desktop.ui.comparison.matrix_cells import Kind
from siro_desktop.ui.comparison.matrix_view import MatrixView
from siro_desktop.ui.comparison.notes_strip import NotesStrip

sys.path.insert(0, str(Path(__file__).parent.parent / "faults"))

from fault_pages import page
from fault_server import FaultServer, answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.ui.main_window import MainWindow


@pytest.fixture
def server() -> Iterator[FaultServer]:
    server = FaultServer(answer(page()))
    yield server
    server.close()


def asked_periods(server: FaultServer) -> list[tuple[str, str]]:
    """The instants of every question that was sent, the earliest first."""
    heads = [unquote(head) for head in server.heads if "/values" in head]
    found = (re.search(r"startAt=(\S+?)&endAt=(\S+?)&", head) for head in heads)
    return sorted((match.group(1), match.group(2)) for match in found if match)


class Heartbeat(QObject):
    """Measures for how long the window could not do anything else."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = perf_counter()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_timer)
        self._timer.start(0)

    @Slot()
    def _on_timer(self) -> None:
        now = perf_counter()
        self.longest, self._last = max(self.longest, now - self._last), now


def test_ten_thousand_pasted_ids_are_counted_and_nothing_is_sent(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess, server: FaultServer
) -> None:
    window = window_of(make_program(practice.profile(api_base_url=server.url)))
    sign_in(qtbot, window)
    window.view.query_form.set_question(people_by(window, "user_00000"))
    server.heads.clear()
    ids = [f"user_{number:05}" for number in range(10_000)]
    pasted = (
        ", ".join([*ids[:3000], "", "  ", *ids[2000:5000]]) + "\n\n,,\t" + ";\n ".join([*ids[5000:], *ids[:10], ""])
    )
    QGuiApplication.clipboard().setText(pasted)
    entry = find(window, "ids", QLineEdit)
    entry.setFocus()
    heartbeat = Heartbeat()
    qtbot.keyClick(entry, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: cost_text(window).startswith("10,000 requests"), timeout=15_000)
    assert window.view.query_form.to_question().ids == tuple(ids)
    assert heartbeat.longest < 1.0  # a hang is what this finds; milliseconds are measured elsewhere
    assert asked_periods(server) == []


def test_a_plan_of_a_million_cells_is_refused_beside_its_field(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess, server: FaultServer
) -> None:
    window = window_of(make_program(practice.profile(api_base_url=server.url)))
    sign_in(qtbot, window)
    form = window.view.query_form
    server.heads.clear()
    many = people_by(window, *(f"user_{number:05}" for number in range(10_000)), unit=Unit.DAY)
    for question, field, narrow in (
        (replace(many, period=DateRange(date(2026, 7, 1), date(2026, 10, 8))), "ids", "Choose fewer people"),
        (
            replace(many, ids=many.ids[:40], period=DateRange(date(1950, 1, 1), date(2026, 10, 8))),
            "period",
            "Choose a shorter period",
        ),
    ):
        form.set_question(question)
        qtbot.waitUntil(lambda field=field: field in form.problems(), timeout=15_000)  # type: ignore[misc]
        assert narrow in form.problems()[field]
        assert re.search(r"1,\d\d\d,\d\d\d requests, and 10,000 are the most", form.problems()[field])
        assert cost_text(window) == ""
        with qtbot.waitSignal(window.runs.failed):
            window.actions_.run.trigger()
        assert narrow in form.problems()[field]
        assert window.view.result_page.saved is None
    assert asked_periods(server) == []


def test_the_day_on_which_clocks_go_back_has_25_hours(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess, server: FaultServer
) -> None:
    window = window_of(make_program(practice.profile(api_base_url=server.url)))
    sign_in(qtbot, window)
    question = people_by(window, "user_001", unit=Unit.DAY)
    ask(qtbot, window, replace(question, period=DateRange(date(2026, 10, 31), date(2026, 11, 2))))
    assert asked_periods(server) == [
        ("2026-10-31T06:00:00Z", "2026-11-01T05:59:59.999Z"),
        ("2026-11-01T06:00:00Z", "2026-11-02T06:59:59.999Z"),
        ("2026-11-02T07:00:00Z", "2026-11-03T06:59:59.999Z"),
    ]
    show_view(window, "matrix")
    model = find(window, "matrix_view", MatrixView).model
    heads = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(1, 4)]
    assert heads == ["31 Oct 2026", "1 Nov", "2 Nov"]


def test_a_fiscal_year_from_april_has_its_own_quarters(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess, server: FaultServer
) -> None:
    window = window_of(make_program(practice.profile(api_base_url=server.url, fiscal_start=4, time_zone="UTC")))
    sign_in(qtbot, window)
    question = people_by(window, "user_001", unit=Unit.QUARTER)
    today = datetime.now(ZoneInfo("UTC")).date()
    ask(qtbot, window, replace(question, period=RelativePeriod.parse("this-year")))
    year = today.year if today.month >= 4 else today.year - 1
    starts = [date(year, 4, 1), date(year, 7, 1), date(year, 10, 1), date(year + 1, 1, 1), date(year + 1, 4, 1)]
    assert asked_periods(server) == [
        (f"{first}T00:00:00Z", f"{following - timedelta(days=1)}T23:59:59.999Z")
        for first, following in pairwise(starts)
    ]


@pytest.fixture
def full_disk_window(
    qtbot: QtBot, make_program: Callable[..., Program], monkeypatch: pytest.MonkeyPatch
) -> Callable[[PracticeProcess], MainWindow]:
    """Starts the program twice, the second time with room for a few answers only."""

    def start(practice: PracticeProcess) -> MainWindow:
        program = make_program(practice.profile())
        sign_in(qtbot, window_of(program))
        window_of(program).close()
        assert program.close()
        pages = (Path(os.environ["SIRO_DESKTOP_HOME"]) / "data" / "results.sqlite3").stat().st_size // 4096
        connect = sqlite3.connect

        def connect_to_a_small_disk(*arguments: Any, **options: Any) -> sqlite3.Connection:
            connection = connect(*arguments, **options)
            connection.execute(f"PRAGMA max_page_count = {pages + 60}")
            return connection

        monkeypatch.setattr(sqlite3, "connect", connect_to_a_small_disk)
        return signed_in_window(qtbot, make_program, practice)

    return start


def not_saved(saved: SavedResult) -> int:
    return sum(any("could not be saved" in text for text in one.warnings) for one in saved.answers.values())


def test_a_disk_that_fills_in_the_middle_keeps_and_shows_everything(
    qtbot: QtBot, full_disk_window: Callable[[PracticeProcess], MainWindow], practice: PracticeProcess
) -> None:
    window = full_disk_window(practice)
    window.view.query_form.set_question(members_by_week(window))
    saved = until_over(qtbot, window, window.actions_.run.trigger)
    assert len(saved.answers) == 75
    assert 0 < not_saved(saved) < 75
    show_view(window, "matrix")
    body_of(window).state.choose_metric(metric_position(window, SHARE))
    cells = find(window, "matrix_view", MatrixView).model.cells
    kinds = {cells.cell(place).kind for place in shown(window).places()}
    assert kinds <= {Kind.FIGURE, Kind.NO_VALUE}
    notes, said = find(window, "notes_strip", NotesStrip), f"{not_saved(saved)} of 75 answers came with a warning"
    qtbot.waitUntil(lambda: any(said in text for text in notes.texts()))
    banner = window.view.result_page.banner.text()
    assert banner.startswith(f"{not_saved(saved)} answers could not be saved on this computer.")


def test_a_stop_on_a_full_disk_leaves_in_view_what_is_nowhere_else(
    qtbot: QtBot,
    full_disk_window: Callable[[PracticeProcess], MainWindow],
    start_practice: Callable[..., PracticeProcess],
) -> None:
    practice = start_practice()
    window = full_disk_window(practice)
    page = window.view.result_page
    practice.wait_before_answers(200)
    with qtbot.waitSignal(window.runs.so_far, timeout=20_000, check_params_cb=lambda saved: not_saved(saved) > 0):
        window.view.query_form.set_question(members_by_week(window))
        window.actions_.run.trigger()
    came = not_saved(page.saved)
    assert came > 0
    window.actions_.stop.trigger()
    qtbot.waitUntil(lambda: "could not be saved" in page.banner.text() and not window.runs.is_running)
    qtbot.waitUntil(lambda: window.view.saved_panel.current_id() == page.saved.id)  # what comes from the store has come
    assert not page.loading.isVisible()
    assert not_saved(page.saved) >= came
    assert page.banner.text().startswith(f"{not_saved(page.saved)} answers could not be saved")
