"""What comes after the window has shown what it shows first: network, icons, what draws results, a look at the store.

All of it would take time from the first paint: Python runs one thread at a time.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot

from siro_desktop.log import let_log_rotate
from siro_desktop.runner.call import Call
from siro_desktop.runner.collector import Collector
from siro_desktop.runner.runner import import_loop
from siro_desktop.ui.icons import import_icon_library, load_icons
from siro_desktop.ui.late_imports import ONE_AT_A_TIME
from siro_desktop.ui.late_parts import PARTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtCore import SignalInstance
    from PySide6.QtWidgets import QWidget

    from siro_desktop.jobs.connection import NetworkServices
    from siro_desktop.runner.runner import JobRunner
    from siro_desktop.ui.main_window import MainWindow

_MOMENT_MS: Final = 20  # in which what was painted reaches the screen
_AT_MOST_MS: Final = 2_000  # a window that is not painted, since it is minimized, goes on without
_LATE: Final = (  # what a person may do first, first
    "jobs.run_question",
    "ui.charts.view",
    "ui.charts.bar_panel",  # pyqtgraph and numpy come with it
    "ui.answer_view",
    "ui.comparison.matrix_view",
    "ui.comparison.long_view",
    "ui.comparison.notes_strip",
    "ui.charts.compared_bars",
    "ui.charts.trend_plot",
    "ui.charts.trend",
    "ui.comparison.leaderboard",
    "ui.comparison.difference_view",
    "ui.comparison.changes_view",
    "ui.export_controller",
    "ui.export_dialog",
    "ui.picture_controller",
    "ui.profile_controller",
    "ui.ids_dialog",
    "jobs.export_file",
    "jobs.exported_files",
    "jobs.check_connection",
    "jobs.look_up_targets",
    "jobs.saved_limits",
    "ui.report_controller",
    "ui.report.desk",
)


class AfterFirstPaint(QObject):
    """Calls a function once, after a widget was painted for the first time from now on.

    `sign` is the event that says so: a window gets UpdateRequest when anything in it is painted.
    """

    def __init__(self, widget: QWidget, function: Callable[[], object], sign: QEvent.Type = QEvent.Type.Paint) -> None:
        super().__init__(widget)
        self._function, self._sign = function, sign
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, happening: QEvent) -> bool:  # noqa: N802  Qt's name
        """Wait for the first paint event, then step aside."""
        if happening.type() == self._sign:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._function)
            self.deleteLater()
        return False


class LateStart(QObject):
    """Begins the rest once the last result is painted, or it is known that there is none.

    `network` runs from then on; what was submitted to it before has waited. Signal: `begun`.
    """

    begun = Signal()

    def __init__(self, window: MainWindow, network: JobRunner[NetworkServices]) -> None:
        super().__init__(window)
        self._window, self._network = window, network
        self._is_shown = self._is_begun = False
        self._collector = Collector(lambda: window.runs.is_running, self)
        for shown in self._signs():
            shown.connect(self._on_shown)
        AfterFirstPaint(window, self._on_painted)
        patience = QTimer(self, singleShot=True, interval=_AT_MOST_MS)
        patience.timeout.connect(self._begin)
        patience.start()

    @Slot()
    def _on_painted(self) -> None:
        """What was opened may have come before this, and is not painted yet."""
        if not self._is_shown and not self._window.library.is_opening:
            self._begin_soon()

    def _signs(self) -> tuple[SignalInstance, ...]:
        """What says that the last result is in view, or that none comes."""
        library = self._window.library
        return library.opened, library.first_rows, library.nothing_saved, library.failed

    @Slot()
    def _on_shown(self) -> None:
        self._is_shown = True
        for shown in self._signs():  # the first is enough: a session shows thousands
            shown.disconnect(self._on_shown)
        AfterFirstPaint(self._window, self._begin_soon, QEvent.Type.UpdateRequest)

    @Slot()
    def _begin_soon(self) -> None:
        QTimer.singleShot(_MOMENT_MS, self, self._begin)

    @Slot()
    def _begin(self) -> None:
        if self._is_begun:
            return
        self._is_begun = True
        self._make_parts(iter(PARTS))

    def _make_parts(self, parts: Iterator[str]) -> None:
        """Make what the window has come without, one part in each turn of the event loop; then begin the rest."""
        part = next(parts, "")
        if not part:
            self._begin_rest()
            return
        self._window.late.make(part)
        QTimer.singleShot(0, self, partial(self._make_parts, parts))

    def _begin_rest(self) -> None:
        export = self._window.workspace.export
        loop = export.submit(Call(import_loop))
        loop.finished.connect(self._network.start)
        self._window.store.look()
        self.begun.emit()
        export.submit(Call(let_log_rotate))
        icons = export.submit(Call(import_icon_library))
        icons.succeeded.connect(lambda _: load_icons())
        rest = export.submit(Call(_import_rest))
        rest.finished.connect(partial(QTimer.singleShot, 0, self._collector.settle))


def _import_rest() -> None:
    """Import what draws results and what is done to them: what is wanted for the first time has no time to wait."""
    for name in _LATE:
        with ONE_AT_A_TIME:
            import_module(f"siro_desktop.{name}")
