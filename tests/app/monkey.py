"""Uses the whole window at random: menus, keys, clicks, text, files and sizes, against the practice Siro.

The same number of a run makes the same gestures, though what they meet depends on when answers come. Run under a
display: `xvfb-run -a -s "-screen 0 1600x1000x24" python tests/app/monkey.py [--runs 5] [--gestures 2000] [--first 1]`.
A fault is what nobody caught, an error in the log, a warning of Qt's, or a window whose parts contradict each other.
"""

from __future__ import annotations

import argparse
import faulthandler
import io
import logging
import os
import subprocess
import sys
import tempfile
import time
import traceback
from collections import deque
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO
from zoneinfo import ZoneInfo

from monkey_gestures import PAUSE_MS, Gestures
from PySide6.QtCore import QEvent, QObject, QTimer, QtMsgType, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QDialog

from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.periods import DateRange, local_period
from siro_desktop.domain.plan import CompareBy, CompareEntities
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.question import question_for
from siro_desktop.domain.question_json import QueryFile, query_file_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app_kit import PracticeProcess

    from siro_desktop.app import Program
    from siro_desktop.domain.question import Question

HARMLESS: Final = (
    "This plugin does not support",
    "Keyboard event not accepted by receiving widget",
    "QPainter::begin(): Returned false",
    "QPainter::end: Painter ended with",
)
"""Warnings of a display without a window manager, of QTest, and of printing that fails or is stopped."""
JOURNAL: Final = "gestures.txt"
_BEAT_MS: Final = 20


class Monkey(QObject):
    """Makes gestures between other events, nested loops of dialogs included, and calls `ended` after the last."""

    def __init__(
        self, program: Program, number: int, gestures: int, files: list[Path], ended: Callable[[], None]
    ) -> None:
        super().__init__()
        self._program, self._left, self._ended = program, gestures, ended
        self.gestures = Gestures(program, number, files)
        self.done: deque[str] = deque(maxlen=25)
        self.stalls: list[tuple[float, str]] = []
        self.faults: list[str] = []
        self.journal: TextIO = io.StringIO()
        self._heart, self._beaten = QTimer(self), time.perf_counter()

    def begin(self) -> None:
        """Make the first gesture soon, the first time that it is asked for."""
        if self._heart.isActive():
            return
        QTimer.singleShot(PAUSE_MS, self, self._next)
        self._beaten = time.perf_counter()
        self._heart.timeout.connect(self._beat)
        self._heart.start(_BEAT_MS)

    def _beat(self) -> None:
        """Notice how long the window stood still; menus and dialogs that wait for the person are no standstill."""
        now = time.perf_counter()
        self.stalls.append((now - self._beaten, self.done[-1] if self.done else "start"))
        self.stalls = sorted(self.stalls, reverse=True)[:3]
        self._beaten = now

    def _next(self) -> None:
        if self._left <= 0 or self.faults:
            self._ended()
            return
        self._left -= 1
        QTimer.singleShot(self.gestures.rest_ms, self, self._next)  # before the gesture: it may begin a loop of its own
        gesture = self.gestures.choose()
        try:
            said = gesture()
        except Exception:  # noqa: BLE001  whatever it is, it is what is looked for
            self.faults.append(traceback.format_exc())
            return
        if said is not None:
            self.done.append(f"{gesture.__name__[1:]} {said}")
            self.journal.write(f"{self.done[-1]}\n")
        self.faults += contradictions(self._program)


def contradictions(program: Program) -> Iterator[str]:
    """What two parts of a window say differently, though no answer is awaited."""
    assert program.session is not None
    for window in program.session.group.windows:
        tabs, page = window.tabs, window.view.result_page
        if sorted(window.view.result_tabs.numbers()) != sorted(tabs._open):
            yield "the tabs that are shown are not those that are open"
        held = tabs._open[tabs.in_front]
        if page.saved is not None and held.saved is not None and held.saved.id != page.saved.id:
            yield f"result {page.saved.id} is shown in the tab of result {held.saved.id}"
        undo = window.actions_.undo
        if undo.isEnabled() != window.late.undo.stack.canUndo():
            yield "Undo is enabled and there is nothing to undo, or the other way round"


class Folders(QObject):
    """Where folders would be opened."""

    @Slot(QUrl)
    def open(self, _address: QUrl) -> None:
        """Open nothing."""


