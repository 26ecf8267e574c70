"""The practice Siro as the window uses it: a process of its own, a profile for it, and a guided first run.

The figures are invented. Tokens live in memory, data in a folder of their own (`Paths.practice`).
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace
from PySide6.QtCore import QObject, QProcess, Signal, Slot

from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.plan import CompareBy, CompareEntities
from siro_desktop.domain.profile import PRACTICE_PROFILE_ID, Profile
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.question import Question
from siro_desktop.domain.relative_periods import RelativePeriod
from siro_desktop.errors import ConnectionFailed

if TYPE_CHECKING:
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.errors import SiroError
    from siro_desktop.ui.main_window import MainWindow

_NAME: Final = "Practice organization"
_STOP_MS: Final = 2000


def offline_profile() -> Profile:
    """Return the practice profile before its server runs: enough to review what was fetched before."""
    return Profile(id=PRACTICE_PROFILE_ID, name=_NAME, time_zone="America/Denver")


def profile_from(description: dict[str, Any]) -> Profile:
    """Return the profile for a running practice Siro, from the line of JSON that it prints first."""
    return Profile(
        id=PRACTICE_PROFILE_ID,
        name=_NAME,
        api_base_url=description["api_base_url"],
        authorization_endpoint=description["authorization_endpoint"],
        token_endpoint=description["token_endpoint"],
        revocation_endpoint=description["revocation_endpoint"],
        client_id=description["client_id"],
        organization_id=description["organization_id"],
        time_zone=description["time_zone"],
    )


def first_question(description: dict[str, Any], profile: Profile) -> Question:
    """Return a question that has something to show: last month of the first team."""
    return Question(
        organization_id=profile.organization_id,
        conversation_type_id=description["conversation_type_ids"][0],
        period=RelativePeriod.parse("last-month"),
        filter_by=(EntityType.TEAM,),
        ids=(description["team_ids"][0],),
    )


def compared_question(question: Question) -> Question:
    """Return the question about a team's members, week by week, with the team as a whole beside them."""
    compare_by = CompareBy(entities=CompareEntities.MEMBERS, unit=Unit.WEEK, with_whole=True)
    return replace(question, period=RelativePeriod(Unit.WEEK, 8, with_current=False), compare_by=compare_by)


class PracticeServer(QObject):
    """Runs the practice Siro in a process of its own, which ends when this program does.

    Signals: `ready(description)` once it serves, `failed(SiroError)`.
    """

    ready = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._output = b""
        self._process = QProcess(self)
        self._process.setProgram(sys.executable)
        self._process.setArguments(["-m", "siro_desktop.sandbox", "--port", "0", "--until-stdin-closes"])
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.SeparateChannels)
        self._process.readyReadStandardOutput.connect(self._on_output)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_finished)

    def start(self) -> None:
        """Start the process; `ready` or `failed` follows."""
        self._process.start()

    def stop(self) -> None:
        """End the process and wait for it."""
        self._process.blockSignals(True)
        self._process.closeWriteChannel()
        if self._process.state() is not QProcess.ProcessState.NotRunning and not self._process.waitForFinished(
            _STOP_MS
        ):
            self._process.kill()
            self._process.waitForFinished(_STOP_MS)

    @Slot()
    def _on_output(self) -> None:
        had_line = b"\n" in self._output
        self._output += bytes(self._process.readAllStandardOutput().data())
        if not had_line and b"\n" in self._output:
            self.ready.emit(json.loads(self._output.partition(b"\n")[0]))

    @Slot()
    def _on_finished(self) -> None:
        detail = bytes(self._process.readAllStandardError().data()).decode(errors="replace")
        message = (
            "The practice Siro did not start. It needs the packages of the extra “sandbox”; "
            "packaging/dev.py installs them."
        )
        self.failed.emit(ConnectionFailed(message, title="No practice data", detail=detail[-2000:] or None))


class PracticeBrowser(QObject):
    """Plays the browser's part of the first sign-in; later ones use the real browser."""

    def __init__(self, open_real_browser: object, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_real_browser = open_real_browser
        self.plays = True

    def open(self, address: str) -> bool:
        """Walk through the practice Siro's consent page, in a process of its own."""
        if not self.plays:
            return bool(self._open_real_browser(address))  # type: ignore[operator]
        self.plays = False
        process = QProcess(self)
        process.finished.connect(process.deleteLater)
        process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        process.start(sys.executable, ["-m", "siro_desktop.sandbox.browser"])
        process.write(address.encode() + b"\n")  # on standard input: an argument list can be read by others
        process.closeWriteChannel()
        return True


class PracticeTour(QObject):
    """Takes a window to the point where there is something to look at: server, sign-in, names, a first query.

    Signals: `arrived(SavedResult)` once a result is shown, `failed(SiroError)`.
    """

    arrived = Signal(object)
    failed = Signal(object)

    def __init__(self, window: MainWindow, server: PracticeServer) -> None:
        super().__init__(window)
        self._window = window
        self._server = server
        self._description: dict[str, Any] = {}
        self._was_signed_in = False
        window.library.nothing_saved.connect(self._on_nothing_saved)  # after the window's own slot
        server.ready.connect(self._on_ready)
        server.failed.connect(self._on_failed)
        window.session.signed_in.connect(self._on_signed_in)
        window.runs.succeeded.connect(self._on_succeeded)
        for failing in (window.session, window.runs):
            failing.failed.connect(self.failed)

    @Slot()
    def _on_nothing_saved(self) -> None:
        if not self._was_signed_in:
            self._window.view.result_page.show_loading(self.tr("Starting the practice Siro…"))

    @Slot(object)
    def _on_ready(self, description: dict[str, Any]) -> None:
        self._description = description
        self._window.set_profile(profile_from(description))
        self._window.session.sign_in()

    @Slot(object)
    def _on_signed_in(self, _status: object) -> None:
        profile = self._window.profile
        if profile is None or self._was_signed_in:
            return
        self._was_signed_in = True
        self._window.view.query_form.set_question(first_question(self._description, profile))
        self._window.late.forget_steps()  # nobody has changed anything yet
        self._window.view.query_form.run()

    @Slot(object)
    def _on_succeeded(self, saved: SavedResult) -> None:
        self.arrived.emit(saved)

    @Slot(object)
    def _on_failed(self, error: SiroError) -> None:
        self._window.view.result_page.stop_loading()
        self._window.messages.show_error(error)
        self.failed.emit(error)
