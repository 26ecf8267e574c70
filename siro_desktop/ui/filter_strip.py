"""What hides rows of a table, in a line above it: how many of how many are in view, and a chip for each filter.

There only while something is filtered or searched, or while a large table is being prepared for it.
Signal: `clear_clicked` to take the search away as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from siro_desktop.ui.chips import ChipList, ChipText
from siro_desktop.ui.filter_words import filter_in_words
from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.text_size import fit_height, fit_icon
from siro_desktop.ui.theme import SPACE_1, SPACE_2, SPACE_4, tabular_font
from siro_desktop.ui.widgets import named
from siro_desktop.ui.words import fill, grouped, translate

if TYPE_CHECKING:
    from collections.abc import Callable

    from siro_desktop.ui.ordered_model import OrderedTableModel


def nothing_in_words(model: OrderedTableModel, of_search: str) -> tuple[str, str, str]:
    """Return heading, sentence and button for a table of which nothing is left; `of_search`, if only the search did."""
    heading = translate("filters", "Nothing found")
    if not model.filters:
        return heading, of_search, translate("filters", "Clear search")
    sentence = translate("filters", "No row passes all filters: %1.")
    words = "; ".join(filter_in_words(model.title(column), wanted) for column, wanted in model.filters.items())
    searched = [translate("filters", "search for “%1”").replace("%1", model.filter_text)] if model.filter_text else []
    return heading, fill(sentence, "; ".join([words, *searched])), translate("filters", "Clear filters")


class FilterStrip(QWidget):
    """Follows a model. `count_in_words` says what its rows are, such as *27 metrics*."""

    clear_clicked = Signal()

    def __init__(
        self, model: OrderedTableModel, count_in_words: Callable[[int], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("filter_strip")
        self._model = model
        self._count_in_words = count_in_words
        self._build_layout()
        self._connect()
        self._on_arranged()

    def _build_layout(self) -> None:
        self._count = named(QLabel(self), "filter_count")
        self._count.setFont(tabular_font(self._count.font()))
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        self._chips = ChipList("filter_chips", self._count, self)
        self._clear = named(QPushButton(self.tr("Clear fi&lters"), self), "filter_clear_all")
        fit_height(self._clear)
        fit_icon(self._clear)
        self._clear.setToolTip(self.tr("Show all rows again: no search, no filters"))
        set_icon(self._clear, "close", "muted")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_2, SPACE_1, SPACE_4, SPACE_1)
        layout.setSpacing(SPACE_2)
        layout.addWidget(self._count)
        layout.addWidget(self._chips, 1, Qt.AlignmentFlag.AlignVCenter)
        layout.addStretch(0)
        layout.addWidget(self._clear)

    def _connect(self) -> None:
        self._model.arranged.connect(self._on_arranged)
        self._chips.removed.connect(self._on_chip_removed)
        self._clear.clicked.connect(self._on_clear_clicked)

    def text(self) -> str:
        """How many rows are in view, in words; empty while nothing hides any."""
        return self._count.text() if not self.isHidden() else ""

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot()
    def _on_arranged(self) -> None:
        model, filters = self._model, self._model.filters
        shown, total = model.rowCount(), model.source_count()
        if model.is_waiting:
            text = self.tr("Preparing %1 for sorting and filters…").replace("%1", self._count_in_words(total))
        else:
            text = self.tr("%1 of %2").replace("%1", grouped(shown)).replace("%2", self._count_in_words(total))
        self._count.setText(text)
        self._chips.show_chips(
            [ChipText(str(column), filter_in_words(model.title(column), filters[column])) for column in sorted(filters)]
        )
        is_filtered = bool(filters or model.filter_text)
        self._clear.setVisible(is_filtered)
        self.setVisible(bool(total) and (is_filtered or model.is_waiting))

    @Slot(str)
    def _on_chip_removed(self, column: str) -> None:
        self._model.set_column_filter(int(column), None)

    @Slot()
    def _on_clear_clicked(self) -> None:
        self._model.clear_filters()
        self.clear_clicked.emit()
