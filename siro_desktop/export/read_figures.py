"""The figures of a file, each with the cell that it belongs to; long and wide files alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from siro_desktop.domain.exported import NOWHERE, ExportedFigure
from siro_desktop.errors import UnusableFile
from siro_desktop.export.difference_form import SIDES
from siro_desktop.export.read_rows import clock_in, number_in, read_rows
from siro_desktop.export.wide_form import period_heading
from siro_desktop.export.xlsx_cells import scaled_back
from siro_desktop.export.xlsx_file import SHOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from siro_desktop.domain.exports import FileFormat
    from siro_desktop.domain.periods import Period
    from siro_desktop.domain.query import MetricsQuery

    Row = Mapping[str, Any]

_LEFT_OUT: Final = "Its columns do not tell which figure is which. Some were left out, or renamed."
_FIELDS: Final = {"value": "value", "pass_rate": "pass_rate", "recordings_evaluated": "recordings"}


class FigureReader:
    """Reads the figures of one file. `fields` are known from the first on: which of its numbers it has.

    `rows` is how many rows were read so far.

    Iterating raises UnusableFile where the file is damaged, or lacks the columns that tell its figures apart.
    """

    def __init__(
        self, path: Path, form: FileFormat, cells: CellFinder, *, is_wide: bool = False, decimal_mark: str = "."
    ) -> None:
        self.fields: frozenset[str] = frozenset()
        self.rows = 0
        self._path, self._form, self._cells = path, form, cells
        self._is_wide, self._mark = is_wide, decimal_mark

    def __iter__(self) -> Iterator[ExportedFigure]:
        """Yield the figures in the order of the file."""
        names: set[str] = set()
        for row in read_rows(self._path, self._form, self._mark):
            if not names:
                names = set(row)
                self.fields = _fields_in(names, is_wide=self._is_wide)
                self._cells.check(names, is_wide=self._is_wide)
            self.rows += 1
            yield from self._wide(row) if self._is_wide else (self._long(row),)

    def _long(self, row: Row) -> ExportedFigure:
        return ExportedFigure(
            self._cells.find(row),
            _text(row.get("metric_id")) or "",
            _text(row.get("unit")),
            _value(row, "value", SHOWN),
            number_in(row.get("pass_rate")),
            number_in(row.get("recordings_evaluated")),
        )

    def _wide(self, row: Row) -> Iterator[ExportedFigure]:
        """Yield the figures of all periods. Where all numbers of one are missing there is none."""
        for heading, period in self._cells.headings.items():
            value = _value(row, f"value {heading}", f"{SHOWN} {heading}")
            pass_rate, recordings = (number_in(row.get(f"{name} {heading}")) for name in ("pass_rate", "recordings"))
            if (value, pass_rate, recordings) != (None, None, None):
                cell, metric_id = self._cells.find(row, period), _text(row.get("metric_id")) or ""
                yield ExportedFigure(cell, metric_id, _text(row.get("unit")), value, pass_rate, recordings)


class SidesReader(FigureReader):
    """Reads the figures of a file of a difference: a row has those of both sides, whose cells are the file's two."""

    def __iter__(self) -> Iterator[ExportedFigure]:
        """Yield the figures in the order of the file, A's before B's. A side without the metric has none."""
        for row in read_rows(self._path, self._form, self._mark):
            if not self.rows:
                self.fields = _side_fields(set(row))
            self.rows += 1
            metric_id, unit = _text(row.get("metric_id")) or "", _text(row.get("unit"))
            for cell, side in enumerate(SIDES):
                value = _value(row, f"value_{side}", f"{SHOWN}_{side}")
                rate, recordings = (number_in(row.get(f"{name}_{side}")) for name in ("pass_rate", "recordings"))
                if (value, rate, recordings) != (None, None, None):
                    yield ExportedFigure(cell, metric_id, unit, value, rate, recordings)


class CellFinder:
    """Finds the cell of a row by what it says of its ids and its period, as far as the cells differ in that."""

    def __init__(self, cells: Sequence[MetricsQuery], zone: ZoneInfo) -> None:
        self._zone = zone
        self._has_entities = len({cell.ids for cell in cells}) > 1
        self._has_periods = len({cell.period for cell in cells}) > 1
        self.headings = {period_heading(cell.period, zone): cell.period for cell in cells}
        """The periods by what the columns of a wide file call them."""
        self._places: dict[tuple[str, datetime | None], int] = {}
        for place, cell in enumerate(cells):
            self._places.setdefault(self._key(" ".join(cell.ids), self._clock(cell.period)), place)
        self._count = len(cells)

    def check(self, names: set[str], *, is_wide: bool) -> None:
        """Raise UnusableFile if the columns of these names do not tell one cell from another."""
        if "cell" in names:
            return
        needed = {"filter_by_ids": self._has_entities, "start_at": self._has_periods and not is_wide}
        if any(name not in names for name, is_needed in needed.items() if is_needed):
            raise UnusableFile(_LEFT_OUT)

    def find(self, row: Row, period: Period | None = None) -> int:
        """Return the position of the cell of a row, `NOWHERE` for none; `period` is that of a wide row's column."""
        given = row.get("cell")
        if isinstance(given, int):
            return given if 0 <= given < self._count else NOWHERE
        clock = self._clock(period) if period else clock_in(row.get("start_at"), self._zone)
        return self._places.get(self._key(_text(row.get("filter_by_ids")) or "", clock), NOWHERE)

    def _key(self, ids: str, clock: datetime | None) -> tuple[str, datetime | None]:
        return (ids if self._has_entities else "", clock if self._has_periods else None)

    def _clock(self, period: Period) -> datetime:
        """What clocks show when a period starts; a workbook knows no more."""
        return period.start.astimezone(self._zone).replace(tzinfo=None)


def _fields_in(names: set[str], *, is_wide: bool) -> frozenset[str]:
    """Which numbers there are. A value that is there only as it is shown says nothing without its unit."""
    heads = {name.partition(" ")[0] for name in names} if is_wide else names
    fields = {field for name, field in _FIELDS.items() if name in heads or (is_wide and field in heads)}
    if SHOWN in heads and "unit" in names:
        fields.add("value")
    if "metric_id" not in names or not fields - {"recordings"}:
        raise UnusableFile(_LEFT_OUT)
    return frozenset(fields)


def _side_fields(names: set[str]) -> frozenset[str]:
    """Which numbers there are of both sides."""
    fields = {field for field in _FIELDS.values() if all(f"{field}_{side}" in names for side in SIDES)}
    if "unit" in names and all(f"{SHOWN}_{side}" in names for side in SIDES):
        fields.add("value")
    if "metric_id" not in names or not fields - {"recordings"}:
        raise UnusableFile(_LEFT_OUT)
    return frozenset(fields)


def _value(row: Row, raw: str, shown: str) -> float | None:
    if raw in row:
        return number_in(row[raw])
    number, unit = number_in(row.get(shown)), _text(row.get("unit"))
    abbreviated = _text(row.get("unit_abbreviated")) or ""
    return number if number is None or unit is None else scaled_back(number, unit, abbreviated)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
