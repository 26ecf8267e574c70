"""What a report says, as plain values: nothing of a page, a font or a device."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QPainter

    from siro_desktop.domain.targets import Status


class ReportTable(Struct, frozen=True):
    """Cells as they are shown. `figures` are the columns that stand to the right, `marks` those of (row, column).

    The first `repeated` columns begin each sheet where the table is too wide for one. Neighbours with the same text in
    the first of the columns `grouping` stay together, and what these columns say of several is written once.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: frozenset[int] = frozenset()
    marks: Mapping[tuple[int, int], Status] = field(default_factory=dict)
    repeated: int = 1
    grouping: tuple[int, ...] = ()


class ReportChart(Struct, frozen=True):
    """Something that paints itself into `width` × `height`, from the painter's origin, in units of its own."""

    width: float
    height: float
    paint: Callable[[QPainter], None]


class ReportContent(Struct, frozen=True, kw_only=True):
    """A whole report. `facts` are label and text, `closing` the same below the tables.

    `source` stands on each page; `about` goes into a PDF, as JSON; `file_name` is what such a file may be called.
    What `is_one_page` is shrunk a little where it would not fit one.
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    source: str
    notes: tuple[str, ...] = ()
    charts: tuple[ReportChart, ...] = ()
    tables: tuple[ReportTable, ...] = ()
    closing: tuple[tuple[str, str], ...] = ()
    is_practice: bool = False
    is_one_page: bool = False
    about: str = "{}"
    file_name: str = "Siro.pdf"
