"""The figures of one metric in other periods, as a small table: each with the recordings that it rests on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, Qt

from siro_desktop.domain.periods import Period
from siro_desktop.domain.units import format_percent, format_value
from siro_desktop.errors import QueryError
from siro_desktop.ui.ordered_model import ALIGNMENT, DISPLAY, LEFT, NO_PARENT, RIGHT, TOOL_TIP
from siro_desktop.ui.words import days_in_words, grouped, instant_in_words, number_format

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from PySide6.QtCore import QObject

    from siro_desktop.domain.metric_history import PastFigure
    from siro_desktop.ui.ordered_model import Index

_MILLISECOND: Final = timedelta(milliseconds=1)
_PERIOD: Final = 0


class HistoryModel(QAbstractTableModel):
    """Rows are periods, the latest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[str, ...]] = []
        self._tips: list[str] = []
        self._titles = (self.tr("Period"), self.tr("Value"), self.tr("Pass rate"), self.tr("n"))

    def show_figures(self, figures: Sequence[PastFigure], unit: str, unit_abbreviated: str, zone: ZoneInfo) -> None:
        """Show these figures, in this unit, with days as `zone` cuts them."""
        numbers = number_format()
        self.beginResetModel()
        self._rows = [
            (
                _days(one, zone),
                format_value(one.value, unit, unit_abbreviated, numbers),
                format_percent(one.pass_rate, numbers),
                grouped(one.recordings),
            )
            for one in figures
        ]
        fetched = self.tr("Fetched %1")
        self._tips = [fetched.replace("%1", instant_in_words(one.fetched_at, zone)) for one in figures]
        self.endResetModel()

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of periods."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        """Return a cell's text, when it was fetched, or how it is aligned."""
        if role == DISPLAY:
            return self._rows[index.row()][index.column()]
        if role == TOOL_TIP:
            return self._tips[index.row()]
        if role == ALIGNMENT:
            return LEFT if index.column() == _PERIOD else RIGHT
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        """Return a heading, aligned as its column."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == DISPLAY:
            return self._titles[section]
        if role == TOOL_TIP and section == len(self._titles) - 1:
            return self.tr("Recordings that the figures rest on")
        return (LEFT if section == _PERIOD else RIGHT) if role == ALIGNMENT else None


def _days(figure: PastFigure, zone: ZoneInfo) -> str:
    """The days of Siro's echo, whose end is the last millisecond; as it came where it is no such thing."""
    try:
        start, end = (datetime.fromisoformat(text) for text in (figure.start_at, figure.end_at))
        is_last = end.microsecond // 1000 == 999
        return days_in_words(Period(start, end + _MILLISECOND if is_last else end), zone)
    except (ValueError, QueryError):
        return f"{figure.start_at} – {figure.end_at}"
