"""What changed between two copies of the same cells: figures, recordings, metrics gone and new.

A score that comes late changes figures of a period that was over already. That is told apart from recordings that came
because the period was still running.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from operator import eq
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from siro_desktop.courtesy import give_way
from siro_desktop.domain.comparison import describe_metric, metric_keys
from siro_desktop.domain.differences import less, share_of
from siro_desktop.long_dict import dict_for
from siro_desktop.stopping import checked, checked_pieces
from siro_desktop.untracked import untracked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
    from datetime import datetime

    from siro_desktop.domain.comparison import ComparedMetric, MetricKey
    from siro_desktop.domain.plan import Cell, FetchPlan
    from siro_desktop.domain.results import Answer, MetricValues

    _Metrics = dict[ComparedMetric, ComparedMetric]

_MANY: Final = 20_000  # metrics of an answer; those of a longer one are hardly shared with another
_AT_ONCE: Final = 10_000  # changes that are freed in a few milliseconds


class ChangeKind(StrEnum):
    """What happened to one thing."""

    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"
    RECORDINGS = "recordings"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"


class Change(Struct, frozen=True, kw_only=True, gc=False):
    """One thing that is not as it was: a metric of a cell, or, where `metric` is None, the cell itself.

    `row` is the metric's row in the present answer; None if it is not there now. Numbers of recordings are those of
    the whole answer, None where there is none. The figures lie in the change itself, and no change is looked at by the
    garbage collection, which stops every thread: with tens of thousands it took most of a tenth of a second.
    """

    kind: ChangeKind
    cell: Cell
    metric: ComparedMetric | None = None
    row: int | None = None
    value_before: float | None = None
    value_now: float | None = None
    pass_rate_before: float | None = None
    pass_rate_now: float | None = None
    recordings_before: float | None = None
    recordings_now: float | None = None

    @property
    def absolute(self) -> float | None:
        """The value now less the value before, in the metric's own unit."""
        return less(self.value_now, self.value_before)

    @property
    def relative(self) -> float | None:
        """The same as a share of the value before; None where that is 0 or missing."""
        return share_of(self.absolute, self.value_before)

    @property
    def pass_rate_points(self) -> float | None:
        """The pass rate now less the one before, in percentage points."""
        return less(self.pass_rate_now, self.pass_rate_before)

    @property
    def has_other_value(self) -> bool:
        """True if the value is another, or came or went."""
        return self.kind is ChangeKind.CHANGED and not _is_same(self.value_before, self.value_now)

    @property
    def has_other_pass_rate(self) -> bool:
        """True if the pass rate is another, or came or went."""
        return self.kind is ChangeKind.CHANGED and not _is_same(self.pass_rate_before, self.pass_rate_now)


class Changes(Struct, frozen=True, kw_only=True):
    """Everything that differs between two copies. `compared` is the number of cells that both copies answer.

    `cells` are those of all the changes, in their order.
    `since` is when the oldest answer of the earlier copy was fetched, in UTC; None without an earlier copy.
    `values` and `pass_rates` count those that are others now, `kinds` counts all changes by their kind.
    `late` and `new` are recordings by which the count of a cell grew after and before the end of its period, `fewer`
    those by which it shrank; the entity that holds all others is not counted twice.
    """

    all: Sequence[Change] = ()
    cells: tuple[Cell, ...] = ()
    compared: int = 0
    since: datetime | None = None
    values: int = 0
    pass_rates: int = 0
    kinds: Mapping[ChangeKind, int] = field(default_factory=dict)
    late: float = 0
    new: float = 0
    fewer: float = 0

    @property
    def is_first(self) -> bool:
        """True if there is no earlier copy of anything."""
        return self.since is None

    def count(self, kind: ChangeKind) -> int:
        """How many changes are of this kind."""
        return self.kinds.get(kind, 0)


def find_changes(plan: FetchPlan, before: Mapping[str, Answer], now: Mapping[str, Answer]) -> Changes:
    """Return what changed in the cells of a plan, by cell key, in the plan's order.

    An answer that came where there was none counts as newly answered only if anything was answered before.
    """
    finder = ChangeFinder(plan, now)
    finder.add(plan.cells, before)
    return finder.changes()


class ChangeFinder:
    """Does what `find_changes` does, some cells at a time: thousands of cells take a second or two."""

    def __init__(self, plan: FetchPlan, now: Mapping[str, Answer]) -> None:
        self._whole = plan.whole
        self._now = now
        self._found: list[Change] = untracked([])
        self._cells: list[Cell] = []
        self._metrics: _Metrics = {}  # each only once
        self._compared = 0
        self._since: datetime | None = None
        self._late = self._new = self._fewer = 0.0

    def add(self, cells: Iterable[Cell], before: Mapping[str, Answer]) -> None:
        """Hold cells against what they were, by cell key."""
        for cell in cells:
            was, is_ = before.get(cell.key), self._now.get(cell.key)
            known = len(self._found)
            for change in _cell_changes(cell, was, is_, self._metrics):
                self._found.append(change)
            if len(self._found) > known:
                self._cells.append(cell)
            if was is not None:
                self._since = min(self._since or was.fetched_at, was.fetched_at)
                if is_ is not None:
                    self._compared += 1
                    self._count_recordings(cell, was, is_)

    def changes(self) -> Changes:
        """Hand over what was found. The finder has done its work then."""
        if self._since is None:
            return Changes()
        found, self._found = self._found, []
        return Changes(
            all=found,
            cells=tuple(self._cells),
            compared=self._compared,
            since=self._since,
            values=sum(change.has_other_value for change in checked(found)),
            pass_rates=sum(change.has_other_pass_rate for change in checked(found)),
            kinds=Counter(change.kind for change in checked(found)),
            late=self._late,
            new=self._new,
            fewer=self._fewer,
        )

    def forget(self) -> None:
        """Let what was found go bit by bit, where nobody wants it any more."""
        while self._found:
            give_way()
            del self._found[-_AT_ONCE:]

    def _count_recordings(self, cell: Cell, before: Answer, now: Answer) -> None:
        """Count by how many recordings a cell grew late, grew while its period ran, or shrank."""
        growth = less(now.recordings_evaluated, before.recordings_evaluated)
        if not growth or (self._whole is not None and cell.query.entity == self._whole):
            return
        if growth < 0:
            self._fewer -= growth
        elif min(before.fetched_at, now.fetched_at) >= cell.query.period.end:
            self._late += growth
        else:
            self._new += growth


