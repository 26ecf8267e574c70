"""What the two pages of the dialog share: a table, and a form that edits its chosen line beside it, or below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from siro_desktop.ui.text_size import fit_height, scale_font
from siro_desktop.ui.theme import SPACE_2, SPACE_3, SPACE_4, style_primary
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from siro_desktop.ui.field import Caption

_ANY_WIDTH: Final = 16_777_215  # Qt's own limit, which stands for none


class FormArea(QScrollArea):
    """Holds `form`, at least `width` average characters wide; scrolls where the dialog is too low for it.

    Where it stands below a table it is as high as the form, and as wide as there is room.
    """

    def __init__(self, name: str, form: QWidget, width: int, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName(name)
        self._form, self._characters, self._is_below = form, width, False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(form)
        self.set_below(is_below=False)

    def wanted_width(self) -> int:
        """Return how wide it is beside a table, in pixels."""
        characters = self.fontMetrics().averageCharWidth() * self._characters
        return max(characters, self._form.minimumSizeHint().width() + SPACE_4)

    def set_below(self, *, is_below: bool) -> None:
        """Stand below the table, or beside it."""
        least, most = (0, _ANY_WIDTH) if is_below else (self.wanted_width(), self.wanted_width())
        if (least, most, is_below) == (self.minimumWidth(), self.maximumWidth(), self._is_below):
            return
        self._is_below = is_below
        self.setMinimumWidth(least)
        self.setMaximumWidth(most)
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if is_below else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(policy)
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """That of the form, where it does not scroll."""
        if not self._is_below:
            return super().minimumSizeHint()
        form = self._form
        wanted = form.heightForWidth(self.width()) if form.hasHeightForWidth() else form.sizeHint().height()
        least = form.minimumSizeHint()
        return QSize(least.width(), max(wanted, least.height()))

    def resizeEvent(self, resized: QResizeEvent) -> None:
        """Need another height in another width."""
        super().resizeEvent(resized)
        if self._is_below:
            self.updateGeometry()

    def event(self, happened: QEvent) -> bool:
        """Tell the page when the form needs another size."""
        if happened.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(happened)


class TableAndForm(QWidget):
    """A sentence; a heading, a table and a button for one more; the form beside them, or below for want of room.

    `needs` says how wide the table has to be for its words, in pixels; None: it scrolls sideways.
    """

    def __init__(
        self,
        intro: Caption,
        parts: tuple[QLabel, QWidget, QWidget],
        area: FormArea,
        needs: Callable[[], int] | None,
        host: QWidget,
    ) -> None:
        super().__init__(host)
        self._intro, self._area, self._needs = intro, area, needs
        heading, table, add = parts
        left = QVBoxLayout()
        left.setSpacing(SPACE_2)
        left.addWidget(heading)
        left.addWidget(table, 1)
        left.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(SPACE_4)
        self._body.addLayout(left, 1)
        self._body.addWidget(area)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_3, 0, 0)
        layout.setSpacing(SPACE_4)
        layout.addWidget(intro)
        layout.addLayout(self._body, 1)

    @Slot()
    def arrange(self) -> None:
        """Look where the form has its place; call it when the table holds other texts."""
        room = self.width() - self._body.spacing() - self._area.wanted_width()
        is_below = self._needs is not None and self._needs() > room
        direction = QBoxLayout.Direction.TopToBottom if is_below else QBoxLayout.Direction.LeftToRight
        self._body.setDirection(direction)
        self._area.set_below(is_below=is_below)
        self._intro.setMinimumHeight(self._intro.heightForWidth(self.width()) if is_below else 0)

    def resizeEvent(self, resized: QResizeEvent) -> None:
        """Use the room there is."""
        super().resizeEvent(resized)
        self.arrange()

    def event(self, happened: QEvent) -> bool:
        """Follow the size of the text."""
        if happened.type() == QEvent.Type.LayoutRequest:
            self.arrange()
        return super().event(happened)


class SaveButtons(QWidget):
    """A button that saves what is typed, and one that takes it away."""

    def __init__(self, prefix: str, save: str, remove: str, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName(f"{prefix}_buttons")
        self.save = named(QPushButton(save, self), f"{prefix}_save")
        self.remove = named(QPushButton(remove, self), f"{prefix}_remove")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        for button in (self.save, self.remove):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        fit_height(self.save, self.remove)
        style_primary(self.save)


def form_title(name: str, host: QWidget) -> QLabel:
    """Return the line at the top of a form that says what is edited."""
    title = named(QLabel(host), name)
    title.setWordWrap(True)
    title.setTextFormat(Qt.TextFormat.PlainText)
    scale_font(title, 1.0, QFont.Weight.DemiBold)
    return title


def fill_page(page: QWidget, body: TableAndForm) -> None:
    """Let a page hold nothing else."""
    body.setObjectName(f"{page.objectName()}_body")
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(body)
