"""A file that was exported, read back: what was asked, and its figures. Any thread but the window's.

Such a file may come from anybody: everything in it is checked, and what is wrong is said in a sentence.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from siro_desktop.domain.calendar import Calendar
from siro_desktop.domain.exported import ExportedFile, ExportedSide
from siro_desktop.domain.exports import PACKAGE_ENDING, FileFormat
from siro_desktop.domain.plan import MAX_CELLS
from siro_desktop.domain.question_json import FORMAT_KEY, FORMAT_VERSION, parse_query_object
from siro_desktop.domain.zones import zone_of
from siro_desktop.errors import QueryError, UnusableFile
from siro_desktop.export.difference_form import SIDES
from siro_desktop.export.provenance import DIFFERENCE, EXPORT_KEY, EXPORT_VERSION
from siro_desktop.export.read_figures import CellFinder, FigureReader, SidesReader
from siro_desktop.export.reading import open_ordinary, read_ordinary
from siro_desktop.export.xlsx_question import JSON_HEADING, QUERY_SHEET
from siro_desktop.export.xlsx_reader import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from siro_desktop.domain.query import MetricsQuery
    from siro_desktop.domain.question import Question

LARGEST_DESCRIPTION: Final = 64 * 2**20
"""Bytes of a description: that of ten thousand answers has some twelve million."""
_MOST_ROWS: Final = 2**53
_PIECE: Final = 2**20
_NOT_OURS: Final = "This was not written by Siro Desktop, or not whole."


class Found(Struct, frozen=True):
    """A file with what it says of itself. `resource` is what a data package says of the file; empty of a workbook."""

    path: Path
    described: Mapping[str, Any]
    resource: Mapping[str, Any]

    def exported(self) -> ExportedFile:
        """Return what the file says, without its figures. Raises UnusableFile that says what is wrong."""
        exported = _describe(self.path, self.described)
        return replace(exported, is_changed=_is_changed(self.path, self.resource)) if self.path.is_file() else exported

    def figures(self, exported: ExportedFile) -> FigureReader:
        """Return what reads the figures. Raises UnusableFile if the file is not there, only its description."""
        if not self.path.is_file():
            raise UnusableFile(f"“{self.path.name[:80]}” is not beside it.")
        cells = CellFinder(exported.cells, zone_of(str(self.described.get("time_zone", ""))))
        mark = _decimal_mark(self.resource)
        kind = _format(self.described)
        if exported.sides is not None:
            return SidesReader(self.path, kind, cells, decimal_mark=mark)
        return FigureReader(self.path, kind, cells, is_wide=exported.is_wide, decimal_mark=mark)


def find_export(path: Path) -> Found:
    """Return what says what a file holds. `path` may be the file, or the description beside it.

    Raises UnusableFile if nothing says it.
    """
    if not path.name.endswith(PACKAGE_ENDING):
        if _is_workbook(path):
            return Found(path, _description_in(path), {})
        beside = path.with_name(path.name + PACKAGE_ENDING)
        if not beside.is_file():
            name = beside.name[:80]
            raise UnusableFile(
                f"It does not say what was asked: there is no file “{name}” beside it, which is written with it. "
                "Put both into one folder, or export again."
            )
        path = beside
    package = _parse(read_ordinary(path, LARGEST_DESCRIPTION, "a description of figures"))
    return Found(
        path.with_name(path.name.removesuffix(PACKAGE_ENDING)), _checked(package.get("siro")), _resource(package)
    )


def _describe(path: Path, described: Mapping[str, Any]) -> ExportedFile:
    kept = described.get("siroquery")
    if not isinstance(kept, Mapping):
        raise UnusableFile(_NOT_OURS)
    query_file = parse_query_object(kept)
    answers = described.get("answers")
    if not isinstance(answers, list) or not 0 < len(answers) <= MAX_CELLS:
        raise UnusableFile(_NOT_OURS)
    query = _resolved(query_file.question)
    view = described.get("view")
    return ExportedFile(
        name=path.name,
        query_file=query_file,
        query=query,
        cells=tuple(_cells(answers, query)),
        sides=_sides(described, len(answers)),
        fetched_at=max(_fetched(answers), default=None),
        row_count=_count(described.get("row_count")),
        is_wide=_is_wide(described),
        view=view if isinstance(view, Mapping) else {},
    )


def _is_wide(described: Mapping[str, Any]) -> bool:
    return described.get("form") == "wide"


def _sides(described: Mapping[str, Any], answers: int) -> tuple[ExportedSide, ExportedSide] | None:
    """The results of A and of B; None for a file of any other form."""
    if described.get("form") != DIFFERENCE:
        return None
    told = described.get("sides")
    if answers != len(SIDES) or not isinstance(told, Mapping):
        raise UnusableFile(_NOT_OURS)
    a, b = (_side(told.get(side)) for side in SIDES)
    return a, b


def _side(told: object) -> ExportedSide:
    kept = told.get("siroquery") if isinstance(told, Mapping) else None
    if not isinstance(told, Mapping) or not isinstance(kept, Mapping):
        raise UnusableFile(_NOT_OURS)
    question = parse_query_object(kept).question
    return ExportedSide(
        query=_resolved(question),
        compare_by=question.compare_by,
        asked_at=_instant(told.get("asked_at")),
        is_shown=told.get("is_result_above") is True,
    )


def _count(given: object) -> int | None:
    return given if isinstance(given, int) and not isinstance(given, bool) and 0 <= given <= _MOST_ROWS else None


def _cells(answers: list[Any], query: MetricsQuery) -> Iterator[MetricsQuery]:
    for number, answer in enumerate(answers, 1):
        own = answer.get("query") if isinstance(answer, Mapping) else None
        if own is None:
            yield query
            continue
        try:
            period = own["period"]
            asked = {
                FORMAT_KEY: FORMAT_VERSION,
                "organization_id": own["organization_id"],
                "conversation_type_id": own["conversation_type_id"],
                "period": {"start": period["start"], "end": period["end_excluded"]},
                "filter_by": own["filter_by"],
                "ids": own["filter_by_ids"],
                "group_by": own["group_by"],
            }
        except (TypeError, KeyError) as error:
            raise UnusableFile(f"Answer {number:,}: {_NOT_OURS}") from error
        yield _resolved(parse_query_object(asked).question)


def _resolved(question: Question) -> MetricsQuery:
    """The query of a question whose period is made of instants, as every exported one is."""
    try:
        return question.resolve(datetime.now(UTC), Calendar(ZoneInfo("UTC")))
    except QueryError as error:
        raise UnusableFile(error.message) from error


def _fetched(answers: list[Any]) -> Iterator[datetime]:
    for answer in answers:
        instant = _instant(answer.get("fetched_at")) if isinstance(answer, Mapping) else None
        if instant is not None:
            yield instant


def _instant(text: object) -> datetime | None:
    try:
        instant = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return instant.astimezone(UTC) if instant is not None and instant.tzinfo is not None else None


def _parse(text: str | bytes) -> Mapping[str, Any]:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnusableFile(_NOT_OURS, detail=str(error)) from error
    if not isinstance(content, Mapping):
        raise UnusableFile(_NOT_OURS)
    return content


def _checked(described: object) -> Mapping[str, Any]:
    if not isinstance(described, Mapping):
        raise UnusableFile(_NOT_OURS)
    version = described.get(EXPORT_KEY)
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise UnusableFile(_NOT_OURS)
    if version > EXPORT_VERSION:
        raise UnusableFile("A newer version of Siro Desktop wrote this file. Update the program to open it.")
    return described


def _resource(package: Mapping[str, Any]) -> Mapping[str, Any]:
    resources = package.get("resources")
    first = resources[0] if isinstance(resources, list) and resources else None
    return first if isinstance(first, Mapping) else {}


def _decimal_mark(resource: Mapping[str, Any]) -> str:
    schema = resource.get("schema")
    fields = schema.get("fields") if isinstance(schema, Mapping) else None
    known = fields if isinstance(fields, list) else ()
    return "," if any(isinstance(field, Mapping) and field.get("decimalChar") == "," for field in known) else "."


def _format(described: Mapping[str, Any]) -> FileFormat:
    try:
        return FileFormat(str(described.get("format")))
    except ValueError as error:
        raise UnusableFile(_NOT_OURS) from error


def _is_changed(path: Path, resource: Mapping[str, Any]) -> bool | None:
    wanted = resource.get("hash")
    if not isinstance(wanted, str) or not wanted.startswith("sha256:"):
        return None
    digest = hashlib.sha256()
    with open_ordinary(path) as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest() != wanted.removeprefix("sha256:").lower()


def _is_workbook(path: Path) -> bool:
    with open_ordinary(path) as stream:
        return stream.read(4) == b"PK\x03\x04"


def _description_in(path: Path) -> Mapping[str, Any]:
    """Return the description in a workbook's own sheet."""
    with open_ordinary(path) as stream:
        book = Workbook(stream)
        if not book.has_sheet(QUERY_SHEET):
            raise UnusableFile(f"This workbook has no sheet {QUERY_SHEET} that says what was asked.")
        pieces: list[str] | None = None
        for row in book.rows(QUERY_SHEET):
            if row[0] == JSON_HEADING:
                pieces = []
            if pieces is not None and len(row) > 1 and isinstance(row[1], str):
                pieces.append(row[1])
    if pieces is None:
        raise UnusableFile(f"The sheet {QUERY_SHEET} does not say any more what was asked.")
    return _checked(_parse("".join(pieces)))
