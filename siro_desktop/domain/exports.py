"""What a person takes along: which figures of a result, in which kind of file. Plain values."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import cached_property
from operator import eq
from typing import TYPE_CHECKING, Final, TypeAlias, overload

from msgspec import Struct, field

from siro_desktop.domain.targets import NO_TARGETS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from siro_desktop.domain.names import Names
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.domain.targets import Targets
    from siro_desktop.domain.two_sides import TwoSides


PACKAGE_ENDING: Final = ".datapackage.json"
"""How the name of the file beside a file of figures ends; what is before it is the other file's whole name."""


class FileFormat(StrEnum):
    """The kinds of files. The values are the words of the command line."""

    EXCEL_CSV = "excel-csv"
    CSV = "csv"
    XLSX = "xlsx"
    TIDY_JSON = "tidy-json"
    RAW_JSON = "raw-json"
    PARQUET = "parquet"

    @property
    def suffix(self) -> str:
        """How the names of such files end."""
        return _SUFFIXES[self]

    @property
    def is_csv(self) -> bool:
        """True for lines of text with separators."""
        return self in {FileFormat.CSV, FileFormat.EXCEL_CSV}

    @property
    def is_table(self) -> bool:
        """True if rows and columns can be chosen: the answer as Siro sent it is always whole."""
        return self is not FileFormat.RAW_JSON

    @property
    def may_be_wide(self) -> bool:
        """True if the periods of a comparison can stand side by side."""
        return self.is_csv or self is FileFormat.XLSX

    @property
    def holds_question(self) -> bool:
        """True if the file itself says what was asked; otherwise a second file beside it does."""
        return self is FileFormat.XLSX


_SUFFIXES: Final[Mapping[FileFormat, str]] = {
    FileFormat.EXCEL_CSV: ".csv",
    FileFormat.CSV: ".csv",
    FileFormat.XLSX: ".xlsx",
    FileFormat.TIDY_JSON: ".json",
    FileFormat.RAW_JSON: ".json",
    FileFormat.PARQUET: ".parquet",
}


class Scope(StrEnum):
    """Which figures go into a file."""

    VIEW = "view"
    SELECTION = "selection"
    EVERYTHING = "everything"


class CsvDialect(Struct, frozen=True):
    """How figures become text. Excel reads UTF-8 only `with_bom`, and the separator and mark of its own computer."""

    separator: str = ","
    decimal_mark: str = "."
    with_bom: bool = False


DATA_CSV: Final = CsvDialect()
"""What programs read: UTF-8, comma, dot."""


def excel_csv(decimal_mark: str, separator: str = "") -> CsvDialect:
    """Return the dialect of Excel on a computer with this decimal mark, and list separator if that is known."""
    mark = decimal_mark if decimal_mark in {".", ","} else "."
    usual = ";" if mark == "," else ","
    is_usable = len(separator) == 1 and separator not in f'{mark}"\r\n' and separator.isprintable()
    return CsvDialect(separator if is_usable or separator == "\t" else usual, mark, with_bom=True)


class FileKind(Struct, frozen=True):
    """A format, and how figures become text where that can be chosen."""

    form: FileFormat = FileFormat.CSV
    dialect: CsvDialect = DATA_CSV


KeyedRows: TypeAlias = Sequence[tuple[str, int]]
"""Figures by the key of their cell and the row in its answer."""


Shown: TypeAlias = "KeyedRows | TwoSides"
"""What of a view goes into a file: its figures, or two sides with what lies between them."""


class LateRows(Sequence[tuple[str, int]]):
    """`count` rows that `make` puts together when they are first read: a million take half a second."""

    def __init__(self, count: int, make: Callable[[], KeyedRows]) -> None:
        self._count, self._make = count, make

    @cached_property
    def _rows(self) -> KeyedRows:
        return self._make()

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> tuple[str, int]: ...
    @overload
    def __getitem__(self, place: slice) -> KeyedRows: ...
    def __getitem__(self, place: int | slice) -> tuple[str, int] | KeyedRows:
        return self._rows[place]

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return iter(self._rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(eq, self, other))

    __hash__ = None  # type: ignore[assignment]  # it may be compared with a list, which has none


class ExportContent(Struct, frozen=True, kw_only=True):
    """The figures that go into a file.

    `rows` are (cell key, row in its answer) in the order to write; None: everything. `scope` says what they are.
    `sides` are written instead of figures where two columns are held against each other: a row for each metric.
    `names` stand beside ids. `without` are names of columns to leave out. `is_wide` puts the periods of a comparison
    side by side. `view` is how the window looked, as JSON values, for it to look so again.
    """

    saved: SavedResult
    rows: KeyedRows | None = None
    sides: TwoSides | None = None
    scope: Scope = Scope.EVERYTHING
    names: Names | None = None
    targets: Targets = NO_TARGETS
    without: frozenset[str] = frozenset()
    is_wide: bool = False
    view: Mapping[str, object] = field(default_factory=dict)


class ExportProgress(Struct, frozen=True):
    """How many rows of how many are written."""

    done: int
    total: int
