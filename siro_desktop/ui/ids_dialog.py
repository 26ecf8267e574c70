"""A dialog with a long list of ids as text, one in a line. Signal: `ids_accepted(tuple of str)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout

from siro_desktop.ui.dialog_layout import put_verb_last
from siro_desktop.ui.dialog_size import size_by_text
from siro_desktop.ui.field import Caption
from siro_desktop.ui.text_size import write_fixed
from siro_desktop.ui.theme import SPACE_2, SPACE_4
from siro_desktop.ui.widgets import named
from siro_desktop.ui.words import grouped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from siro_desktop.ui.search import NameIndex


class IdsDialog(QDialog):
    """Shows ids to edit as text, and counts them. Lines may be ids or known names; repeats are left out."""

    ids_accepted = Signal(object)

    def __init__(self, ids: Sequence[str], index: NameIndex, host: QWidget | None = None) -> None:
        super().__init__(host)
        self.setObjectName("ids_dialog")
        self.setWindowTitle(self.tr("Edit ids"))
        self._index = index
        self._build_layout("\n".join(ids))
        self._count()

    def _build_layout(self, text: str) -> None:
        self._text = named(QPlainTextEdit(text, self), "ids_text")
        write_fixed(self._text)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.setTabChangesFocus(True)
        label = named(QLabel(self.tr("&One id or name in a line"), self), "ids_text_label")
        label.setBuddy(self._text)
        self._counted = Caption("ids_count", host=self)
        standard = QDialogButtonBox.StandardButton
        buttons = named(QDialogButtonBox(standard.Ok | standard.Cancel, self), "ids_buttons")
        put_verb_last(buttons)
        buttons.button(standard.Ok).setObjectName("ids_ok")
        buttons.button(standard.Ok).setText(self.tr("Use these ids"))
        buttons.button(standard.Cancel).setObjectName("ids_cancel")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        layout.setSpacing(SPACE_2)
        for widget in (label, self._text, self._counted, buttons):
            layout.addWidget(widget)
        size_by_text(self, QSize(26, 24))
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        self._text.textChanged.connect(self._count)

    @Slot()
    def _count(self) -> None:
        found = len(self._index.read(self._text.toPlainText()))
        text = self.tr("1 id, without repeats") if found == 1 else self.tr("%1 ids, without repeats", "", found)
        self._counted.setText(text.replace("%1", grouped(found)))

    @Slot()
    def _on_accepted(self) -> None:
        self.ids_accepted.emit(self._index.read(self._text.toPlainText()))
        self.accept()
