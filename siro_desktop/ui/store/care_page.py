"""A check, a backup and the way back, a rescue: one at a time, with how far it is and a way to stop it.

Signals: `check_clicked`, `backup_chosen(Path)`, `restore_chosen(Path)`, `rescue_clicked`, `stop_clicked`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, SignalInstance, Slot
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from siro_desktop.jobs.store_care import BACKUP_ENDING
from siro_desktop.ui.field import Caption, ProblemLine
from siro_desktop.ui.files import folder_for_files
from siro_desktop.ui.store.words import step_in_words
from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.theme import SPACE_2, SPACE_3, SPACE_4, SPACE_5
from siro_desktop.ui.widgets import named, quiet_button

if TYPE_CHECKING:
    from collections.abc import Callable

    from siro_desktop.domain.store_health import StoreProgress


class CarePage(QWidget):
    """Emits what is wanted; whoever does it tells how far it is, and what came of it."""

    check_clicked = Signal()
    backup_chosen = Signal(object)
    restore_chosen = Signal(object)
    rescue_clicked = Signal()
    stop_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("care_page")
        self._folder = str(folder_for_files())
        self._buttons: list[QPushButton] = []
        self._begun_at: QWidget | None = None
        self._build_layout()

    def _build_layout(self) -> None:
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SPACE_4)
        self._grid.setVerticalSpacing(SPACE_3)
        self._grid.setColumnStretch(1, 1)
        self._add_buttons()
        self._said = Caption("care_said", host=self, color="text")
        self._problem = ProblemLine("care_problem", self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_5, SPACE_4, SPACE_4)
        layout.setSpacing(SPACE_3)
        layout.addLayout(self._grid)
        layout.addSpacing(SPACE_2)
        layout.addWidget(self._build_progress())
        layout.addWidget(self._said)
        layout.addWidget(self._problem)
        layout.addStretch(1)

    def _add_buttons(self) -> None:
        check = self.tr("Reads every result and looks whether each figure is as it was saved.")
        backup = self.tr(
            "Writes results, saved queries, names, targets, events and notes of one-to-ones into one file. "
            "It is not encrypted."
        )
        restore = self.tr(
            "Puts a backup in place of what is here. It is checked first, and what is here is kept beside it."
        )
        rescue = self.tr("For a damaged store: whatever can be read goes into a new one, and the damaged file is kept.")
        self._add("store_check", "done", self.tr("&Check everything"), self.check_clicked, check)
        self._add("store_backup", "export", self.tr("&Back up…"), self._on_backup_clicked, backup)
        self._add("store_restore", "import", self.tr("&Restore…"), self._on_restore_clicked, restore)
        self._add("store_rescue", "undo", self.tr("&Save what can be read"), self.rescue_clicked, rescue)

    def _build_progress(self) -> QWidget:
        self._bar = named(QProgressBar(self), "care_progress")
        self._bar.setTextVisible(False)
        self._stop = named(QPushButton(self.tr("S&top"), self), "care_stop")
        self._stop.setAutoDefault(False)
        fit_height(self._stop)
        self._stop.clicked.connect(self.stop_clicked)
        self._doing = named(QWidget(self), "care_doing")
        row = QHBoxLayout(self._doing)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_3)
        row.addWidget(self._bar, 1)
        row.addWidget(self._stop)
        self._doing.hide()
        return self._doing

    def _add(
        self, name: str, icon_name: str, text: str, wanted: SignalInstance | Callable[[], None], sentence: str
    ) -> None:
        button = quiet_button(self, name, icon_name, text)
        button.setAccessibleDescription(sentence)
        button.clicked.connect(wanted)
        self._buttons.append(button)
        row = len(self._buttons)
        self._grid.addWidget(button, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(Caption(f"{name}_sentence", sentence, self), row, 1)

    # Public ---------------------------------------------------------------------------------------------------------

    def show_progress(self, progress: StoreProgress) -> None:
        """Say how far it is; the buttons wait."""
        self._set_busy(is_busy=True)
        self._problem.set_text("")
        self._said.setText(step_in_words(progress.step))
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        self._bar.setAccessibleName(self._said.text())

    def show_outcome(self, sentence: str) -> None:
        """Say what came of it."""
        self._set_busy(is_busy=False)
        self._said.setText(sentence)

    def show_problem(self, sentence: str) -> None:
        """Say what went wrong, or is damaged; nothing, if it was only stopped."""
        self._set_busy(is_busy=False)
        self._said.setText("")
        self._problem.set_text(sentence)

    def _set_busy(self, *, is_busy: bool) -> None:
        """Let the buttons wait, or serve again; a keyboard that was at one of them waits at *Stop*, and comes back."""
        at = self.window().focusWidget()
        if is_busy:
            self._doing.show()
        if is_busy and at in self._buttons:
            self._begun_at = at
            self._stop.setFocus()
        for button in self._buttons:
            button.setEnabled(not is_busy)
        if not is_busy and at is self._stop and self._begun_at is not None:
            self._begun_at.setFocus()
        self._doing.setVisible(is_busy)

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot()
    def _on_backup_clicked(self) -> None:
        dialog = self._file_dialog("backup_dialog", self.tr("Back up"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(BACKUP_ENDING.lstrip("."))
        dialog.selectFile(f"siro-{date.today().isoformat()}{BACKUP_ENDING}")  # noqa: DTZ011  the person's own day
        dialog.fileSelected.connect(self._on_backup_selected)
        dialog.open()

    @Slot()
    def _on_restore_clicked(self) -> None:
        dialog = self._file_dialog("restore_dialog", self.tr("Restore"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_restore_selected)
        dialog.open()

    def _file_dialog(self, name: str, title: str) -> QFileDialog:
        dialog = named(QFileDialog(self, title), name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        backups = self.tr("Backups (*%1)").replace("%1", BACKUP_ENDING)
        dialog.setNameFilters([backups, self.tr("All files (*)")])
        dialog.setDirectory(self._folder)
        return dialog

    @Slot(str)
    def _on_backup_selected(self, chosen: str) -> None:
        self._folder = str(Path(chosen).parent)
        self.backup_chosen.emit(Path(chosen))

    @Slot(str)
    def _on_restore_selected(self, chosen: str) -> None:
        self._folder = str(Path(chosen).parent)
        self.restore_chosen.emit(Path(chosen))
