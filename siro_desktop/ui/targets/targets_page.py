"""The targets of a connection: what there is in a table, the chosen one in a form beside it.

Signals: `save_requested(Target, Target or None)`, the second the one that was edited; `remove_requested(Target)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QStackedWidget,
    QTableView,
    QWidget,
)

from siro_desktop.domain.targets import NO_TARGETS, KnownMetric, Source, Target, Targets
from siro_desktop.errors import TargetError
from siro_desktop.ui.cell_delegates import CellDelegate
from siro_desktop.ui.field import Caption
from siro_desktop.ui.headings import Headings
from siro_desktop.ui.result_states import StatePage
from siro_desktop.ui.table_colors import TableColors
from siro_desktop.ui.targets.form_parts import FormArea, TableAndForm, fill_page
from siro_desktop.ui.targets.target_form import TargetForm
from siro_desktop.ui.targets.target_list_model import TargetColumn, TargetLine, TargetListModel
from siro_desktop.ui.theme import SPACE_3, row_height, tabular_font
from siro_desktop.ui.widgets import named, quiet_button

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_FORM_WIDTH: Final = 34  # in average characters


class TargetsPage(QWidget):
    """Shows and edits targets. What it emits is kept by others, who then call `show_targets` again."""

    save_requested = Signal(object, object)
    remove_requested = Signal(object)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("targets_page")
        self._targets = NO_TARGETS
        self._types: Mapping[str, str] = {}
        self._is_version = False
        self._wanted: Target | None = None
        self.model = TargetListModel(self)
        self._build_table()
        self.form = TargetForm(today)
        self._build_layout()
        self._connect()

    def _build_table(self) -> None:
        self._table = table = named(QTableView(self), "targets_table")
        table.setModel(self.model)
        table.setHorizontalHeader(named(Headings(table), "targets_headings"))
        table.setItemDelegate(CellDelegate(table))
        self._colors = TableColors(table)
        table.setFont(tabular_font(QFont()))
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        rows = table.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(row_height(table.font()))
        self._empty = StatePage("targets_empty", self)
        self._empty.say(
            "target",
            self.tr("No metrics are known yet"),
            self.tr("Run a query first: its metrics can then be given targets. Or import a file of targets."),
        )
        self._shown = named(QStackedWidget(self), "targets_shown")
        self._shown.addWidget(table)
        self._shown.addWidget(self._empty)
        self._heading = named(QLabel(self.tr("Me&trics and their targets"), self), "targets_label")
        self._heading.setBuddy(table)
        table.setAccessibleName(self.tr("Metrics and their targets"))

    def _build_layout(self) -> None:
        intro = self.tr(
            "Values are held against the target that is valid on the last day of a result's period. "
            "Your own targets win over Siro's."
        )
        self._area = FormArea("target_form_area", self.form, _FORM_WIDTH, self)
        self._version = quiet_button(self, "targets_version", "add", self.tr("&Add another date"))
        self._version.setToolTip(self.tr("Set another target for the same metric, valid from a later day on"))
        parts = (self._heading, self._shown, self._version)
        fill_page(self, TableAndForm(Caption("targets_intro", intro, self), parts, self._area, None, self))

    def _connect(self) -> None:
        self._table.selectionModel().currentRowChanged.connect(self._on_row_changed)
        self.form.save_requested.connect(self._on_save_requested)
        self.form.remove_requested.connect(self._on_remove_requested)
        self._version.clicked.connect(self._on_version_clicked)

    # Public ---------------------------------------------------------------------------------------------------------

    def show_targets(
        self, targets: Targets, metrics: Mapping[str, KnownMetric], conversation_types: Mapping[str, str]
    ) -> None:
        """Show other targets. The line that was chosen stays so, with what is typed; what was just saved is chosen."""
        line, wanted, self._wanted = self.form.line, self._wanted, None
        self._targets, self._types = targets, conversation_types
        self.model.set_lines(targets, metrics, conversation_types)
        row = self.model.find(wanted or (line.target if line else None), line.metric.id if line else "")
        self._fit_columns()
        self._shown.setCurrentWidget(self._table if metrics else self._empty)
        self._area.setVisible(bool(metrics))
        row = 0 if row < 0 and self.model.rowCount() else row
        if row >= 0:
            self._table.selectRow(row)
        self._show_line(self.model.line(row) if row >= 0 else None, is_saved=wanted is not None)

    # Private --------------------------------------------------------------------------------------------------------

    def _fit_columns(self) -> None:
        self._table.resizeColumnsToContents()
        widest = self.fontMetrics().averageCharWidth() * _FORM_WIDTH
        for column in TargetColumn:
            self._table.setColumnWidth(column, min(self._table.columnWidth(column) + SPACE_3, widest))

    def _show_line(self, line: TargetLine | None, *, is_saved: bool = False) -> None:
        if line is not None and line == self.form.line and not is_saved:
            return  # what is typed stays
        self._is_version = False
        self.form.show_line(line, self._types)
        self._version.setEnabled(line is not None and line.target is not None)

    def _check_key(self, target: Target, edited: Target | None) -> None:
        others = {one.key for one in self._targets.all if one != edited}
        if target.key in others:
            raise TargetError(
                "valid_from",
                self.tr("This metric has a target of yours from that day on. Choose another day, or change that one."),
            )

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot(QModelIndex, QModelIndex)
    def _on_row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self._show_line(self.model.line(current.row()))

    @Slot(object)
    def _on_save_requested(self, target: Target) -> None:
        line = self.form.line
        edited = line.target if line and not self._is_version else None
        edited = edited if edited is not None and edited.source is Source.HAND else None
        try:
            self._check_key(target, edited)
        except TargetError as error:
            self.form.show_error(error)
            return
        self._wanted = replace(target)
        self.save_requested.emit(target, edited)

    @Slot()
    def _on_remove_requested(self) -> None:
        if self.form.line is not None and self.form.line.target is not None:
            self.remove_requested.emit(self.form.line.target)

    @Slot()
    def _on_version_clicked(self) -> None:
        self._is_version = True
        self.form.start_version()
