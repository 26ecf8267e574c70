"""Edits one set of colours of pass rates: its ranges, for which metric and conversations, from when on.

Signals: `save_requested(OwnColors)`, `remove_requested`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from siro_desktop.domain.names import NamedId
from siro_desktop.domain.targets import OwnColors
from siro_desktop.errors import TargetError
from siro_desktop.ui.field import Caption, Field, order_tabs
from siro_desktop.ui.name_combo import NameCombo
from siro_desktop.ui.targets.form_parts import SaveButtons, form_title
from siro_desktop.ui.targets.range_rows import RangeRows
from siro_desktop.ui.targets.range_strip import RangeStrip
from siro_desktop.ui.targets.scope_fields import MeantForBox, SinceField
from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.theme import SPACE_2, SPACE_3
from siro_desktop.ui.wheel_guard import guard_from_wheel

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from PySide6.QtGui import QShowEvent

    from siro_desktop.domain.targets import KnownMetric
    from siro_desktop.ui.targets.color_lines import ColorLine


class ColorForm(QWidget):
    """The fields of one set of colours. A problem stands under its field."""

    save_requested = Signal(object)
    remove_requested = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("color_form")
        self._metrics: Mapping[str, KnownMetric] = {}
        self._is_offered = True
        self._today = today
        self._build_fields()
        self._build_buttons()
        self._build_layout()
        self._connect()

    def _build_fields(self) -> None:
        tr = self.tr
        self._title = form_title("color_title", self)
        self._strip = RangeStrip("color_strip", self)
        self._rows = RangeRows("color_range", self)
        self._ranges = Field("color_ranges", tr("Ran&ges of the pass rate"), self._rows, buddy=self._rows.inputs()[1])
        self._ranges.set_help(tr("A pass rate where two ranges meet belongs to the upper one."))
        self._metric = NameCombo("color_metric", tr("Every metric"), self)
        self._meant_for = MeantForBox("color_meant_for", self)
        fit_height(self._metric)
        self._since = SinceField("color_valid", "color", tr("&Valid"), self._today)
        self._fields = {
            "metric_id": Field("color_metric", tr("&Metric"), self._metric),
            "conversation_type_id": Field("color_meant_for", tr("Fo&r"), self._meant_for),
            "valid_from": self._since,
        }
        self._fields["metric_id"].set_help(tr("Leave it empty for every metric."))

    def _build_buttons(self) -> None:
        self._buttons = SaveButtons("color", self.tr("&Save colours"), self.tr("&Back to Siro's"), self)
        self._save, self._remove = self._buttons.save, self._buttons.remove
        self._remove.setToolTip(self.tr("Delete these colours of yours: Siro's hold again, or others of yours"))
        self._note = Caption("color_note", host=self)

    def _build_layout(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, SPACE_2, 0)
        layout.setSpacing(SPACE_3)
        for widget in (self._title, self._strip, self._ranges, *self._fields.values(), self._buttons, self._note):
            layout.addWidget(widget)
        layout.addStretch(1)
        guard_from_wheel(self)

    def _connect(self) -> None:
        self._rows.changed.connect(self._on_ranges_changed)
        self._metric.changed.connect(self._fields["metric_id"].clear_problem)
        self._save.clicked.connect(self._on_save_clicked)
        self._remove.clicked.connect(self.remove_requested)
        scope = (self._metric, self._meant_for, self._since.has_day, self._since.day_edit)
        order_tabs(*self._rows.inputs(), *scope, self._save, self._remove)

    # Public ---------------------------------------------------------------------------------------------------------

    def set_metrics(self, metrics: Mapping[str, KnownMetric]) -> None:
        """Offer metrics, known by id, as soon as the form is seen: there may be thousands. What is chosen stays."""
        if metrics != self._metrics:
            self._metrics, self._is_offered = dict(metrics), False
            if self.isVisible():
                self._offer_metrics()

    def show_line(self, line: ColorLine, conversation_types: Mapping[str, str]) -> None:
        """Edit a line. `conversation_types` are names by id, the shown result's first."""
        self.clear_problems()
        own = line.own
        metric_id = own.metric_id if own else ""
        self._title.setText(self.tr("Colours of yours") if own else self.tr("Siro's colours"))
        self._rows.set_bands(line.bands)
        self._metric.restore_draft({"id": metric_id, "text": metric_id})
        self._meant_for.show_types(conversation_types, line.conversation_type_id)
        self._since.set_day(own.valid_from if own else None)
        self._remove.setEnabled(own is not None)
        self._note.setText("" if own else self.tr("Saved here these become colours of your own, which win."))
        self._on_ranges_changed()

    def start_new(self) -> None:
        """Make other colours of the shown ones: for which metric, conversations or day is still to be said."""
        self.clear_problems()
        self._title.setText(self.tr("New colours"))
        self._note.setText("")
        self._remove.setEnabled(False)
        self._metric.setFocus(Qt.FocusReason.OtherFocusReason)

    def to_colors(self) -> OwnColors:
        """Return what is typed. Raises TargetError naming the field."""
        bands = self._rows.to_bands()
        metric_id = self._metric.current_id()
        if metric_id and metric_id not in self._metrics:
            problem = self.tr("No metric is called “%1”. Choose one from the list, or leave it empty for every metric.")
            raise TargetError("metric_id", problem.replace("%1", metric_id))
        return OwnColors(
            bands=bands,
            metric_id=metric_id,
            conversation_type_id=self._meant_for.type_id(),
            valid_from=self._since.day(),
        )

    def show_error(self, error: TargetError) -> None:
        """Say what is wrong beside its field, and lead there."""
        self.clear_problems()
        field = self._fields.get(error.field)
        if field is None:
            self._ranges.show_problem(error.message, focus=self._rows.input_of(error.field))
        else:
            field.show_problem(error.message)

    def clear_problems(self) -> None:
        """Take all problems away."""
        for field in (self._ranges, *self._fields.values()):
            field.clear_problem()

    # Private --------------------------------------------------------------------------------------------------------

    def _offer_metrics(self) -> None:
        if not self._is_offered:
            self._is_offered = True
            names = (NamedId(metric.id, metric.name or metric.id) for metric in self._metrics.values())
            self._metric.set_names(sorted(names, key=lambda known: known.name.casefold()))

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot()
    def _on_ranges_changed(self) -> None:
        self._ranges.clear_problem()
        try:
            self._strip.set_bands(self._rows.to_bands())
        except TargetError:
            self._strip.set_bands(None)

    @Slot()
    def _on_save_clicked(self) -> None:
        try:
            own = self.to_colors()
        except TargetError as error:
            self.show_error(error)
        else:
            self.clear_problems()
            self.save_requested.emit(own)

    # Qt -------------------------------------------------------------------------------------------------------------

    def showEvent(self, shown: QShowEvent) -> None:
        """Offer the metrics that came meanwhile."""
        super().showEvent(shown)
        self._offer_metrics()
