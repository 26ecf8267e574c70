"""A page with a table of rows, or a sentence where there are none: what the views of differences and changes share.

Signals: `clear_search_clicked`; `rows_shown(shown, total)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from siro_desktop.ui.comparison.one_table import OneTable
from siro_desktop.ui.filter_strip import FilterStrip
from siro_desktop.ui.headings import EDGE
from siro_desktop.ui.result_states import StatePage
from siro_desktop.ui.text_size import follow_text
from siro_desktop.ui.theme import SPACE_2, SPACE_4, row_height
from siro_desktop.ui.widgets import named
from siro_desktop.ui.words import rows_in_words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_LEAST_ROWS: Final = 3


class RowsView(OneTable):
    """`name` begins the names of its parts. A view of this kind lays out with `_lay_out` and says `_say_nothing`."""

    clear_search_clicked = Signal()
    rows_shown = Signal(int, int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}_view")
        self._nothing = StatePage(f"{name}_nothing", self)
        self._pages = named(QStackedWidget(self), f"{name}_pages")

    def _lay_out(self, *above: QWidget) -> None:
        """Put the table below some widgets, and follow its rows."""
        self._pages.setContentsMargins(EDGE, 0, 0, 0)
        self._pages.addWidget(self.table)
        self._pages.addWidget(self._nothing)
        least = self._pages.setMinimumHeight  # not that of the larger page
        follow_text(self, lambda: least(_LEAST_ROWS * row_height(self.font())))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_2, 0, 0)
        layout.setSpacing(SPACE_2)
        head = QVBoxLayout()
        head.setContentsMargins(SPACE_4, 0, SPACE_4, 0)
        head.setSpacing(SPACE_2)
        for widget in above:
            head.addWidget(widget)
        self.strip = FilterStrip(self.model, rows_in_words, self)
        self.strip.setContentsMargins(EDGE, 0, 0, 0)
        self.strip.clear_clicked.connect(self.clear_search_clicked)
        layout.addLayout(head)
        layout.addWidget(self.strip)
        layout.addWidget(self._pages, 1)
        self.model.modelReset.connect(self._on_rows_changed)
        self.model.layoutChanged.connect(self._on_rows_changed)
        self._on_rows_changed()

    def _say_nothing(self) -> None:
        """Say on the other page why there is no row, and what to do."""
        raise NotImplementedError

    def clear_filters(self) -> None:
        """Show all rows again."""
        self.model.clear_filters()
        self.clear_search_clicked.emit()

    @Slot()
    def _on_rows_changed(self) -> None:
        shown, total = self.model.rowCount(), self.model.source_count()
        if not shown:
            self._say_nothing()
        self._pages.setCurrentWidget(self.table if shown else self._nothing)
        self.rows_shown.emit(shown, total)
