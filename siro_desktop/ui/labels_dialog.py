"""What a person says of a saved result: name, tags, note, pin. Signal: `labels_chosen(id, Labels)`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QPlainTextEdit

from siro_desktop.domain.labels import LONGEST_NAME, Labels, parse_tags, tags_text
from siro_desktop.domain.question_json import one_line
from siro_desktop.errors import LabelError
from siro_desktop.ui.dialog_layout import lay_out_dialog
from siro_desktop.ui.field import Caption, Field
from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from siro_desktop.domain.results import ResultSummary

_LINES_WIDE: Final = 26
_NOTE_LINES: Final = 5


class LabelsDialog(QDialog):
    """`what` says in words which result it is."""

    labels_chosen = Signal(object, object)

    def __init__(self, summary: ResultSummary, what: str, host: QWidget | None = None) -> None:
        super().__init__(host)
        self.setObjectName("labels_dialog")
        self.setWindowTitle(self.tr("Name, note and tags"))
        self._result_id = summary.id
        self._build_layout(summary.labels, what)

    def _build_layout(self, labels: Labels, what: str) -> None:
        self._name = named(QLineEdit(labels.name, self), "label_name")
        self._name.setMaxLength(LONGEST_NAME)
        self._name.setPlaceholderText(self.tr("As it was asked"))
        self._tags = named(QLineEdit(tags_text(labels.tags), self), "label_tags")
        self._tags.setPlaceholderText(self.tr("weekly, one-to-one"))
        self._note = named(QPlainTextEdit(labels.note, self), "label_note")
        self._note.setTabChangesFocus(True)
        self._note.setMinimumHeight(_NOTE_LINES * self.fontMetrics().lineSpacing())
        self._pin = named(QCheckBox(self.tr("&Pin it: stays first, and no limit takes it away"), self), "label_pin")
        self._pin.setChecked(labels.is_pinned)
        fit_height(self._name, self._tags)
        self._fields = {
            "name": Field("name", self.tr("&Name"), self._name),
            "tags": Field(
                "tags",
                self.tr("&Tags"),
                self._tags,
                help_text=self.tr("Separated by commas. A search for #weekly finds them."),
            ),
            "note": Field("note", self.tr("N&ote"), self._note),
        }
        parts = (Caption("labels_what", what, self), *self._fields.values(), self._pin)
        lay_out_dialog(self, parts, self.tr("Save"), _LINES_WIDE).accepted.connect(self._on_accepted)
        self._name.setFocus()
        self._name.textEdited.connect(self._fields["name"].clear_problem)
        self._tags.textEdited.connect(self._fields["tags"].clear_problem)
        self._note.textChanged.connect(self._fields["note"].clear_problem)

    @Slot()
    def _on_accepted(self) -> None:
        labels = Labels(
            name=one_line(self._name.text()),
            note=self._note.toPlainText().strip(),
            tags=parse_tags(self._tags.text()),
            is_pinned=self._pin.isChecked(),
        )
        try:
            labels.check()
        except LabelError as error:
            self._fields[error.field].show_problem(error.message)
            return
        self.accept()
        self.labels_chosen.emit(self._result_id, labels)
