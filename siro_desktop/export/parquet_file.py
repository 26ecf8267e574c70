"""A table as Parquet. pyarrow, which writes it, is an extra that few people have installed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from siro_desktop.errors import ExportError
from siro_desktop.export.table import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    from siro_desktop.export.table import Column, Table

NOT_INSTALLED: Final = (
    "Parquet needs the package pyarrow, which is not installed here. Install it, or the extra siro-desktop[parquet], "
    "and start the program again. Or choose another kind of file."
)
_ROWS_TOGETHER: Final = 100_000


def write_parquet(stream: BinaryIO, table: Table) -> Iterator[int]:
    """Write the rows, yielding how many are written. Raises ExportError with a sentence where pyarrow is missing.

    Numbers are float64, instants are in UTC with milliseconds; undocumented fields are JSON text.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise ExportError(NOT_INSTALLED, detail=str(error)) from error
    types = [_type_of(pa, column) for column in table.columns]
    schema = pa.schema([pa.field(column.name, kind) for column, kind in zip(table.columns, types, strict=True)])
    done, waiting, together = 0, [], 0
    with pq.ParquetWriter(stream, schema, compression="zstd") as writer:
        for chunk in table.chunks():
            columns = zip(table.columns, types, chunk.lists(), strict=True)
            arrays = [pa.array(_ready(column, values), kind) for column, kind, values in columns]
            waiting.append(pa.record_batch(arrays, schema=schema))
            together += chunk.length
            done += chunk.length
            if together >= _ROWS_TOGETHER:
                writer.write_table(pa.Table.from_batches(waiting))
                waiting, together = [], 0
            yield done
        if waiting:
            writer.write_table(pa.Table.from_batches(waiting))


def _type_of(pa: Any, column: Column) -> Any:
    if column.kind.is_number:
        return pa.float64()
    return pa.timestamp("ms", tz="UTC") if column.kind is Kind.INSTANT else pa.string()


def _ready(column: Column, values: Sequence[Any]) -> Sequence[Any]:
    if column.kind.is_number:
        return [None if number is None else float(number) for number in values]
    if column.kind is Kind.MIXED:
        return [None if value is None else json.dumps(value) for value in values]
    return values if column.kind is Kind.INSTANT else [None if text is None else _utf_8(text) for text in values]


def _utf_8(text: str) -> str:
    r"""`text` with half surrogates, which UTF-8 cannot hold, written as \udc80."""
    return text if text.isascii() else text.encode(errors="backslashreplace").decode()
