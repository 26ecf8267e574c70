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
import random
import subprocess
import sys
import tempfile
import time
import traceback
from collections import deque
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO
from zoneinfo import ZoneInfo

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QMimeData,
    QObject,
    QPoint,
    Qt,
    QTimer,
    QtMsgType,
    QUrl,
    Slot,
)
from PySide6.QtGui import QAction, QDesktopServices, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)
from shiboken6 import isValid

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
    from siro_desktop.ui.main_window import MainWindow

NEVER: Final = frozenset({"quit", "close_window", "practice", "leave_practice", "open_log_folder", "report_problem"})
"""Actions that end the run, or leave the program."""
RARE: Final = frozenset({"delete_all", "sign_out", "close_tab", "full_screen"})
TEXTS: Final = (
    *("", "e", "talk", "share", "Rep A", "0", "12", "-3", "1e400", "31 Oct 2026", "user_001", "team_foothills"),
    *("roof_inspection", "https://example.invalid/{id}", "=1+1", "a\tb", "שלום", "😀", "x" * 300, "(", "%1", "&&"),
)
KEYS: Final = tuple(
    map(
        QKeySequence,
        (
            *("Tab", "Shift+Tab", "Up", "Down", "Left", "Right", "Return", "Space", "Esc", "Del", "Home", "End"),
            *("PgUp", "PgDown", "F2", "F3", "F5", "F6", "Menu", "Shift+Down", "Ctrl+Space", "Alt+Down", "Backspace"),
            *("Ctrl+A", "Ctrl+C", "Ctrl+Shift+C", "Ctrl+Z", "Ctrl+Y", "Ctrl+F", "Ctrl+K", "Ctrl+Return", "Ctrl+E"),
            *("Ctrl+T", "Ctrl+PgDown", "Ctrl+PgUp", "Ctrl++", "Ctrl+-", "Ctrl+0", "Alt+Left", "Alt+Right", "Ctrl+1"),
            *("Ctrl+2", "Ctrl+3", "Ctrl+Shift+L", "Ctrl+Down", "Ctrl+N", "Ctrl+S", "Ctrl+P", "F1", "Ctrl+Shift+P"),
        ),
    )
)
HARMLESS: Final = (
    "This plugin does not support",
    "Keyboard event not accepted by receiving widget",
    "QPainter::begin(): Returned false",
    "QPainter::end: Painter ended with",
)
"""Warnings of a display without a window manager, of QTest, and of printing that fails or is stopped."""
JOURNAL: Final = "gestures.txt"
SIZES: Final = ((640, 480), (1024, 600), (1280, 760), (1560, 960))
_PAUSE_MS: Final = 4
_BEAT_MS: Final = 20


