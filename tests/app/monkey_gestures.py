"""What a person may do with the window, at random: one gesture at a time, and what it was in a few words."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QMimeData, QObject, QPoint, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)
from shiboken6 import isValid

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from siro_desktop.app import Program
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
SIZES: Final = ((640, 480), (1024, 600), (1280, 760), (1560, 960))
PAUSE_MS: Final = 4
"""Between two gestures, but for a rest."""


class Gestures:
    """What can be done, each so often. A gesture returns what it was done with; None if there was nothing.

    The same number makes the same choices. `rest_ms` is how long to rest after the last gesture.
    """

    def __init__(self, program: Program, number: int, files: list[Path]) -> None:
        self._program, self._files = program, files
        self._random = random.Random(number)
        self._around: list[QWidget] = []
        self.rest_ms = PAUSE_MS
        self.weighted: list[tuple[int, Callable[[], str | None]]] = [
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

    def choose(self) -> Callable[[], str | None]:
        """Return one of them, the more frequent more often."""
        self.rest_ms = PAUSE_MS
        weights, gestures = zip(*self.weighted, strict=True)
        return self._random.choices(gestures, weights)[0]

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
        self.rest_ms = self._random.choice((50, 150, 400))
        return f"{self.rest_ms} ms"

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
