"""The targets of a connection: what there is in a table, the chosen one in a form beside it.

Signals: `save_requested(Target, Target or None)`, the second the one that was edited; `remove_requested(Target)`,
`look_up_requested`, `import_requested(Path)`, `export_requested(Path)`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from siro_desktop.domain.targets import NO_TARGETS, KnownMetric, Source, Target, Targets
from siro_desktop.errors import TargetError
from siro_desktop.ui.cell_delegates import CellDelegate
from siro_desktop.ui.field import Caption, fit_height, order_tabs
from siro_desktop.ui.headings import Headings
from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.result_states import StatePage
from siro_desktop.ui.table_colors import TableColors
from siro_desktop.ui.target_form import TargetForm
from siro_desktop.ui.target_list_model import TargetColumn, TargetLine, TargetListModel
from siro_desktop.ui.theme import SPACE_2, SPACE_3, SPACE_4, SPACE_5, icon_size, row_height, tabular_font
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_SIZE: Final = QSize(82, 44)  # in lines of text
_FORM_WIDTH: Final = 34  # in average characters


class TargetsDialog(QDialog):
    """Shows and edits targets. What it emits is kept by whoever opened it, who then calls `show_targets` again."""

    save_requested = Signal(object, object)
    remove_requested = Signal(object)
    look_up_requested = Signal()
    import_requested = Signal(object)
    export_requested = Signal(object)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("targets_dialog")
        self.setWindowTitle(self.tr("Targets"))
        self._targets = NO_TARGETS
        self._types: Mapping[str, str] = {}
        self._metrics: dict[str, KnownMetric] = {}
        self._can_look_up = False
        self._is_version = False
        self._wanted: Target | None = None
        self.model = TargetListModel(self)
        self._build_table()
        self._build_buttons()
        self.form = TargetForm(today, self)
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

    def _build_buttons(self) -> None:
        texts = (
            ("targets_version", self.tr("&Add another date"), "add"),
            ("targets_look_up", self.tr("&Look up from Siro"), "refresh"),
            ("targets_import", self.tr("Im&port…"), "import"),
            ("targets_export", self.tr("&Export…"), "export"),
            ("targets_close", self.tr("Close"), ""),
        )
        buttons = []
        for name, text, icon in texts:
            button = named(QPushButton(text, self), name)
            button.setAutoDefault(False)
            if icon:
                button.setIconSize(icon_size(button))
                set_icon(button, icon)
            buttons.append(button)
        fit_height(*buttons)
        self._version, self._look_up, self._import, self._export, self._close = buttons
        self._version.setToolTip(self.tr("Set another target for the same metric, valid from a later day on"))
        self._look_up.setToolTip(self.tr("Ask Siro for the targets of the shown result's conversation type"))
        self._note = Caption("targets_note", host=self)

    def _build_layout(self) -> None:
        intro = self.tr(
            "Values are held against the target that is valid on the last day of a result's period. "
            "Your own targets win over Siro's."
        )
        self._area = area = named(QScrollArea(self), "target_form_area")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self.form)
        width = self.fontMetrics().averageCharWidth() * _FORM_WIDTH
        area.setFixedWidth(max(width, self.form.minimumSizeHint().width() + SPACE_4))
        under = QHBoxLayout()
        under.setSpacing(SPACE_2)
        for button in (self._version, self._look_up, self._import, self._export):
            under.addWidget(button)
        under.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(SPACE_2)
        left.addWidget(self._heading)
        left.addWidget(self._shown, 1)
        left.addLayout(under)
        body = QHBoxLayout()
        body.setSpacing(SPACE_4)
        body.addLayout(left, 1)
        body.addWidget(area)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_2)
        foot.addWidget(self._note, 1)
        foot.addWidget(self._close, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        layout.setSpacing(SPACE_4)
        layout.addWidget(Caption("targets_intro", intro, self))
        layout.addLayout(body, 1)
        layout.addLayout(foot)
        line = self.fontMetrics().lineSpacing()
        self.resize((_SIZE * line).boundedTo(self.screen().availableSize() - QSize(SPACE_5, 2 * SPACE_5)))

    def _connect(self) -> None:
        self._table.selectionModel().currentRowChanged.connect(self._on_row_changed)
        self.form.save_requested.connect(self._on_save_requested)
        self.form.remove_requested.connect(self._on_remove_requested)
        self._version.clicked.connect(self._on_version_clicked)
        self._look_up.clicked.connect(self.look_up_requested)
        self._import.clicked.connect(self._on_import_clicked)
        self._export.clicked.connect(self._on_export_clicked)
        self._close.clicked.connect(self.accept)
        order_tabs(self._table, self._version, self._look_up, self._import, self._export)

    # Public ---------------------------------------------------------------------------------------------------------

    def set_context(
        self, metrics: Mapping[str, KnownMetric], conversation_types: Mapping[str, str], *, can_look_up: bool
    ) -> None:
        """Say which metrics there are, by id, and the names of conversation types, the shown result's first.

        `can_look_up`: a result is shown, for whose conversation type Siro can be asked.
        """
        self._metrics = {**self._metrics, **metrics}
        self._types = conversation_types
        self._can_look_up = can_look_up
        self._look_up.setEnabled(can_look_up)
        self.show_targets(self._targets)

    def add_metrics(self, metrics: Mapping[str, KnownMetric]) -> None:
        """Name metrics that were shown by their ids."""
        self._metrics = {**metrics, **self._metrics}
        self.show_targets(self._targets)

    def show_targets(self, targets: Targets) -> None:
        """Show other targets. The line that was chosen stays so, with what is typed; what was just saved is chosen."""
        line, wanted, self._wanted = self.form.line, self._wanted, None
        self._targets = targets
        known = {one.metric_id: KnownMetric(one.metric_id, "") for one in targets.all} | self._metrics
        self.model.set_lines(targets, known, self._types)
        self._export.setEnabled(bool(targets.all))
        row = self.model.find(wanted or (line.target if line else None), line.metric.id if line else "")
        self._fit_columns()
        self._shown.setCurrentWidget(self._table if known else self._empty)
        self._area.setVisible(bool(known))
        row = 0 if row < 0 and self.model.rowCount() else row
        if row >= 0:
            self._table.selectRow(row)
        self._show_line(self.model.line(row) if row >= 0 else None, is_saved=wanted is not None)

    def missing_metrics(self) -> tuple[str, ...]:
        """Return the ids of metrics that have a target but no known name."""
        return tuple({one.metric_id for one in self._targets.all} - self._metrics.keys())

    def metrics(self) -> dict[str, KnownMetric]:
        """Return the metrics that are known, by id."""
        return self._metrics

    def say(self, sentence: str) -> None:
        """Say how something went, at the foot."""
        self._note.setText(sentence)

    def set_busy(self, is_busy: bool) -> None:
        """Say that Siro is being asked, or not any more."""
        self._look_up.setEnabled(not is_busy and self._can_look_up)
        if is_busy:
            self.say(self.tr("Asking Siro…"))

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

    @Slot()
    def _on_import_clicked(self) -> None:
        dialog = self._file_dialog("targets_import_dialog", self.tr("Import targets"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Targets (*.csv *.json)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(self._on_import_chosen)
        dialog.open()

    @Slot()
    def _on_export_clicked(self) -> None:
        dialog = self._file_dialog("targets_export_dialog", self.tr("Export targets"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("CSV for spreadsheets (*.csv)"), self.tr("JSON (*.json)")])
        dialog.setDefaultSuffix("csv")
        dialog.selectFile("targets.csv")
        dialog.fileSelected.connect(self._on_export_chosen)
        dialog.open()

    def _file_dialog(self, name: str, title: str) -> QFileDialog:
        dialog = named(QFileDialog(self, title), name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

    @Slot(str)
    def _on_import_chosen(self, chosen: str) -> None:
        self.import_requested.emit(Path(chosen))

    @Slot(str)
    def _on_export_chosen(self, chosen: str) -> None:
        self.export_requested.emit(Path(chosen))
