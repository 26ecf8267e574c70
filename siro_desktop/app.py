"""The composition root: builds everything once, wires it, runs it and shuts it down. Knows every room."""

from __future__ import annotations

import siro_desktop.qt_start  # noqa: F401  what follows is imported quicker

# isort: split
import logging
import os
import sys
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from siro_desktop import __version__
from siro_desktop.after_paint import LateStart
from siro_desktop.config import Paths, ProfileFile, keyring_patience
from siro_desktop.crash import install_crash_handlers, quit_on_signals, send_qt_messages_to_log
from siro_desktop.desktop import has_display, open_in_browser, system_proxy, today_in
from siro_desktop.errors import SiroError
from siro_desktop.first_show import FirstShow
from siro_desktop.log import set_up_logging
from siro_desktop.resources import resource
from siro_desktop.runner.runner import JobRunner, LoopRunner, TurnRunner
from siro_desktop.settings import SettingsFile
from siro_desktop.ui.looks import wear_looks
from siro_desktop.ui.settings_keeper import SettingsKeeper
from siro_desktop.ui.window_group import WindowGroup
from siro_desktop.ui.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractAsyncContextManager

    from siro_desktop.domain.profile import Profile
    from siro_desktop.jobs.connection import NetworkServices
    from siro_desktop.practice import PracticeServer, PracticeTour
    from siro_desktop.storage.library import Library
    from siro_desktop.ui.main_window import MainWindow

logger = logging.getLogger(__name__)

NO_DISPLAY_EXIT: Final = 6
_SWITCH_INTERVAL: Final = 1e-4  # seconds; keeps the GUI thread prompt while a worker is busy


def main() -> int:
    """Open the window, with the query of a file that the desktop names; the GUI entry point."""
    files = [Path(word) for word in sys.argv[1:] if not word.startswith("-")]
    return run_window(None, files[0] if files else None)


def run_window(profile_name: str | None, query_file: Path | None = None) -> int:
    """Open the window on the named connection, or the last one. Returns the exit code."""
    if not has_display():
        print("There is no display. Use the command line: siro-desktop --help", file=sys.stderr)  # noqa: T201
        return NO_DISPLAY_EXIT
    application = build_application()
    program = Program(application, open_in_browser)
    watch_over(application, program)
    program.open_window(profile_name, query_file)
    return program.run()


def run_demo(screenshot: Path | None) -> int:
    """Open the window on the practice Siro; without a display, or with `screenshot`, make pictures and end."""
    without_display = not has_display()
    if without_display:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        print("There is no display, so the window is drawn into a picture instead.", file=sys.stderr)  # noqa: T201
        screenshot = screenshot or Paths.find().practice().make().state / "demo.png"
    application = build_application()
    program = Program(application, open_in_browser)
    watch_over(application, program)
    program.open_practice()
    if screenshot is not None:
        from siro_desktop.demo_picture import DemoPicture

        picture = DemoPicture(program, screenshot.absolute())
        code = program.run()
        return picture.exit_code or code
    return program.run()


def build_application() -> QApplication:
    """Make the QApplication with names and crash handlers."""
    sys.setswitchinterval(_SWITCH_INTERVAL)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("siro-desktop")
    application.setApplicationDisplayName("Siro Desktop")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("siro-desktop")
    return application


def watch_over(application: QApplication, program: Program) -> None:
    """Set up what belongs to the whole process: the log, crash reports, an orderly end on signals."""
    set_up_logging(program.paths.log, rotates=False)  # until LateStart
    install_crash_handlers(program)
    send_qt_messages_to_log()
    quit_on_signals(application)


class Session(Struct):
    """What windows rest on, and the windows."""

    group: WindowGroup
    network: JobRunner[NetworkServices]
    store: JobRunner[Library]
    export: JobRunner[None]
    server: PracticeServer | None = None
    tour: PracticeTour | None = None

    @property
    def window(self) -> MainWindow:
        """The first window."""
        return self.group.first

    def close(self) -> bool:
        """Stop everything; the store last, since the network hands it what came. False if something goes on."""
        self.group.close()
        runners = (self.network, self.export, self.store)
        for runner in runners:
            runner.cancel_all()
        stopped = [runner.stop() for runner in runners]
        if self.server is not None:
            self.server.stop()
        return all(stopped)


