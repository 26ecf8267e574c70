"""The lines of a leaderboard as a table: the ranked, the line to beat, and below a heading who is not ranked, and why.

Texts are made when a line is looked at, since there may be thousands of lines.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from siro_desktop.domain.comparison import Place
from siro_desktop.domain.leaderboard import Best, Board, Entry, Move, build_board, compare_ranks, merit
from siro_desktop.domain.units import NO_VALUE, format_percent
from siro_desktop.ui.comparison.figure_words import describe, drawable, metric_value, thin_in_words
from siro_desktop.ui.ordered_model import RIGHT
from siro_desktop.ui.pass_rate_words import range_in_words, what_about_means
from siro_desktop.ui.status_mark import status_word
from siro_desktop.ui.words import grouped, number_format

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from siro_desktop.domain.targets import Status, Target
    from siro_desktop.ui.comparison.state import ComparisonState

Index = QModelIndex | QPersistentModelIndex
_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_TOOL_TIP: Final = int(Qt.ItemDataRole.ToolTipRole)
_ALIGNMENT: Final = int(Qt.ItemDataRole.TextAlignmentRole)
_FONT: Final = int(Qt.ItemDataRole.FontRole)
_SPOKEN: Final = int(Qt.ItemDataRole.AccessibleTextRole)
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_NO_PARENT: Final = QModelIndex()


class Column(IntEnum):
    """The columns of a leaderboard."""

    RANK = 0
    CHANGE = 1
    NAME = 2
    VALUE = 3
    PASS_RATE = 4
    ABOUT = 5
    RECORDINGS = 6
    STATUS = 7


_FIGURES: Final = frozenset(map(int, (Column.RANK, Column.VALUE, Column.PASS_RATE, Column.ABOUT, Column.RECORDINGS)))


class Line(Struct, frozen=True):
    """One line. Without an `entry` it is a heading. `rank` is empty for who is not ranked."""

    entry: Entry | None
    rank: str = ""
    change: tuple[Move, int] | None = None
    heading: str = ""
    is_whole: bool = False


class Rules(Struct, frozen=True):
    """How a board is made: the period and the earlier one, which end is best, and how many recordings count."""

    period: int = 0
    earlier: int | None = None
    best: Best = Best.HIGHEST
    least: int = 0


class LeaderboardModel(QAbstractTableModel):
    """Shows a board of the state's metric. GUI thread."""

    def __init__(self, state: ComparisonState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self.rules = Rules()
        self.board = Board()
        self.lines: list[Line] = []
        self.value_span = (0.0, 1.0)

    # Making ---------------------------------------------------------------------------------------------------------

    def show_board(self, rules: Rules) -> None:
        """Rank anew."""
        self.beginResetModel()
        self.rules = rules
        self.board, self.lines = Board(), []
        if self._state.comparison is not None and self._state.current_metric is not None:
            self.board = self._board(rules.period)
            self.lines = self._ranked_lines() + self._unranked_lines()
        values = [entry.value for line in self.lines if (entry := line.entry) and entry.value is not None]
        self.value_span = (min([0.0, *values]), max([0.0, *values]))
        self.endResetModel()

    def clear(self) -> None:
        """Rank nobody."""
        self.beginResetModel()
        self.board, self.lines = Board(), []
        self.endResetModel()

    def _entry(self, entity: int, period: int) -> Entry:
        comparison, place = self._state.comparison, Place(entity, period)
        if comparison is None:
            return Entry(entity, None, None)
        return Entry(entity, drawable(comparison.figure(place, self._state.metric)), comparison.recordings(place))

    def target(self, period: int | None = None) -> Target | None:
        """Return the target of the shown period, or of another one."""
        return self._state.target(self._state.metric, self.rules.period if period is None else period)

    def average_in_words(self) -> str:
        """Return average and median of the ranked; nothing if nobody is."""
        average, median, metric = self.board.average(), self.board.median(), self._state.current_metric
        if average is None or median is None or metric is None:
            return ""
        words = self.tr("Average of the ranked, weighted by recordings: %1 · median: %2")
        return words.replace("%1", metric_value(average, metric)).replace("%2", metric_value(median, metric))

    def since_in_words(self) -> str:
        """Return since when somebody has moved; nothing if nobody can have."""
        earlier, words = self.rules.earlier, self.tr("Change since %1.")
        return "" if earlier is None else words.replace("%1", self._state.period_name(earlier))

    def _board(self, period: int) -> Board:
        target = self.target(period)
        best = Best.HIGHEST if self.rules.best is Best.CLOSEST and target is None else self.rules.best
        entries = [self._entry(entity, period) for entity in self._state.entity_order]
        return build_board(entries, best, self.rules.least, target)

    def _ranked_lines(self) -> list[Line]:
        earlier = None if self.rules.earlier is None else self._board(self.rules.earlier).ranks
        lines = []
        for standing in self.board.ranked:
            former = None if earlier is None else earlier.get(standing.entry.entity)
            change = None if earlier is None else compare_ranks(standing.rank, former)
            lines.append(Line(standing.entry, standing.label, change))
        whole = self._state.comparison.whole if self._state.comparison else None
        if whole is not None:
            entry = self._entry(whole, self.rules.period)
            lines.insert(self._whole_place(entry), Line(entry, is_whole=True))
        return lines

    def _whole_place(self, whole: Entry) -> int:
        """Before the first that is not better: those above have beaten it."""
        target, best = self.target(), self.rules.best
        if whole.value is None:
            return len(self.board.ranked)
        worth = merit(whole.value, best, target)
        better = [one for one in self.board.ranked if merit(one.entry.value or 0.0, best, target) < worth]
        return len(better)

    def _unranked_lines(self) -> list[Line]:
        few = self.tr("Not ranked: %1").replace("%1", thin_in_words(self.rules.least))
        lines = []
        for heading, entries in (
            (few, self.board.too_few),
            (self.tr("Not ranked: no value"), self.board.without_value),
        ):
            if entries:
                lines.append(Line(None, heading=f"{heading} ({grouped(len(entries))})"))
                lines += [Line(entry) for entry in entries]
        return lines

    # Asking ---------------------------------------------------------------------------------------------------------

    def place(self, row: int) -> Place | None:
        """Return which figure a line shows; None for a heading."""
        entry = self.lines[row].entry if 0 <= row < len(self.lines) else None
        return None if entry is None else Place(entry.entity, self.rules.period)

    def row_of(self, entity: int) -> int | None:
        """Return the line of an entity."""
        return next((row for row, line in enumerate(self.lines) if line.entry and line.entry.entity == entity), None)

    def status(self, row: int) -> Status | None:
        """Return how a line's value stands to its target."""
        entry, target = self.lines[row].entry, self.target()
        return None if entry is None or target is None else target.status(entry.value)

    def text(self, row: int, column: int) -> str:
        """Return what a cell shows."""
        line = self.lines[row]
        if line.entry is None:
            return line.heading if column == Column.RANK else ""
        match column:
            case Column.RANK:
                text = line.rank
            case Column.CHANGE:
                text = self._change_text(line)
            case Column.NAME:
                text = self._state.entity_name(line.entry.entity)
            case Column.STATUS:
                status = self.status(row)
                text = "" if status is None else status_word(status)
            case _:
                text = self._figure_text(line.entry, column)
        return text or NO_VALUE

    def numbers(self, row: int) -> dict[Column, float | None]:
        """Return the numbers of a line: its value, pass rate and recordings."""
        entry, comparison = self.lines[row].entry, self._state.comparison
        if entry is None or comparison is None:
            return {}
        figure = comparison.figure(Place(entry.entity, self.rules.period), self._state.metric)
        rate = None if figure is None else figure.pass_rate
        return {Column.VALUE: entry.value, Column.PASS_RATE: rate, Column.RECORDINGS: entry.recordings}

    def _figure_text(self, entry: Entry, column: int) -> str:
        comparison, metric = self._state.comparison, self._state.current_metric
        if comparison is None or metric is None:
            return NO_VALUE
        if column == Column.VALUE:
            return metric_value(entry.value, metric)
        if column == Column.RECORDINGS:
            return "" if entry.recordings is None else grouped(entry.recordings)
        figure = comparison.figure(Place(entry.entity, self.rules.period), self._state.metric)
        rate = None if figure is None else figure.pass_rate
        return (
            range_in_words(rate, entry.recordings) if column == Column.ABOUT else format_percent(rate, number_format())
        )

    def _change_text(self, line: Line) -> str:
        if line.change is None:
            return NO_VALUE
        kind, places = line.change
        words = {
            Move.UP: self.tr("up %1"),
            Move.DOWN: self.tr("down %1"),
            Move.SAME: self.tr("same"),
            Move.NEW: self.tr("new"),
        }
        return words[kind].replace("%1", grouped(places))

    def spoken(self, row: int) -> str:
        """Return a line as a screen reader says it."""
        line, place = self.lines[row], self.place(row)
        if place is None:
            return line.heading
        sentence = describe(self._state, place, self._state.metric).spoken()
        rank = self.tr("rank %1").replace("%1", line.rank) if line.rank else self.tr("not ranked")
        change = self._change_text(line) if line.change else ""
        return ", ".join(part for part in (rank, change, sentence) if part)

    # Qt -------------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NO_PARENT) -> int:  # noqa: D102
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:  # noqa: D102
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:  # noqa: D102
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _ALIGNMENT:
            return RIGHT if section in _FIGURES else _LEFT
        if role == _DISPLAY:
            return self.title(section)
        return what_about_means() if role == _TOOL_TIP and section == Column.ABOUT else None

    def copied_title(self, column: int) -> str:
        """Return a column's heading for a copy: values have no unit beside them there."""
        title, metric = self.title(column), self._state.current_metric
        return f"{title} ({metric.unit})" if column == Column.VALUE and metric is not None and metric.unit else title

    def title(self, column: int) -> str:
        """Return a column's heading."""
        metric = self._state.current_metric
        titles = {
            Column.RANK: self.tr("Rank"),
            Column.CHANGE: self.tr("Change"),
            Column.NAME: self.tr("Name"),
            Column.VALUE: self.tr("Value") if metric is None else metric.name,
            Column.PASS_RATE: self.tr("Pass rate"),
            Column.ABOUT: self.tr("about"),
            Column.RECORDINGS: self.tr("Recordings"),
            Column.STATUS: self.tr("Target"),
        }
        return titles[Column(column)]

    def data(self, index: Index, role: int = _DISPLAY) -> Any:  # noqa: D102
        row, column = index.row(), index.column()
        if role == _DISPLAY:
            return self.text(row, column)
        if role == _ALIGNMENT:
            return RIGHT if column in _FIGURES and self.lines[row].entry else _LEFT
        if role == _TOOL_TIP:
            return self.spoken(row) if column != Column.NAME else self.text(row, column)
        if role == _SPOKEN:
            return self.spoken(row) if column in {Column.NAME, Column.RANK} else self.text(row, column)
        if role == _FONT and self.lines[row].is_whole:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        return None
