"""A full session of the real window, driven from standard input: one command a line, *done* after each.

It signs in, asks, fails in several ways, crashes on purpose, and signs out. Everything that a person could see is
printed: window titles, banner, crash report.
"""

from __future__ import annotations

import gc
import logging
import sys
import urllib.request
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from siro_desktop.app import Program, build_application, watch_over
from siro_desktop.config import ProfileFile
from siro_desktop.domain.periods import Period
from siro_desktop.domain.profile import Profile
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.question import question_for
from siro_desktop.runner.call import Call

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 100  # seconds; only what never comes takes so long


def until(state: Callable[[], bool]) -> None:
    """Let Qt work until `state` holds, for `PATIENCE` at most."""
    loop = QEventLoop()
    timer = QTimer()
    timer.setInterval(10)
    timer.timeout.connect(lambda: loop.quit() if state() else None)
    timer.start()
    QTimer.singleShot(PATIENCE * 1000, loop.quit)
    loop.exec()
    if not state():
        raise TimeoutError


def browse(address: str) -> bool:
    """Be a browser that follows redirects; the person consents at once."""
    urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=PATIENCE).read()
    return True


class Session:
    def __init__(self, address: str) -> None:
        application = build_application()
        self.program = Program(application, self._browse)
        watch_over(application, self.program)
        logging.getLogger().setLevel(logging.DEBUG)
        for handler in logging.getLogger().handlers:
            handler.setLevel(logging.DEBUG)
        ProfileFile(self.program.paths.profiles_file).save(
            Profile(
                id="canary",
                name="Canary",
                api_base_url=address,
                authorization_endpoint=f"{address}/authorize",
                token_endpoint=f"{address}/token",
                revocation_endpoint=f"{address}/revoke",
                client_id="desktop",
                organization_id="org_1",
            )
        )
        self.program.open_window()
        assert self.program.session is not None
        self.window = self.program.session.window

    def _browse(self, address: str) -> bool:
        assert self.program.session is not None
        self.program.session.export.submit(Call(lambda: browse(address)))
        return True

    def secret(self, value: str) -> None:
        assert self.window.profile is not None
        self.window.session.keep_secret(self.window.profile, value)
        until(lambda: self.window.session._reading is None)

    def sign_in(self) -> None:
        done: list[object] = []
        connection = self.window.session.signed_in.connect(done.append)
        self.window.actions_.sign_in.trigger()
        until(lambda: bool(done))
        self.window.session.signed_in.disconnect(connection)

    def ask(self) -> None:
        query = MetricsQuery(
            organization_id="org_1",
            conversation_type_id="roof",
            period=Period(datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)),
            filter_by=(EntityType.TEAM,),
            ids=("team_1",),
        )
        self.window.view.query_form.set_question(question_for(query))
        self.window.actions_.run.trigger()
        until(lambda: not self.window.runs.is_running)
        print(self.window.view.result_page.banner.text())
        print(repr(self.window.view.result_page.saved))

    def crash(self) -> None:
        tokens = [found for found in gc.get_objects() if type(found).__name__ == "TokenSet"]
        text = f"access_token={tokens[0].access_token}" if tokens else "no token"

        def fail() -> None:
            raise RuntimeError(text)

        QTimer.singleShot(0, fail)
        until(lambda: any(isinstance(one, QMessageBox) for one in QApplication.topLevelWidgets()))
        for one in QApplication.topLevelWidgets():
            if isinstance(one, QMessageBox):
                print(one.text(), one.informativeText(), one.detailedText())
                one.close()

    def sign_out(self) -> None:
        self.window.actions_.sign_out.trigger()
        until(lambda: not self.window.session.status.signed_in)
        print(self.window.view.result_page.banner.text())


def main() -> None:
    session = Session(sys.argv[1])
    for line in sys.stdin:
        command, _, argument = line.strip().partition(" ")
        getattr(session, command)(*([argument] if argument else []))
        for widget in QApplication.topLevelWidgets():
            print(widget.windowTitle(), widget.accessibleName())
        print("done", flush=True)
    session.window.close()
    session.program.close()


if __name__ == "__main__":
    main()
