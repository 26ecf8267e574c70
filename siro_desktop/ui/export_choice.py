"""What a person wishes of an export, and the words for what there is to choose."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from msgspec import Struct, field
from PySide6.QtCore import QCoreApplication, QLocale

from siro_desktop.domain.exports import PACKAGE_ENDING, FileFormat, FileKind, Scope, excel_csv
from siro_desktop.ui.words import rows_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from siro_desktop.domain.exports import CsvDialect

translate = QCoreApplication.translate


class ExportChoice(Struct, frozen=True, kw_only=True):
    """What to write where. `without` are names of columns; `with_question` asks for the file that says what it is."""

    path: Path
    form: FileFormat = FileFormat.XLSX
    scope: Scope = Scope.VIEW
    is_wide: bool = False
    """Periods side by side; for comparisons."""
    with_question: bool = True
    without: frozenset[str] = frozenset()

    @property
    def kind(self) -> FileKind:
        """The format, with the marks of this computer where they count."""
        return FileKind(self.form, excel_here()) if self.form is FileFormat.EXCEL_CSV else FileKind(self.form)

    @property
    def files(self) -> tuple[Path, ...]:
        """All files that are written."""
        has_other = self.with_question and not self.form.holds_question
        return (self.path, self.path.with_name(self.path.name + PACKAGE_ENDING)) if has_other else (self.path,)


class ExportOffer(Struct, frozen=True, kw_only=True):
    """How many rows there are to write by scope, and the columns, by format and whether they are wide.

    `side_columns` are those of a view that holds two sides against each other, and of a selection in it; none of any
    other. `forms` are the formats that can be written. `names` are what files of those sides, and of everything, may be
    called, without an ending; the first is empty where there are no sides.
    """

    rows: Mapping[Scope, int]
    columns: Mapping[tuple[FileFormat, bool], tuple[str, ...]] = field(default_factory=dict)
    side_columns: Mapping[tuple[FileFormat, bool], tuple[str, ...]] = field(default_factory=dict)
    is_comparison: bool = False
    forms: tuple[FileFormat, ...] = tuple(FileFormat)
    names: tuple[str, str] = ("", "")


def excel_here() -> CsvDialect:
    """Return the CSV that Excel on this computer opens by a double click."""
    from PySide6.QtCore import QSettings

    separator = ""
    if sys.platform == "win32":  # pragma: no cover  Excel goes by what is set under Region, which Qt does not tell
        region = QSettings(r"HKEY_CURRENT_USER\Control Panel\International", QSettings.Format.NativeFormat)
        separator = str(region.value("sList", ""))
    return excel_csv(QLocale().decimalPoint(), separator)


def format_names() -> dict[FileFormat, str]:
    """Return what the kinds of files are called, in the order to offer them."""
    return {
        FileFormat.XLSX: translate("export", "Excel workbook (XLSX)"),
        FileFormat.EXCEL_CSV: translate("export", "CSV for Excel on this computer"),
        FileFormat.CSV: translate("export", "CSV for programs"),
        FileFormat.TIDY_JSON: translate("export", "JSON, an entry for each figure"),
        FileFormat.RAW_JSON: translate("export", "JSON, as Siro sent it"),
        FileFormat.PARQUET: translate("export", "Parquet"),
    }


def format_note(form: FileFormat) -> str:
    """Return what is to be known of a kind of file."""
    here = excel_here()
    notes = {
        FileFormat.XLSX: translate("export", "Numbers, times and dates as such. The question has a sheet of its own."),
        FileFormat.EXCEL_CSV: translate("export", "UTF-8 with a mark for Excel, separated by “%1”, decimals with “%2”.")
        .replace("%1", here.separator)
        .replace("%2", here.decimal_mark),
        FileFormat.CSV: translate("export", "UTF-8, separated by commas, decimals with a dot."),
        FileFormat.TIDY_JSON: translate("export", "The columns of the CSV file, as an object for each figure."),
        FileFormat.RAW_JSON: translate("export", "Whole answers, byte for byte: rows and columns cannot be chosen."),
        FileFormat.PARQUET: translate("export", "For data programs. Needs the package pyarrow."),
    }
    return notes[form]


def scope_text(scope: Scope, rows: int) -> str:
    """Return what a scope is called, with its rows."""
    if scope is Scope.SELECTION and not rows:
        return translate("export", "The &selection: nothing is selected")
    texts = {
        Scope.VIEW: translate("export", "This &view: %1, as sorted and searched"),
        Scope.SELECTION: translate("export", "The &selection: %1"),
        Scope.EVERYTHING: translate("export", "&Everything: %1"),
    }
    return texts[scope].replace("%1", rows_in_words(rows))


def format_of(suffix: str, former: FileFormat) -> FileFormat:
    """Return the format that a typed file ending means; `former` where it fits, or where the ending is not known."""
    wanted = suffix.lower()
    fitting = [form for form in FileFormat if form.suffix == wanted]
    if former in fitting or not fitting:
        return former
    return FileFormat.CSV if FileFormat.CSV in fitting else fitting[0]