class _ErrorLog(logging.Handler):
    def __init__(self, faults: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._faults = faults

    def emit(self, record: logging.LogRecord) -> None:
        self._faults.append(f"logged by {record.name}: {record.getMessage()}"[:4000])


def watch(monkey: Monkey) -> None:
    """Let what nobody caught, what is logged as an error, and what Qt warns of, be faults of the run."""
    from PySide6.QtCore import qInstallMessageHandler

    def on_qt(kind: QtMsgType, _context: object, text: str) -> None:
        stack = "".join(traceback.format_stack()[-8:-1])
        is_empty_icon = "qtawesome" in stack  # of a button that a very small window leaves no room
        if kind != QtMsgType.QtDebugMsg and not text.startswith(HARMLESS) and not is_empty_icon:
            monkey.faults.append(f"Qt: {text}\n{stack}")

    qInstallMessageHandler(on_qt)
    logging.getLogger().addHandler(_ErrorLog(monkey.faults))
    sys.excepthook = lambda kind, error, trace: monkey.faults.append(
        "".join(traceback.format_exception(kind, error, trace))
    )


def write_files(folder: Path, practice: PracticeProcess) -> list[Path]:
    """What is dropped on the window: a query, and files that are not what their names say."""
    texts = {
        "query.siroquery": query_file_text(QueryFile(question=asked(practice))),
        "other.siroquery": "{}",
        "figures.csv": "metric_id,value\na,1\n",
        "figures.xlsx": "no workbook",
        "chart.png": "no picture",
        "notes.txt": "",
    }
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return [folder / name for name in texts]


def asked(practice: PracticeProcess) -> Question:
    """Two teams, week by week."""
    query = MetricsQuery(
        organization_id=practice.description["organization_id"],
        conversation_type_id="roof_inspection",
        period=local_period(DateRange(date(2026, 10, 1), date(2026, 10, 31)), ZoneInfo("America/Denver")),
        filter_by=(EntityType.TEAM,),
        ids=("team_foothills", "team_front_range"),
    )
    return question_for(query, CompareBy(entities=CompareEntities.EACH, unit=Unit.WEEK))


def run_once(number: int, gestures: int) -> int:
    """One run in this process. 0: no fault."""
    import keyring
    from app_kit import MemoryKeyring, Person, PracticeProcess
    from helper_process import HelperProcess

    from siro_desktop.app import Program, build_application
    from siro_desktop.config import Paths, ProfileFile

    faulthandler.enable()
    keyring.set_keyring(MemoryKeyring())
    house, browser = HelperProcess("practice_house.py"), HelperProcess("scripted_browser.py")
    practice, person = PracticeProcess(house), Person(browser)
    home = Path(os.environ["SIRO_DESKTOP_HOME"])
    os.chdir(home)  # what is typed as the name of a file is written there
    for name in ("acme", "beta"):
        ProfileFile(Paths.find().make().profiles_file).save(practice.profile(id=name, name=name.title()))
    application = build_application()
    application.setQuitOnLastWindowClosed(False)
    folders = Folders()
    QDesktopServices.setUrlHandler("file", folders, "open")
    program = Program(application, person.open)
    program.open_window()
    assert program.session is not None
    files = write_files(home / "files", practice)
    monkey = Monkey(program, number, gestures, files, application.quit)
    watch(monkey)
    monkey.journal = (home / JOURNAL).open("w", buffering=1)
    window = program.session.window
    window.session.signed_in.connect(lambda _: window.run_actions.ask(asked(practice)))
    window.runs.finished.connect(monkey.begin)
    window.actions_.sign_in.trigger()
    program.run()
    for popup in iter(QApplication.activePopupWidget, None):
        popup.close()
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog):
            widget.done(0)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    is_closed = program.close()
    person.close()
    browser.close()
    house.close()
    print("    stood still:", *(f"{1000 * took:.0f} ms at {what};" for took, what in monkey.stalls))
    if not is_closed:
        monkey.faults.append("the program did not end in time")
    if monkey.faults:
        print(f"run {number} after:", *monkey.done, sep="\n    ")
        print(*dict.fromkeys(monkey.faults), sep="\n")
    return 1 if monkey.faults else 0


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--first", type=int, default=1, help="number of the first run")
    parser.add_argument("--gestures", type=int, default=2000)
    parser.add_argument("--child", action="store_true")
    wished = parser.parse_args()
    if wished.child:
        return run_once(wished.first, wished.gestures)
    failed = 0
    for number in range(wished.first, wished.first + wished.runs):
        with tempfile.TemporaryDirectory(prefix="siro-desktop-monkey-") as home:
            command = [
                sys.executable,
                str(Path(__file__).resolve()),
                "--child",
                "--first",
                str(number),
                "--gestures",
                str(wished.gestures),
            ]
            started = time.monotonic()
            done = subprocess.run(command, env=os.environ | {"SIRO_DESKTOP_HOME": home}, timeout=1200, check=False)
            failed += done.returncode != 0
            if done.returncode < 0:  # it had no time to say what it did
                print(*(Path(home) / JOURNAL).read_text().splitlines()[-40:], sep="\n    ")
            print(f"run {number}: {'ok' if not done.returncode else f'FAILED ({done.returncode})'}", end=", ")
            print(f"{time.monotonic() - started:.0f} s", flush=True)
    print(f"{wished.runs} runs of {wished.gestures} gestures, {failed} with a fault")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