class Monkey(QObject):
    """Makes gestures between other events, nested loops of dialogs included, and calls `ended` after the last."""

    def __init__(
        self, program: Program, number: int, gestures: int, files: list[Path], ended: Callable[[], None]
    ) -> None:
        super().__init__()
        self._program, self._random, self._left = program, random.Random(number), gestures
        self._files, self._ended = files, ended
        self.done: deque[str] = deque(maxlen=25)
        self.stalls: list[tuple[float, str]] = []
        self.faults: list[str] = []
        self.journal: TextIO = io.StringIO()
        self._gestures: list[tuple[int, Callable[[], str | None]]] = [
            (10, self._trigger),
            (22, self._click),
            (16, self._press),
            (8, self._type),
            (9, self._click_item),
            (5, self._click_tab),
            (3, self._click_heading),
            (4, self._choose),
            (2, self._context_menu),
            (2, self._wheel),
            (2, self._drop),
            (1, self._resize),
            (5, self._wait),
            (4, self._close_dialog),
        ]
        self._rest_ms = _PAUSE_MS
        self._around: list[QWidget] = []
        self._heart, self._beaten = QTimer(self), time.perf_counter()

    def begin(self) -> None:
        """Make the first gesture soon, the first time that it is asked for."""
        if self._heart.isActive():
            return
        QTimer.singleShot(_PAUSE_MS, self, self._next)
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
        rest, self._rest_ms = self._rest_ms, _PAUSE_MS
        QTimer.singleShot(rest, self, self._next)  # before the gesture, which may begin a loop of its own
        weights = [weight for weight, _ in self._gestures]
        _, gesture = self._random.choices(self._gestures, weights)[0]
        try:
            said = gesture()
        except Exception:  # noqa: BLE001  whatever it is, it is what is looked for
            self.faults.append(traceback.format_exc())
            return
        if said is not None:
            self.done.append(f"{gesture.__name__[1:]} {said}")
            self.journal.write(f"{self.done[-1]}\n")
        self.faults += contradictions(self._program)

    # Where ----------------------------------------------------------------------------------------------------------

    def _host(self) -> QWidget:
        """What takes clicks and keys now: a menu, else a modal dialog, else one of the windows."""
        popup, modal = QApplication.activePopupWidget(), QApplication.activeModalWidget()
        if popup is not None:
            return popup
        if modal is not None:
            return modal
        shown = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible() and widget.isEnabled()]
        return self._random.choice(shown) if shown and self._random.random() < 0.5 else self._window()

    def _window(self) -> MainWindow:
        assert self._program.session is not None
        windows = [window for window in self._program.session.group.windows if window.isVisible()]
        return self._random.choice(windows) if windows else self._program.session.window

    def _some(self, kind: type[Any]) -> Any:
        """A part of a kind that can be used now."""
        host = self._host()
        self._around = [host, *host.findChildren(QWidget)]  # PySide forgets a part when it forgets what that is in
        parts = [part for part in self._around if isinstance(part, kind) and _is_usable(part)]
        return self._random.choice(parts) if parts else None

    # Gestures -------------------------------------------------------------------------------------------------------

    def _trigger(self) -> str | None:
        if QApplication.activeModalWidget() is not None or QApplication.activePopupWidget() is not None:
            return None
        actions = [one for one in self._window().findChildren(QAction) if _may_trigger(one, self._random)]
        if not actions:
            return None
        action = self._random.choice(actions)
        said = action.objectName() or action.text()
        action.trigger()
        return said

    def _click(self) -> str | None:
        button = self._some(QAbstractButton)
        if button is None:
            return None
        said = _name(button)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, self._modifier(), button.rect().center())
        return said

    def _press(self) -> str | None:
        host = QApplication.activePopupWidget() or QApplication.focusWidget() or self._host()
        key = self._random.choice(KEYS)
        said = f"{key.toString()} in {_name(host)}"
        QTest.keySequence(host, key)
        return said

    def _type(self) -> str | None:
        line = self._some((QLineEdit, QPlainTextEdit, QAbstractSpinBox))  # type: ignore[arg-type]
        if line is None:
            return None
        text, said = self._random.choice(TEXTS), _name(line)
        line.setFocus()
        if self._random.random() < 0.6:
            QTest.keySequence(line, QKeySequence("Ctrl+A"))
        for letter in text[:40]:
            if isValid(line) and letter.isascii():
                QTest.keyClicks(line, letter)
        if isValid(line) and not text.isascii() and isinstance(line, QLineEdit) and not line.isReadOnly():
            line.insert(text)
        if isValid(line) and self._random.random() < 0.4:
            QTest.keyClick(line, Qt.Key.Key_Return)
        return f"{text!r} into {said}"

    def _click_item(self) -> str | None:
        view = self._some(QAbstractItemView)
        if view is None or not isinstance(view.model(), QAbstractItemModel) or isinstance(view, QHeaderView):
            return None
        model, said = view.model(), _name(view)
        rows = model.rowCount(view.rootIndex())
        columns = model.columnCount(view.rootIndex()) if isinstance(model, QAbstractTableModel) else 1
        if not rows or not columns:
            return None
        index = model.index(self._random.randrange(rows), self._random.randrange(columns), view.rootIndex())
        view.scrollTo(index)
        where = view.visualRect(index).center()
        click = QTest.mouseDClick if self._random.random() < 0.15 else QTest.mouseClick
        click(view.viewport(), Qt.MouseButton.LeftButton, self._modifier(), where)
        return f"{index.row()}, {index.column()} of {said}"

    def _click_tab(self) -> str | None:
        bar = self._some(QTabBar)
        if bar is None or not bar.count():
            return None
        place, said = self._random.randrange(bar.count()), _name(bar)
        button = Qt.MouseButton.MiddleButton if self._random.random() < 0.1 else Qt.MouseButton.LeftButton
        QTest.mouseClick(bar, button, Qt.KeyboardModifier.NoModifier, bar.tabRect(place).center())
        return f"{place} of {said}"

    def _click_heading(self) -> str | None:
        headings = self._some(QHeaderView)
        if headings is None or not headings.count():
            return None
        section = self._random.randrange(headings.count())
        where = QPoint(headings.sectionViewportPosition(section) + headings.sectionSize(section) // 2, 5)
        said = f"{section} of {_name(headings)}"
        QTest.mouseClick(headings.viewport(), Qt.MouseButton.LeftButton, self._modifier(), where)
        return said

    def _choose(self) -> str | None:
        combo = self._some(QComboBox)
        if combo is None or not combo.count():
            return None
        said = _name(combo)
        combo.setFocus()
        for _ in range(self._random.randrange(1, 4)):
            if isValid(combo):
                QTest.keyClick(combo, self._random.choice((Qt.Key.Key_Down, Qt.Key.Key_Up)))
        return said

    def _context_menu(self) -> str | None:
        part = self._some(QWidget)
        if part is None:
            return None
        said = _name(part)
        QTest.mouseClick(part, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, part.rect().center())
        if isValid(part):
            QTest.keyClick(part, Qt.Key.Key_Menu)
        return said

    def _wheel(self) -> str | None:
        view = self._some(QAbstractItemView)
        if view is None:
            return None
        view.verticalScrollBar().setValue(self._random.randrange(view.verticalScrollBar().maximum() + 1))
        return _name(view)

    def _drop(self) -> str | None:
        window = self._window()
        if not self._files or QApplication.activeModalWidget() is not None:
            return None
        path, content = self._random.choice(self._files), QMimeData()
        content.setUrls([QUrl.fromLocalFile(str(path))])
        copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        entered = QDragEnterEvent(QPoint(5, 5), copy, content, left, none)
        QApplication.sendEvent(window, entered)
        if entered.isAccepted():
            QApplication.sendEvent(window, QDropEvent(QPoint(5, 5), copy, content, left, none))
        return path.name

    def _resize(self) -> str | None:
        size = self._random.choice(SIZES)
        self._window().resize(*size)
        return f"{size}"

    def _wait(self) -> str | None:
        self._rest_ms = self._random.choice((50, 150, 400))
        return f"{self._rest_ms} ms"

    def _close_dialog(self) -> str | None:
        popup, modal = QApplication.activePopupWidget(), QApplication.activeModalWidget()
        closed = popup or modal
        if closed is None:
            return None
        said = _name(closed)
        closed.close() if isinstance(closed, QMenu | QFileDialog) else QTest.keyClick(closed, Qt.Key.Key_Escape)
        return said

    def _modifier(self) -> Qt.KeyboardModifier:
        none, shift, control = (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
            Qt.KeyboardModifier.ControlModifier,
        )
        return self._random.choices((none, shift, control), (8, 1, 1))[0]


def _name(part: QObject) -> str:
    return part.objectName() or type(part).__name__


def _is_usable(part: QWidget) -> bool:
    return isValid(part) and part.isVisible() and part.isEnabled() and not part.visibleRegion().isEmpty()


def _may_trigger(action: QAction, at_random: random.Random) -> bool:
    name = action.objectName()
    if not name or not action.isEnabled() or not action.isVisible() or action.isSeparator() or name in NEVER:
        return False  # those without a name are Qt's and pyqtgraph's own
    return name not in RARE or at_random.random() < 0.1


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
        if undo.isEnabled() != window.undo.stack.canUndo():
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

    from siro_desktop.app import Program, build_application
    from siro_desktop.config import Paths, ProfileFile

    faulthandler.enable()
    keyring.set_keyring(MemoryKeyring())
    practice, person = PracticeProcess("--today", "2026-11-20"), Person()
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
    practice.close()
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
