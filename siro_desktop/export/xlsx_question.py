"""The sheets of a workbook that say what its figures are: Query, to read and to be read back, and Targets."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from siro_desktop.domain.cell_labels import entity_label, period_label
from siro_desktop.domain.zones import zone_of
from siro_desktop.export.difference_form import SIDES
from siro_desktop.export.target_columns import describe_targets
from siro_desktop.export.text_forms import raw_number
from siro_desktop.export.xlsx_cells import Cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlsxwriter.workbook import Workbook

    from siro_desktop.domain.exports import ExportContent
    from siro_desktop.domain.names import Names
    from siro_desktop.domain.query import MetricsQuery
    from siro_desktop.domain.two_sides import TwoSides

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
    saved = content.saved
    if content.sides is None:
        yield from _question_lines(content, described)
        clocks = saved.time_zone
    else:
        yield from _side_lines(content.sides, content.names, described)
        zones = [result.time_zone for result in content.sides.results]
        clocks = zones[0] if len(set(zones)) == 1 else f"{zones[0]} for A, {zones[1]} for B"
    yield "Rows", f"{described['rows']}: {described['row_count']}"
    yield "Instants in Data", f"on the clocks of {clocks}"
    yield "Durations in Data", "value_shown is in days, as Excel counts time; value is in the unit beside it"
    yield "Connection", f"{saved.profile_name} ({saved.api_base_url})"
    yield "Program", f"{described['program']} {described['program_version']}"
    if "note" in described:
        yield "Note", described["note"]
    yield "SHA-256 of the same rows as tidy JSON", described["data_sha256"]


def _question_lines(content: ExportContent, described: Mapping[str, Any]) -> Iterator[tuple[str, str | float | None]]:
    saved = content.saved
    answers = list(saved.answers.values())
    fetched = [answer["fetched_at"] for answer in described["answers"] if answer["answered"]]
    yield from _query_lines(saved.plan.query, saved.time_zone, described["query"]["period"], content.names)
    if len(answers) == 1:
        yield "Recordings evaluated", raw_number(answers[0].recordings_evaluated)
    else:
        yield "Answers", f"{len(answers)} of {len(saved.plan.cells)}; the recordings of each stand in its rows"
    yield "Fetched in UTC", " to ".join(dict.fromkeys((min(fetched), max(fetched)))) if fetched else ""


def _side_lines(
    sides: TwoSides, names: Names | None, described: Mapping[str, Any]
) -> Iterator[tuple[str, str | float | None]]:
    """What each side is, and where it comes from."""
    yield "A difference", "B less A"
    for side, result, cell, answer in zip(SIDES, sides.results, sides.cells, described["answers"], strict=True):
        letter = side.upper()
        for label, value in _query_lines(cell.query, result.time_zone, answer["query"]["period"], names):
            yield (letter if label == "For" else f"{letter}: {label[0].lower()}{label[1:]}"), value
        yield f"{letter}: recordings evaluated", answer.get("recordings_evaluated")
        yield f"{letter}: fetched in UTC", answer.get("fetched_at", "no answer")
        yield f"{letter}: result asked for in UTC", described["sides"][side]["asked_at"]


def _query_lines(
    query: MetricsQuery, time_zone: str, period: Mapping[str, str], names: Names | None
) -> Iterator[tuple[str, str]]:
    types = {known.id: known.name for known in names.conversation_types} if names else {}
    name, type_id = types.get(query.conversation_type_id, ""), query.conversation_type_id
    yield "Conversation type", f"{name} ({type_id})" if name and name != type_id else type_id
    yield "For", entity_label(query, names)
    yield "Ids", " ".join(query.ids)
    yield "Period", f"{period_label(query.period, zone_of(time_zone))} ({time_zone})"
    yield "Start in UTC", period["start"]
    yield "End in UTC, not included", period["end_excluded"]
