"""A number and a unit of the calendar, such as *12 weeks*. Signal: `changed()` after every edit by the person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QSpinBox, QWidget

from siro_desktop.domain.relative_periods import MAX_COUNT
from siro_desktop.ui.field import captioned
from siro_desktop.ui.flow_layout import FlowLayout
from siro_desktop.ui.list_box import list_box
from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.theme import SPACE_2
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIRST_COUNT: Final = 4


class CountInput(QWidget):
    """`units` are (key, what one is called, what several are called)."""

    changed = Signal()

    def __init__(self, name: str, units: Sequence[tuple[str, str, str]], host: QWidget | None = None) -> None:
        super().__init__(host)
        self.setObjectName(name)
        self._units = tuple(units)
        self.number = named(QSpinBox(self), f"{name}_number")
        self.number.setRange(1, MAX_COUNT)
        self.number.setGroupSeparatorShown(True)
        self.number.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.unit = list_box(f"{name}_unit", self, [(several, key) for key, _one, several in self._units])
        flow = FlowLayout(self, spacing=SPACE_2, justified=True)
        flow.addWidget(captioned(f"{name}_number", self.tr("How many"), self.number, self))
        flow.addWidget(captioned(f"{name}_unit", self.tr("Of what"), self.unit, self))
        fit_height(self.number)
        self.number.setValue(_FIRST_COUNT)
        self.unit.setCurrentIndex(1)
        self.number.valueChanged.connect(self._on_number_changed)
        self.unit.currentIndexChanged.connect(self._on_unit_changed)

    def count(self) -> int:
        """The number that stands there."""
        return self.number.value()

    def key(self) -> str:
        """The key of the chosen unit."""
        return str(self.unit.currentData())

    def set_count(self, count: int, key: str) -> None:
        """Show a number of units, without emitting `changed`."""
        with QSignalBlocker(self.number), QSignalBlocker(self.unit):
            self.number.setValue(count)
            self.unit.setCurrentIndex(self.unit.findData(key))
            self._say_units()

    def _say_units(self) -> None:
        for row, (_key, one, several) in enumerate(self._units):
            self.unit.setItemText(row, one if self.count() == 1 else several)

    @Slot()
    def _on_number_changed(self) -> None:
        with QSignalBlocker(self.unit):
            self._say_units()
        self.changed.emit()

    @Slot()
    def _on_unit_changed(self) -> None:
        self.changed.emit()
