"""How large dialogs are: as large as their text asks for, and never larger than the screen.

What has no room there scrolls, and the buttons below it stay in view.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from siro_desktop.ui.text_size import text_size
from siro_desktop.ui.theme import SPACE_5
from siro_desktop.ui.widgets import named

_FEWEST_LINES: Final = 4  # of text, that are in view of what scrolls


def screen_around(widget: QWidget) -> QRect:
    """Return what windows may cover of the screen that a widget is on, or its dialog will be.

    WORKAROUND: `QWidget.screen` makes the screen's wrapper a child of the widget. When that goes, the wrapper is
    invalid for whoever else has it, and the program may crash.
    """
    window = widget.window()
    host = None if window.isVisible() else window.parentWidget()
    center = (window if host is None else host.window()).frameGeometry().center()
    return (QGuiApplication.screenAt(center) or QGuiApplication.primaryScreen()).availableGeometry()


def screen_room(dialog: QWidget) -> QSize:
    """Return how large a dialog may be, in pixels, with its frame around it, on the screen that it is on."""
    return screen_around(dialog).size() - QSize(SPACE_5, 2 * SPACE_5)


def size_by_text(dialog: QDialog, lines: QSize) -> None:
    """Make a dialog `lines` lines of text wide and high, as far as the screen goes; it grows with the text."""
    dialog.resize((lines * dialog.fontMetrics().lineSpacing()).boundedTo(screen_room(dialog)))
    _TextSizer(dialog, lines)


class _TextSizer(QObject):
    """Makes a dialog larger with its text. It holds no reference to it: a circle of them outlives what Qt deletes."""

    def __init__(self, dialog: QDialog, lines: QSize) -> None:
        super().__init__(dialog)
        self._lines = lines
        text_size().resized.connect(self._on_resized)

    @Slot()
    def _on_resized(self) -> None:
        dialog = self.parent()
        if isinstance(dialog, QDialog):  # a person may have made it larger
            wanted = (self._lines * dialog.fontMetrics().lineSpacing()).expandedTo(dialog.size())
            dialog.resize(wanted.boundedTo(screen_room(dialog)))


class Rolling(QScrollArea):
    """`content`, which scrolls up and down where it has less room than it needs."""

    def __init__(self, content: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"{content.objectName()}_rolling")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        content.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def height_for(self, width: int) -> int:
        """Return how high the content is in this width without scrolling, in pixels."""
        content = self.widget()
        if content is None:
            return 0
        wanted = content.heightForWidth(width) if content.hasHeightForWidth() else 0
        return max(wanted, content.sizeHint().height())

    def sizeHint(self) -> QSize:
        """That of the content."""
        content = self.widget()
        return super().sizeHint() if content is None else content.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As wide as the content needs beside a bar, but a few lines high."""
        content = self.widget()
        if content is None:
            return super().minimumSizeHint()
        needed = content.minimumSizeHint()
        least = _FEWEST_LINES * self.fontMetrics().lineSpacing()
        is_cut = needed.height() > screen_around(self).height() // 2  # a bar may be needed
        bar = self.verticalScrollBar().sizeHint().width() if is_cut else 0
        return QSize(needed.width() + bar, min(needed.height(), least))

    def event(self, happened: QEvent) -> bool:
        """Tell the dialog when the content needs another size."""
        if happened.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(happened)


def column_of(name: str, parent: QWidget, spacing: int) -> tuple[QWidget, QVBoxLayout]:
    """Return a widget, and its layout for what is to scroll."""
    content = named(QWidget(parent), name)
    layout = QVBoxLayout(content)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    return content, layout


def grow_with(dialog: QDialog, rolling: Rolling, width: int) -> None:
    """Make a dialog `width` pixels wide and as high as its parts need, also when they need more, up to the screen."""
    dialog.resize(min(width, screen_room(dialog).width()), 0)
    _Growth(dialog, rolling).grow()


class _Growth(QObject):
    """Makes a dialog higher when its parts need it, such as for a problem that is said beside a field."""

    def __init__(self, dialog: QDialog, rolling: Rolling) -> None:
        super().__init__(dialog)
        self._dialog, self._rolling = dialog, rolling
        dialog.installEventFilter(self)

    def grow(self) -> None:
        """Take the height that the parts need in the width there is."""
        dialog, layout = self._dialog, self._dialog.layout()
        if layout is None:
            return
        margins, room = layout.contentsMargins(), screen_room(dialog).height()
        width = max(dialog.width(), layout.totalMinimumSize().width())
        inside = width - margins.left() - margins.right()
        others = layout.totalSizeHint().height() - self._rolling.sizeHint().height()
        needed = min(others + self._rolling.height_for(inside), room)
        if needed > dialog.height():
            dialog.resize(width, needed)
            self._stay_on_screen()

    def _stay_on_screen(self) -> None:
        dialog = self._dialog
        below = dialog.frameGeometry().bottom() - screen_around(dialog).bottom()
        if dialog.isVisible() and below > 0:
            dialog.move(dialog.x(), max(screen_around(dialog).top(), dialog.y() - below))

    def eventFilter(self, watched: QObject, happened: QEvent) -> bool:
        """Look at what is needed when a part has changed."""
        if happened.type() == QEvent.Type.LayoutRequest:
            self.grow()
        return super().eventFilter(watched, happened)
