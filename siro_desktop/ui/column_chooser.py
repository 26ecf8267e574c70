"""A dialog in which columns are shown, hidden and put in order, by mouse or keyboard.

Signal: `chosen(order, hidden)`, names of columns: a list and a set.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
)

from siro_desktop.ui.dialog_layout import put_verb_last
from siro_desktop.ui.dialog_size import Rolling, column_of, size_by_text
from siro_desktop.ui.field import ProblemLine
from siro_desktop.ui.theme import SPACE_1, SPACE_2, SPACE_4, style_primary
from siro_desktop.ui.widgets import named, quiet_button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

_NAME = Qt.ItemDataRole.UserRole
_SIZE: Final = QSize(30, 20)  # in lines of text


class ColumnChooser(QDialog):
    """Columns as (name, title, is shown), in their order."""

    chosen = Signal(object, object)

    def __init__(self, columns: Sequence[tuple[str, str, bool]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("column_chooser")
        self.setWindowTitle(self.tr("Arrange columns"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._build_list(columns)
        self._build_layout()
        self._connect()

    def _build_list(self, columns: Sequence[tuple[str, str, bool]]) -> None:
        self._list = named(QListWidget(self), "chooser_columns")
        self._list.setSpacing(SPACE_1 // 2)
        self._list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        for name, title, is_shown in columns:
            item = QListWidgetItem(title, self._list)
            item.setData(_NAME, name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if is_shown else Qt.CheckState.Unchecked)
        self._list.setCurrentRow(0)

    def _build_layout(self) -> None:
        label = named(QLabel(self.tr("&Columns, from left to right"), self), "chooser_label")
        label.setBuddy(self._list)
        self._up = quiet_button(self, "chooser_up", "chevron-up", self.tr("Move &up"), self.tr("Alt+Up"))
        self._down = quiet_button(self, "chooser_down", "chevron-down", self.tr("Move &down"), self.tr("Alt+Down"))
        self._problem = ProblemLine("chooser_problem", self)
        standard = QDialogButtonBox.StandardButton
        self._buttons = named(QDialogButtonBox(standard.Ok | standard.Cancel, self), "chooser_buttons")
        put_verb_last(self._buttons)
        style_primary(named(self._buttons.button(standard.Ok), "chooser_ok"))
        moves = QVBoxLayout()
        moves.addWidget(self._up)
        moves.addWidget(self._down)
        moves.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(SPACE_2)
        middle.addWidget(self._list, 1)
        middle.addLayout(moves)
        content, column = column_of("chooser_parts", self, SPACE_2)
        column.addWidget(label)
        column.addLayout(middle, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        layout.setSpacing(SPACE_2)
        layout.addWidget(Rolling(content, self), 1)
        layout.addWidget(self._problem)
        layout.addWidget(self._buttons)
        size_by_text(self, _SIZE)

    def _connect(self) -> None:
        self._up.clicked.connect(self._on_up)
        self._down.clicked.connect(self._on_down)
        QShortcut(QKeySequence("Alt+Up"), self, self._on_up)
        QShortcut(QKeySequence("Alt+Down"), self, self._on_down)
        self._buttons.accepted.connect(self._on_accepted)
        self._buttons.rejected.connect(self.reject)

    def _move(self, step: int) -> None:
        row = self._list.currentRow()
        if row >= 0 and 0 <= row + step < self._list.count():
            self._list.insertItem(row + step, self._list.takeItem(row))
            self._list.setCurrentRow(row + step)

    @Slot()
    def _on_up(self) -> None:
        self._move(-1)

    @Slot()
    def _on_down(self) -> None:
        self._move(1)

    @Slot()
    def _on_accepted(self) -> None:
        items = [self._list.item(row) for row in range(self._list.count())]
        hidden = {item.data(_NAME) for item in items if item.checkState() is Qt.CheckState.Unchecked}
        if len(hidden) == len(items):
            self._problem.set_text(self.tr("Tick at least one column."))
            return
        self.chosen.emit([item.data(_NAME) for item in items], hidden)
        self.accept()
