"""The figures of one metric in all answers to the same question. Inside a transaction."""

from __future__ import annotations

from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from siro_desktop.domain.metric_history import PastFigure
from siro_desktop.storage.answer_rows import number_out
from siro_desktop.storage.codec import decode_instant, encode_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from siro_desktop.domain.metric_history import HistoryOf
    from siro_desktop.storage.database import Database

# Conversation type and groups stand in the plan's own query: a metric id may be the same for several types.
_FIGURES: Final = (
    "SELECT answers.id, answers.start_at, answers.end_at, fetched_at, value, pass_rate, recordings_evaluated"
    " FROM metrics JOIN metric_set_members ON metric_set_members.metric = metrics.id"
    " JOIN answers ON answers.metric_set = metric_set_members.metric_set"
    " JOIN answer_values ON answer_values.answer_id = answers.id AND answer_values.metric = metrics.id"
    " WHERE metrics.metric_id = ? AND filter_by = ? AND filter_by_ids = ?"
    " AND EXISTS (SELECT 1 FROM result_cells JOIN results ON results.id = result_cells.result_id"
    " WHERE result_cells.answer_id = answers.id AND profile_id = ? AND instr(plan, ?) AND instr(plan, ?))"
    " ORDER BY answers.start_at DESC, answers.end_at DESC, fetched_at DESC, answers.id DESC"
)


def find_history(database: Database, wanted: HistoryOf, limit: int) -> tuple[PastFigure, ...]:
    """Return the newest figures of each period, the latest period first.

    An answer that has the metric more than once, for each group say, does not tell which figure is which: it is left
    out.
    """
    of_type = f'"conversation_type_id":{encode_json(wanted.conversation_type_id)}'
    grouped = f'"group_by":{encode_json(wanted.group_by)}'
    rows = database.execute(
        _FIGURES,
        (
            wanted.metric_id,
            encode_json(wanted.filter_by),
            encode_json(wanted.filter_by_ids),
            wanted.profile_id,
            of_type,
            grouped,
        ),
    )
    found: dict[tuple[str, str], PastFigure] = {}
    for start_at, end_at, fetched_at, value, pass_rate, recordings in _told_apart(rows):
        if (start_at, end_at) not in found:
            if len(found) == limit:
                break
            found[start_at, end_at] = PastFigure(
                start_at=start_at,
                end_at=end_at,
                fetched_at=decode_instant(fetched_at),
                value=number_out(value),
                pass_rate=number_out(pass_rate),
                recordings=number_out(recordings),
            )
    return tuple(found.values())


def _told_apart(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Yield the figures of the answers that have only one; those of an answer follow each other."""
    for _, figures in groupby(rows, key=itemgetter(0)):
        figure, *others = islice(figures, 2)
        if not others:
            yield figure[1:]
