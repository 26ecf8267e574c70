"""`siro-desktop demo` where nobody watches: pictures of the window, and the result as a text table."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from siro_desktop.domain.question import question_of
from siro_desktop.export.text_table import format_table
from siro_desktop.practice import compared_question

if TYPE_CHECKING:
    from pathlib import Path

    from siro_desktop.app import Program
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.errors import SiroError

_SETTLE_MS: Final = 400  # charts settle their axes while they are painted
_GIVE_UP_MS: Final = 60_000
_SIZE: Final = (1280, 800)


class DemoPicture(QObject):
    """Waits for the first result, prints it, saves pictures of it and of a comparison, and ends the program."""

    def __init__(self, program: Program, path: Path) -> None:
        super().__init__(program)
        self._path = path
        self.exit_code = 0
        session = program.session
        if session is None or session.tour is None:
            raise TypeError("the demo is not open")
        self._window = session.window
        self._window.resize(*_SIZE)
        session.tour.arrived.connect(self._on_arrived, Qt.ConnectionType.SingleShotConnection)
        session.tour.failed.connect(self._on_failed)
        QTimer.singleShot(_GIVE_UP_MS, self, self._on_too_late)

    @Slot(object)
    def _on_arrived(self, saved: SavedResult) -> None:
        print(format_table(saved))  # noqa: T201  the command's result
        QTimer.singleShot(_SETTLE_MS, self, self._save_table)

    @Slot()
    def _save_table(self) -> None:
        self._grab_into(self._path)
        self._window.view.result_page.show_view("charts")
        QTimer.singleShot(_SETTLE_MS, self, self._save_charts)

    @Slot()
    def _save_charts(self) -> None:
        self._save("charts")
        saved, profile = self._window.view.result_page.saved, self._window.profile
        if saved is None or profile is None:
            self._end()
            return
        self._window.shown.shown.connect(self._on_compared)
        question = compared_question(question_of(saved.plan))
        self._window.view.query_form.set_question(question)
        self._window.run_actions.ask(question)

    @Slot(object)
    def _on_compared(self, saved: SavedResult) -> None:
        if not self._window.runs.is_running or not saved.missing:
            self._window.shown.shown.disconnect(self._on_compared)
            self._window.view.result_page.show_view("matrix")
            QTimer.singleShot(_SETTLE_MS, self, self._save_matrix)

    @Slot()
    def _save_matrix(self) -> None:
        self._save("matrix")
        self._window.view.result_page.show_view("trend")
        QTimer.singleShot(_SETTLE_MS, self, self._save_trend)

    @Slot()
    def _save_trend(self) -> None:
        self._save("trend")
        self._end()

    def _save(self, name: str) -> None:
        self._grab_into(self._path.with_stem(f"{self._path.stem}-{name}"))

    def _grab_into(self, path: Path) -> None:
        """Write PNG, whatever the name, and tell the path."""
        if self._window.grab().save(str(path), "PNG"):
            print(path)  # noqa: T201
            return
        print(f"The picture cannot be written: {path}", file=sys.stderr)  # noqa: T201
        self.exit_code = 6

    @Slot(object)
    def _on_failed(self, error: SiroError) -> None:
        print(f"{error.title}: {error.message}", file=sys.stderr)  # noqa: T201
        self.exit_code = 5
        self._end()

    @Slot()
    def _on_too_late(self) -> None:
        print("The practice Siro did not answer within a minute.", file=sys.stderr)  # noqa: T201
        self.exit_code = 5
        self._end()

    def _end(self) -> None:
        self._window.close()
        QApplication.quit()
