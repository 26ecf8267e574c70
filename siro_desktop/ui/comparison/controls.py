"""The line of choices above a view of a comparison: labelled fields that wrap where the width is short."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar, cast

from PySide6.QtCore import QCoreApplication, QMargins
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from siro_desktop.ui.comparison.metric_combo import MetricCombo
from siro_desktop.ui.flow_layout import FlowLayout
from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.theme import SPACE_2, SPACE_4, style_text
from siro_desktop.ui.widgets import named, tool_button

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from siro_desktop.settings import Json
    from siro_desktop.ui.comparison.state import ComparisonState

translate: Final = QCoreApplication.translate
_SHORTEST: Final = 10  # characters of a combo box
FieldT = TypeVar("FieldT", bound=QWidget)


def set_choosable(combo: QComboBox, position: int, choosable: bool) -> None:
    """Let an entry of a choice be chosen, or only seen."""
    model = combo.model()
    if isinstance(model, QStandardItemModel):
        model.item(position).setEnabled(choosable)


def labelled(text: str, field: QWidget, host: QWidget) -> QWidget:
    """Return a field behind its label, which is its buddy."""
    pair = named(QWidget(host), f"{field.objectName()}_pair")
    label = named(QLabel(text, pair), f"{field.objectName()}_label")
    label.setBuddy(field)
    style_text(label, "muted")
    fit_height(field)
    line = QHBoxLayout(pair)
    line.setContentsMargins(0, 0, SPACE_2, 0)
    line.setSpacing(SPACE_2)
    line.addWidget(label)
    line.addWidget(field, 1)
    return pair


def metric_field(prefix: str, state: ComparisonState, host: QWidget) -> QWidget:
    """Return the choice of the metric that is looked at, behind its label."""
    return labelled(translate("controls", "Me&tric"), MetricCombo(f"{prefix}_metric", state, host), host)


def picture_button(name: str, host: QWidget) -> QPushButton:
    """Return the button that saves a view as a picture."""
    return tool_button(host, name, "picture", translate("controls", "Save picture…"))


class Controls(QWidget):
    """Labelled fields side by side."""

    def __init__(self, name: str, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName(name)
        self._choices: dict[str, QComboBox] = {}
        self._flow = FlowLayout(self, spacing=SPACE_2)
        self._flow.setContentsMargins(QMargins(SPACE_4, SPACE_2, SPACE_4, SPACE_2))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add_field(self, text: str, field: FieldT) -> FieldT:
        """Put a field behind a label, which is its buddy."""
        self._flow.addWidget(labelled(text, field, self))
        return field

    def add_metric(self, prefix: str, state: ComparisonState) -> None:
        """Put the choice of the metric here; its name begins with `prefix`."""
        self._flow.addWidget(metric_field(prefix, state, self))

    def add_choice(self, name: str, text: str, choices: Sequence[str] = ()) -> QComboBox:
        """Put a combo box behind a label."""
        combo = named(QComboBox(self), name)
        combo.addItems(choices)
        self._choices[name] = combo
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        combo.setMinimumContentsLength(_SHORTEST if not choices else 0)
        return self.add_field(text, combo)

    def choices(self) -> dict[str, Json]:
        """Return the places of what is chosen, by the names of the combo boxes; what comes first is not named."""
        return {name: combo.currentIndex() for name, combo in self._choices.items() if combo.currentIndex() > 0}

    def choose(self, kept: Mapping[str, object]) -> None:
        """Choose what `choices` said, and of what is not understood what comes first."""
        for name, combo in self._choices.items():
            place = kept.get(name)
            is_known = isinstance(place, int) and not isinstance(place, bool) and 0 <= place < combo.count()
            combo.setCurrentIndex(cast("int", place) if is_known else 0)

    def add_picture_button(self, name: str) -> QPushButton:
        """Put the button at the end that saves the view as a picture."""
        button = picture_button(name, self)
        self._flow.addWidget(button)
        return button

    def add_button(self, button: QWidget) -> None:
        """Put a button at the end."""
        fit_height(button)
        self._flow.addWidget(button)
