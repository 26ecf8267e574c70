"""Saved results as lines of a list: what was asked, or what a person calls it, for when, and how much came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Slot

from siro_desktop.domain.labels import TAG_MARK
from siro_desktop.domain.question import question_for
from siro_desktop.domain.zones import zone_of
from siro_desktop.ui.saved_result_delegate import PINNED_ROLE, SUBTITLE_ROLE, WHEN_ROLE
from siro_desktop.ui.words import (
    SEPARATOR,
    age_in_words,
    answered_in_words,
    asked_how_in_words,
    days_in_words,
    instant_in_words,
    metrics_in_words,
    period_in_words,
    query_in_words,
    recordings_in_words,
    result_in_words,
    shown_labels,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from siro_desktop.domain.names import Names
    from siro_desktop.domain.results import ResultSummary

Index = QModelIndex | QPersistentModelIndex

ID_ROLE: Final = int(Qt.ItemDataRole.UserRole)
QUESTION_ROLE: Final = ID_ROLE + 10  # beyond those of the delegate
SUMMARY_ROLE: Final = ID_ROLE + 11
_NO_PARENT: Final = QModelIndex()
_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_TOOL_TIP: Final = int(Qt.ItemDataRole.ToolTipRole)
_SPOKEN: Final = int(Qt.ItemDataRole.AccessibleTextRole)


class SavedResultsModel(QAbstractListModel):
    """Summaries as lines of a list."""

    def __init__(self, clock: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._summaries: tuple[ResultSummary, ...] = ()
        self._names: Names | None = None
        self._texts: dict[int, Callable[[ResultSummary], str]] = {
            _DISPLAY: self._what,
            WHEN_ROLE: self._when,
            SUBTITLE_ROLE: self._subtitle,
            _TOOL_TIP: self._tool_tip,
            _SPOKEN: self._spoken,
        }

    def set_summaries(self, summaries: tuple[ResultSummary, ...]) -> None:
        """Show other summaries, in the order given."""
        self.beginResetModel()
        self._summaries = summaries
        self.endResetModel()

    def set_names(self, names: Names) -> None:
        """Say names instead of ids."""
        self._names = names
        self.tell_changed()

    @Slot()
    def tell_changed(self) -> None:
        """Let the view ask for every line again: names or ages have changed."""
        if self._summaries:
            self.dataChanged.emit(self.index(0), self.index(len(self._summaries) - 1))

    def row_of(self, result_id: int) -> int | None:
        """Return the line of a result, if it is listed."""
        return next((row for row, summary in enumerate(self._summaries) if summary.id == result_id), None)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self._summaries)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Return a line's texts, or the result's id."""
        summary = self._summaries[index.row()]
        if role == ID_ROLE:
            return summary.id
        if role == QUESTION_ROLE:
            return question_for(summary.query, summary.compare_by)
        if role == SUMMARY_ROLE:
            return summary
        if role == PINNED_ROLE:
            return summary.labels.is_pinned
        text = self._texts.get(role)
        return text(summary) if text else None

    def _what(self, summary: ResultSummary) -> str:
        return result_in_words(summary, self._names)

    @staticmethod
    def _when(summary: ResultSummary) -> str:
        return days_in_words(summary.query.period, zone_of(summary.time_zone))

    def _subtitle(self, summary: ResultSummary) -> str:
        labels = shown_labels(summary.labels, self._names)
        parts = [age_in_words(summary.saved_at, self._clock())]
        if labels.name:
            parts.append(query_in_words(summary.query, self._names))
        how = asked_how_in_words(summary.compare_by, summary.query.group_by)
        parts += [*([how] if how else []), *self._counts(summary), *(f"{TAG_MARK}{tag}" for tag in labels.tags)]
        if summary.is_partial:
            parts.insert(0, self.tr("partial"))
        return SEPARATOR.join(parts)

    def _counts(self, summary: ResultSummary) -> tuple[str, str]:
        count = recordings_in_words(summary.recordings_evaluated)
        if summary.cells > 1:
            count = answered_in_words(summary.cells_answered, summary.cells)
        return count, metrics_in_words(summary.metric_count)

    def _spoken(self, summary: ResultSummary) -> str:
        return self._tool_tip(summary).replace("\n", ", ")

    def _tool_tip(self, summary: ResultSummary) -> str:
        zone, labels = zone_of(summary.time_zone), shown_labels(summary.labels, self._names)
        lines = (
            labels.name,
            query_in_words(summary.query, self._names),
            period_in_words(summary.query.period, zone),
            self._subtitle(summary),
            f"{summary.profile_name}{SEPARATOR}{instant_in_words(summary.saved_at, zone)}",
            self.tr("Pinned: stays first, and no limit takes it away") if labels.is_pinned else "",
            labels.note,
        )
        return "\n".join(line for line in lines if line)
