"""Which columns a file may have, for a person to choose among."""

from __future__ import annotations

from typing import TYPE_CHECKING

from siro_desktop.domain.exports import FileFormat
from siro_desktop.export.long_form import LongForm
from siro_desktop.export.wide_form import FIGURE_COLUMNS, WIDE_COLUMNS
from siro_desktop.export.xlsx_file import SHOWN

if TYPE_CHECKING:
    from siro_desktop.domain.exports import ExportContent


def columns_of(content: ExportContent) -> dict[tuple[FileFormat, bool], tuple[str, ...]]:
    """Return the names in the order of the file by format, and whether it is wide; those of wide ones without periods.

    Formats and forms that have no columns are not there.
    """
    long = tuple(column.name for column in LongForm(content).columns)
    place = long.index("value") + 1
    shown = (*long[:place], SHOWN, *long[place:])
    tables = [form for form in FileFormat if form.is_table]
    names = {(form, False): shown if form is FileFormat.XLSX else long for form in tables}
    if content.saved.is_comparison:
        names |= {(form, True): (*WIDE_COLUMNS, *FIGURE_COLUMNS) for form in tables if form.may_be_wide}
    return names
