"""A report for the person and a traceback for the log when something unforeseen happens; an orderly end on signals."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import traceback
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    QSocketNotifier,
    Qt,
    QtMsgType,
    Signal,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from siro_desktop.log import redact

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from PySide6.QtWidgets import QMessageBox

logger = logging.getLogger(__name__)

_QT_LEVELS: Final = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class CrashReporter(QObject):
    """Shows one dialog for a bug in the GUI thread; bugs elsewhere are reported by the runner or logged."""

    happened = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._dialog: QMessageBox | None = None
        self.happened.connect(self._on_happened, Qt.ConnectionType.QueuedConnection)

    def report(self, error: BaseException) -> None:
        """Log the traceback and show the dialog; any thread."""
        text = redact("".join(traceback.format_exception(error)))
        logger.critical("unhandled: %s", text)
        self.happened.emit(text)

    @Slot(object)
    def _on_happened(self, text: str) -> None:
        from PySide6.QtWidgets import QMessageBox

        if self._dialog is not None:
            return
        title = self.tr("Siro Desktop made a mistake")
        dialog = QMessageBox(QApplication.activeWindow())
        dialog.setObjectName("crash_dialog")
        dialog.setIcon(QMessageBox.Icon.Warning)
        dialog.setText(title)
        dialog.setInformativeText(self.tr("Nothing that was saved is lost. Copy the report and send it to support."))
        dialog.setDetailedText(text)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.destroyed.connect(self._on_dialog_destroyed)
        self._dialog = dialog
        dialog.open()

    @Slot()
    def _on_dialog_destroyed(self) -> None:
        self._dialog = None


def install_crash_handlers(parent: QObject) -> CrashReporter:
    """Report whatever nobody caught, in the GUI thread and elsewhere."""
    reporter = CrashReporter(parent)

    def on_main(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        reporter.report(error)

    def on_thread(happened: threading.ExceptHookArgs) -> None:
        if happened.exc_value is not None:
            reporter.report(happened.exc_value)

    sys.excepthook = on_main
    threading.excepthook = on_thread
    return reporter


def send_qt_messages_to_log() -> None:
    """Write what Qt has to say into the log instead of standard error, which belongs to the commands."""

    def on_message(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        logging.getLogger("qt").log(_QT_LEVELS.get(kind, logging.WARNING), "%s", text)

    qInstallMessageHandler(on_message)


def quit_on_signals(application: QApplication) -> None:
    """Quit in an orderly way on Ctrl+C and SIGTERM. Python runs handlers only when woken, so their bytes wake Qt."""
    if os.name == "posix":
        reader, writer = os.pipe()
        os.set_blocking(reader, False)
        os.set_blocking(writer, False)
        read: Callable[[int], bytes] = partial(os.read, reader)
    else:  # there Qt looks at sockets alone
        reader, writer, read = _open_sockets(application)
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    notifier = QSocketNotifier(reader, QSocketNotifier.Type.Read, application)
    notifier.activated.connect(lambda: read(64))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: application.closeAllWindows() or application.quit())


def _open_sockets(application: QApplication) -> tuple[int, int, Callable[[int], bytes]]:
    """A pair as numbers, and what reads from the first. Imported late: a start elsewhere needs no sockets."""
    import socket

    reader, writer = socket.socketpair()
    reader.setblocking(False)
    writer.setblocking(False)
    application.setProperty("sockets", (reader, writer))  # they last as long as it does
    return reader.fileno(), writer.fileno(), reader.recv
