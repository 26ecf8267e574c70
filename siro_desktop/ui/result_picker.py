"""Lets a person choose one of the saved results. Signals: `result_chosen(id)`, `search_changed(text)`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout

from siro_desktop.ui.dialog_layout import put_verb_last
from siro_desktop.ui.dialog_size import size_by_text
from siro_desktop.ui.saved_results import SavedResultsPanel
from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.theme import SPACE_2, SPACE_4
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from siro_desktop.domain.names import Names
    from siro_desktop.domain.results import ResultSummary

_SIZE: Final = QSize(28, 22)  # in lines of text


class ResultPicker(QDialog):
    """The list of saved results, newest first. Searching is the store's work: whoever opened it shows what is found."""

    result_chosen = Signal(object)
    search_changed = Signal(str)

    def __init__(self, names: Names, host: QWidget | None = None, *, besides: int | None = None) -> None:
        """`besides` is the result that another one is chosen for: it is not offered itself."""
        super().__init__(host)
        self._besides = besides
        self.setObjectName("result_picker")
        self.setWindowTitle(self.tr("Compare with a saved result"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._panel = SavedResultsPanel(self, is_picker=True)
        self._panel.set_names(names)
        standard = QDialogButtonBox.StandardButton
        buttons = named(QDialogButtonBox(standard.Ok | standard.Cancel, self), "result_picker_buttons")
        put_verb_last(buttons)
        self._compare = named(buttons.button(standard.Ok), "result_picker_ok")
        self._compare.setText(self.tr("Compare"))
        named(buttons.button(standard.Cancel), "result_picker_cancel")
        for button in buttons.buttons():
            button.setIcon(QIcon())  # Fusion's own are of another set
        fit_height(*buttons.buttons())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        layout.setSpacing(SPACE_2)
        layout.addWidget(self._panel.search_line)
        layout.addWidget(self._panel, 1)
        layout.addWidget(buttons)
        size_by_text(self, _SIZE)
        self._panel.open_requested.connect(self._on_open_requested)
        self._panel.search_changed.connect(self.search_changed)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)

    def show_summaries(self, summaries: tuple[ResultSummary, ...]) -> None:
        """List these results, the first marked if none is: Return takes it from the search line too."""
        others = tuple(one for one in summaries if one.id != self._besides)
        self._panel.show_summaries(others)
        if others and self._panel.current_id() is None:
            self._panel.set_current(others[0].id)
        self._compare.setEnabled(bool(others))

    @Slot()
    def _on_accepted(self) -> None:
        if (current := self._panel.current_id()) is not None:
            self._on_open_requested(current)

    @Slot(object)
    def _on_open_requested(self, result_id: int) -> None:
        self.accept()
        self.result_chosen.emit(result_id)
