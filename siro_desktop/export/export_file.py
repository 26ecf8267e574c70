"""Writes figures into a file of any kind, with its question: whole or not at all."""

from __future__ import annotations

import hashlib
import json
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any, Final

from siro_desktop.domain.exports import PACKAGE_ENDING, ExportProgress, FileFormat, FileKind
from siro_desktop.export.csv_file import write_csv_bytes
from siro_desktop.export.difference_form import DifferenceForm
from siro_desktop.export.failures import translated
from siro_desktop.export.long_form import LongForm
from siro_desktop.export.provenance import EXPORT_KEY, WrittenFile, describe_export, package_text
from siro_desktop.export.wide_form import WideForm
from siro_desktop.files import PendingFile

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO

    from siro_desktop.domain.exports import ExportContent
    from siro_desktop.export.table import Table

DATA: Final = FileKind()


def build_table(content: ExportContent) -> Table:
    """Return the rows and columns to write."""
    if content.sides is not None:
        return DifferenceForm(content.sides, content.names, content.without)
    return WideForm(content) if content.is_wide else LongForm(content)


def write_figures(stream: BinaryIO, content: ExportContent, kind: FileKind) -> Iterator[int]:
    """Write the figures alone to a stream, step by step, yielding how many rows are written."""
    table = build_table(content)
    return _write(stream, table, content, kind, describe_export(content, kind.form, table.row_count))


def export_file(path: Path, content: ExportContent, kind: FileKind = DATA, *, with_question: bool = True) -> None:
    """Write `path`, and unless it holds its question itself a description beside it. Blocks; any thread.

    Raises ExportError; files of these names that were there before are then unchanged.
    """
    for _ in export_steps(path, content, kind, with_question=with_question):
        pass


def export_steps(
    path: Path, content: ExportContent, kind: FileKind = DATA, *, with_question: bool = True
) -> Generator[ExportProgress, None, None]:
    """Do what `export_file` does, step by step: a caller that closes the generator leaves everything as it was."""
    table = build_table(content)
    described = describe_export(content, kind.form, table.row_count)
    beside = path.with_name(path.name + PACKAGE_ENDING)
    with ExitStack() as stack:
        with translated(path):
            figures = stack.enter_context(PendingFile(path))
            for done in _write(figures.stream, table, content, kind, described):
                yield ExportProgress(done, table.row_count)
            figures.finish()
        pending = [(path, figures)]
        if with_question and not kind.form.holds_question:
            columns = table.columns if kind.form.is_table else ()
            text = package_text(_measure(path.name, figures), kind, columns, described)
            with translated(beside):
                package = stack.enter_context(PendingFile(beside))
                package.stream.write(text.encode("ascii"))
                package.finish()
            pending.append((beside, package))
        for target, file in pending:
            with translated(target):
                file.commit()
        if len(pending) == 1:
            forget_question(path)


def forget_question(path: Path) -> None:
    """Delete the description of an older file of this name: what stands in the file now answers another question.

    A description that this program did not write stays.
    """
    beside = path.with_name(path.name + PACKAGE_ENDING)
    with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):  # none there, or none of ours
        if EXPORT_KEY in json.loads(beside.read_bytes())["siro"]:
            beside.unlink()


def _write(
    stream: BinaryIO, table: Table, content: ExportContent, kind: FileKind, described: Mapping[str, Any]
) -> Iterator[int]:
    match kind.form:
        case FileFormat.XLSX:
            from siro_desktop.export.xlsx_file import write_xlsx

            return write_xlsx(stream, table, content, described)
        case FileFormat.PARQUET:
            from siro_desktop.export.parquet_file import write_parquet

            return write_parquet(stream, table)
        case FileFormat.TIDY_JSON:
            from siro_desktop.export.json_files import write_tidy_json

            return write_tidy_json(stream, table)
        case FileFormat.RAW_JSON:
            from siro_desktop.export.json_files import write_raw_json

            return write_raw_json(stream, content.saved)
    return write_csv_bytes(stream, table, kind.dialect)


def _measure(name: str, pending: PendingFile) -> WrittenFile:
    with pending.temporary.open("rb") as written:
        checksum = hashlib.file_digest(written, "sha256").hexdigest()
    return WrittenFile(name, pending.temporary.stat().st_size, checksum)
