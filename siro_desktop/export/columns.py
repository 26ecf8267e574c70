"""Which columns a file may have, for a person to choose among."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from siro_desktop.domain.exports import FileFormat
from siro_desktop.export.long_form import LongForm
from siro_desktop.export.wide_form import FIGURE_COLUMNS, WIDE_COLUMNS
from siro_desktop.export.xlsx_file import SHOWN

if TYPE_CHECKING:
    from siro_desktop.domain.exports import ExportContent


def column_names(content: ExportContent, form: FileFormat) -> tuple[str, ...]:
    """Return the names in the order of the file; those of a wide form without their periods."""
    if not form.is_table:
        return ()
    if content.is_wide:
        return (*WIDE_COLUMNS, *FIGURE_COLUMNS)
    names = [column.name for column in LongForm(replace(content, without=frozenset())).columns]
    if form is FileFormat.XLSX:
        names.insert(names.index("value") + 1, SHOWN)
    return tuple(names)
