"""Puts the columns of one table where a person wants them: shown or hidden, in order, wide enough.

Signal: `arranged` when something of this has changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

from siro_desktop.ui.column_fit import fitting_widths, heading_width
from siro_desktop.ui.column_layout import ColumnLayout, read_layout

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QTableView

    from siro_desktop.settings import Json
    from siro_desktop.ui.column_fit import ColumnHabits
    from siro_desktop.ui.heading_marks import HeadingMark
    from siro_desktop.ui.ordered_model import OrderedTableModel

_SAMPLE_ROWS: Final = 100


class ColumnArranger(QObject):
    """Works on the headings of `table`, which shows `model`. Columns are numbers of the model."""

    arranged = Signal()

    def __init__(self, table: QTableView, model: OrderedTableModel, habits: ColumnHabits) -> None:
        super().__init__(table)
        self._table, self._model, self._habits = table, model, habits
        self._headings = table.horizontalHeader()
        self._layout = ColumnLayout(hidden=set(habits.hidden))
        self._is_arranging = False
        self._fitted: tuple[str, ...] = ()
        self._headings.sectionMoved.connect(self._on_section_moved)
        self._headings.sectionResized.connect(self._on_section_resized)
        model.modelReset.connect(self._on_model_reset)
        self._arrange()

    @property
    def keeps_first(self) -> bool:
        """True if the first column stays in view."""
        return self._layout.keeps_first

    def keep_first(self, *, kept: bool) -> None:
        """Keep the first column in view, or let it scroll with the others."""
        self._layout.keeps_first = kept
        self.arranged.emit()

    def visible_columns(self) -> list[int]:
        """Return the columns in view, left to right."""
        return [column for column in self._in_order() if not self._headings.isSectionHidden(column)]

    def columns(self) -> list[tuple[str, str, bool]]:
        """Return name, title and whether it is shown, of every column that has something to say, left to right."""
        model = self._model
        used = (column for column in self._in_order() if not model.is_unused(column))
        return [
            (model.column_name(column), model.title(column), not self._headings.isSectionHidden(column))
            for column in used
        ]

    def set_shown(self, column: int, *, shown: bool) -> None:
        """Show or hide a column; the last one in view stays."""
        if shown or self.visible_columns() != [column]:
            name = self._model.column_name(column)
            (self._layout.hidden.discard if shown else self._layout.hidden.add)(name)
            self._arrange()

    @Slot(object, object)
    def choose(self, order: list[str], hidden: set[str]) -> None:
        """Put columns, by name, in this order, and hide some of them."""
        self._layout.set_order(order)
        self._layout.hidden = (self._layout.hidden - set(order)) | hidden
        self._arrange()

    def state(self) -> dict[str, Json]:
        """Return how the columns are arranged, as JSON values."""
        return self._layout.to_json()

    def restore(self, kept: object) -> None:
        """Arrange the columns as `state` said; anything else arranges them as at first."""
        self._layout = read_layout(kept, self._habits.hidden)
        self.refit()

    def refit(self) -> None:
        """Give columns the width of what they show now, but for those that a person has dragged."""
        self.fit_next()
        self._on_model_reset()

    def fit_next(self) -> None:
        """Let the next rows say how wide columns are, but for those that a person has dragged."""
        self._fitted = ()

    def fit(self, columns: Sequence[int]) -> None:
        """Make columns as wide as the texts in view need it."""
        for column in columns:
            self._table.setColumnWidth(column, self._fitting_widths(column)[0])

    def make_room(self, marks: Mapping[int, HeadingMark]) -> None:
        """Let headings say all they have to beside their marks."""
        metrics = self._table.fontMetrics()
        self._is_arranging = True
        for column, mark in marks.items():
            needed = heading_width(self._model.title(column), mark, metrics)
            if not self._headings.isSectionHidden(column) and self._table.columnWidth(column) < needed:
                self._table.setColumnWidth(column, needed)
        self._is_arranging = False
        self.arranged.emit()

    def _in_order(self) -> list[int]:
        return [self._headings.logicalIndex(place) for place in range(self._headings.count())]

    def _names(self) -> list[str]:
        return [self._model.column_name(column) for column in range(self._model.columnCount())]

    def _arrange(self) -> None:
        """Put the columns where the person wants them; the first stays if all are unwanted."""
        names, headings = self._names(), self._headings
        hidden = self._layout.hidden
        self._is_arranging = True
        for place, name in enumerate(self._layout.arranged(names)):
            headings.moveSection(headings.visualIndex(names.index(name)), place)
        used = [name for column, name in enumerate(names) if not self._model.is_unused(column)]
        for column, name in enumerate(names):
            is_last = column == 0 and hidden.issuperset(used)
            self._table.setColumnHidden(column, name not in used or (name in hidden and not is_last))
        self._is_arranging = False
        self.arranged.emit()

    def _fit_anew(self) -> None:
        """Give each column its own width, or that of its texts; room that is left goes to those that are cut."""
        unit = self._table.fontMetrics().averageCharWidth()
        cut: dict[int, int] = {}
        for column, name in enumerate(self._names()):
            kept = self._layout.widths.get(name)
            width, whole = self._fitting_widths(column) if kept is None else (round(kept * unit),) * 2
            self._table.setColumnWidth(column, width)
            if width < whole:
                cut[column] = whole - width
        left = self._table.viewport().width() - sum(map(self._table.columnWidth, self.visible_columns()))
        for column in self.visible_columns():
            more = min(cut.get(column, 0), left)
            if more > 0:
                self._table.setColumnWidth(column, self._table.columnWidth(column) + more)
                left -= more

    def _fitting_widths(self, column: int) -> tuple[int, int]:
        """By the first rows, those in view and some of all the others: there may be a million.

        The first are of one person where rows come person by person.
        """
        count = self._model.rowCount()
        first = max(0, self._table.rowAt(0))
        rows = {*range(min(count, _SAMPLE_ROWS)), *range(first, min(count, first + _SAMPLE_ROWS))}
        rows.update(range(0, count, max(1, count // _SAMPLE_ROWS)))
        return fitting_widths(self._model, column, sorted(rows), self._habits, self._table.fontMetrics())

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot()
    def _on_model_reset(self) -> None:
        self._arrange()
        names = tuple(self._names())
        if names != self._fitted and self._model.rowCount():
            self._fitted = names
            self._is_arranging = True
            self._fit_anew()
            self._is_arranging = False

    @Slot(int, int, int)
    def _on_section_moved(self, _column: int, _former: int, _place: int) -> None:
        if not self._is_arranging:
            self._layout.set_order([self._model.column_name(column) for column in self._in_order()])
            self.arranged.emit()

    @Slot(int, int, int)
    def _on_section_resized(self, column: int, _former: int, width: int) -> None:
        if width and not self._is_arranging and column < self._model.columnCount():
            unit = self._table.fontMetrics().averageCharWidth()
            self._layout.widths[self._model.column_name(column)] = width / unit
            self.arranged.emit()
