"""How much slower than their bare writers CSV and XLSX are written. Run as a script; prints ratios of one run.

The floors write rows that are ready, text guarded already: `csv.writer.writerows`, and XlsxWriter with a call for each
cell. Where pandas can be imported its `to_csv` of a ready frame stands beside them. Medians of interleaved rounds, in
seconds of the processor: what else the computer does counts little.
"""

from __future__ import annotations

import argparse
import csv
import gc
import random
import tempfile
import time
import tracemalloc
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench_parse import medians
from xlsxwriter import Workbook

from siro_desktop.domain.exports import DATA_CSV, ExportContent, FileFormat, FileKind
from siro_desktop.domain.periods import Period
from siro_desktop.domain.plan import build_plan
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.results import Answer, MetricValues, SavedResult
from siro_desktop.export.csv_file import write_csv_bytes
from siro_desktop.export.export_file import build_table, write_figures
from siro_desktop.export.long_form import COLUMNS
from siro_desktop.export.table import Kind
from siro_desktop.export.text_forms import guard_text, instant_text, raw_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TWELVE = (
    *("conversation_type_id", "filter_by_ids", "start_at", "end_at", "recordings_evaluated", "metric_id"),
    *("metric_name", "metric_type", "unit", "value", "pass_rate", "description"),
)


def content_of(rows: int) -> ExportContent:
    """One answer of so many figures, written in twelve columns; of forty names one is guarded, each id is its own."""
    dice = random.Random(1)
    names = [f"Metric number {number}" for number in range(39)] + ["=cmd|x"]
    query = MetricsQuery(
        organization_id="org_1",
        conversation_type_id="roof_inspection",
        period=Period(datetime(2026, 10, 1, 6, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC)),
        filter_by=(EntityType.USER,),
        ids=("user_1", "user_2"),
    )
    plan = build_plan(query, "acme")
    metrics = MetricValues(
        ids=[f"metric_{number:07}" for number in range(rows)],
        names=[dice.choice(names) for _ in range(rows)],
        units=[dice.choice(("seconds", "percent", "count")) for _ in range(rows)],
        unit_abbreviations=[""] * rows,
        metric_types=["CONVERSATION_TIME"] * rows,
        descriptions=["How long the conversation takes, in seconds"] * rows,
        values=[dice.random() * 1800 for _ in range(rows)],
        pass_rates=[float(dice.randrange(100)) if dice.random() < 0.9 else None for _ in range(rows)],
    )
    answer = Answer(
        cell_key=plan.cells[0].key,
        recordings_evaluated=150.0,
        metrics=metrics,
        start_at="",
        end_at="",
        filter_by=("USER",),
        filter_by_ids=query.ids,
        fetched_at=datetime(2026, 11, 2, tzinfo=UTC),
        duration_ms=1,
        pages=(),
    )
    saved = SavedResult(
        id=1,
        profile_name="Acme",
        api_base_url="https://api.siro.ai",
        time_zone="America/Denver",
        saved_at=answer.fetched_at,
        plan=plan,
        answers={answer.cell_key: answer},
    )
    return ExportContent(saved=saved, without=frozenset(COLUMNS) - set(TWELVE) | {"value_shown"})


def ready_rows(content: ExportContent, forms: dict[Kind, Callable[[Any], Any]]) -> Iterator[tuple[Any, ...]]:
    """The rows as a writer takes them."""
    table = build_table(content)
    for chunk in table.chunks():
        columns = zip(table.columns, chunk.lists(), strict=True)
        yield from zip(*([forms[column.kind](value) for value in values] for column, values in columns), strict=True)


