"""Edits one target: where good values lie, its ends, from when on, for which conversations.

Signals: `save_requested(Target)`, `remove_requested`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from siro_desktop.domain.targets import Direction, Source, Target
from siro_desktop.domain.typed_values import read_typed, write_typed
from siro_desktop.domain.units import UnitKind, unit_kind
from siro_desktop.errors import TargetError
from siro_desktop.ui.field import Caption, Field, ProblemLine, order_tabs
from siro_desktop.ui.segments import SegmentRow
from siro_desktop.ui.targets.form_parts import SaveButtons, form_title
from siro_desktop.ui.targets.scope_fields import MeantForBox, SinceField
from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.theme import SPACE_2, SPACE_3
from siro_desktop.ui.widgets import named
from siro_desktop.ui.words import number_format

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from siro_desktop.ui.targets.target_list_model import TargetLine

_ENDS: Final = {
    Direction.HIGHER: ("minimum",),
    Direction.LOWER: ("maximum",),
    Direction.INSIDE: ("minimum", "maximum"),
}


class TargetForm(QWidget):
    """The fields of one target. A problem stands under its field."""

    save_requested = Signal(object)
    remove_requested = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("target_form")
        self._line: TargetLine | None = None
        self._today = today
        self._lines: dict[str, QLineEdit] = {}
        self._fields: dict[str, Field] = {}
        self._build_layout()
        self._connect()
        self._show_needed()

    def _build_layout(self) -> None:
        tr = self.tr
        self._title = form_title("target_title", self)
        self._problem = ProblemLine("target_problem", self)
        choices = [
            (Direction.HIGHER.value, tr("higher")),
            (Direction.LOWER.value, tr("lower")),
            (Direction.INSIDE.value, tr("inside")),
        ]
        self._direction = SegmentRow("target_direction", choices)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, SPACE_2, 0)
        layout.setSpacing(SPACE_3)
        layout.addWidget(self._title)
        layout.addWidget(self._problem)
        layout.addWidget(Field("direction", tr("&Good is"), self._direction))
        for name, label in (
            ("minimum", tr("M&inimum")),
            ("maximum", tr("Ma&ximum")),
            ("tolerance", tr("T&olerance")),
        ):
            line = named(QLineEdit(self), f"target_{name}")
            fit_height(line)
            self._lines[name] = line
            self._fields[name] = Field(name, label, line)
            layout.addWidget(self._fields[name])
        self._fields["tolerance"].set_help(tr("So far outside, a value is still near."))
        self._since = SinceField("valid_from", "target", tr("&Valid"), self._today)
        self._fields["valid_from"] = self._since
        layout.addWidget(self._since)
        self._meant_for = MeantForBox("target_meant_for", self)
        layout.addWidget(Field("conversation_type_id", tr("Fo&r"), self._meant_for))
        buttons = SaveButtons("target", tr("&Save target"), tr("Re&move"), self)
        self._save, self._remove = buttons.save, buttons.remove
        layout.addWidget(buttons)
        self._note = Caption("target_note", host=self)
        layout.addWidget(self._note)
        layout.addStretch(1)

    def _connect(self) -> None:
        self._direction.changed.connect(self._show_needed)
        for line in self._lines.values():
            line.textEdited.connect(self._on_edited)
            line.returnPressed.connect(self._on_save_clicked)
        self._save.clicked.connect(self._on_save_clicked)
        self._remove.clicked.connect(self.remove_requested)
        order_tabs(
            *self._direction.segments(),
            *self._lines.values(),
            *(self._since.has_day, self._since.day_edit, self._meant_for, self._save, self._remove),
        )

    # Public ---------------------------------------------------------------------------------------------------------

    @property
    def line(self) -> TargetLine | None:
        """The line that is edited."""
        return self._line

    def show_line(self, line: TargetLine | None, conversation_types: Mapping[str, str]) -> None:
        """Edit a line; None has nothing to edit. `conversation_types` are names by id, the shown result's first."""
        self._line = line
        self.setEnabled(line is not None)
        self.clear_problems()
        target = line.target if line else None
        self._title.setText((line.metric.name or line.metric.id) if line else self.tr("Choose a metric in the table."))
        self._direction.set_chosen((target.direction.value if target else Direction.INSIDE.value,))
        unit, short = (line.metric.unit, line.metric.unit_abbreviated) if line else ("", "")
        for name, edit in self._lines.items():
            number = getattr(target, name) if target else None
            edit.setText(write_typed(number or None if name == "tolerance" else number, unit, short, number_format()))
            self._fields[name].set_note(_unit_note(unit, short))
        self._meant_for.show_types(conversation_types, target.conversation_type_id if target else None)
        self._since.set_day(target.valid_from if target else None)
        is_siro = target is not None and target.source is Source.SIRO
        self._remove.setEnabled(target is not None and not is_siro)
        self._note.setText(
            self.tr("This target comes from Siro. Saved here it becomes one of your own, which wins.")
            if is_siro
            else ""
        )
        self._show_needed()

    def to_target(self) -> Target:
        """Return what is typed, as a target set by hand. Raises TargetError naming the field."""
        if self._line is None:
            raise TargetError("metric_id", self.tr("Choose a metric in the table."))
        ends = _ENDS[Direction(self._direction.chosen()[0])]
        for name in ends:
            if not self._lines[name].text().strip():
                raise TargetError(name, self.tr("Enter a number."))
        typed = {name: self._read(name) for name in (*ends, "tolerance")}
        return Target(
            metric_id=self._line.metric.id,
            minimum=typed.get("minimum"),
            maximum=typed.get("maximum"),
            tolerance=typed["tolerance"] or 0.0,
            valid_from=self._since.day(),
            conversation_type_id=self._meant_for.type_id(),
            source=Source.HAND,
        )

    def show_error(self, error: TargetError) -> None:
        """Say what is wrong beside its field, and lead there."""
        self.clear_problems()
        field = self._fields.get(error.field)
        if field is None:
            self._problem.set_text(error.message)
        else:
            field.show_problem(error.message)

    def clear_problems(self) -> None:
        """Take all problems away."""
        self._problem.set_text("")
        for field in self._fields.values():
            field.clear_problem()

    def start_version(self) -> None:
        """Make another target of the shown one, from today on."""
        self._since.start_today()
        self._remove.setEnabled(False)
        self._lines[_ENDS[Direction(self._direction.chosen()[0])][0]].setFocus(Qt.FocusReason.OtherFocusReason)

    # Private --------------------------------------------------------------------------------------------------------

    def _read(self, name: str) -> float | None:
        text = self._lines[name].text().strip()
        if not text or self._line is None:
            return None
        metric = self._line.metric
        try:
            return read_typed(text, metric.unit, metric.unit_abbreviated, number_format())
        except ValueError as error:
            is_time = unit_kind(metric.unit, metric.unit_abbreviated) is UnitKind.SECONDS
            example = self.tr("Type a time as 1:30, or a number of seconds.") if is_time else self.tr("Type a number.")
            raise TargetError(name, example) from error

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot()
    def _show_needed(self) -> None:
        ends = _ENDS[Direction(self._direction.chosen()[0])]
        for name in ("minimum", "maximum"):
            self._fields[name].setVisible(name in ends)

    @Slot()
    def _on_edited(self) -> None:
        for name, line in self._lines.items():
            if line is self.sender():
                self._fields[name].clear_problem()
        self._problem.set_text("")

    @Slot()
    def _on_save_clicked(self) -> None:
        try:
            target = self.to_target()
        except TargetError as error:
            self.show_error(error)
        else:
            self.clear_problems()
            self.save_requested.emit(target)


def _unit_note(unit: str, unit_abbreviated: str) -> str:
    """What stands beside a number: its unit, and for seconds how a time is typed."""
    if unit_kind(unit, unit_abbreviated) is UnitKind.SECONDS:
        return "m:ss"
    return unit_abbreviated or unit