class Program(QObject):
    """Holds the open window and changes between real and practice data."""

    def __init__(self, application: QApplication, open_browser: Callable[[str], bool]) -> None:
        super().__init__(application)
        self._application = application
        self._open_browser = open_browser
        self.paths = Paths.find().make()
        self.session: Session | None = None

    def run(self) -> int:
        """Run until the last window is closed; return the exit code."""
        code = self._application.exec()
        self.close()
        return code

    def close(self) -> bool:
        """Stop all that runs. False if something goes on by itself: the process waits for it at its end."""
        session, self.session = self.session, None
        return session is None or session.close()

    def open_window(self, profile_name: str | None = None, query_file: Path | None = None) -> None:
        """Open the window on a real connection, or on the welcome page if there is none."""
        session = self._build_session(self.paths, None)
        window = session.window
        session.group.practice_requested.connect(self.open_practice)
        try:
            profiles = ProfileFile(self.paths.profiles_file).load()
        except SiroError as error:
            profiles = ()
            QTimer.singleShot(0, partial(window.messages.show_error, error))
        self._show(session, _choose(profiles, profile_name, window.state.settings.last_profile_id))
        window.set_profiles(profiles)
        if query_file is not None:
            window.queries.open_file(query_file.absolute())

    @Slot()
    def open_practice(self) -> None:
        """Open the window on the practice Siro, which starts in a process of its own."""
        from siro_desktop.practice import PracticeServer, PracticeTour, offline_profile

        session = self._build_session(self.paths.practice().make(), offline_profile())
        session.server = PracticeServer(self)
        session.group.leave_practice_requested.connect(self.open_window)
        session.tour = PracticeTour(session.window, session.server)
        session.server.ready.connect(session.group.follow_first)  # after the tour's own slot
        self._show(session, offline_profile())
        session.server.start()

    def _build_session(self, paths: Paths, practice: Profile | None) -> Session:
        store: JobRunner[Library] = TurnRunner("store", partial(_open_library, paths.data))
        settings = SettingsKeeper(SettingsFile(paths.settings_file), store)
        wear_looks(self._application, settings.current)
        open_network = partial(
            _open_network,
            store.call,
            memory_only=practice is not None,
            lock_folder=paths.state,
            system_proxy=system_proxy,
            keyring_patience=keyring_patience(),
        )
        network: JobRunner[NetworkServices] = LoopRunner("network", open_network, starts=False)
        export: JobRunner[None] = TurnRunner("export", nullcontext)
        workspace = Workspace(
            paths=paths,
            profile_file=ProfileFile(self.paths.profiles_file),
            settings=settings,
            network=network,
            store=store,
            export=export,
            open_browser=self._open_browser if practice is None else self._practice_browser(),
            today=today_in,
            practice=practice,
        )
        return Session(WindowGroup(workspace), network, store, export)

    def _practice_browser(self) -> Callable[[str], bool]:
        from siro_desktop.practice import PracticeBrowser

        return PracticeBrowser(self._open_browser, self).open

    def _show(self, session: Session, profile: Profile | None) -> None:
        """Turn to a session, on a connection. A window that is open closes when the other has taken its place."""
        former, self.session = self.session, session
        late = LateStart(session.window, session.network)
        late.begun.connect(self._set_icon)
        late.begun.connect(session.group.reopen)
        if former is None:
            session.window.set_profile(profile)
            FirstShow(session.window)
        else:
            session.window.show()
            session.window.set_profile(profile)
            former.close()

    @Slot()
    def _set_icon(self) -> None:
        """Drawing it in all sizes takes 4 ms, which the first paint does not wait for."""
        self._application.setWindowIcon(QIcon(str(resource("icons/siro-desktop.svg"))))


def _choose(profiles: tuple[Profile, ...], name: str | None, last_id: str) -> Profile | None:
    """The named profile, else the one used last, else the first."""
    for profile in profiles:
        if name is not None and name in {profile.name, profile.id}:
            return profile
    return next((profile for profile in profiles if profile.id == last_id), profiles[0] if profiles else None)


@contextmanager
def _open_library(folder: Path) -> Iterator[Library]:
    from siro_desktop.storage.library import Library

    library = Library.open(folder)
    try:
        yield library
    finally:
        library.close()


def _open_network(*arguments: Any, **options: Any) -> AbstractAsyncContextManager[NetworkServices]:
    """As `open_network_services`, imported on the network thread: a start needs none of it before the first paint."""
    from siro_desktop.jobs.connection import open_network_services

    return open_network_services(*arguments, **options)
