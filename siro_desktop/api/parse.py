"""A page of *Get scorecard metrics values*: JSON text becomes columns.

Pages with documented fields only take the fast path: typed structs that refuse unknown fields. Where that fails the
page is decoded twice more, once typed and open to more fields, once generically, and the undocumented fields are kept.
"""

from __future__ import annotations

from itertools import chain
from sys import intern
from typing import TYPE_CHECKING, Any, Final, cast

import msgspec
from msgspec import Struct, field
from msgspec.structs import astuple

from siro_desktop.api.decoding import DECODE_ERRORS, check_depth, decode
from siro_desktop.columns import in_pieces
from siro_desktop.courtesy import give_way
from siro_desktop.domain.results import MetricValues

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Metric(msgspec.Struct, gc=False, forbid_unknown_fields=True, rename="camel"):
    """`data.metricValues[]`."""

    id: str
    name: str
    unit: str
    unit_abbreviated: str
    metric_type: str
    description: str | None = None
    value: float | None = None
    pass_rate: float | None = None


class Data(msgspec.Struct, gc=False, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """`data`."""

    recordings_evaluated_count: float
    metric_values: tuple[Metric, ...]
    start_at: str
    end_at: str
    filter_by_ids: str | list[str]
    filter_by: str | list[str]


class Envelope(msgspec.Struct, gc=False, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """The whole page. Only `data` is sure to be there."""

    data: Data
    cursor: str | int | float | None = None
    page_size: float | None = None
    limit: float | None = None
    total: float | None = None
    has_next_page: bool | None = None


class _OpenMetric(Metric, gc=False, forbid_unknown_fields=False):
    pass


class _OpenData(Data, gc=False, forbid_unknown_fields=False, kw_only=True):
    metric_values: tuple[_OpenMetric, ...]


class _OpenEnvelope(Envelope, gc=False, forbid_unknown_fields=False, kw_only=True):
    data: _OpenData


class ParsedPage(Struct, frozen=True, kw_only=True):
    """One page. `extra` holds undocumented fields of the envelope and of `data`; `cursor` is as it is to be sent."""

    recordings_evaluated: float
    metrics: MetricValues
    start_at: str
    end_at: str
    filter_by: tuple[str, ...]
    filter_by_ids: tuple[str, ...]
    cursor: str | None
    has_next_page: bool
    total: int | None
    extra: Mapping[str, object] = field(default_factory=dict)


_MANY: Final = 1_000  # texts of a page that are looked at
_CLOSED_DECODER: Final = msgspec.json.Decoder(Envelope)
_OPEN_DECODER: Final = msgspec.json.Decoder(_OpenEnvelope)
_GENERIC_DECODER: Final = msgspec.json.Decoder(dict[str, Any])
_METRIC_FIELDS: Final = frozenset(Metric.__struct_encode_fields__)
_DATA_FIELDS: Final = frozenset(Data.__struct_encode_fields__)
_ENVELOPE_FIELDS: Final = frozenset(Envelope.__struct_encode_fields__)


def parse_page(body: bytes) -> ParsedPage:
    """Return the page that `body` holds.

    Raises UnexpectedAnswer for anything but such a page: not JSON, a required field missing, a wrong type, a number
    beyond what a computer's floating point holds. Its detail names the path, its raw is `body`.
    """
    try:
        envelope = _CLOSED_DECODER.decode(body)
    except DECODE_ERRORS:
        return _parse_open_page(body)
    return _build_page(envelope, {}, {})


def _parse_open_page(body: bytes) -> ParsedPage:
    envelope = decode(body, _OPEN_DECODER)
    generic: dict[str, Any] = decode(body, _GENERIC_DECODER)
    extra = _split_extra(generic["data"], _DATA_FIELDS)
    for name, value in _split_extra(generic, _ENVELOPE_FIELDS).items():
        extra[f"envelope.{name}" if name in extra else name] = value
    check_depth(extra, body)
    extras: dict[int, Mapping[str, object]] = {}
    for row, metric in enumerate(generic["data"]["metricValues"]):
        if not metric.keys() <= _METRIC_FIELDS:
            extras[row] = _split_extra(metric, _METRIC_FIELDS)
            check_depth(extras[row], body)
    return _build_page(envelope, extra, extras)


def _split_extra(found: dict[str, object], documented: frozenset[str]) -> dict[str, object]:
    return {intern(name): value for name, value in found.items() if name not in documented}


def _build_page(
    envelope: Envelope, extra: Mapping[str, object], extras: Mapping[int, Mapping[str, object]]
) -> ParsedPage:
    give_way()
    data = envelope.data
    return ParsedPage(
        recordings_evaluated=data.recordings_evaluated_count,
        metrics=_build_columns(data.metric_values, extras),
        start_at=data.start_at,
        end_at=data.end_at,
        filter_by=_as_tuple(data.filter_by),
        filter_by_ids=_as_tuple(data.filter_by_ids),
        cursor=None if envelope.cursor in {None, ""} else str(envelope.cursor),
        has_next_page=envelope.has_next_page is True,
        total=int(envelope.total) if envelope.total is not None and envelope.total.is_integer() else None,
        extra=extra,
    )


def _build_columns(metrics: tuple[Metric, ...], extras: Mapping[int, Mapping[str, object]]) -> MetricValues:
    if not metrics:
        return MetricValues()
    # The quickest way from structs to columns, by measurement. Ids differ within an answer: sharing them costs only.
    pieces = [tuple(zip(*map(astuple, some), strict=True)) for some in in_pieces(metrics)]
    columns = (
        pieces[0]
        if len(pieces) == 1
        else tuple(tuple(chain.from_iterable(parts)) for parts in zip(*pieces, strict=True))
    )
    ids, *texts, descriptions, values, pass_rates = cast("Any", columns)
    names, units, abbreviations, types = (
        column if _all_differ(column) else tuple(map(intern, column)) for column in texts
    )
    if not _all_differ(descriptions):
        descriptions = tuple([text and intern(text) for text in descriptions])
    return MetricValues(
        ids=ids,
        names=names,
        units=units,
        unit_abbreviations=abbreviations,
        metric_types=types,
        descriptions=descriptions,
        values=values,
        pass_rates=pass_rates,
        extras=extras,
    )


def _all_differ(column: Sequence[Any]) -> bool:
    """True for thousands of texts that seem to differ. They are not worth sharing with other answers.

    Python's table of shared texts takes 60 ms to grow beyond 700,000, with every other thread waiting.
    """
    give_way()
    return len(column) > _MANY and len(set(column[:_MANY])) == _MANY


def _as_tuple(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
