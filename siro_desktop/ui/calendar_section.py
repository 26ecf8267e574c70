"""The part of a connection that says how days are counted, and which limits hold: closed until somebody wants it.

Signal: `edited()` after every edit by the person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QSizePolicy, QSpinBox, QVBoxLayout, QWidget

from siro_desktop.domain.profile import NUMBER_RANGES, USUAL, Profile
from siro_desktop.ui.disclosure import Disclosure
from siro_desktop.ui.field import Field
from siro_desktop.ui.list_box import list_box
from siro_desktop.ui.profile_spec import number_specs
from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.theme import SPACE_3
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Mapping


def first_day_here() -> int:
    """Return the day that weeks begin on in this computer's locale: 0 for Monday to 6 for Sunday."""
    return QLocale().firstDayOfWeek().value - 1


class CalendarSection(QWidget):
    """First day of the week, start of the fiscal year, requests a minute, late scores, thin samples."""

    edited = Signal()

    def __init__(self, host: QWidget | None = None) -> None:
        super().__init__(host)
        self.setObjectName("calendar_section")
        tip = self.tr("Show or hide how days are counted, and the limits")
        self._switch = Disclosure("profile_calendar", self.tr("Calendar and limits"), tip, self)
        self._lists: dict[str, QComboBox] = {}
        self._numbers: dict[str, QSpinBox] = {}
        self.fields: dict[str, Field] = {}
        self._inside = named(QWidget(self), "calendar_inside")
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        for spec in number_specs():
            control = self._list(spec.name) if spec.name in {"week_start", "fiscal_start"} else self._number(spec.name)
            field = Field(spec.name, spec.label, control, help_text=spec.help_text)
            self.fields[spec.name] = field
            column.addWidget(field)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_3)
        layout.addWidget(self._switch, 0, Qt.AlignmentFlag.AlignLeading)
        layout.addWidget(self._inside)
        self._inside.hide()
        self._switch.toggled.connect(self._inside.setVisible)

    def _list(self, name: str) -> QComboBox:
        """A list of days, or months, as this computer calls them; row after row the numbers that a profile allows."""
        least, most = NUMBER_RANGES[name]
        box = self._lists[name] = list_box(name, None)
        for number in range(least, most + 1):
            is_day = name == "week_start"
            text = QLocale().standaloneDayName(number + 1) if is_day else QLocale().standaloneMonthName(number)
            box.addItem(text, number)
        box.currentIndexChanged.connect(self._on_edited)
        return box

    def _number(self, name: str) -> QSpinBox:
        box = self._numbers[name] = named(QSpinBox(), name)
        box.setRange(*NUMBER_RANGES[name])
        box.setGroupSeparatorShown(True)
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        fit_height(box)
        box.valueChanged.connect(self._on_edited)
        return box

    def show_profile(self, profile: Profile) -> None:
        """Show a profile's numbers, opened if one is not what a new connection begins with."""
        self._show({name: getattr(profile, name) for name in self.fields})
        usual = {**USUAL, "week_start": first_day_here()}
        self._switch.setChecked(any(number != usual[name] for name, number in self.numbers().items()))

    def numbers(self) -> dict[str, int]:
        """What stands there, by the name of the profile's field."""
        chosen = {name: int(box.currentData()) for name, box in self._lists.items()}
        return chosen | {name: box.value() for name, box in self._numbers.items()}

    def texts(self) -> dict[str, str]:
        """The numbers as text, to be kept while another connection is shown."""
        return {name: str(number) for name, number in self.numbers().items()}

    def restore_texts(self, texts: Mapping[str, str]) -> None:
        """Show what `texts` gave."""
        self._show({name: int(texts[name]) for name in self.fields if name in texts})

    def open(self) -> None:
        """Let the fields be seen."""
        self._switch.setChecked(True)

    def _show(self, numbers: Mapping[str, int]) -> None:
        for name, number in numbers.items():
            if name in self._lists:
                box = self._lists[name]
                with QSignalBlocker(box):
                    box.setCurrentIndex(box.findData(number))
            else:
                with QSignalBlocker(self._numbers[name]):
                    self._numbers[name].setValue(number)

    @Slot()
    def _on_edited(self) -> None:
        for field in self.fields.values():
            if self.sender() is field.control:
                field.clear_problem()
        self.edited.emit()
