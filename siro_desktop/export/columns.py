"""Which columns a file may have, for a person to choose among."""

from __future__ import annotations

from typing import TYPE_CHECKING

from siro_desktop.domain.exports import FileFormat
from siro_desktop.export.difference_form import SIDE_VALUES
from siro_desktop.export.export_file import build_table
from siro_desktop.export.long_form import LongForm
from siro_desktop.export.wide_form import FIGURE_COLUMNS, WIDE_COLUMNS
from siro_desktop.export.xlsx_file import SHOWN

if TYPE_CHECKING:
    from siro_desktop.domain.exports import ExportContent


def columns_of(content: ExportContent) -> dict[tuple[FileFormat, bool], tuple[str, ...]]:
    """Return the names in the order of the file by format, and whether it is wide; those of wide ones without periods.

    Formats and forms that have no columns are not there. Two sides are never wide.
    """
    table = LongForm(content) if content.sides is None else build_table(content)
    narrow = tuple(column.name for column in table.columns)
    place = narrow.index("value" if content.sides is None else SIDE_VALUES[-1]) + 1
    shown = (*narrow[:place], SHOWN, *narrow[place:])
    tables = [form for form in FileFormat if form.is_table]
    names = {(form, False): shown if form is FileFormat.XLSX else narrow for form in tables}
    if content.saved.is_comparison and content.sides is None:
        names |= {(form, True): (*WIDE_COLUMNS, *FIGURE_COLUMNS) for form in tables if form.may_be_wide}
    return names
