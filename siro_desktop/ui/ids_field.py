"""The ids of a query: a line to search, type and paste, and what was chosen as chips, or as a count if there are many.

Signal: `changed()` after every edit, half-typed text included.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from siro_desktop.domain.own_names import IdGroup
from siro_desktop.domain.query import EntityType
from siro_desktop.ui.chips import ChipList, ChipText
from siro_desktop.ui.field import Caption
from siro_desktop.ui.groups_button import GroupsButton
from siro_desktop.ui.name_entry import NameEntry
from siro_desktop.ui.name_popup import second_line
from siro_desktop.ui.search import NameIndex
from siro_desktop.ui.text_size import fit_height, scale_font
from siro_desktop.ui.theme import CAPTION, SPACE_1, SPACE_2
from siro_desktop.ui.widgets import named
from siro_desktop.ui.words import grouped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from siro_desktop.domain.names import NamedId
    from siro_desktop.ui.entity_types_field import EntityTypesInput

MOST_CHIPS: Final = 50
_NAMED_IN_SUMMARY: Final = 3


class IdsInput(QWidget):
    """Holds ids in the order chosen, each once. Shows what was chosen.

    The field places `entry`, the line, and `groups`, the button with groups of ids; a group brings its kind along,
    which goes into `types`.
    """

    changed = Signal()

    def __init__(self, types: EntityTypesInput, host: QWidget | None = None) -> None:
        super().__init__(host)
        self.setObjectName("ids_input")
        self._ids: tuple[str, ...] = ()
        self._index = NameIndex()
        self._are_all_named = False
        self._types = types
        self._build_layout()
        self._connect()
        self._show()

    def _build_layout(self) -> None:
        self.entry = NameEntry("ids")
        fit_height(self.entry)
        self.groups = GroupsButton("ids_groups")
        self._chips = ChipList("ids_chips", self.entry, self)
        self._bar = named(QWidget(self), "ids_bar")
        self._summary = Caption("ids_summary", host=self._bar)
        self.edit_button = self._small_button("ids_edit", self.tr("Edit…"), self.tr("Edit the ids as text"))
        self.clear_button = self._small_button("ids_clear", self.tr("Clear"), self.tr("Remove all ids"))
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_1)
        row.addWidget(self._summary, 1)
        row.addWidget(self.edit_button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.clear_button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_2)
        for widget in (self._chips, self._bar):
            layout.addWidget(widget)

    def _small_button(self, name: str, text: str, tip: str) -> QToolButton:
        button = named(QToolButton(self._bar), name)
        button.setText(text)
        button.setToolTip(tip)
        scale_font(button, CAPTION)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _connect(self) -> None:
        self.entry.ids_chosen.connect(self._on_ids_chosen)
        self.entry.remove_last_requested.connect(self._on_remove_last)
        self.entry.textEdited.connect(self._on_text_edited)
        self._chips.removed.connect(self._on_chip_removed)
        self.groups.apply_requested.connect(self._on_group_chosen)
        self.groups.save_clicked.connect(self._on_save_group_clicked)
        self.edit_button.clicked.connect(self._on_edit_clicked)
        self.clear_button.clicked.connect(self._on_clear_clicked)

    def set_names(self, names: Sequence[NamedId], *, are_all: bool = False) -> None:
        """Offer these names, and write them on the chips of their ids.

        `are_all` says that Siro named everybody: an id without a name is then marked, as it may be mistyped.
        """
        self._index = NameIndex(names)
        self._are_all_named = are_all and bool(self._index.names)
        self.entry.set_index(self._index)
        self.entry.setPlaceholderText(self.tr("Search names or paste ids") if names else self.tr("Type or paste ids"))
        self._show()

    def ids(self) -> tuple[str, ...]:
        """The ids that were chosen, without half-typed text."""
        return self._ids

    def add(self, entity_type: EntityType, ids: Sequence[str]) -> None:
        """Add ids as if they had been chosen; the form then filters by their type."""
        self._types.include(entity_type)  # the form then shows the ids of that type
        self._set((*self._ids, *ids))

    def ids_with_typed(self) -> tuple[str, ...]:
        """The ids that were chosen and those in the line. Raises QueryError for `ids` if the line is not clear."""
        return tuple(dict.fromkeys((*self._ids, *self.entry.pending_ids())))

    def take_typed(self) -> None:
        """Turn the text in the line into chips."""
        self.entry.take(self.entry.text())

    def set_ids(self, ids: Sequence[str], typed: str = "") -> None:
        """Show these ids instead, and `typed` in the line; `changed` is not emitted."""
        self._ids = tuple(dict.fromkeys(ids))
        with QSignalBlocker(self.entry):
            self.entry.setText(typed)
        self._show()

    def typed(self) -> str:
        """The text in the line that is not an id yet."""
        return self.entry.text()

    def _set(self, ids: Sequence[str]) -> None:
        self._ids = tuple(dict.fromkeys(ids))
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        is_many = len(self._ids) > MOST_CHIPS
        self._chips.show_chips(() if is_many else [self._chip(entity_id) for entity_id in self._ids])
        unnamed = sum(self._is_doubtful(entity_id) for entity_id in self._ids)
        self._bar.setVisible(len(self._ids) > 1 or unnamed > 0)
        self.setVisible(bool(self._ids))
        parts = (self._summarize() if is_many else "", self._say_unnamed(unnamed) if unnamed else "")
        self._summary.setText("\n".join(part for part in parts if part))
        known = (self._index.with_id(entity_id) for entity_id in self._ids)
        self.edit_button.setHidden(any(one is not None and not one.shown_id for one in known))
        self.groups.set_can_save(can_save=bool(self._ids))

    def _chip(self, entity_id: str) -> ChipText:
        named = self._index.with_id(entity_id)
        if self._is_doubtful(entity_id):
            tip = self.tr("Siro's list of names does not have it: it may be mistyped.")
            return ChipText(entity_id, entity_id, f"{entity_id}\n{tip}", is_doubtful=True)
        if named is None or not named.name:
            return ChipText(entity_id, entity_id)
        return ChipText(entity_id, named.name, f"{named.name}\n{second_line(named)}".strip())

    def _is_doubtful(self, entity_id: str) -> bool:
        return self._are_all_named and self._index.with_id(entity_id) is None

    def _say_unnamed(self, count: int) -> str:
        text = self.tr("1 is not on Siro's list") if count == 1 else self.tr("%1 are not on Siro's list", "", count)
        return text.replace("%1", grouped(count))

    def _summarize(self) -> str:
        count = grouped(len(self._ids))
        first = ", ".join(self._chip(entity_id).text for entity_id in self._ids[:_NAMED_IN_SUMMARY])
        return self.tr("%s ids: %s …") % (count, first)

    @Slot(object)
    def _on_ids_chosen(self, ids: tuple[str, ...]) -> None:
        self._set((*self._ids, *ids))

    @Slot(object, bool)
    def _on_group_chosen(self, group: IdGroup, is_instead: bool) -> None:
        self._types.include(group.entity_type)  # the form then shows the ids of that type
        self._set(group.ids if is_instead else (*self._ids, *group.ids))

    @Slot()
    def _on_save_group_clicked(self) -> None:
        types = self._types.entity_types()
        self.groups.save_requested.emit(IdGroup("", types[0] if types else EntityType.USER, self._ids))

    @Slot()
    def _on_remove_last(self) -> None:
        if self._ids:
            self._set(self._ids[:-1])

    @Slot(str)
    def _on_chip_removed(self, entity_id: str) -> None:
        self._set([one for one in self._ids if one != entity_id])
        if not self._ids:
            self.entry.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_text_edited(self) -> None:
        self.changed.emit()

    @Slot()
    def _on_edit_clicked(self) -> None:
        from siro_desktop.ui.ids_dialog import IdsDialog

        dialog = IdsDialog(self._ids, self._index, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.ids_accepted.connect(self._set)
        dialog.open()

    @Slot()
    def _on_clear_clicked(self) -> None:
        self._set(())
        self.entry.setFocus(Qt.FocusReason.OtherFocusReason)
