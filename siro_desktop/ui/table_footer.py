"""The line below a table: the total of what is selected, or how far a large copy is.

There only while there is something to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from siro_desktop.ui.announce import announce
from siro_desktop.ui.clipboard import MOST_HTML
from siro_desktop.ui.elided_label import ElidedLabel
from siro_desktop.ui.text_size import fit_height, follow_text
from siro_desktop.ui.theme import SPACE_1, SPACE_2, SPACE_4, control_height, tabular_font
from siro_desktop.ui.total_words import too_many_in_words, total_in_words
from siro_desktop.ui.widgets import named
from siro_desktop.ui.words import fill, grouped, rows_in_words

if TYPE_CHECKING:
    from siro_desktop.ui.column_table import ColumnTableView
    from siro_desktop.ui.ordered_model import OrderedTableModel

_MOST_ADDED: Final = 50_000  # rows, which takes some 30 ms
_THOUSAND: Final = 1_000  # steps of the progress bar, whatever the number of rows


class TableFooter(QWidget):
    """Follows the selection and the copies of one table."""

    def __init__(self, table: ColumnTableView, model: OrderedTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("table_footer")
        self._table, self._model = table, model
        self._rows = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._build_layout()
        self._connect()
        self.hide()

    def _build_layout(self) -> None:
        self._text = named(ElidedLabel(self), "table_footer_text")
        self._text.setFont(tabular_font(self._text.font()))
        self._progress = named(QProgressBar(self), "copy_progress")
        self._progress.setRange(0, _THOUSAND)
        self._progress.setTextVisible(False)
        self._progress.setMaximumHeight(SPACE_2)
        self._progress.setAccessibleName(self.tr("Rows copied"))
        self._stop = named(QPushButton(self.tr("S&top copying"), self), "copy_stop")
        fit_height(self._stop)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_2, SPACE_1, SPACE_4, SPACE_1)
        layout.setSpacing(SPACE_2)
        layout.addWidget(self._text, 2)
        layout.addWidget(self._progress, 1)
        layout.addWidget(self._stop)
        follow_text(self, lambda: self.setMinimumHeight(control_height(self._stop) + 2 * SPACE_1))

    def _connect(self) -> None:
        self._table.selected_rows_changed.connect(self._timer.start)
        self._model.arranged.connect(self._timer.start)
        self._model.modelReset.connect(self._timer.start)
        self._timer.timeout.connect(self._on_selection)
        self._table.copier.progressed.connect(self._on_progressed)
        self._table.copier.finished.connect(self._on_finished)
        self._stop.clicked.connect(self._table.copier.stop)

    def text(self) -> str:
        """What the line says; empty while it is not there."""
        return "" if self.isHidden() else self._text.text()

    def _say(self, text: str, *, is_copying: bool = False) -> None:
        self._text.setText(text)
        self._progress.setVisible(is_copying)
        self._stop.setVisible(is_copying)
        self.setVisible(bool(text))

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot()
    def _on_selection(self) -> None:
        """Add up what is selected, if that is more than one row."""
        if self._table.copier.is_copying:
            return
        rows = self._table.selected_count()
        if rows < 2:
            self._say("")
        elif rows > _MOST_ADDED:
            self._say(too_many_in_words(rows))
        else:
            found = self._model.total(self._table.selected_source_rows())
            self._say("" if found is None else total_in_words(rows, *found))

    @Slot(int, int)
    def _on_progressed(self, done: int, total: int) -> None:
        self._rows = total
        self._progress.setValue(_THOUSAND * done // max(1, total))
        words = fill(self.tr("Copying: %1 of %2"), grouped(done), rows_in_words(total))
        self._say(words, is_copying=True)

    @Slot(bool)
    def _on_finished(self, is_copied: bool) -> None:
        """Say how a copy ended that took a while; a short one speaks for itself."""
        if not self._rows:
            return
        text = self.tr("%1 copied") if is_copied else self.tr("Copying was stopped. The clipboard is as it was.")
        if is_copied and self._rows > MOST_HTML:
            text = self.tr("%1 copied, as plain text alone: office programs stand still on larger tables")
        self._say(fill(text, rows_in_words(self._rows)))
        self._rows = 0
        announce(self._text, self._text.text())