def _cell_changes(cell: Cell, before: Answer | None, now: Answer | None, known: _Metrics) -> Iterator[Change]:
    if before is not None and now is not None:
        is_same = True
        for change in _metric_changes(cell, before, now, known):
            is_same = False
            yield change
        if is_same and not _is_same(before.recordings_evaluated, now.recordings_evaluated):
            yield _of_cell(ChangeKind.RECORDINGS, cell, before, now)
    elif before is not None or now is not None:
        yield _of_cell(ChangeKind.UNANSWERED if now is None else ChangeKind.ANSWERED, cell, before, now)


def _of_cell(kind: ChangeKind, cell: Cell, before: Answer | None, now: Answer | None) -> Change:
    return Change(
        kind=kind,
        cell=cell,
        recordings_before=None if before is None else before.recordings_evaluated,
        recordings_now=None if now is None else now.recordings_evaluated,
    )


def _metric_changes(cell: Cell, before: Answer, now: Answer, known: _Metrics) -> Iterator[Change]:
    if _is_same_copy(before.metrics, now.metrics):
        return
    is_shared = len(now.metrics) <= _MANY
    for key, was, is_ in checked(_rows_of_each(before.metrics, now.metrics)):
        if was is not None and is_ is not None and _is_same_row(before, was, now, is_):
            continue
        kind = ChangeKind.NEW if was is None else ChangeKind.GONE if is_ is None else ChangeKind.CHANGED
        described, row = (before, was) if is_ is None and was is not None else (now, is_ or 0)
        metric = describe_metric(described.metrics, row, key)
        yield Change(
            kind=kind,
            cell=cell,
            metric=known.setdefault(metric, metric) if is_shared else metric,
            row=is_,
            value_before=None if was is None else before.metrics.values[was],
            value_now=None if is_ is None else now.metrics.values[is_],
            pass_rate_before=None if was is None else before.metrics.pass_rates[was],
            pass_rate_now=None if is_ is None else now.metrics.pass_rates[is_],
            recordings_before=before.recordings_evaluated,
            recordings_now=now.recordings_evaluated,
        )


def _rows_of_each(before: MetricValues, now: MetricValues) -> Iterator[tuple[MetricKey, int | None, int | None]]:
    """Yield each metric with its rows: first those that were there before, in their order, then the new ones."""
    if _is_same_list(before, now):
        for row, key in enumerate(metric_keys(now)):
            yield key, row, row
        return
    rows_now: MutableMapping[MetricKey, int] = dict_for(len(now))
    try:
        for row, key in enumerate(checked(metric_keys(now))):
            rows_now[key] = row
        is_new = bytearray(b"\1") * len(now)
        for was, key in enumerate(metric_keys(before)):
            is_ = rows_now.get(key)
            if is_ is not None:
                is_new[is_] = False
            yield key, was, is_
        for row, key in enumerate(metric_keys(now)):
            if is_new[row]:
                yield key, None, row
    finally:
        rows_now.clear()


def _is_same_copy(before: MetricValues, now: MetricValues) -> bool:
    """True if nothing that is compared differs, at the speed of comparing tuples; most copies are so."""
    return (
        _is_same_column(before.values, now.values)
        and _is_same_column(before.pass_rates, now.pass_rates)
        and _is_same_list(before, now)
    )


def _is_same_list(before: MetricValues, now: MetricValues) -> bool:
    """True if the same metrics follow each other in the same order."""
    return (
        _is_same_column(before.ids, now.ids)
        and _is_same_column(before.units, now.units)
        and _is_same_column(before.names, now.names)
        and _is_same_column(before.metric_types, now.metric_types)
    )


def _is_same_column(before: Sequence[object], now: Sequence[object]) -> bool:
    if len(before) <= _AT_ONCE:
        return before == now
    return len(before) == len(now) and all(map(eq, checked_pieces(before), checked_pieces(now)))


def _is_same_row(before: Answer, was: int, now: Answer, is_: int) -> bool:
    one, other = before.metrics, now.metrics
    return _is_same(one.values[was], other.values[is_]) and _is_same(one.pass_rates[was], other.pass_rates[is_])


def _is_same(number: float | None, other: float | None) -> bool:
    if number is None or other is None:
        return number is other
    return number == other or (number != number and other != other)  # noqa: PLR0124  NaN
