"""Opens what one window has of help: the keyboard shortcuts, the pages, and from a dialog the page about it.

Signal: `failed(SiroError)` if the pages cannot be read.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from siro_desktop.runner.call import Call
from siro_desktop.ui.help.topics import FIRST, read_topics, topic_of

if TYPE_CHECKING:
    from siro_desktop.ui.help.contents import HelpWindow
    from siro_desktop.ui.help.keys_dialog import KeysDialog
    from siro_desktop.ui.help.topics import Topic
    from siro_desktop.ui.main_window import MainWindow

_F1_NAME = "help_of_dialog"


class HelpController(QObject):
    """Each is open once at the most; asked for again it comes to the front. GUI thread."""

    failed = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._keys: KeysDialog | None = None
        self._contents: HelpWindow | None = None
        self._wanted = FIRST
        self.failed.connect(window.failures.show)
        application: Any = QApplication.instance()
        application.focusChanged.connect(self._on_focus_changed)

    def show_keys(self) -> None:
        """Show all keyboard shortcuts beside the window."""
        if self._keys is None:
            from siro_desktop.ui.help.keys_dialog import KeysDialog

            self._keys = KeysDialog(self._window)
            self._keys.finished.connect(self._on_keys_closed)
        _bring_up(self._keys)

    def show_topic(self, name: str) -> None:
        """Show a page of help. The pages come a moment later, from another thread, when help is first opened."""
        if self._contents is None:
            from siro_desktop.ui.help.contents import HelpWindow

            self._contents = HelpWindow()
            self._wanted = name
            handle = self._window.workspace.export.submit(Call(read_topics))
            handle.succeeded.connect(self._on_topics_read)
            handle.failed.connect(self.failed)
        elif self._contents.topic():
            self._contents.show_topic(name)
        else:
            self._wanted = name
        _bring_up(self._contents)

    def close(self) -> None:
        """Close what is open."""
        if self._keys is not None:
            self._keys.close()
        if self._contents is not None:
            self._contents.close()
            self._contents.deleteLater()
            self._contents = None

    @property
    def contents(self) -> HelpWindow | None:
        """The window of pages, if it was opened."""
        return self._contents

    def show_contents(self) -> None:
        """Show the pages of help, as they were left."""
        opened = self._contents
        self.show_topic(opened.topic() if opened is not None and opened.topic() else FIRST)

    @Slot(object)
    def _on_topics_read(self, topics: tuple[Topic, ...]) -> None:
        if self._contents is not None:
            self._contents.set_topics(topics, self._wanted)

    @Slot()
    def _on_keys_closed(self) -> None:
        self._keys = None

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, _former: QWidget | None, focused: QWidget | None) -> None:
        """The window's F1 is not heard in a dialog: the dialog gets one, the first time that it has the keyboard."""
        dialog = focused.window() if focused is not None else None
        if not isinstance(dialog, QDialog) or not _is_of(dialog, self._window):
            return
        if dialog.findChild(QShortcut, _F1_NAME) is None:
            shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents), dialog)
            shortcut.setObjectName(_F1_NAME)
            shortcut.activated.connect(partial(self.show_topic, topic_of(dialog.objectName())))


def _is_of(dialog: QDialog, window: QWidget) -> bool:
    above = dialog.parentWidget()
    while above is not None and above is not window:
        above = above.parentWidget()
    return above is not None


def _bring_up(opened: QWidget) -> None:
    opened.show()
    opened.raise_()
    opened.activateWindow()
