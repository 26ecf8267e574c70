"""One page of a report as it will be printed, as large as its window allows. Page Up and Page Down turn pages.

Signal: `turned(int)`, by how many pages to go on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from siro_desktop.ui.report.letters import ink
from siro_desktop.ui.theme import SPACE_4, current_theme

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from siro_desktop.ui.report.pages import Report

_STEPS: Final = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}


class PageView(QWidget):
    """Paints only the page that is looked at, so that 300 pages cost no more than one."""

    turned = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("report_page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 240)
        self._report: Report | None = None
        self._number = 0

    def show_page(self, report: Report | None, number: int) -> None:
        """Show a page, from 0; None shows an empty desk."""
        self._report, self._number = report, number
        text = report.page_text(number) if report else ""
        self.setAccessibleName(self.tr("Preview"))
        self.setAccessibleDescription(text)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size in which a page can be read."""
        return QSize(620, 720)

    def paintEvent(self, _painted: QPaintEvent) -> None:
        """Paint the page on a desk."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), current_theme().color("window"))
        if self._report is None:
            return
        paper = self._report.paper
        room = self.rect().adjusted(SPACE_4, SPACE_4, -SPACE_4, -SPACE_4)
        scale = min(room.width() / paper.width, room.height() / paper.height)
        left = (self.width() - paper.width * scale) / 2
        top = (self.height() - paper.height * scale) / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(left, top)
        painter.scale(scale, scale)
        sheet = QRectF(0, 0, paper.width, paper.height)
        painter.fillRect(sheet, ink("panel"))
        painter.setClipRect(sheet)
        self._report.paint(painter, self._number)
        painter.setClipping(False)
        painter.setPen(current_theme().color("accent" if self.hasFocus() else "line"))
        painter.drawRect(sheet)

    def keyPressEvent(self, pressed: QKeyEvent) -> None:
        """Turn pages."""
        step = _STEPS.get(Qt.Key(pressed.key()))
        if step is None:
            super().keyPressEvent(pressed)
        else:
            self.turned.emit(step)
