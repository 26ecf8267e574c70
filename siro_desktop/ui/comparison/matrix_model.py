"""The matrix: entities down, periods across, one metric. Names are column 0, the whole is the last row."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from siro_desktop.domain.comparison import Place, rows_at
from siro_desktop.ui.comparison.matrix_cells import Kind, MatrixCell, MatrixCells, short_periods
from siro_desktop.ui.comparison.table_words import entity_heading, thin_sentence
from siro_desktop.ui.comparison_words import older_in_words
from siro_desktop.ui.copied_numbers import copied_numbers
from siro_desktop.ui.metric_tips import rate_spoken
from siro_desktop.ui.ordered_model import ALIGNMENT, DISPLAY, LEFT, NO_PARENT, RIGHT, TOOL_TIP
from siro_desktop.ui.pass_rate_words import about_in_words
from siro_desktop.ui.target_words import target_in_words, target_spoken
from siro_desktop.ui.words import fill, grouped, recordings_in_words, rows_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from siro_desktop.domain.comparison import Comparison
    from siro_desktop.domain.exports import KeyedRows
    from siro_desktop.domain.query import Entity
    from siro_desktop.domain.targets import Status, Target
    from siro_desktop.ui.comparison.state import ComparisonState
    from siro_desktop.ui.ordered_model import Index

    _SayTarget = Callable[[Target, Status, str, str], str]

_SPOKEN: Final = int(Qt.ItemDataRole.AccessibleTextRole)
_MILLISECOND: Final = timedelta(milliseconds=1)
NAMES: Final = 0


class MatrixModel(QAbstractTableModel):
    """Shows a ComparisonState's metric. It never changes the state."""

    def __init__(self, state: ComparisonState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._asked: tuple[Entity, ...] = ()
        self._entities: tuple[int, ...] = ()  # positions in `_asked` of what is shown, in that order
        self._filter = ""
        self._entity_names: list[str] = []
        self._period_names: tuple[str, ...] = ()
        self._period_heads: tuple[str, ...] = ()
        self.cells: MatrixCells
        self.rebuild()

    # What there is to see -------------------------------------------------------------------------------------------

    def rebuild(self, shows_pass_rates: bool = False) -> None:
        """Show everything anew. It is a reset where there are other rows or columns, not while answers come in."""
        state, comparison = self._state, self._state.comparison
        cells = MatrixCells(state, shows_pass_rates=shows_pass_rates)
        asked: tuple[Entity, ...] = comparison.entities if comparison else ()
        entity_names = [state.entity_name(entity) for entity in range(len(asked))]
        period_names = tuple(
            state.period_name(period) for period in range(len(comparison.periods if comparison else ()))
        )
        entities = self._found_entities(comparison, entity_names)
        shape = (asked, entity_names, period_names, entities)
        if shape == (self._asked, self._entity_names, self._period_names, self._entities):
            self._show_cells(cells)
            return
        self.beginResetModel()
        self.cells = cells
        self._asked, self._entity_names, self._period_names, self._entities = shape
        ends = (
            ((period.end - _MILLISECOND).astimezone(state.zone) for period in comparison.periods) if comparison else ()
        )
        self._period_heads = short_periods(period_names, [str(end.year) for end in ends])
        self.endResetModel()

    def let_go(self) -> None:
        """Forget the figures, which nobody looks at; who and when stays until `rebuild`."""
        if self.cells.comparison is not None:
            self._state.let_go(self.cells)
            self.cells = MatrixCells(self._state, is_empty=True)

    def show_metric(self, shows_pass_rates: bool = False) -> None:
        """Show the state's metric for the same entities and periods."""
        self._show_cells(MatrixCells(self._state, shows_pass_rates=shows_pass_rates))

    def _show_cells(self, cells: MatrixCells) -> None:
        self.cells = cells
        if self._entities and self._period_names:
            last = self.index(len(self._entities) - 1, len(self._period_names))
            self.dataChanged.emit(self.index(0, NAMES + 1), last)

    @property
    def filter_text(self) -> str:
        """What entities are searched for; empty for all of them."""
        return self._filter

    def set_filter(self, text: str) -> None:
        """Show only entities whose name or ids hold `text`, and, if there are any, what they are held against."""
        if text.strip() != self._filter:
            self._filter = text.strip()
            if self.cells.comparison is self._state.comparison:  # otherwise `rebuild` is still to come
                self.show_order()

    def show_order(self) -> None:
        """Show the entities in the state's order."""
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        entities = [self._entities[index.row()] for index in kept]
        self._entities = self._found_entities(self.cells.comparison, self._entity_names)
        rows = {entity: row for row, entity in enumerate(self._entities)}
        moved = [
            self.createIndex(rows[entity], index.column()) if entity in rows else QModelIndex()
            for entity, index in zip(entities, kept, strict=True)
        ]
        self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()

    def _found_entities(self, comparison: Comparison | None, names: Sequence[str]) -> tuple[int, ...]:
        needle = self._filter.casefold()
        if comparison is None or not needle:
            return self._state.shown_entities

        def holds(entity: int) -> bool:
            return needle in f"{names[entity]}\n{' '.join(comparison.entities[entity].ids)}".casefold()

        found, whole = tuple(filter(holds, self._state.entity_order)), comparison.whole
        return (*found, whole) if whole is not None and (found or holds(whole)) else found

    def found_count(self) -> int:
        """Return how many entities are in view, without the whole."""
        comparison = self.cells.comparison
        return sum(comparison is None or entity != comparison.whole for entity in self._entities)

    def what_is_shown(self) -> str:
        """Return how many entities are in view and what hides the others; empty while nothing hides any."""
        if not self._filter:
            return ""
        text, count = self.tr("%1 of %2: search for “%3”"), rows_in_words(len(self._state.entity_order))
        return fill(text, grouped(self.found_count()), count, self._filter)

    def place(self, index: Index) -> Place | None:
        """Return the place of a cell; None for a name, or for no cell."""
        return Place(self._entities[index.row()], index.column() - 1) if index.isValid() and index.column() else None

    def nearest_place(self, index: Index) -> Place | None:
        """Return the place of a cell, or the first one beside a name; None for no cell."""
        return Place(self._entities[index.row()], max(0, index.column() - 1)) if index.isValid() else None

    def cell(self, index: Index) -> MatrixCell | None:
        """Return a cell; None for a name, or for no cell."""
        place = self.place(index)
        return None if place is None else self.cells.cell(place)

    def cell_at(self, row: int, column: int) -> MatrixCell | None:
        """Return a cell that is there; None for a name."""
        return self.cells.cell(Place(self._entities[row], column - 1)) if column else None

    def name(self, row: int) -> str:
        """Return the name of the entity in a row."""
        return self._entity_names[self._entities[row]]

    def index_of(self, place: Place) -> QModelIndex:
        """Return where a place is shown."""
        if place.entity not in self._entities:
            return QModelIndex()
        return self.index(self._entities.index(place.entity), place.period + 1)

    def is_whole(self, row: int) -> bool:
        """True for the row that the others are held against."""
        comparison = self.cells.comparison
        return comparison is not None and comparison.whole is not None and self._entities[row] == comparison.whole

    def sorted_entities(self, column: int, *, descending: bool) -> list[int]:
        """Return the entities as a column sorts them, without the whole: ties as asked, blanks last."""
        comparison = self.cells.comparison
        entities = [e for e in range(len(self._entity_names)) if comparison is None or e != comparison.whole]
        if column == NAMES:
            return sorted(entities, key=lambda entity: self._entity_names[entity].casefold(), reverse=descending)
        numbers = {entity: self.cells.number(Place(entity, column - 1)) for entity in entities}
        sign = -1.0 if descending else 1.0
        return sorted(entities, key=lambda entity: (True, 0.0) if (n := numbers[entity]) is None else (False, sign * n))

    def visible_rows(self) -> KeyedRows:
        """Return cell key and row in its answer of every figure in view, row by row."""
        places = (Place(entity, period) for entity in self._entities for period in range(len(self._period_names)))
        return self.rows_at(places)

    def rows_at(self, places: Iterable[Place | None]) -> KeyedRows:
        """Return cell key and row in its answer of the figures at some places, without those that are left out."""
        comparison = self.cells.comparison
        if comparison is None:
            return []
        is_left_out = self._state.is_left_out
        shown = (place for place in places if place is not None and not is_left_out(comparison.recordings(place)))
        return rows_at(comparison, shown, self._state.metric)

    # Copying --------------------------------------------------------------------------------------------------------

    def copied_row(self, row: int, columns: list[int]) -> list[str]:
        """Return the texts of a row: a name as it is, a figure as plain number with its recordings behind it."""
        texts: list[str] = []
        write = copied_numbers().writer()
        for column in columns:
            cell = self.cell(self.index(row, column))
            if cell is None:
                texts.append(self._entity_names[self._entities[row]])
            else:
                texts += [write(cell.number), write(cell.recordings)]
        return texts

    def copied_headings(self, columns: list[int]) -> list[str]:
        """Return the headings of `copied_row`: with the metric and its unit, which stand beside the matrix."""
        metric, texts = self._copied_metric(), []
        for column in columns:
            head = self._period_names[column - 1] if column else entity_heading(self.cells.comparison)
            figures = self.tr("%1, %2").replace("%1", head).replace("%2", metric)
            texts += [figures, self.tr("%1, recordings").replace("%1", head)] if column else [head]
        return texts

    def _copied_metric(self) -> str:
        metric = self._state.current_metric
        if metric is None:
            return ""
        if self.cells.shows_pass_rates:
            return self.tr("%1, pass rate").replace("%1", metric.name)
        return f"{metric.name} ({metric.unit})" if metric.unit else metric.name

    # Words ----------------------------------------------------------------------------------------------------------

    def _tool_tip(self, index: Index) -> str:
        return "\n".join(self._said(index, target_in_words))

    def _spoken(self, index: Index) -> str:
        return ". ".join(self._said(index, target_spoken))

    def _said(self, index: Index, say_target: _SayTarget) -> list[str]:
        cell = self.cell(index)
        name = self._entity_names[self._entities[index.row()]]
        if cell is None:
            return [name]
        head = self.tr("%1, %2").replace("%2", self._period_names[cell.place.period]).replace("%1", name)
        return [head, *self._sentences(cell, say_target)]

    def _sentences(self, cell: MatrixCell, say_target: _SayTarget) -> list[str]:
        comparison, metric = self.cells.comparison, self.cells.metric
        if comparison is None or metric is None:
            return []
        if cell.kind in {Kind.FAILED, Kind.UNANSWERED, Kind.LEFT_OUT}:
            return self._why_not_there(comparison, cell)
        said = [f"{metric.name}: {cell.text}" if cell.kind is Kind.FIGURE else self._why_blank(cell)]
        if cell.is_thin:
            said.append(thin_sentence(cell.recordings, self._state.thin_sample))
        else:
            said.append(recordings_in_words(cell.recordings))
        figure = comparison.figure(cell.place, self._state.metric)
        if figure is not None and figure.pass_rate is not None:
            rate = about_in_words(figure.pass_rate, cell.recordings)
            judged = rate_spoken(rate, figure.pass_rate, self.cells.bands(cell.place.period))
            said.append(self.tr("Pass rate: %1").replace("%1", judged))
        target = self.cells.target(cell.place.period)
        if target is not None and cell.status is not None:
            said.append(say_target(target, cell.status, metric.unit, metric.unit_abbreviated))
        answer = comparison.answer(cell.place)
        problem = comparison.problem(cell.place)
        if answer is not None and problem is not None:
            said.append(older_in_words(problem, answer, self._state.zone))
        return [*said, *([answer.problem.message] if answer and answer.problem else [])]

    def _why_not_there(self, comparison: Comparison, cell: MatrixCell) -> list[str]:
        if cell.kind is Kind.LEFT_OUT:
            text = self.tr("Left out: %1, fewer than %2")
            return [fill(text, recordings_in_words(cell.recordings), grouped(self._state.least))]
        problem = comparison.problem(cell.place)
        if cell.kind is Kind.UNANSWERED or problem is None:
            return [self.tr("No answer yet")]
        return [problem.title, problem.message]

    def _why_blank(self, cell: MatrixCell) -> str:
        comparison = self.cells.comparison
        if comparison is None or comparison.row(cell.place, self._state.metric) is None:
            return self.tr("Siro's answer does not have this metric")
        if self.cells.shows_pass_rates:
            return self.tr("No pass rate came")
        return self.tr("Siro sent no value, which is not 0")

    # Qt -------------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of entities."""
        return 0 if parent.isValid() else len(self._entities)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """Return the names' column and the number of periods."""
        return 0 if parent.isValid() else 1 + len(self._period_names)

    def index(self, row: int, column: int, parent: Index = NO_PARENT) -> QModelIndex:
        """Return the index of a cell; Qt's own would ask for both counts each time."""
        is_there = 0 <= row < len(self._entities) and 0 <= column <= len(self._period_names) and not parent.isValid()
        return self.createIndex(row, column) if is_there else QModelIndex()

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        """Return a cell's text, tool tip, spoken text or alignment."""
        if role == DISPLAY:
            cell = self.cell(index)
            return self._entity_names[self._entities[index.row()]] if cell is None else cell.text
        if role == TOOL_TIP:
            return self._tool_tip(index)
        if role == _SPOKEN:
            return self._spoken(index)
        if role == ALIGNMENT:
            return RIGHT if index.column() else LEFT
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        """Return a heading, short; its tool tip is whole."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section <= len(self._period_names):
            return None
        if role == ALIGNMENT:
            return RIGHT if section else LEFT
        if role not in {DISPLAY, TOOL_TIP}:
            return None
        if not section:
            return entity_heading(self.cells.comparison)
        return (self._period_heads if role == DISPLAY else self._period_names)[section - 1]
