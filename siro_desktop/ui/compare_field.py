"""Into what a question is taken apart: its ids, and its period.

Signal of both inputs: `changed()` after every edit by the person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.periods import wire_range
from siro_desktop.domain.plan import PLAN_UNITS, CompareBy, CompareEntities
from siro_desktop.domain.relative_periods import Offset
from siro_desktop.errors import QueryError
from siro_desktop.ui.count_input import CountInput
from siro_desktop.ui.instants_label import InstantsLabel
from siro_desktop.ui.list_box import list_box
from siro_desktop.ui.period_words import EARLIER, NOTHING, PERIOD, before_texts, compared_period_texts
from siro_desktop.ui.query_draft import read_mapping, read_text
from siro_desktop.ui.theme import SPACE_2
from siro_desktop.ui.wrapping_check_box import WrappingCheckBox

if TYPE_CHECKING:
    from siro_desktop.domain.periods import Period
    from siro_desktop.ui.query_draft import Draft

_UNITS: Final = {unit.value for unit in PLAN_UNITS}


def _entities_texts() -> list[tuple[str, CompareEntities]]:
    tr = QCoreApplication.translate
    return [
        (tr("CompareInput", "All together"), CompareEntities.TOGETHER),
        (tr("CompareInput", "Each one alone"), CompareEntities.EACH),
        (tr("CompareInput", "Each member of the teams"), CompareEntities.MEMBERS),
    ]


class CompareInput(QWidget):
    """All ids as one population, each alone, or each member of the teams; and whether all together stand beside them.

    Members are offered where the ids name teams. Elsewhere whoever wants them sees each one alone, and gets them back.
    """

    changed = Signal()

    def __init__(self, host: QWidget | None = None) -> None:
        super().__init__(host)
        self.setObjectName("compare_input")
        self._wanted = CompareEntities.TOGETHER
        self._has_teams = False
        self.entities_input = list_box("compare", self)
        self.whole_switch = WrappingCheckBox("compare_with_whole", self.tr("With all together beside them"), self)
        self.whole_switch.setToolTip(self.tr("One more request: the line to hold the others against"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_2)
        layout.addWidget(self.entities_input)
        layout.addWidget(self.whole_switch)
        self._show()
        self.entities_input.currentIndexChanged.connect(self._on_entities_changed)
        self.whole_switch.toggled.connect(self.changed)

    def tab_stops(self) -> tuple[QWidget, ...]:
        """The inputs in reading order."""
        return self.entities_input, self.whole_switch

    def set_has_teams(self, has_teams: bool) -> None:
        """Say whether the ids name teams and nothing else, whose members can then be compared."""
        if has_teams != self._has_teams:
            self._has_teams = has_teams
            self._show()

    def entities(self) -> CompareEntities:
        """How the ids are taken apart."""
        return CompareEntities(self.entities_input.currentData())

    def with_whole(self) -> bool:
        """Whether all together are asked for, too."""
        return self.whole_switch.isChecked() and self.entities() is not CompareEntities.TOGETHER

    def draft(self) -> Draft:
        """What was chosen, to be kept."""
        return {"entities": self._wanted.value, "with_whole": self.whole_switch.isChecked()}

    def restore_draft(self, kept: object) -> None:
        """Take back what `draft` gave; for anything else all are together. Emits nothing."""
        entries = read_mapping(kept)
        known = {one.value: one for one in CompareEntities}
        self._wanted = known.get(read_text(entries.get("entities")), CompareEntities.TOGETHER)
        with QSignalBlocker(self.whole_switch):
            self.whole_switch.setChecked(entries.get("with_whole") is True)
        self._show()

    def _show(self) -> None:
        """Offer what can be asked, choose what is wanted of it, and show the switch where it says something."""
        wanted = self._wanted
        if wanted is CompareEntities.MEMBERS and not self._has_teams:
            wanted = CompareEntities.EACH
        with QSignalBlocker(self.entities_input):
            self.entities_input.clear()
            for text, entities in _entities_texts():
                if entities is not CompareEntities.MEMBERS or self._has_teams:
                    self.entities_input.addItem(text, entities.value)
            self.entities_input.setCurrentIndex(self.entities_input.findData(wanted.value))
        self.whole_switch.setVisible(wanted is not CompareEntities.TOGETHER)

    @Slot()
    def _on_entities_changed(self) -> None:
        self._wanted = self.entities()
        self.whole_switch.setVisible(self._wanted is not CompareEntities.TOGETHER)
        self.changed.emit()


class ComparePeriodsInput(QWidget):
    """Nothing, a unit to cut the period by, or an earlier period to set beside it, whose instants are then shown."""

    changed = Signal()

    def __init__(self, host: QWidget | None = None) -> None:
        super().__init__(host)
        self.setObjectName("compare_periods_input")
        self.choice_input = list_box("compare_periods", self, compared_period_texts())
        self.count_input = CountInput("compare_count", before_texts(), self)
        self.instants = InstantsLabel("compare_instants", self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_2)
        for widget in (self.choice_input, self.count_input, self.instants):
            layout.addWidget(widget)
        self._set_key(NOTHING)
        self.choice_input.currentIndexChanged.connect(self._on_edited)
        self.count_input.changed.connect(self._on_edited)

    def tab_stops(self) -> tuple[QWidget, ...]:
        """The inputs in reading order."""
        return self.choice_input, self.count_input.number, self.count_input.unit

    def unit(self) -> Unit | None:
        """What the period is cut by."""
        key = self._key()
        return Unit(key) if key in _UNITS else None

    def offset(self) -> Offset | None:
        """Which earlier period is set beside it."""
        key = self._key()
        if key == EARLIER:
            unit = self.count_input.key()
            return Offset(self.count_input.count(), None if unit == PERIOD else Unit(unit))
        return None if key == NOTHING or key in _UNITS else Offset.parse(key)

    def show_earlier(self, earlier: Period | None) -> None:
        """Say as what the earlier period is sent, if there is one."""
        self.instants.setVisible(earlier is not None)
        if earlier is not None:
            self.instants.setText(self.tr("Beside it %s\nto %s") % wire_range(earlier))

    def draft(self) -> str:
        """What was chosen, to be kept."""
        return compared_periods_draft(CompareBy(unit=self.unit(), offset=self.offset()))

    def restore_draft(self, kept: object) -> None:
        """Take back what `draft` gave; for anything else nothing is compared. Emits nothing."""
        key = read_text(kept)
        if key not in {NOTHING, *_UNITS}:
            try:
                key = self._show_offset(Offset.parse(key))
            except QueryError:
                key = NOTHING
        self._set_key(key)

    def _show_offset(self, offset: Offset) -> str:
        """Return the key of an offset, which stands in the number and the unit if it has no line of its own."""
        if self.choice_input.findData(str(offset)) >= 0:
            return str(offset)
        self.count_input.set_count(offset.count, offset.unit or PERIOD)
        return EARLIER

    def _key(self) -> str:
        return str(self.choice_input.currentData())

    def _set_key(self, key: str) -> None:
        with QSignalBlocker(self.choice_input):
            self.choice_input.setCurrentIndex(self.choice_input.findData(key))
        self.count_input.setVisible(key == EARLIER)
        self.show_earlier(None)

    @Slot()
    def _on_edited(self) -> None:
        self.count_input.setVisible(self._key() == EARLIER)
        self.changed.emit()


def compared_periods_draft(compare_by: CompareBy) -> str:
    """Return what is kept of how a period is compared."""
    return str(compare_by.unit or compare_by.offset or NOTHING)
