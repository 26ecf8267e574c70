"""Asks whose one-to-one sheet is wanted, and what is agreed. Signal: `preview_requested(int, tuple)`.

It carries the position of the person in the comparison, and label and text of what was typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDate, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
)

from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.theme import SPACE_2, SPACE_4, style_primary, style_text
from siro_desktop.ui.widgets import named
from siro_desktop.ui.words import day_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

_TWO_WEEKS: Final = 14


class SheetDialog(QDialog):
    """`people` are positions and names."""

    preview_requested = Signal(int, object)

    def __init__(self, people: Sequence[tuple[int, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet_dialog")
        self.setWindowTitle(self.tr("One-to-one sheet"))
        self._build_fields(people)
        self._build_layout()
        self._preview.clicked.connect(self._on_preview_clicked)
        self._close.clicked.connect(self.reject)

    def _build_fields(self, people: Sequence[tuple[int, str]]) -> None:
        self._person = named(QComboBox(self), "sheet_person")
        for entity, name in people:
            self._person.addItem(name, entity)
        self._notes = named(QPlainTextEdit(self), "sheet_notes")
        self._notes.setTabChangesFocus(True)
        self._action = named(QLineEdit(self), "sheet_action")
        self._day = named(QDateEdit(QDate.currentDate().addDays(_TWO_WEEKS), self), "sheet_day")
        self._day.setCalendarPopup(True)
        self._day.setDisplayFormat("d MMM yyyy")
        for field in (self._person, self._action, self._day):
            fit_height(field)
        self._preview = named(QPushButton(self.tr("&Preview…"), self), "sheet_preview")
        self._close = named(QPushButton(self.tr("Close"), self), "sheet_close")
        style_primary(self._preview)
        self._preview.setDefault(True)

    def _build_layout(self) -> None:
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setSpacing(SPACE_2)
        form.addRow(self.tr("P&erson"), self._person)
        form.addRow(self.tr("Own &notes"), self._notes)
        form.addRow(self.tr("&Agreed action"), self._action)
        form.addRow(self.tr("&Look at it again on"), self._day)
        said = named(
            QLabel(self.tr("Notes go onto the sheet. They are not kept, and sent nowhere."), self), "sheet_said"
        )
        said.setWordWrap(True)
        style_text(said, "muted")
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self._close, self._preview):
            fit_height(button)
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        layout.setSpacing(SPACE_4)
        layout.addLayout(form)
        layout.addWidget(said)
        layout.addLayout(buttons)

    def closing(self) -> tuple[tuple[str, str], ...]:
        """Return label and text of what stands below the figures."""
        action = self._action.text().strip()
        again = self.tr("Look at it again on %1").replace("%1", day_in_words(self._day.date().toPython()))  # type: ignore[arg-type]
        return (
            (self.tr("Own notes"), self._notes.toPlainText().strip()),
            (self.tr("Agreed action"), f"{action}. {again}" if action else ""),
        )

    @Slot()
    def _on_preview_clicked(self) -> None:
        self.preview_requested.emit(self._person.currentData(), self.closing())
