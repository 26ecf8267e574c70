"""The colours of pass rates of a connection: what there is in a table, the chosen ones in a form beside it.

Signals: `save_requested(OwnColors, OwnColors or None)`, the second those that were edited;
`remove_requested(OwnColors)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLabel, QWidget

from siro_desktop.domain.targets import NO_TARGETS, OwnColors
from siro_desktop.errors import TargetError
from siro_desktop.ui.field import Caption
from siro_desktop.ui.plain_table import PlainTable, TextTableModel
from siro_desktop.ui.targets.color_form import ColorForm
from siro_desktop.ui.targets.color_lines import ColorLine, color_lines, headings, texts
from siro_desktop.ui.targets.form_parts import FormArea, TableAndForm, fill_page
from siro_desktop.ui.widgets import named, quiet_button

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from siro_desktop.domain.targets import KnownMetric, Targets

_SHARES: Final = (20, 20, 13, 9, 42)
_FORM_WIDTH: Final = 42  # in average characters


class ColorsPage(QWidget):
    """Shows and edits colours. What it emits is kept by others, who then call `show_targets` again."""

    save_requested = Signal(object, object)
    remove_requested = Signal(object)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("colors_page")
        self._targets = NO_TARGETS
        self._types: Mapping[str, str] = {}
        self._lines: list[ColorLine] = []
        self._shown: ColorLine | None = None
        self._is_new = False
        self._wanted: OwnColors | None = None
        self._model = TextTableModel(headings(), self)
        self.form = ColorForm(today)
        self._build_layout()
        self._connect()

    def _build_layout(self) -> None:
        tr = self.tr
        intro = tr(
            "These ranges say which pass rates are met, near or missed. Yours win over Siro's, and looking up leaves "
            "them alone; those of one metric win over those of every metric."
        )
        self._table = PlainTable("colors_table", tr("Colours of pass rates"), self._model, _SHARES, self, wraps=True)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._table.setFrameShape(QFrame.Shape.NoFrame)
        heading = named(QLabel(tr("&Colours of pass rates"), self), "colors_label")
        heading.setBuddy(self._table)
        self._add = quiet_button(self, "colors_add", "add", tr("Add c&olours"))
        self._add.setToolTip(tr("Set other ranges for a metric, a conversation type or a later day"))
        area = FormArea("color_form_area", self.form, _FORM_WIDTH, self)
        said, parts = Caption("colors_intro", intro, self), (heading, self._table, self._add)
        body = TableAndForm(said, parts, area, self._table.width_for_words, self)
        self._model.modelReset.connect(body.arrange)
        fill_page(self, body)

    def _connect(self) -> None:
        self._table.selectionModel().currentRowChanged.connect(self._on_row_changed)
        self._table.delete_pressed.connect(self._on_remove_requested)
        self._add.clicked.connect(self._on_add_clicked)
        self.form.save_requested.connect(self._on_save_requested)
        self.form.remove_requested.connect(self._on_remove_requested)

    # Public ---------------------------------------------------------------------------------------------------------

    def show_targets(
        self, targets: Targets, metrics: Mapping[str, KnownMetric], conversation_types: Mapping[str, str]
    ) -> None:
        """Show other colours. The line that was chosen stays so, with what is typed; what was just saved is chosen."""
        former, wanted, self._wanted = self._shown, self._wanted, None
        has_other_types = conversation_types != self._types
        self._targets, self._types = targets, conversation_types
        self._lines = color_lines(targets, metrics)
        self._model.set_rows([texts(line, metrics, conversation_types) for line in self._lines])
        self.form.set_metrics(metrics)
        row = self._lines.index(former) if former in self._lines else 0
        if wanted is not None:
            row = next((n for n, line in enumerate(self._lines) if line.own == wanted), row)
        is_same = former == self._lines[row] and not has_other_types
        stays = wanted is None and (self._is_new or is_same)
        self._shown = self._lines[row] if stays else None
        self._table.selectRow(row)
        self._show_line(self._lines[row])

    # Private --------------------------------------------------------------------------------------------------------

    def _show_line(self, line: ColorLine) -> None:
        if line != self._shown:
            self._shown, self._is_new = line, False
            self.form.show_line(line, self._types)

    def _check_key(self, own: OwnColors, edited: OwnColors | None) -> None:
        if own.key in {one.key for one in self._targets.own_colors if one != edited}:
            raise TargetError(
                "valid_from",
                self.tr("There are such colours of yours from that day on. Choose another day, or change those."),
            )

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot(QModelIndex, QModelIndex)
    def _on_row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self._show_line(self._lines[current.row()])

    @Slot(object)
    def _on_save_requested(self, own: OwnColors) -> None:
        edited = self._shown.own if self._shown and not self._is_new else None
        try:
            self._check_key(own, edited)
        except TargetError as error:
            self.form.show_error(error)
            return
        self._wanted = own
        self.save_requested.emit(own, edited)

    @Slot()
    def _on_remove_requested(self) -> None:
        if self._shown is not None and self._shown.own is not None and not self._is_new:
            self.remove_requested.emit(self._shown.own)

    @Slot()
    def _on_add_clicked(self) -> None:
        self._is_new = True
        self.form.start_new()
