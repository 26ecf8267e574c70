"""What Siro answered. Everything here is immutable once built; a missing value is None, never 0."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, overload

import msgspec
from msgspec.structs import force_setattr

from siro_desktop.columns import as_column
from siro_desktop.domain.cut_short import is_cut_short
from siro_desktop.domain.labels import NO_LABELS, Labels
from siro_desktop.domain.profile import PRACTICE_PROFILE_ID

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from siro_desktop.domain.plan import Cell, CompareBy, FetchPlan
    from siro_desktop.domain.query import MetricsQuery


class MetricValue(msgspec.Struct, frozen=True, kw_only=True):
    """One metric of an answer. `pass_rate` is 0 to 100; `extra` holds fields that are not documented, as they came."""

    id: str
    name: str
    unit: str
    unit_abbreviated: str
    metric_type: str
    description: str | None
    value: float | None
    pass_rate: float | None
    extra: Mapping[str, object] = msgspec.field(default_factory=dict)


class MetricValues(msgspec.Struct, frozen=True, kw_only=True):
    """The metrics of an answer as columns of equal length; row n is what came n-th. Indexing builds a MetricValue.

    `extras` maps a row to its undocumented fields and holds only rows that have some.
    Columns are kept as tuples, long ones as lists (`courtesy.as_column`), whatever sequence they were built from.
    """

    ids: Sequence[str] = ()
    names: Sequence[str] = ()
    units: Sequence[str] = ()
    unit_abbreviations: Sequence[str] = ()
    metric_types: Sequence[str] = ()
    descriptions: Sequence[str | None] = ()
    values: Sequence[float | None] = ()
    pass_rates: Sequence[float | None] = ()
    extras: Mapping[int, Mapping[str, object]] = msgspec.field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in _COLUMNS:
            force_setattr(self, name, as_column(getattr(self, name)))

    def __iter__(self) -> Iterator[MetricValue]:
        return map(self.__getitem__, range(len(self)))

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, index: int) -> MetricValue: ...
    @overload
    def __getitem__(self, index: slice) -> list[MetricValue]: ...
    def __getitem__(self, index: int | slice) -> MetricValue | list[MetricValue]:
        if isinstance(index, slice):
            return [self[row] for row in range(*index.indices(len(self)))]
        row = range(len(self))[index]
        return MetricValue(
            id=self.ids[row],
            name=self.names[row],
            unit=self.units[row],
            unit_abbreviated=self.unit_abbreviations[row],
            metric_type=self.metric_types[row],
            description=self.descriptions[row],
            value=self.values[row],
            pass_rate=self.pass_rates[row],
            extra=self.extras.get(row, {}),
        )

    def columns(self) -> Iterator[Sequence[object]]:
        """Yield every column, for whoever lets them go bit by bit."""
        return (getattr(self, name) for name in _COLUMNS)

    def extra_names(self) -> tuple[str, ...]:
        """The names of all undocumented fields, in the order in which they first came."""
        return tuple(dict.fromkeys(name for row in sorted(self.extras) for name in self.extras[row]))


_COLUMNS: Final = tuple(name for name in MetricValues.__struct_fields__ if name != "extras")


class Page(msgspec.Struct, frozen=True):
    """One page as it came: the address that asked for it (no token in it), and the decoded body's bytes."""

    url: str
    body: bytes


class Problem(msgspec.Struct, frozen=True):
    """Why something is missing, in a form that can be kept: an error's class name, title, message and detail."""

    kind: str
    title: str
    message: str
    detail: str | None = None


NOT_SAVED: Final = "This answer could not be saved on this computer."
"""Begins the warning of an answer that is shown, and is nowhere else."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """Siro's answer to one cell.

    `recordings_evaluated` is the first page's count. `start_at`, `end_at`, `filter_by` and `filter_by_ids` are Siro's
    echo, as it came. `extra` holds undocumented fields beside the metrics. `warnings` are sentences for people.
    `problem` is set if a later page failed: the answer is then partial. `fetched_at` is in UTC.
    """

    cell_key: str
    recordings_evaluated: float
    metrics: MetricValues
    start_at: str
    end_at: str
    filter_by: tuple[str, ...]
    filter_by_ids: tuple[str, ...]
    fetched_at: datetime
    duration_ms: int
    pages: tuple[Page, ...]
    extra: Mapping[str, object] = msgspec.field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    problem: Problem | None = None

    def parts(self) -> Iterator[object]:
        """Yield what may be large in it, for whoever lets it go bit by bit."""
        yield from self.metrics.columns()
        yield from self.pages

    @property
    def is_partial(self) -> bool:
        """True if pages are missing."""
        return self.problem is not None

    @property
    def is_cut_short(self) -> bool:
        """True if Siro's pages came to no end, so that there may be more: `warnings` says how."""
        return is_cut_short(self.warnings)


class SavedResult(msgspec.Struct, frozen=True, kw_only=True):
    """A run as it is kept: the plan, an answer or a problem for each cell that came back, and where it came from.

    Both mappings are keyed by cell key. `saved_at` is in UTC, when the run began. `id` is the store's
    number, 0 if the result could not be saved.
    """

    id: int
    profile_name: str
    api_base_url: str
    time_zone: str
    saved_at: datetime
    plan: FetchPlan
    answers: Mapping[str, Answer] = msgspec.field(default_factory=dict)
    problems: Mapping[str, Problem] = msgspec.field(default_factory=dict)

    @property
    def is_practice(self) -> bool:
        """True if the figures are invented."""
        return self.plan.profile_id == PRACTICE_PROFILE_ID

    @property
    def is_comparison(self) -> bool:
        """True if the plan has several cells."""
        return len(self.plan.cells) > 1

    @property
    def is_only_here(self) -> bool:
        """True if there are answers that could not be saved: who lets the result go loses them."""
        warnings = (text for answer in self.answers.values() for text in answer.warnings)
        return any(text.startswith(NOT_SAVED) for text in warnings)

    @property
    def missing(self) -> tuple[Cell, ...]:
        """The cells without an answer: not asked yet, or failed."""
        return tuple(cell for cell in self.plan.cells if cell.key not in self.answers)

    def is_older(self, cell_key: str) -> bool:
        """True if asking a cell again failed: the answer from before stands, and is older than it was meant to be."""
        return cell_key in self.problems and cell_key in self.answers

    @property
    def only_answer(self) -> Answer | None:
        """The answer of a plan of one cell, if it came; None for a comparison."""
        return self.answers.get(self.plan.cells[0].key) if len(self.plan.cells) == 1 else None


class ResultSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A saved result as a line of a list: what was asked, in how many `cells`; no figures. Instants are in UTC."""

    id: int
    profile_id: str
    profile_name: str
    time_zone: str
    saved_at: datetime
    query: MetricsQuery
    compare_by: CompareBy
    cells: int
    cells_answered: int
    recordings_evaluated: float | None
    metric_count: int
    is_partial: bool
    labels: Labels = NO_LABELS
