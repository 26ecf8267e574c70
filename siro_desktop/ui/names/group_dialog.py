"""Makes or changes one group of ids. Signal: `group_accepted(IdGroup, former name)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QLineEdit, QPlainTextEdit, QVBoxLayout

from siro_desktop.domain.own_names import IdGroup
from siro_desktop.domain.query import EntityType
from siro_desktop.errors import DirectoryError
from siro_desktop.ui.dialog_layout import put_verb_last
from siro_desktop.ui.dialog_size import size_by_text
from siro_desktop.ui.entity_types_field import entity_type_texts
from siro_desktop.ui.field import Field
from siro_desktop.ui.search import NameIndex
from siro_desktop.ui.text_size import fit_height, write_fixed
from siro_desktop.ui.theme import SPACE_3, SPACE_4, style_primary
from siro_desktop.ui.widgets import named
from siro_desktop.ui.words import ids_in_words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from siro_desktop.domain.own_names import Directory


class GroupDialog(QDialog):
    """A name, a kind and ids as text. Problems stand beside their field.

    `former_name` is what the group was called before it was changed, if not as it is called now.
    """

    group_accepted = Signal(object, str)

    def __init__(
        self,
        group: IdGroup,
        directory: Directory,
        parent: QWidget | None = None,
        *,
        former_name: str | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("group_dialog")
        self.setWindowTitle(self.tr("Group of ids"))
        self._former_name = group.name if former_name is None else former_name
        self._taken = {known.name for known in directory.groups} - {self._former_name}
        self._names = directory.merged
        self._build_layout(group)
        self._on_kind_changed()
        self._name.setFocus()

    def _build_layout(self, group: IdGroup) -> None:
        self._name = named(QLineEdit(group.name), "group_name")
        self._name.setPlaceholderText(self.tr("Such as: New hires"))
        self._kind = named(QComboBox(), "group_kind")
        for key, text in entity_type_texts():
            self._kind.addItem(text, key)
        self._kind.setCurrentIndex(self._kind.findData(group.entity_type.value))
        self._ids = named(QPlainTextEdit("\n".join(group.ids)), "group_ids")
        write_fixed(self._ids)
        self._ids.setTabChangesFocus(True)
        fit_height(self._name, self._kind)
        self._fields = {
            "group_name": Field("group_name", self.tr("&Name"), self._name),
            "group_kind": Field("group_kind", self.tr("&What the ids are"), self._kind),
            "group_ids": Field("group_ids", self.tr("One &id or name in a line"), self._ids),
        }
        standard = QDialogButtonBox.StandardButton
        buttons = named(QDialogButtonBox(standard.Save | standard.Cancel, self), "group_buttons")
        put_verb_last(buttons)
        save, cancel = buttons.button(standard.Save), buttons.button(standard.Cancel)
        save.setText(self.tr("Save group"))
        style_primary(named(save, "group_save"))
        fit_height(save, named(cancel, "group_cancel"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        layout.setSpacing(SPACE_3)
        for name, field in self._fields.items():
            layout.addWidget(field, 1 if name == "group_ids" else 0)
        layout.addWidget(buttons)
        size_by_text(self, QSize(26, 28))
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        self._kind.currentIndexChanged.connect(self._on_kind_changed)
        self._ids.textChanged.connect(self._on_ids_changed)
        self._name.textEdited.connect(self._fields["group_name"].clear_problem)

    def show_problem(self, text: str) -> None:
        """Say what is wrong with the name."""
        self._fields["group_name"].show_problem(text)

    def _entity_type(self) -> EntityType:
        return EntityType(self._kind.currentData())

    @Slot()
    def _on_kind_changed(self) -> None:
        self._index = NameIndex(self._names.of(self._entity_type()))
        self._on_ids_changed()

    @Slot()
    def _on_ids_changed(self) -> None:
        self._fields["group_ids"].clear_problem()
        count = len(self._index.read(self._ids.toPlainText()))
        self._fields["group_ids"].set_note(ids_in_words(self._entity_type(), count) if count else "")

    @Slot()
    def _on_accepted(self) -> None:
        name = " ".join(self._name.text().split())
        group = IdGroup(name, self._entity_type(), self._index.read(self._ids.toPlainText()))
        if name in self._taken:
            taken = self.tr("There is a group of this name already. Choose another name.")
            self._fields["group_name"].show_problem(taken)
            return
        try:
            group.check()
        except DirectoryError as error:
            self._fields[error.field].show_problem(error.message)
            return
        self.group_accepted.emit(group, self._former_name)
        self.accept()
