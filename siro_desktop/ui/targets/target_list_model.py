"""The targets of a connection as a table: one line for each target, and one for each metric that has none."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from siro_desktop.domain.targets import Direction, Source, Target, Targets
from siro_desktop.domain.typed_values import write_typed
from siro_desktop.domain.units import NO_VALUE
from siro_desktop.ui.ordered_model import RIGHT
from siro_desktop.ui.words import day_in_words, number_format

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtCore import QObject

    from siro_desktop.domain.targets import KnownMetric

Index = QModelIndex | QPersistentModelIndex

_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_TOOL_TIP: Final = int(Qt.ItemDataRole.ToolTipRole)
_ALIGNMENT: Final = int(Qt.ItemDataRole.TextAlignmentRole)
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_NO_PARENT: Final = QModelIndex()


class TargetColumn(IntEnum):
    """The columns of the table of targets."""

    METRIC = 0
    DIRECTION = 1
    MINIMUM = 2
    MAXIMUM = 3
    TOLERANCE = 4
    UNIT = 5
    VALID_FROM = 6
    MEANT_FOR = 7
    SOURCE = 8


_FIGURES: Final = frozenset({TargetColumn.MINIMUM, TargetColumn.MAXIMUM, TargetColumn.TOLERANCE})


class TargetLine(Struct, frozen=True):
    """One line: a metric, and its target if it has one."""

    metric: KnownMetric
    target: Target | None = None


class TargetListModel(QAbstractTableModel):
    """Lines by the metric's name; a metric's own come before Siro's, later ones before earlier ones."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[TargetLine] = []
        self._types: Mapping[str, str] = {}
        tr = self.tr
        limits = (tr("Minimum"), tr("Maximum"), tr("Tolerance"), tr("Unit"))
        self._titles = (tr("Metric"), tr("Good is"), *limits, tr("Valid from"), tr("For"), tr("Source"))

    def set_lines(
        self, targets: Targets, metrics: Mapping[str, KnownMetric], conversation_types: Mapping[str, str]
    ) -> None:
        """Show targets; `metrics` are known by id, the names of conversation types too."""
        self.beginResetModel()
        self._types = conversation_types
        lines = [TargetLine(metrics[target.metric_id], target) for target in targets.all]
        with_target = {target.metric_id for target in targets.all}
        lines += [TargetLine(metric) for metric in metrics.values() if metric.id not in with_target]
        self._lines = sorted(lines, key=_line_order)
        self.endResetModel()

    def line(self, row: int) -> TargetLine:
        """Return what a row shows."""
        return self._lines[row]

    def find(self, target: Target | None, metric_id: str) -> int:
        """Return the row of a target, else the first of the metric, else -1."""
        rows = range(len(self._lines))
        exact = (row for row in rows if target is not None and self._lines[row].target == target)
        return next(exact, next((row for row in rows if self._lines[row].metric.id == metric_id), -1))

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(TargetColumn)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Return a cell's text, tool tip or alignment."""
        line = self._lines[index.row()]
        if role == _DISPLAY:
            return self._text(line, TargetColumn(index.column()))
        if role == _TOOL_TIP:
            is_name = index.column() == TargetColumn.METRIC
            return line.metric.id if is_name else self._text(line, TargetColumn(index.column()))
        if role == _ALIGNMENT:
            return RIGHT if index.column() in _FIGURES else _LEFT
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Return a heading, aligned as its column."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(TargetColumn):
            return None
        if role == _ALIGNMENT:
            return RIGHT if section in _FIGURES else _LEFT
        return self._titles[section] if role in {_DISPLAY, _TOOL_TIP} else None

    def _text(self, line: TargetLine, column: TargetColumn) -> str:
        metric, target = line.metric, line.target
        if column is TargetColumn.METRIC:
            return metric.name or metric.id
        if column is TargetColumn.UNIT:
            return metric.unit_abbreviated or metric.unit
        if target is None:
            return NO_VALUE
        if column in _FIGURES:
            number = getattr(target, column.name.lower())
            number = number or None if column is TargetColumn.TOLERANCE else number
            text = write_typed(number, metric.unit, metric.unit_abbreviated, number_format())
            return text or NO_VALUE
        return self._text_of(target, column)

    def _text_of(self, target: Target, column: TargetColumn) -> str:
        if column is TargetColumn.DIRECTION:
            words = {
                Direction.HIGHER: self.tr("higher"),
                Direction.LOWER: self.tr("lower"),
                Direction.INSIDE: self.tr("inside"),
            }
            return words[target.direction]
        if column is TargetColumn.VALID_FROM:
            return day_in_words(target.valid_from) if target.valid_from else self.tr("always")
        if column is TargetColumn.MEANT_FOR:
            type_id = target.conversation_type_id
            return self._types.get(type_id, type_id) if type_id else self.tr("all conversations")
        return self.tr("yours") if target.source is Source.HAND else self.tr("Siro")


def _line_order(line: TargetLine) -> tuple[str, str, bool, str, int]:
    target = line.target
    since = -target.valid_from.toordinal() if target and target.valid_from else 0
    is_siro = target is not None and target.source is Source.SIRO
    name = (line.metric.name or line.metric.id).casefold()
    return name, line.metric.id, is_siro, target.conversation_type_id if target else "", since
