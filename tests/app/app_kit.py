"""The whole program: a real window, practice Siros in a process of their own, a scripted person at the browser."""

from __future__ import annotations

import threading
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import keyring
import keyring.backend
import keyring.errors
import pytest
from helper_process import HelperProcess
from PySide6.QtCore import QMimeData, QObject, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from siro_desktop.app import Program
from siro_desktop.config import Paths, ProfileFile
from siro_desktop.domain.periods import DateRange, local_period
from siro_desktop.domain.profile import Profile
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.question import question_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from siro_desktop.domain.results import SavedResult
    from siro_desktop.ui.main_window import MainWindow

Found = TypeVar("Found", bound=QObject)


class MemoryKeyring(keyring.backend.KeyringBackend):
    """Stands in for the Secret Service, whose name it bears: the program trusts keyrings by their class."""

    __module__ = "keyring.backends.SecretService"
    __qualname__ = "Keyring"
    priority = 1.0

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}
        self.gate = threading.Event()  # cleared: it waits, as a locked keyring for its password
        self.gate.set()

    def get_password(self, service: str, username: str) -> str | None:
        self.gate.wait(20)
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.entries.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError


class PracticeProcess:
    """A practice Siro; `description` is what it says of itself."""

    def __init__(self, house: HelperProcess, *options: str) -> None:
        self._house: HelperProcess | None = house
        self.description = house.ask(start=["--today", "2026-11-20", *options])

    def wait_before_answers(self, milliseconds: int) -> None:
        """From now on; a test that needs slow answers needs no slow sign-in before."""
        assert self._house is not None
        self._house.ask(delay=self.description["api_base_url"], latency_ms=milliseconds)

    def close(self) -> None:
        """Cut every connection to it. May be called twice."""
        house, self._house = self._house, None
        if house is not None:
            house.ask(close=self.description["api_base_url"])

    def profile(self, **changes: Any) -> Profile:
        """A connection to it."""
        known = {
            name: self.description[name]
            for name in (
                "api_base_url",
                "authorization_endpoint",
                "token_endpoint",
                "revocation_endpoint",
                "client_id",
                "organization_id",
                "time_zone",
            )
        }
        return Profile(**({"id": "acme", "name": "Acme Roofing"} | known | changes))


@pytest.fixture(scope="session")
def practice_house() -> Iterator[HelperProcess]:
    """Where all of them run."""
    house = HelperProcess("practice_house.py")
    yield house
    house.close()


@pytest.fixture(scope="session")
def practice(practice_house: HelperProcess) -> PracticeProcess:
    """A practice Siro without faults, for all tests."""
    return PracticeProcess(practice_house)


@pytest.fixture
def start_practice(practice_house: HelperProcess) -> Iterator[Callable[..., PracticeProcess]]:
    """Starts a practice Siro with options of the test's own."""
    started: list[PracticeProcess] = []

    def start(*options: str) -> PracticeProcess:
        started.append(PracticeProcess(practice_house, *options))
        return started[-1]

    yield start
    for process in started:
        process.close()


@pytest.fixture(scope="session")
def scripted_browser() -> Iterator[HelperProcess]:
    """One browser for all tests."""
    process = HelperProcess("scripted_browser.py")
    yield process
    process.close()


class Person:
    """Sits at the browser. `addresses` are the pages the program wanted opened."""

    def __init__(self, browser: HelperProcess) -> None:
        self.addresses: list[str] = []
        self.name = "admin"  # or "coach"
        self.denies = False
        self.answers = True
        self._browser = browser

    def open(self, address: str) -> bool:
        self.addresses.append(address)
        if self.answers:
            self._browser.tell(url=address, person=self.name, deny=self.denies)
        return True

    def close(self) -> None:
        self._browser.wait()


@pytest.fixture
def person(scripted_browser: HelperProcess) -> Iterator[Person]:
    person = Person(scripted_browser)
    yield person
    person.close()


@pytest.fixture
def system_keyring() -> Iterator[MemoryKeyring]:
    former, backend = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(former)


