"""Groups of ids as a table, to be made, changed and deleted.

Signals: `edit_requested(IdGroup or None for a new one)`, `delete_requested(IdGroup)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from siro_desktop.domain.query import EntityType
from siro_desktop.ui.field import Caption
from siro_desktop.ui.plain_table import PlainTable, TextTableModel
from siro_desktop.ui.result_states import StatePage
from siro_desktop.ui.theme import SPACE_2, SPACE_3, SPACE_4
from siro_desktop.ui.widgets import named, quiet_button
from siro_desktop.ui.words import ids_in_words

if TYPE_CHECKING:
    from siro_desktop.domain.own_names import Directory, IdGroup

_SHARES: Final = (30, 16, 54)
_NAMED: Final = 8


class GroupsPage(QWidget):
    """Shows the groups of a Directory; stores nothing itself."""

    edit_requested = Signal(object)
    delete_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("groups_page")
        self._groups: tuple[IdGroup, ...] = ()
        self._build_layout()
        self._connect()

    def _build_layout(self) -> None:
        self._model = TextTableModel([self.tr("Group"), self.tr("Holds"), self.tr("Who or what")], self)
        self._table = PlainTable("groups_table", self.tr("Groups"), self._model, _SHARES, self, wraps=True)
        self._nothing = StatePage("groups_nothing", self)
        self._nothing.say(
            "people",
            self.tr("No groups yet"),
            self.tr("A group holds ids that belong together, such as new hires. The ids field of the query offers it."),
        )
        self._stack = named(QStackedWidget(self), "groups_stack")
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._nothing)
        self._new = quiet_button(self, "groups_new", "add", self.tr("Ne&w group…"))
        self._edit = quiet_button(self, "groups_edit", "edit", self.tr("&Edit…"))
        self._delete = quiet_button(self, "groups_delete", "delete", self.tr("De&lete…"))
        hint = self.tr("Use a group with the button Groups beside the ids of the query.")
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_2)
        for button in (self._new, self._edit, self._delete):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        layout.setSpacing(SPACE_3)
        layout.addWidget(self._stack, 1)
        layout.addWidget(Caption("groups_hint", hint, self))
        layout.addLayout(buttons)

    def _connect(self) -> None:
        self._new.clicked.connect(self._on_new_clicked)
        self._edit.clicked.connect(self._on_edit_clicked)
        self._delete.clicked.connect(self._on_delete_clicked)
        self._table.doubleClicked.connect(self._on_edit_clicked)
        self._table.return_pressed.connect(self._on_edit_clicked)
        self._table.delete_pressed.connect(self._on_delete_clicked)
        self._table.selectionModel().selectionChanged.connect(self._show_buttons)

    def show_directory(self, directory: Directory) -> None:
        """Show the groups there are now."""
        merged = directory.merged
        names = {kind: {known.id: known.name for known in merged.of(kind)} for kind in EntityType}
        self._groups = directory.groups
        self._model.set_rows([_row(group, names[group.entity_type]) for group in directory.groups])
        self._stack.setCurrentWidget(self._table if directory.groups else self._nothing)
        self._show_buttons()

    def _chosen(self) -> IdGroup | None:
        rows = self._table.selected_rows()
        return self._groups[rows[0]] if rows else None

    @Slot()
    def _show_buttons(self) -> None:
        for button in (self._edit, self._delete):
            button.setEnabled(self._chosen() is not None)

    @Slot()
    def _on_new_clicked(self) -> None:
        self.edit_requested.emit(None)

    @Slot()
    def _on_edit_clicked(self) -> None:
        if (group := self._chosen()) is not None:
            self.edit_requested.emit(group)

    @Slot()
    def _on_delete_clicked(self) -> None:
        if (group := self._chosen()) is not None:
            self.delete_requested.emit(group)


def _row(group: IdGroup, names: dict[str, str]) -> tuple[str, str, str]:
    first = ", ".join(names.get(entity_id, entity_id) for entity_id in group.ids[:_NAMED])
    more = " …" if len(group.ids) > _NAMED else ""
    return group.name, ids_in_words(group.entity_type, len(group.ids)), first + more
