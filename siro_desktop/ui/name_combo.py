"""An editable list of names with ids; typed ids are taken as they are, a part of a name only where it is clear whose.

Signal: `changed()` after every edit or choice by the person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QCompleter, QListView

from siro_desktop.ui.name_popup import NamesModel, TwoLineDelegate
from siro_desktop.ui.query_draft import read_mapping, read_text
from siro_desktop.ui.search import NameIndex
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from siro_desktop.domain.names import NamedId


class NameCombo(QComboBox):
    """Knows the id that was chosen, also while its name is not known yet."""

    changed = Signal()

    def __init__(self, name: str, placeholder: str, host: QWidget | None = None) -> None:
        super().__init__(host)
        self.setObjectName(name)
        self._index = NameIndex()
        self._rows: dict[str, int] = {}
        self._chosen = ""
        self._names = NamesModel(self)
        self.setModel(self._names)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setMaxVisibleItems(12)
        self.setItemDelegate(TwoLineDelegate(self))
        self._set_up_search()
        self._line().setObjectName(f"{name}_text")
        self._line().setPlaceholderText(placeholder)
        self._line().textEdited.connect(self._on_text_edited)
        self._line().editingFinished.connect(self._on_editing_finished)
        self.activated.connect(self._on_activated)

    def _line(self) -> Any:
        return self.lineEdit()

    def _set_up_search(self) -> None:
        completer = named(QCompleter(self.model(), self), f"{self.objectName()}_completer")
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        view = named(QListView(), f"{self.objectName()}_popup")
        completer.setPopup(view)
        self.destroyed.connect(view.deleteLater)  # no child of ours: a window inside the tab order breaks it
        view.setItemDelegate(TwoLineDelegate(self))
        self.setCompleter(completer)

    def set_names(self, names: Sequence[NamedId]) -> None:
        """Offer these names. What was chosen or typed stays; an id that has a name now shows it."""
        text, self._index = self.currentText(), NameIndex(names)
        with QSignalBlocker(self):
            self._names.show_names(self._index.names)
            self._rows = {known.id: row for row, known in reversed([*enumerate(self._index.names)])}
            self._show(self._chosen, text)

    def current_id(self) -> str:
        """The chosen or typed id; a typed name stands for its id if nobody shares it."""
        if self._chosen:
            return self._chosen
        text = self.currentText().strip()
        found = self._index.exact(text)
        return found.id if found else text

    def half_typed(self) -> str:
        """What stands there if it is a part of names, and so not clear; empty if it is a name or an id."""
        text = self.currentText().strip()
        is_clear = bool(self._chosen) or self._index.exact(text) is not None or not self._index.finds_name(text)
        return "" if is_clear else text

    def draft(self) -> dict[str, str]:
        """What was chosen and typed, to be kept."""
        return {"id": self._chosen, "text": self.currentText()}

    def restore_draft(self, kept: object) -> None:
        """Take back what `draft` gave; anything else empties the line."""
        entries = read_mapping(kept)
        with QSignalBlocker(self):
            self._show(read_text(entries.get("id")), read_text(entries.get("text")))

    def _show(self, entity_id: str, text: str) -> None:
        if text and not entity_id and (known := self._index.with_id(text.strip())):
            entity_id = known.id
        row = self._rows.get(entity_id, -1)
        self._chosen = entity_id
        self.setCurrentIndex(row)
        if row < 0:
            self.setEditText(text)
        self._tell_id()

    def _tell_id(self) -> None:
        self.setToolTip(self.current_id())
        self._line().setCursorPosition(0)

    @Slot(str)
    def _on_text_edited(self, _text: str) -> None:
        self._chosen = ""
        self.setToolTip(self.current_id())
        self.changed.emit()

    @Slot(int)
    def _on_activated(self, row: int) -> None:
        self._chosen = self._index.names[row].id if 0 <= row < len(self._index.names) else ""
        self._tell_id()
        self.changed.emit()

    @Slot()
    def _on_editing_finished(self) -> None:
        """Choose what was typed where only one has it in its name."""
        if (text := self.half_typed()) and len(found := self._index.named_so(text, 2)) == 1:
            self._show(found[0].id, text)
            self.changed.emit()
