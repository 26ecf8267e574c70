"""Every page and dialog of the program, one after the other, on the practice Siro.

Run as a command, with a display of the size that is wanted, to get pictures of all of them:

    xvfb-run -a -s "-screen 0 1920x1080x24" .venv/bin/python tests/app/looks_tour.py FOLDER [--only table,charts]

They go to FOLDER/SCHEME-WIDTHxHEIGHT-ZOOM/NAME.png: light, dark and high contrast at 1280 × 720 and 1920 × 1080, and
with a zoom of 200 % (high contrast at 1280 × 720 alone).
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cut_words import cut_off
from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QTabBar,
    QTabWidget,
    QWidget,
)

from siro_desktop.domain.comparison import Place
from siro_desktop.domain.events import Event
from siro_desktop.domain.question import question_of
from siro_desktop.jobs.events import ChangeEvents
from siro_desktop.practice import compared_question
from siro_desktop.ui.charts.compared_view import ComparedView
from siro_desktop.ui.dialog_size import screen_around
from siro_desktop.ui.plain_table import PlainTable
from siro_desktop.ui.profile_dialog import ProfileDialog
from siro_desktop.ui.text_size import text_size
from siro_desktop.ui.theme import apply_theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from siro_desktop.ui.main_window import MainWindow

    Wait = Callable[[Callable[[], bool]], object]
    Scene = tuple[str, QWidget]

LOOKS: Final = (
    ("light", (1280, 720), 100),
    ("dark", (1280, 720), 100),
    ("high contrast", (1280, 720), 100),
    ("light", (1920, 1080), 100),
    ("dark", (1920, 1080), 100),
    ("high contrast", (1920, 1080), 100),
    ("light", (1280, 720), 200),
    ("dark", (1920, 1080), 200),
    ("high contrast", (1280, 720), 200),
)
_GIVE_UP: Final = 30.0  # seconds


# The tour --------------------------------------------------------------------------------------------------------


def pages(window: MainWindow, wait: Wait) -> Iterator[Scene]:
    """The window on each of its pages. It is signed in and shows one answer of a team."""
    page, form = window.view.result_page, window.view.query_form
    saved = page.saved
    assert saved is not None
    for view in page.views():
        page.show_view(view)
        if view == "charts":
            wait(lambda: len(page.answer_body.charts.panels) > 1 and not page.answer_body.charts._waiting)
        yield f"one-{view}", window
    page.show_view("table")
    page.answer_body.table_page.view.selectRow(1)
    page.answer_body.table_page.around.open_details()
    yield "one-details", window
    page.answer_body.table_page.around.close_details()
    question = compared_question(question_of(saved.plan))
    form.set_question(question)
    yield "form-compared", window
    window.run_actions.ask(question)
    wait(lambda: page.saved is not None and page.saved.is_comparison and not window.runs.is_running)
    keep_events(window, wait)
    for view in page.views():
        page.show_view(view)
        chart = page.comparison_body.tabs.view(view)
        if isinstance(chart, ComparedView):
            wait(lambda shown=chart: not shown.is_busy and bool(shown.grid.panels) and not shown.grid._timer.isActive())  # type: ignore[misc]
        yield f"many-{view}", window
    page.comparison_body.state.select(Place(0, 0))
    window.drill.look_into_selected()
    wait(lambda: len(page.header.breadcrumb.texts()) > 1 and not window.runs.is_running)
    page.show_view("table")
    yield "below", window
    page.show_loading("Fetching", can_stop=True)
    yield "loading", window
    page.stop_loading()
    window.messages.show_notice("Siro refused this team (403)", "Ask an administrator, or choose a team you coach.")
    yield "banner", window
    window.messages.clear()
    window.view.show_welcome(shown=True)
    yield "welcome", window
    window.view.show_welcome(shown=False)


def keep_events(window: MainWindow, wait: Wait) -> None:
    """Write down two events in the periods of the comparison in view, unless they are there already."""
    state, profile = window.view.result_page.comparison_body.state, window.profile
    assert profile is not None
    assert state.comparison is not None
    if not state.events:
        days = [profile.calendar.day_of(period.start) for period in state.comparison.periods]
        for day, name in ((days[1], "Training on objections"), (days[-1] + timedelta(days=2), "New price")):
            window.workspace.store.submit(ChangeEvents(profile.id, come=(Event(day=day, name=name),)))
        window.late.events.reload()
        wait(lambda: len(state.events) == 2)


def dialogs(window: MainWindow, wait: Wait) -> Iterator[Scene]:
    """Each dialog of the window, on each of its tabs."""
    actions = window.actions_
    for action in (
        actions.export,
        actions.save_picture,
        actions.print_preview,
        actions.one_to_one,
        actions.local_data,
        actions.delete_all,
        actions.palette,
        actions.targets,
        actions.names_and_groups,
        actions.events,
        actions.session_details,
        actions.save_query_as,
        actions.about,
        actions.keyboard_shortcuts,
    ):
        action.trigger()
        wait(lambda: open_dialog(window) is not None)
        dialog = open_dialog(window)
        assert dialog is not None
        if dialog.objectName() == "events_dialog":
            dialog.findChild(PlainTable).selectRow(0)  # type: ignore[union-attr]
        tabs = dialog.findChild(QTabWidget) or dialog.findChild(QTabBar)
        for tab in range(tabs.count() if tabs is not None else 1):
            if tabs is not None:
                tabs.setCurrentIndex(tab)
            yield f"{action.objectName()}-{tab + 1}" if tabs is not None else action.objectName(), dialog
        dialog.close()
        wait(lambda: open_dialog(window) is None)
    window.late.help.show_topic("failing")
    pages = window.late.help.contents
    assert pages is not None
    wait(lambda: bool(pages.topic()))
    yield "help", pages
    window.late.help.close()
    assert window.profile is not None
    for profile in (window.profile, None):
        connection = ProfileDialog((window.profile,), profile, window)
        connection.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        connection.show()
        yield "connection" if profile else "connection-new", connection
        connection.close()
        wait(lambda: open_dialog(window) is None)


def open_dialog(window: MainWindow) -> QDialog | None:
    """The dialog that is in view, if any."""
    return next((dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()), None)


# The command -----------------------------------------------------------------------------------------------------


def settle(milliseconds: int = 300) -> None:
    """Let everything be laid out and painted."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def wait_until(is_done: Callable[[], bool]) -> None:
    """Serve events until it is done. Raises TimeoutError."""
    end = time.monotonic() + _GIVE_UP
    while not is_done():
        if time.monotonic() > end:
            raise TimeoutError
        settle(20)


