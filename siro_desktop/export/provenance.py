"""Where the figures of a file come from: its question, and a description beside it in the form of a data package.

A CSV, JSON or Parquet file has a second file beside it, `NAME.datapackage.json`: a Tabular Data Package (Frictionless
Standards, version 1) whose entry `siro` says what was asked. A workbook has the same in its sheet Query.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from siro_desktop.domain.question import question_of
from siro_desktop.domain.question_json import QueryFile, names_in, query_file_object
from siro_desktop.export.description import describe_cell, describe_cells, describe_query, describe_result
from siro_desktop.export.difference_form import SIDES
from siro_desktop.export.table import Kind
from siro_desktop.export.target_columns import describe_targets
from siro_desktop.export.text_forms import guard_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from siro_desktop.domain.exports import ExportContent, FileFormat, FileKind
    from siro_desktop.export.table import Column

EXPORT_KEY: Final = "siroexport"
EXPORT_VERSION: Final = 1
DIFFERENCE: Final = "difference"
"""The form of a file that holds two sides against each other."""
_MEDIA_TYPES: Final[Mapping[str, str]] = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".parquet": "application/vnd.apache.parquet",
}
_FIELD_TYPES: Final[Mapping[Kind, str]] = {
    Kind.TEXT: "string",
    Kind.INSTANT: "datetime",
    Kind.COUNT: "number",
    Kind.PERCENT: "number",
    Kind.VALUE: "number",
    Kind.MIXED: "any",
}


def describe_export(content: ExportContent, form: FileFormat, row_count: int) -> dict[str, Any]:
    """Return what was asked, when, of whom, and what of it is in the file. Holds no secret."""
    saved = content.saved
    question = question_of(saved.plan)
    names = names_in(question, content.names) if content.names else {}
    return {
        EXPORT_KEY: EXPORT_VERSION,
        **describe_result(saved),
        "format": form.value,
        "form": _form(content),
        "rows": content.scope.value,
        "row_count": row_count,
        "formula_guard": form.is_csv,
        "view": dict(content.view),
        "siroquery": query_file_object(QueryFile(question=question, names=names)),
        **describe_targets(saved, content.targets),
        **_describe_answers(content),
    }


def _form(content: ExportContent) -> str:
    if content.sides is not None:
        return DIFFERENCE
    return "wide" if content.is_wide else "long"


def _describe_answers(content: ExportContent) -> dict[str, Any]:
    """The answers that the figures come from; of a difference those of A and of B, and beside them their results."""
    if content.sides is None:
        return {"answers": describe_cells(content.saved)}
    sides = zip(SIDES, content.sides.results, content.sides.cells, strict=True)
    told: dict[str, Any] = {}
    answers = []
    for side, result, cell in sides:
        question = question_of(result.plan)
        names = names_in(question, content.names) if content.names else {}
        siroquery = query_file_object(QueryFile(question=question, names=names))
        is_shown = result.id == content.saved.id
        told[side] = {**describe_result(result), "is_result_above": is_shown, "siroquery": siroquery}
        answers.append({**describe_cell(result, cell), "query": describe_query(cell.query)})
    return {"sides": told, "answers": answers}


class WrittenFile(Struct, frozen=True):
    """A file that a description belongs to: its name, its bytes, and their SHA-256."""

    name: str
    size: int
    sha256: str


def package_text(written: WrittenFile, kind: FileKind, columns: Sequence[Column], described: Mapping[str, Any]) -> str:
    """Return the text of the file beside another; without `columns` that one is no table."""
    form, dialect = kind.form, kind.dialect
    tabular = {"schema": _schema(columns, kind), "profile": "tabular-data-resource"} if columns else {}
    if form.is_csv:
        tabular["dialect"] = {"delimiter": dialect.separator, "lineTerminator": "\r\n", "doubleQuote": True}
    resource = {
        "name": "figures",
        "path": written.name,
        "format": form.suffix.removeprefix("."),
        "mediatype": _MEDIA_TYPES[form.suffix],
        "encoding": "utf-8",
        "bytes": written.size,
        "hash": f"sha256:{written.sha256}",
        **tabular,
    }
    package = {
        "profile": "tabular-data-package" if columns else "data-package",
        "name": "siro-figures",
        "created": described["asked_at"],
        "resources": [resource],
        "siro": described,
    }
    return json.dumps(package, indent=2) + "\n"


def _schema(columns: Sequence[Column], kind: FileKind) -> dict[str, Any]:
    fields, decimal_mark = [], kind.dialect.decimal_mark
    for column in columns:
        name = guard_text(column.name) if kind.form.is_csv and not column.is_ours else column.name  # as in the header
        mark = {"decimalChar": decimal_mark} if column.kind.is_number and decimal_mark != "." else {}
        form = {"format": "any"} if column.kind is Kind.INSTANT else {}  # the usual one is UTC alone, with a Z
        fields.append({"name": name, "type": _FIELD_TYPES[column.kind], **form, **mark})
    return {"fields": fields, "missingValues": [""]}
