"""Shows what a list of names would change, before anything is saved. Signal: `save_requested(tuple of OwnName)`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QSize, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from siro_desktop.ui.dialog_size import size_by_text
from siro_desktop.ui.field import Caption
from siro_desktop.ui.names.names_page import kind_texts
from siro_desktop.ui.plain_table import NO_PARENT, PlainTable, TextTableModel
from siro_desktop.ui.text_size import fit_height, scale_font
from siro_desktop.ui.theme import SPACE_2, SPACE_3, SPACE_4, TITLE, style_primary, style_text
from siro_desktop.ui.widgets import named
from siro_desktop.ui.words import SEPARATOR, grouped

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QWidget

    from siro_desktop.domain.name_list import ListPreview
    from siro_desktop.domain.own_names import Directory, OwnName
    from siro_desktop.ui.plain_table import Index

_SHARES: Final = (17, 19, 28, 42)


class PreviewModel(TextTableModel):
    """The lines of a preview that are not the same as what is there: doubtful ones, changed ones, new ones."""

    def __init__(self, preview: ListPreview, directory: Directory, parent: QObject | None = None) -> None:
        tr = QCoreApplication.translate
        headings = [tr("PreviewModel", "What"), tr("PreviewModel", "Id"), tr("PreviewModel", "Name")]
        super().__init__([*headings, tr("PreviewModel", "Why")], parent)
        self.setObjectName("preview_model")
        self._preview = preview
        self._kinds = dict(kind_texts())
        self._teams = {team.id: team.name for team in directory.merged.teams}

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of lines."""
        preview = self._preview
        return 0 if parent.isValid() else len(preview.doubtful) + len(preview.changed) + len(preview.new)

    def text(self, row: int, column: int) -> str:
        """Return what stands in a cell; a row is written when it is looked at."""
        preview, tr = self._preview, QCoreApplication.translate
        if row < len(preview.doubtful):
            doubt = preview.doubtful[row]
            why = tr("PreviewModel", "Line %1: %2").replace("%1", grouped(doubt.line)).replace("%2", doubt.reason)
            return (tr("PreviewModel", "Doubtful"), doubt.text, "", why)[column]
        row -= len(preview.doubtful)
        if row < len(preview.changed):
            was = tr("PreviewModel", "was %1").replace("%1", preview.before[row] or "—")
            return (tr("PreviewModel", "Changed"), *self._cells(preview.changed[row]), was)[column]
        new = preview.new[row - len(preview.changed)]
        return (tr("PreviewModel", "New"), *self._cells(new), self._kinds[new.kind.value])[column]

    def _cells(self, one: OwnName) -> tuple[str, str]:
        team = self._teams.get(one.team_id, one.team_id)
        return one.id, SEPARATOR.join(part for part in (one.name, team) if part)


class ImportDialog(QDialog):
    """Counts, and below them each line that is doubtful, changed or new, in this order."""

    save_requested = Signal(object)

    def __init__(
        self, preview: ListPreview, directory: Directory, notice: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("names_import_dialog")
        self.setWindowTitle(self.tr("Names to take over"))
        self._preview = preview
        self._model = PreviewModel(preview, directory, self)
        self._build_layout(notice)
        self._save.setFocus()

    def _build_layout(self, notice: str) -> None:
        self._table = PlainTable("import_table", self.tr("Lines of the list"), self._model, _SHARES, self)
        counts = named(QLabel(self._counts(), self), "import_counts")
        scale_font(counts, TITLE)
        counts.setWordWrap(True)
        hint = Caption("import_hint", self._hint(), self)
        warning = Caption("import_notice", notice, self)
        style_text(warning, "near")
        warning.setVisible(bool(notice))
        self._cancel = named(QPushButton(self.tr("Cancel"), self), "import_cancel")
        count = len(self._preview.to_save)
        text = self.tr("&Save 1 name") if count == 1 else self.tr("&Save %1 names", "", count)
        self._save = named(QPushButton(text.replace("%1", grouped(count)), self), "import_save")
        self._save.setEnabled(count > 0)
        self._save.setDefault(True)
        style_primary(self._save)
        fit_height(self._cancel, self._save)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_2)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        layout.setSpacing(SPACE_3)
        for widget in (counts, hint, warning):
            layout.addWidget(widget)
        layout.addWidget(self._table, 1)
        layout.addLayout(buttons)
        size_by_text(self, QSize(46, 28))
        self._cancel.clicked.connect(self.reject)
        self._save.clicked.connect(self._on_save_clicked)

    def _counts(self) -> str:
        preview = self._preview
        return SEPARATOR.join(
            text.replace("%1", grouped(count))
            for text, count in (
                (self.tr("%1 new"), len(preview.new)),
                (self.tr("%1 changed"), len(preview.changed)),
                (self.tr("%1 the same"), preview.same),
                (self.tr("%1 doubtful"), len(preview.doubtful)),
            )
        )

    def _hint(self) -> str:
        if not self._preview.to_save:
            return self.tr("There is nothing to save. Lines that are doubtful are left out.")
        if self._preview.doubtful:
            return self.tr("Nothing is saved yet. Lines that are doubtful are left out; mend them and import again.")
        return self.tr("Nothing is saved yet.")

    @Slot()
    def _on_save_clicked(self) -> None:
        names: tuple[OwnName, ...] = self._preview.to_save
        self.save_requested.emit(names)
        self.accept()