@pytest.fixture
def make_program(
    qapp: QApplication,
    qtbot: QtBot,
    person: Person,
    system_keyring: MemoryKeyring,
    start_practice: Callable[..., PracticeProcess],
) -> Iterator[Callable[..., Program]]:
    """Starts the program on profiles that are there already; closes it at the end, before the servers that it uses."""
    programs: list[Program] = []
    qapp.setQuitOnLastWindowClosed(False)

    def make(*profiles: Profile, watch: Callable[[MainWindow], object] | None = None) -> Program:
        file = ProfileFile(Paths.find().make().profiles_file)
        for profile in profiles:
            file.save(profile)
        program = Program(qapp, person.open)
        programs.append(program)
        program.open_window()
        assert program.session is not None
        if watch is not None:  # before anything has come from the store
            watch(program.session.window)
        qtbot.waitUntil(program.session.window.isVisible)
        program.session.window.late.make()  # nobody is as quick as a test
        return program

    yield make
    for program in programs:
        if program.session is not None:
            program.session.window.close()
        assert program.close()


@pytest.fixture
def program(make_program: Callable[..., Program], practice: PracticeProcess) -> Program:
    """The program on the practice Siro."""
    return make_program(practice.profile())


@pytest.fixture
def window(qtbot: QtBot, program: Program) -> MainWindow:
    """The program's window, with the result of a team and with names."""
    window = window_of(program)
    ask_for_team(qtbot, window)
    return window


def window_of(program: Program) -> MainWindow:
    """The program's window."""
    assert program.session is not None
    return program.session.window


def find(parent: QObject, name: str, kind: type[Found] = QWidget) -> Found:  # type: ignore[assignment]
    """The child with this objectName."""
    found = parent.findChild(kind, name)
    assert found is not None, f"there is no {name}"
    return found


def wait_for(qtbot: QtBot, parent: QObject, name: str, kind: type[Found]) -> Found:
    """The child with this objectName, once it is there."""
    qtbot.waitUntil(lambda: parent.findChild(kind, name) is not None)
    return find(parent, name, kind)


def sign_in(qtbot: QtBot, window: MainWindow) -> None:
    """Account ▸ Sign in…, until the window says so."""
    with qtbot.waitSignal(window.session.signed_in, timeout=15_000):
        window.actions_.sign_in.trigger()


def team_query(window: MainWindow, team: int = 0) -> MetricsQuery:
    """October 2026 of a team."""
    assert window.profile is not None
    teams = ("team_front_range", "team_foothills")
    return MetricsQuery(
        organization_id=window.profile.organization_id,
        conversation_type_id="roof_inspection",
        period=local_period(DateRange(date(2026, 10, 1), date(2026, 10, 31)), window.profile.zone),
        filter_by=(EntityType.TEAM,),
        ids=(teams[team],),
    )


def run_query(window: MainWindow, query: MetricsQuery) -> None:
    """Put a query into the form and press Run."""
    window.view.query_form.set_question(question_for(query))
    window.actions_.run.trigger()


def fetch_team(qtbot: QtBot, window: MainWindow, team: int = 0) -> SavedResult:
    """Run the query of a team, until its result is shown and the run is over."""
    page = window.view.result_page
    with qtbot.waitSignal(window.runs.succeeded, timeout=20_000):
        run_query(window, team_query(window, team))
    qtbot.waitUntil(lambda: page.saved is not None and page.saved.id > 0 and not window.runs.is_running)
    assert page.saved is not None
    return page.saved


def ask_for_team(qtbot: QtBot, window: MainWindow) -> None:
    """Sign in and run the query of a team, until its result is shown and names are known."""
    window.activateWindow()
    sign_in(qtbot, window)
    fetch_team(qtbot, window)
    qtbot.waitUntil(lambda: bool(window.names.users), timeout=15_000)


def drop_file(window: MainWindow, path: Path) -> bool:
    """Drag a file over the window and let go; return whether it was taken."""
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPoint(5, 5), copy, content, left, none)
    QApplication.sendEvent(window, entered)
    if entered.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPoint(5, 5), copy, content, left, none))
    return entered.isAccepted()


def is_ours(widget: QWidget) -> bool:
    """False for parts that Qt makes inside its own widgets, such as the viewport of a list."""
    return not widget.objectName().startswith("qt_")


def tab_stops(host: QWidget) -> list[QWidget]:
    """What the Tab key has to lead to."""
    wanted = Qt.FocusPolicy.TabFocus
    return [
        widget
        for widget in [host, *host.findChildren(QWidget)]
        if widget.isVisibleTo(host)
        and widget.window() is host.window()
        and widget.isEnabled()
        and widget.focusPolicy() & wanted == wanted
        and widget.focusProxy() is None
        and is_ours(widget)
    ]
