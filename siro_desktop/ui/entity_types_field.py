"""What the ids name: one type of entity, or several where the person switches that on.

Signal: `changed()` after every choice by the person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from siro_desktop.domain.query import EntityType
from siro_desktop.ui.segments import SegmentRow
from siro_desktop.ui.text_size import scale_font
from siro_desktop.ui.theme import CAPTION
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from siro_desktop.domain.names import NamedId, Names


def entity_type_texts() -> list[tuple[str, str]]:
    """Each type's wire value with the word that people use for it, in the order in which they are offered."""
    tr = QCoreApplication.translate
    return [
        (EntityType.USER.value, tr("EntityType", "Reps")),
        (EntityType.TEAM.value, tr("EntityType", "Teams")),
        (EntityType.ORGANIZATION.value, tr("EntityType", "Organization")),
        (EntityType.RECORDING.value, tr("EntityType", "Recordings")),
    ]


def names_of_types(names: Names, types: Sequence[EntityType]) -> list[NamedId]:
    """Return what is known of these types; with several of them, each note begins with the kind that it is."""
    if len(types) < 2:
        return [named for one in types for named in names.of(one)]
    words = dict(entity_type_texts())
    return [
        replace(named, note=f"{words[one.value]} · {named.note}" if named.note else words[one.value])
        for one in types
        for named in names.of(one)
    ]


def are_all_named(names: Names, types: Sequence[EntityType], organization_id: str) -> bool:
    """True if Siro has listed everything of these types in that organization. Of recordings it lists the latest."""
    is_listed = names.fetched_at is not None and not names.refused and names.organization_id == organization_id
    return is_listed and set(types) <= {EntityType.USER, EntityType.TEAM}


class EntityTypesInput(QWidget):
    """The choices; `several_switch` belongs into the corner of the field."""

    changed = Signal()

    def __init__(self, host: QWidget | None = None) -> None:
        super().__init__(host)
        self.setObjectName("filter_by_input")
        self.several_switch = named(QCheckBox(self.tr("Several")), "filter_by_several")
        scale_font(self.several_switch, CAPTION)
        self.several_switch.setToolTip(self.tr("Let the ids name more than one kind"))
        self.choices = SegmentRow("filter_by", entity_type_texts(), self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.choices)
        self.choices.changed.connect(self.changed)
        self.several_switch.toggled.connect(self._on_several_toggled)

    def entity_types(self) -> tuple[EntityType, ...]:
        """What is chosen; may be empty if several are allowed."""
        return tuple(EntityType(key) for key in self.choices.chosen())

    def set_entity_types(self, types: Sequence[EntityType], *, several: bool = False) -> None:
        """Choose these, without emitting `changed`; more than one switches *several* on."""
        with QSignalBlocker(self), QSignalBlocker(self.several_switch), QSignalBlocker(self.choices):
            is_several = several or len(types) > 1
            self.several_switch.setChecked(is_several)
            self.choices.set_takes_several(is_several)
            self.choices.set_chosen([one.value for one in types])

    def include(self, entity_type: EntityType) -> None:
        """Choose a type as if by hand: beside the others where several are allowed, otherwise in their place."""
        chosen = self.choices.chosen()
        if entity_type.value not in chosen:
            self.choices.set_chosen([*(chosen if self.choices.takes_several else ()), entity_type.value])

    @Slot(bool)
    def _on_several_toggled(self, is_on: bool) -> None:
        self.choices.set_takes_several(is_on)
        self.changed.emit()
