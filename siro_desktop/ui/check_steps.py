"""The lines of a connection test: what was tried, whether it worked in a word, and a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from siro_desktop.ui.announce import announce
from siro_desktop.ui.field import Caption
from siro_desktop.ui.icon_mark import IconMark
from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.theme import SPACE_1, SPACE_2, style_text
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from siro_desktop.domain.session import CheckStep


translate = QCoreApplication.translate


def _look(ok: bool | None) -> tuple[str, str, str]:
    """Icon, colour and word of a step."""
    if ok is None:
        return "info", "muted", translate("CheckStepsView", "Not tried")
    return (
        ("done", "met", translate("CheckStepsView", "Worked"))
        if ok
        else ("error", "missed", translate("CheckStepsView", "Did not work"))
    )


class CheckStepsView(QWidget):
    """Shows a finished test, which can be copied as text, or that one is under way. Hidden before."""

    def __init__(self, host: QWidget | None = None) -> None:
        super().__init__(host)
        self.setObjectName("check_steps")
        self._text = ""
        self._title = named(QLabel(self), "check_title")
        self._lines = named(QWidget(self), "check_lines")
        self._grid = QGridLayout(self._lines)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_2)
        self._grid.setVerticalSpacing(SPACE_2)
        self._grid.setColumnStretch(1, 1)
        self._copy = named(QPushButton(self.tr("Copy as text"), self), "check_copy")
        self._copy.setAutoDefault(False)
        fit_height(self._copy)
        set_icon(self._copy, "copy")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        column.addWidget(self._title)
        column.addWidget(self._lines)
        column.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignLeading)
        self._copy.clicked.connect(self._on_copy_clicked)
        self.hide()

    def show_testing(self) -> None:
        """Say that a test is under way."""
        self._fill(())
        self._title.setText(self.tr("Testing the connection…"))

    def show_steps(self, steps: Sequence[CheckStep]) -> None:
        """Show what a test found."""
        self._fill(steps)
        self._title.setText(self._verdict({step.ok for step in steps}))
        announce(self, self._title.text())

    def _verdict(self, found: set[bool | None]) -> str:
        if False in found:
            return self.tr("The connection does not work yet")
        return (
            self.tr("The connection works, as far as it was tried")
            if None in found
            else self.tr("The connection works")
        )

    def text(self) -> str:
        """The steps as plain text, one in a line."""
        return self._text

    def _fill(self, steps: Sequence[CheckStep]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for row, step in enumerate(steps):
            self._add(row, step)
        self._text = "\n".join(f"{_look(step.ok)[2]}: {step.name}. {step.sentence}" for step in steps)
        self._lines.setVisible(bool(steps))
        self._copy.setVisible(bool(steps))
        self.show()

    def _add(self, row: int, step: CheckStep) -> None:
        icon_name, color, word = _look(step.ok)
        mark = IconMark(f"check_icon_{row}", self._lines)
        set_icon(mark, icon_name, color)
        words = named(QWidget(self._lines), f"check_words_{row}")
        head = named(QLabel(f"{step.name} · {word}", words), f"check_name_{row}")
        head.setTextFormat(Qt.TextFormat.PlainText)
        style_text(head, color)
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1)
        column.addWidget(head)
        column.addWidget(Caption(f"check_sentence_{row}", step.sentence, words))
        self._grid.addWidget(mark, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(words, row, 1)

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
