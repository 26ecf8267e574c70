"""Asks what to export, how and where to. Signal: `export_requested(ExportChoice)`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
)

from siro_desktop.ui.theme import SPACE_2, SPACE_4, control_height, style_primary, style_text
from siro_desktop.ui.words import rows_in_words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportChoice:
    """What to write where."""

    path: Path
    only_view: bool
    with_bom: bool
    with_query_file: bool
    is_wide: bool = False
    """Periods side by side; for comparisons."""


class ExportDialog(QDialog):
    """The choices for a CSV file. Stays open on a problem with the path, which stands under it."""

    export_requested = Signal(object)

    def __init__(
        self,
        suggestion: ExportChoice,
        rows_seen: int,
        rows_all: int,
        parent: QWidget | None = None,
        *,
        is_comparison: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("export_dialog")
        self.setWindowTitle(self.tr("Export CSV"))
        self._build_layout(rows_seen, rows_all)
        self._wide.setVisible(is_comparison)
        self._fill(suggestion)
        self._connect()

    def _build_layout(self, rows_seen: int, rows_all: int) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        layout.setSpacing(SPACE_2)
        self._view = QRadioButton(
            self.tr("This &view: %1, as sorted and searched").replace("%1", rows_in_words(rows_seen)), self
        )
        self._all = QRadioButton(self.tr("&Everything: %1").replace("%1", rows_in_words(rows_all)), self)
        self._wide = QCheckBox(self.tr("&Periods side by side: a line for each entity and metric"), self)
        self._wide.setToolTip(self.tr("Otherwise every figure has a line of its own, with all there is to know of it"))
        self._bom = QCheckBox(self.tr("For E&xcel (UTF-8 with byte order mark)"), self)
        self._query_file = QCheckBox(self.tr("A file with the &query beside it (JSON)"), self)
        self._path = QLineEdit(self)
        self._browse = QPushButton(self.tr("&Browse…"), self)
        self._problem = QLabel(self)
        self._problem.setWordWrap(True)
        self._problem.hide()
        label = QLabel(self.tr("&File"), self)
        label.setBuddy(self._path)
        self._cancel = QPushButton(self.tr("Cancel"), self)
        self._export = QPushButton(self.tr("Export"), self)
        self._export.setDefault(True)
        self._name_parts()
        line = QHBoxLayout()
        line.addWidget(self._path, 1)
        line.addWidget(self._browse)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_2)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._export)
        for widget in (self._path, self._browse, self._cancel, self._export):
            widget.setMinimumHeight(control_height(widget))
        self._path.setMinimumWidth(self.fontMetrics().averageCharWidth() * 60)
        for choice in (self._view, self._all):
            layout.addWidget(choice)
        layout.addSpacing(SPACE_2)
        for option in (self._wide, self._bom, self._query_file):
            layout.addWidget(option)
        layout.addSpacing(SPACE_2)
        layout.addWidget(label)
        layout.addLayout(line)
        layout.addWidget(self._problem)
        layout.addStretch()
        layout.addSpacing(SPACE_4)
        layout.addLayout(buttons)

    def _name_parts(self) -> None:
        names = {
            "export_view": self._view,
            "export_all": self._all,
            "export_wide": self._wide,
            "export_bom": self._bom,
            "export_query_file": self._query_file,
            "export_path": self._path,
            "export_browse": self._browse,
            "export_problem": self._problem,
            "export_cancel": self._cancel,
            "export_button": self._export,
        }
        for name, widget in names.items():
            widget.setObjectName(name)
        style_text(self._problem, "missed")
        style_primary(self._export)

    def _fill(self, suggestion: ExportChoice) -> None:
        (self._view if suggestion.only_view else self._all).setChecked(True)
        self._wide.setChecked(suggestion.is_wide)
        self._bom.setChecked(suggestion.with_bom)
        self._query_file.setChecked(suggestion.with_query_file)
        self._path.setText(str(suggestion.path))

    def _connect(self) -> None:
        self._browse.clicked.connect(self._on_browse_clicked)
        self._path.textChanged.connect(self._problem.hide)
        self._cancel.clicked.connect(self.reject)
        self._export.clicked.connect(self._on_export_clicked)

    def show_problem(self, sentence: str) -> None:
        """Say under the path why the file cannot be written there."""
        self._problem.setText(sentence)
        self._problem.show()
        self._path.setFocus()

    @Slot()
    def _on_browse_clicked(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Export CSV"),
            self._path.text(),
            self.tr("CSV files (*.csv)"),
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if path:
            self._path.setText(path)

    @Slot()
    def _on_export_clicked(self) -> None:
        text = self._path.text().strip()
        if not text:
            self.show_problem(self.tr("Choose where the file goes."))
            return
        path = Path(text).expanduser()
        self.export_requested.emit(
            ExportChoice(
                path=path if path.suffix else path.with_suffix(".csv"),
                only_view=self._view.isChecked(),
                with_bom=self._bom.isChecked(),
                with_query_file=self._query_file.isChecked(),
                is_wide=self._wide.isChecked(),
            )
        )