def take_pictures(window: MainWindow, folder: Path, only: set[str]) -> None:
    """Take pictures of all pages and dialogs as the program looks now."""
    folder.mkdir(parents=True, exist_ok=True)
    for tour in (pages, dialogs):
        for name, widget in tour(window, wait_until):
            if only and not any(name.startswith(part) for part in only):
                continue
            settle()
            widget.grab().save(str(folder / f"{name}.png"))
            for fault in cut_off(widget):
                print(f"{folder.name} {name}: {fault}")
            screen = screen_around(widget).size()
            if screen.expandedTo(widget.size()) != screen:
                print(f"{folder.name} {name}: larger than the screen, {widget.size().toTuple()}")


def main() -> None:
    """Take pictures in all looks."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="names of scenes, or how they begin, with commas")
    parser.add_argument("--looks", default="", help="numbers of the looks to take, from 0, with commas")
    chosen = parser.parse_args()
    home = tempfile.TemporaryDirectory(prefix="siro-looks-")
    os.environ["SIRO_DESKTOP_HOME"] = home.name
    from siro_desktop.app import Program, build_application

    application = build_application()
    application.setQuitOnLastWindowClosed(False)
    program = Program(application, lambda _address: False)
    program.open_practice()
    session = program.session
    assert session is not None
    assert session.tour is not None
    arrived: list[object] = []
    session.tour.arrived.connect(arrived.append)
    wait_until(lambda: bool(arrived))
    window, first = session.window, session.window.view.result_page.saved
    assert first is not None
    wanted = [int(number) for number in chosen.looks.split(",") if number] or range(len(LOOKS))
    for scheme, size, zoom in (LOOKS[number] for number in wanted):
        apply_theme(application, scheme)  # type: ignore[arg-type]
        text_size().set_zoom(zoom)
        window.resize(*size)
        window.tabs.open(first.id)
        wait_until(lambda: window.view.result_page.saved == first)
        settle()
        name = f"{scheme.replace(' ', '-')}-{size[0]}x{size[1]}-{zoom}"
        take_pictures(window, chosen.folder / name, set(filter(None, chosen.only.split(","))))
    window.close()
    is_closed = program.close()
    home.cleanup()
    sys.exit(0 if is_closed else 1)


if __name__ == "__main__":
    main()