def write_bare_csv(path: Path, rows: list[tuple[Any, ...]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(TWELVE)
        writer.writerows(rows)


def write_our_csv(path: Path, content: ExportContent) -> None:
    with path.open("wb") as stream:
        for _ in write_csv_bytes(stream, build_table(content), DATA_CSV):
            pass


def bench_csv(folder: Path, count: int, rounds: int) -> None:
    content = content_of(count)
    forms = {
        Kind.TEXT: lambda text: guard_text(text or ""),
        Kind.INSTANT: instant_text,
        **dict.fromkeys((Kind.COUNT, Kind.PERCENT, Kind.VALUE), raw_number),
    }
    rows = list(ready_rows(content, forms))
    bare, ours = folder / "bare.csv", folder / "ours.csv"
    work = {"bare": partial(write_bare_csv, bare, rows), "ours": partial(write_our_csv, ours, content)}
    work |= pandas_work(folder, rows)
    gc.collect()
    gc.freeze()
    found = medians(work, rounds, time.process_time)
    assert bare.read_bytes() == ours.read_bytes()
    print(
        f"CSV of {count:,} x {len(TWELVE)}: " + "  ".join(f"{name} {seconds:.2f} s" for name, seconds in found.items())
    )
    print(f"  ours / bare csv.writer {found['ours'] / found['bare']:.2f} (target 1.25)")
    if "pandas" in found:
        print(f"  ours / pandas to_csv {found['ours'] / found['pandas']:.2f} (target below 1)")
    del rows, work
    tracemalloc.start()
    write_our_csv(ours, content)
    print(f"  most memory beside the figures {tracemalloc.get_traced_memory()[1] / 2**20:.1f} MiB (target 5)")
    tracemalloc.stop()
    gc.unfreeze()


def pandas_work(folder: Path, rows: list[tuple[Any, ...]]) -> dict[str, Callable[[], object]]:
    """What pandas does with a frame of the same rows, if it is there."""
    try:
        import pandas as pd
    except ImportError:
        print("pandas is not installed: not compared")
        return {}
    frame = pd.DataFrame(dict(zip(TWELVE, zip(*rows, strict=True), strict=True)))
    return {"pandas": partial(frame.to_csv, folder / "pandas.csv", index=False, lineterminator="\r\n")}


def write_bare_xlsx(path: Path, rows: list[tuple[Any, ...]]) -> None:
    """A call for each cell, with the same formats and widths."""
    book = Workbook(path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    formats = {
        "start_at": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        "end_at": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        "recordings_evaluated": book.add_format({"num_format": "#,##0"}),
        "pass_rate": book.add_format({"num_format": '0.0"%"'}),
        "value": None,
    }
    for column, name in enumerate(TWELVE):
        sheet.write_string(0, column, name)
        sheet.set_column(column, column, 20)
    columns = [(column, formats.get(name, "text")) for column, name in enumerate(TWELVE)]
    for row, values in enumerate(rows, 1):
        for (column, style), value in zip(columns, values, strict=True):
            if value is None:
                continue
            if style == "text":
                sheet.write_string(row, column, value)
            else:
                sheet.write_number(row, column, value, style)
    book.close()


def write_our_xlsx(path: Path, content: ExportContent) -> None:
    with path.open("wb") as stream:
        for _ in write_figures(stream, content, FileKind(FileFormat.XLSX)):
            pass


def bench_xlsx(folder: Path, count: int, rounds: int) -> None:
    content = content_of(count)
    forms = {
        Kind.TEXT: lambda text: text,
        Kind.INSTANT: lambda _: 46296.25,
        **dict.fromkeys((Kind.COUNT, Kind.PERCENT, Kind.VALUE), lambda number: number),
    }
    rows = list(ready_rows(content, forms))
    work = {
        "bare": partial(write_bare_xlsx, folder / "bare.xlsx", rows),
        "ours": partial(write_our_xlsx, folder / "ours.xlsx", content),
    }
    found = medians(work, rounds, time.process_time)
    print(
        f"XLSX of {count:,} x {len(TWELVE)}: " + "  ".join(f"{name} {seconds:.2f} s" for name, seconds in found.items())
    )
    print(f"  ours / bare XlsxWriter {found['ours'] / found['bare']:.2f} (target 1.1)")


def main() -> None:
    """Print the ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--csv-rows", type=int, default=1_000_000)
    options.add_argument("--xlsx-rows", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="siro-desktop-bench-") as name:
        bench_csv(Path(name), chosen.csv_rows, chosen.rounds)
        bench_xlsx(Path(name), chosen.xlsx_rows, chosen.rounds)


if __name__ == "__main__":
    main()
