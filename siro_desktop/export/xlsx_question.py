"""The sheets of a workbook that say what its figures are: Query, to read and to be read back, and Targets."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from siro_desktop.domain.cell_labels import entity_label, period_label
from siro_desktop.export.target_columns import describe_targets
from siro_desktop.export.text_forms import raw_number, zone_of
from siro_desktop.export.xlsx_cells import Cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlsxwriter.workbook import Workbook

    from siro_desktop.domain.exports import ExportContent

QUERY_SHEET: Final = "Query"
JSON_HEADING: Final = "For Siro Desktop, to open this query again (JSON)"
"""In the first column; in the second, from this row on, lies the description as JSON, in pieces to be joined."""
_PIECE: Final = 30_000
_LINE: Final = 15  # points
_TARGET_HEADINGS: Final = ("metric_id", "metric_name", "minimum", "maximum", "tolerance", "valid_from", "source")


def write_query_sheet(book: Workbook, content: ExportContent, described: Mapping[str, Any]) -> None:
    """Write what was asked, of whom, when and by which program, in words and as JSON."""
    sheet = book.add_worksheet(QUERY_SHEET)
    cells = Cells(book, sheet)
    bold = book.add_format({"bold": True, "valign": "top"})
    sheet.set_column(0, 0, 48, bold)
    sheet.set_column(1, 1, 90, book.add_format({"text_wrap": True, "align": "left"}))
    unwrapped = book.add_format({"font_color": "#59616C"})
    row = 0
    for label, value in _lines(content, described):
        cells.put(row, 0, label)
        cells.put(row, 1, value)
        row += 1
    sheet.print_area(0, 0, row - 1, 1)  # without what follows
    text = json.dumps(described, separators=(",", ":"))
    cells.put(row, 0, JSON_HEADING)
    for first in range(0, len(text), _PIECE):
        sheet.set_row(row, _LINE)  # a long text is not to fill the screen
        cells.put(row, 1, text[first : first + _PIECE], unwrapped)
        row += 1


def write_target_sheet(book: Workbook, content: ExportContent) -> None:
    """Write what the query's values are held against, in the metrics' own units."""
    sheet = book.add_worksheet("Targets")
    cells = Cells(book, sheet)
    answers = content.saved.answers.values()
    names = {known: name for one in answers for known, name in zip(one.metrics.ids, one.metrics.names, strict=True)}
    sheet.set_row(0, None, book.add_format({"bold": True, "bottom": 1}))
    sheet.set_column(0, 1, 30)
    sheet.set_column(2, 6, 14)
    sheet.freeze_panes(1, 0)
    for column, heading in enumerate(_TARGET_HEADINGS):
        cells.put(0, column, heading)
    for row, target in enumerate(describe_targets(content.saved, content.targets).get("targets", ()), 1):
        for column, heading in enumerate(_TARGET_HEADINGS):
            value = names.get(target["metric_id"]) if heading == "metric_name" else target[heading]
            cells.put(row, column, value)


def _lines(content: ExportContent, described: Mapping[str, Any]) -> Iterator[tuple[str, str | float | None]]:
    saved, query, period = content.saved, content.saved.plan.query, described["query"]["period"]
    zone = zone_of(saved.time_zone)
    answers = list(saved.answers.values())
    fetched = [answer["fetched_at"] for answer in described["answers"] if answer["answered"]]
    types = {known.id: known.name for known in content.names.conversation_types} if content.names else {}
    name, type_id = types.get(query.conversation_type_id, ""), query.conversation_type_id
    yield "Conversation type", f"{name} ({type_id})" if name and name != type_id else type_id
    yield "For", entity_label(query, content.names)
    yield "Ids", " ".join(query.ids)
    yield "Period", f"{period_label(query.period, zone)} ({saved.time_zone})"
    yield "Start in UTC", period["start"]
    yield "End in UTC, not included", period["end_excluded"]
    if len(answers) == 1:
        yield "Recordings evaluated", raw_number(answers[0].recordings_evaluated)
    else:
        yield "Answers", f"{len(answers)} of {len(saved.plan.cells)}; the recordings of each stand in its rows"
    yield "Fetched in UTC", " to ".join(dict.fromkeys((min(fetched), max(fetched)))) if fetched else ""
    yield "Rows", f"{described['rows']}: {described['row_count']}"
    yield "Instants in Data", f"on the clocks of {saved.time_zone}"
    yield "Durations in Data", "value_shown is in days, as Excel counts time; value is in the unit beside it"
    yield "Connection", f"{saved.profile_name} ({saved.api_base_url})"
    yield "Program", f"{described['program']} {described['program_version']}"
    if "note" in described:
        yield "Note", described["note"]
    yield "SHA-256 of the same rows as tidy JSON", described["data_sha256"]
