"""Asks what to export, how and where to, and shows how far it is.

Signals: `export_requested(ExportChoice)`, `stop_requested`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from siro_desktop.domain.exports import FileFormat, Scope
from siro_desktop.ui.dialog_size import Rolling, grow_with
from siro_desktop.ui.export_choice import ExportChoice, format_names, format_note, format_of, scope_text
from siro_desktop.ui.export_columns import ExportColumns
from siro_desktop.ui.field import Caption, Field, ProblemLine, order_tabs
from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.theme import SPACE_1, SPACE_2, SPACE_3, SPACE_4, style_primary
from siro_desktop.ui.typed_path import typed_path
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from siro_desktop.domain.exports import ExportProgress
    from siro_desktop.ui.export_choice import ExportOffer

_STEPS: Final = 1_000


class ExportDialog(QDialog):
    """The choices for a file. Stays open on a problem, which stands under the path, and while the file is written."""

    export_requested = Signal(object)
    stop_requested = Signal()

    def __init__(self, suggestion: ExportChoice, offer: ExportOffer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("export_dialog")
        self.setWindowTitle(self.tr("Export"))
        self._offer = offer
        self._folder = suggestion.path.parent
        self._is_running = False
        self._build_choices()
        self._build_place()
        self._build_layout()
        self._fill(suggestion)
        self._connect()
        self._show_format()

    def _build_choices(self) -> None:
        self._inputs = named(QWidget(self), "export_inputs")
        self._form = named(QComboBox(self), "export_format")
        for form, name in format_names().items():
            if form in self._offer.forms:
                self._form.addItem(name, form)
        self._note = Caption("export_format_note", host=self)
        self._scopes = {scope: QRadioButton(scope_text(scope, rows), self) for scope, rows in self._offer.rows.items()}
        for scope, button in self._scopes.items():
            button.setObjectName("export_all" if scope is Scope.EVERYTHING else f"export_{scope.value}")
        of_sides = self.tr("View and selection: a line for each metric, with both sides and what lies between them.")
        self._of_sides = Caption("export_of_sides", of_sides, self)
        self._of_sides.setVisible(bool(self._offer.side_columns))
        self._wide = named(
            QCheckBox(self.tr("&Periods side by side: a line for each entity and metric"), self), "export_wide"
        )
        self._wide.setToolTip(self.tr("Otherwise every figure has a line of its own, with all there is to know of it"))
        self._wide.setVisible(self._offer.is_comparison)
        self._question = named(
            QCheckBox(self.tr("A file beside it that says what was as&ked"), self), "export_question"
        )
        self._question.setToolTip(
            self.tr("Drop either of both on the window to have this query and this view again, and to see what changed")
        )
        self._columns = ExportColumns(self)

    def _build_place(self) -> None:
        self._path = named(QLineEdit(self), "export_path")
        self._path.setAccessibleName(self.tr("File"))
        self._path.setMinimumWidth(self.fontMetrics().averageCharWidth() * 60)
        self._browse = named(QPushButton(self.tr("&Browse…"), self), "export_browse")
        self._browse.setAutoDefault(False)
        self._problem = ProblemLine("export_problem", self)
        self._bar = named(QProgressBar(self), "export_progress")
        self._bar.setAccessibleName(self.tr("Written"))
        self._bar.setRange(0, _STEPS)
        self._bar.setVisible(False)
        self._cancel = named(QPushButton(self.tr("Cancel"), self), "export_cancel")
        self._cancel.setAutoDefault(False)
        self._export = named(QPushButton(self.tr("Export"), self), "export_button")
        self._export.setDefault(True)
        style_primary(self._export)
        for widget in (self._form, self._path, self._browse, self._cancel, self._export):
            fit_height(widget)

    def _build_layout(self) -> None:
        inside = QVBoxLayout(self._inputs)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(SPACE_1)
        inside.addWidget(Field("export_format_choice", self.tr("F&ormat"), self._form))
        inside.addWidget(self._note)
        inside.addSpacing(SPACE_3)
        for button in self._scopes.values():
            inside.addWidget(button)
        inside.addWidget(self._of_sides)
        inside.addSpacing(SPACE_3)
        inside.addWidget(self._wide)
        inside.addWidget(self._question)
        line = QHBoxLayout()
        line.addWidget(self._columns)
        line.addStretch(1)
        inside.addSpacing(SPACE_1)
        inside.addLayout(line)
        inside.addSpacing(SPACE_3)
        place = named(QWidget(self), "export_place")
        beside = QHBoxLayout(place)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(SPACE_2)
        beside.addWidget(self._path, 1)
        beside.addWidget(self._browse)
        inside.addWidget(Field("export_file", self.tr("&File"), place, buddy=self._path))
        inside.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_2)
        buttons.addWidget(self._bar, 1)
        buttons.addStretch()
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._export)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        layout.setSpacing(SPACE_1)
        rolling = Rolling(self._inputs, self)
        layout.addWidget(rolling, 1)
        layout.addWidget(self._problem)
        layout.addSpacing(SPACE_4)
        layout.addLayout(buttons)
        options = (*self._scopes.values(), self._wide, self._question, self._columns)
        order_tabs(self._form, *options, self._path, self._browse, self._cancel, self._export)
        grow_with(self, rolling, layout.totalSizeHint().width())

    def _fill(self, suggestion: ExportChoice) -> None:
        self._form.setCurrentIndex(self._form.findData(suggestion.form))
        self._scopes[suggestion.scope].setChecked(True)
        self._wide.setChecked(suggestion.is_wide)
        self._question.setChecked(suggestion.with_question)
        self._columns.set_without(suggestion.without)
        self._path.setText(str(suggestion.path))

    def _connect(self) -> None:
        self._form.currentIndexChanged.connect(self._on_format_chosen)
        self._wide.toggled.connect(self._show_format)
        for button in self._scopes.values():
            button.toggled.connect(self._show_format)
            button.clicked.connect(self._on_scope_clicked)
        self._browse.clicked.connect(self._on_browse_clicked)
        self._path.textChanged.connect(self._on_path_changed)
        self._cancel.clicked.connect(self.reject)
        self._export.clicked.connect(self._on_export_clicked)

    # Public ---------------------------------------------------------------------------------------------------------

    def show_problem(self, sentence: str) -> None:
        """Say under the path why the file cannot be written there."""
        self._show_running(is_running=False)
        self._problem.set_text(sentence)
        self._path.setFocus()

    def show_running(self) -> None:
        """The file is being written: nothing can be changed, but it can be stopped."""
        self._show_running(is_running=True)

    def show_progress(self, progress: ExportProgress) -> None:
        """Say how far it is."""
        self._bar.setValue(round(_STEPS * progress.done / max(1, progress.total)))

    # Showing --------------------------------------------------------------------------------------------------------

    def _show_running(self, *, is_running: bool) -> None:
        self._is_running = is_running
        self._inputs.setDisabled(is_running)
        self._export.setDisabled(is_running)
        self._bar.setValue(0)
        self._bar.setVisible(is_running)
        self._cancel.setText(self.tr("Stop") if is_running else self.tr("Cancel"))
        if is_running:
            self._problem.set_text("")

    def _format(self) -> FileFormat:
        return FileFormat(self._form.currentData())

    @Slot()
    def _show_format(self) -> None:
        """Offer what there is to choose for the format."""
        form = self._format()
        self._note.setText(format_note(form))
        self._question.setDisabled(form.holds_question)
        for scope, button in self._scopes.items():
            button.setEnabled(scope is Scope.EVERYTHING or (form.is_table and self._offer.rows[scope] > 0))
        self._wide.setEnabled(form.may_be_wide and not self._has_sides())
        columns = self._offer.side_columns if self._has_sides() else self._offer.columns
        self._columns.offer(columns.get((form, self._is_wide()), ()))

    def _has_sides(self) -> bool:
        """True if what is chosen is two sides, which have no periods."""
        return bool(self._offer.side_columns) and self._scope() is not Scope.EVERYTHING

    def _is_wide(self) -> bool:
        is_wide = self._offer.is_comparison and self._format().may_be_wide and self._wide.isChecked()
        return is_wide and not self._has_sides()

    def _scope(self) -> Scope:
        chosen = next(scope for scope, button in self._scopes.items() if button.isChecked())
        return chosen if self._scopes[chosen].isEnabled() else Scope.EVERYTHING

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot()
    def _on_format_chosen(self) -> None:
        path = Path(self._path.text())
        known = {form.suffix for form in FileFormat}
        if path.name and path.suffix.lower() in known and path.suffix.lower() != self._format().suffix:
            self._path.setText(str(path.with_suffix(self._format().suffix)))
        self._show_format()

    @Slot()
    def _on_scope_clicked(self) -> None:
        """Suggest the name of what is written now, unless the person has given another."""
        path, (of_sides, of_everything) = Path(self._path.text()), self._offer.names
        wanted, other = (of_sides, of_everything) if self._has_sides() else (of_everything, of_sides)
        if other and path.name == f"{other}{path.suffix}":
            self._path.setText(str(path.with_name(f"{wanted}{path.suffix}")))

    @Slot(str)
    def _on_path_changed(self, text: str) -> None:
        self._problem.set_text("")
        wanted = format_of(Path(text.strip()).suffix, self._format())
        if wanted is not self._format():
            self._form.setCurrentIndex(self._form.findData(wanted))

    @Slot()
    def _on_browse_clicked(self) -> None:
        suffix = self._format().suffix
        path, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Export"),
            self._path.text(),
            self.tr("Files of this kind (%1)").replace("%1", f"*{suffix}"),
            options=QFileDialog.Option.DontConfirmOverwrite,  # Export asks
        )
        if path:
            self._path.setText(path)

    @Slot()
    def _on_export_clicked(self) -> None:
        choice = self._choice()
        if choice is None:
            self.show_problem(self.tr("Choose where the file goes."))
            return
        self.export_requested.emit(choice)

    def _choice(self) -> ExportChoice | None:
        """What is wished now; None if no file is named."""
        form = self._format()
        path = typed_path(self._path.text(), self._folder, form.suffix, {known.suffix for known in FileFormat})
        if path is None:
            return None
        return ExportChoice(
            path=path,
            form=form,
            scope=self._scope(),
            is_wide=self._is_wide(),
            with_question=self._question.isChecked(),
            without=self._columns.without(),
        )

    # Qt -------------------------------------------------------------------------------------------------------------

    def reject(self) -> None:
        """Stop what is being written; otherwise close."""
        if self._is_running:
            self.stop_requested.emit()
        else:
            super().reject()
