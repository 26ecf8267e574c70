"""Typed cells of an XLSX sheet: no text ever becomes a formula, a link or markup; numbers and instants are numbers."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

from siro_desktop.domain.units import UnitKind, unit_kind
from siro_desktop.export.table import Kind
from siro_desktop.export.text_forms import is_risky

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

LONGEST_TEXT: Final = 32_767
"""What a cell holds, in UTF-16 units."""
_LARGEST: Final = 1e300
_DAY: Final = 86_400.0
_HOUR: Final = 3_600
_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001  Excel's clock has no zone
_FIRST_SERIAL: Final = 61  # before 1 March 1900 Excel counts a day that there never was
_PLAIN_SUFFIX: Final = re.compile(r"[A-Za-z][A-Za-z /%.-]{0,15}")


class Cells:
    """Writes into one sheet. Rows must come in order: what is before the current row is on the disk already."""

    def __init__(self, book: Workbook, sheet: Worksheet) -> None:
        self._book, self._sheet = book, sheet
        self._formats: dict[str, Format] = {}
        self._quoted = book.add_format({"quote_prefix": True})
        self._plain = book.add_format({})
        self._instant = self._format("yyyy-mm-dd hh:mm:ss")
        self._whole = self._format("#,##0")
        self._broken = self._format("#,##0.00")
        self._percent = self._format('0.0"%"')

    def style_of(self, kind: Kind) -> Format | None:
        """Return how numbers of a kind of column are written, where a cell says nothing else."""
        return {Kind.INSTANT: self._instant, Kind.COUNT: self._whole, Kind.PERCENT: self._percent}.get(kind)

    def put(self, row: int, column: int, value: str | float | None, style: Format | None = None) -> None:
        """Write a text or a number; nothing for None. `style` is for texts."""
        if isinstance(value, str):
            self._text(row, column, value, style)
        elif value is not None:
            self.number(row, column, value)

    def _text(self, row: int, column: int, text: str, style: Format | None) -> None:
        """Write a text. Editing it later makes no formula of it either."""
        text = _storable(text)
        if text.startswith("<r>") and text.endswith("</r>"):
            # XlsxWriter writes such a text as it stands, and it could bring cells of its own; in parts it is escaped.
            self._sheet.write_rich_string(row, column, text[:3], self._plain, text[3:])
        elif is_risky(text):
            self._sheet.write_string(row, column, text, self._quoted)
        else:
            self._sheet.write_string(row, column, text, style)

    def number(self, row: int, column: int, number: float, style: Format | None = None) -> None:
        """Write a number. One that Excel has no room for is written as text."""
        if -_LARGEST < number < _LARGEST:
            self._sheet.write_number(row, column, number, style)
        else:
            self._sheet.write_string(row, column, str(number))

    def shown(self, row: int, column: int, value: float | None, unit: str, unit_abbreviated: str) -> None:
        """Write a value as the window shows it: seconds as a duration, everything else in its unit."""
        if value is None:
            return
        kind = unit_kind(unit, unit_abbreviated)
        if kind is UnitKind.SECONDS and 0 <= value < 1e9:
            style = "[m]:ss" if round(value) < _HOUR else "[h]:mm:ss"
            self._sheet.write_number(row, column, value / _DAY, self._format(style))
        elif kind is UnitKind.PERCENT:
            self.number(row, column, value, self._percent)
        else:
            suffix = "" if kind is UnitKind.COUNT else unit_abbreviated or unit
            self.number(row, column, value, self._number_style(value, suffix))

    def _number_style(self, number: float, suffix: str) -> Format:
        is_whole = not isfinite(number) or float(number).is_integer()
        if not _PLAIN_SUFFIX.fullmatch(suffix):  # it could break out of its quotes, or be one of thousands
            return self._whole if is_whole else self._broken
        return self._format(f'{"#,##0" if is_whole else "#,##0.00"}" {suffix}"')

    def _format(self, code: str) -> Any:
        if code not in self._formats:
            if len(self._formats) > 500:
                return self._plain
            self._formats[code] = self._book.add_format({"num_format": code})
        return self._formats[code]


def is_plain(value: object) -> bool:
    """True if a value needs no care of its own: most texts and numbers, and None."""
    if isinstance(value, str):
        is_long = len(value) > LONGEST_TEXT // 2
        return bool(value) and not (
            is_long or is_risky(value) or value[:1] == "<" or not (value.isascii() or _is_utf_8(value))
        )
    return value is None or (isinstance(value, int | float) and -_LARGEST < value < _LARGEST)


def has_room(numbers: Iterable[float | None]) -> bool:
    """True if all of these are surely plain; quicker than to ask for each."""
    try:
        return -_LARGEST < sum(number for number in numbers if number is not None) < _LARGEST
    except OverflowError:
        return False


def serial_of(instant: datetime) -> float | str:
    """Return an instant on the clocks of its own zone, as Excel counts it; as text where Excel cannot."""
    serial = (instant.replace(tzinfo=None) - _EPOCH).total_seconds() / _DAY
    return instant.isoformat() if serial < _FIRST_SERIAL else serial


def scaled_back(value: float, unit: str, unit_abbreviated: str = "") -> float:
    """Return the value in its unit that `Cells.shown` wrote as this number."""
    return value * _DAY if unit_kind(unit, unit_abbreviated) is UnitKind.SECONDS and value >= 0 else value


def clock_of(serial: float) -> datetime:
    """Return what a clock shows at a number of `serial_of`, to the millisecond, without a zone."""
    return _EPOCH + timedelta(milliseconds=round(serial * _DAY * 1000))


def _storable(text: str) -> str:
    """`text` as an XML file can hold it, and not longer than a cell."""
    if not text.isascii():
        text = text.encode(errors="backslashreplace").decode()
    if len(text) <= LONGEST_TEXT // 2:
        return text
    units = text.encode("utf-16-le")
    return text if len(units) <= 2 * LONGEST_TEXT else units[: 2 * LONGEST_TEXT - 2].decode("utf-16-le", "ignore") + "…"


def _is_utf_8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:  # half a surrogate
        return False
    return True
