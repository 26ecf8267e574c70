"""A comparison with its periods side by side, and the names in its long form: nothing lost, nothing made up."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from comparison_samples import FIRST, SAVED, SECOND, TALK, compared
from export_samples import make_metrics, make_saved
from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.domain.exports import DATA_CSV, ExportContent, FileFormat, FileKind, excel_csv
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.periods import Period
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.export.csv_file import write_csv
from siro_desktop.export.export_file import build_table, export_file
from siro_desktop.export.long_form import COLUMNS
from siro_desktop.export.wide_form import WIDE_COLUMNS
from siro_desktop.jobs.export_file import ExportFile, columns_of

if TYPE_CHECKING:
    from pathlib import Path

    from siro_desktop.domain.results import SavedResult

NAMES = Names(users=(NamedId("ana", "Ana Ruiz"), NamedId("ben", "=Ben")))


def lines(saved: SavedResult, rows=None, *, wide: bool = True, without: frozenset[str] = frozenset()):
    stream = io.StringIO(newline="")
    content = ExportContent(saved=saved, rows=rows, names=NAMES, is_wide=wide, without=without)
    for _ in write_csv(stream, build_table(content), DATA_CSV):
        pass
    return list(csv.DictReader(io.StringIO(stream.getvalue(), newline="")))


def test_a_line_for_each_entity_and_metric_with_three_columns_for_each_period() -> None:
    first, second, third = lines(SAVED)
    heads = [f"{column} {days}" for days in (FIRST, SECOND) for column in ("value", "pass_rate", "recordings")]
    assert list(first) == [*WIDE_COLUMNS, *heads]
    assert (first["entity_name"], first["filter_by_ids"], first["metric_id"]) == ("Ana Ruiz", "ana", "talk")
    assert [first[head] for head in heads] == ["5", "", "1", "", "", ""]  # missing is empty, not 0
    assert [second[head] for head in heads] == ["", "50", "1", "", "50", "2"]
    assert (third["entity_name"], third["filter_by_ids"]) == ("'=Ben", "ben")
    assert [third[head] for head in heads] == ["0", "", "3", "", "", ""]


def test_the_view_is_written_in_its_own_order_and_nothing_else() -> None:
    ana_1, ana_2, ben_1, _ = (cell.key for cell in SAVED.plan.cells)
    seen = lines(SAVED, [(ben_1, 0), (ana_2, 0), (ana_1, 0)])
    assert [(line["filter_by_ids"], line["metric_id"]) for line in seen] == [
        ("ben", "talk"),
        ("ana", "score"),
        ("ana", "talk"),
    ]
    assert [seen[1][f"recordings {days}"] for days in (FIRST, SECOND)] == ["", "2"]
    assert lines(SAVED, []) == []


def test_a_period_that_is_not_made_of_days_is_headed_with_its_instants() -> None:
    query = MetricsQuery(
        organization_id="org",
        conversation_type_id="roof",
        period=Period(datetime(2026, 10, 5, 7, tzinfo=UTC), datetime(2026, 10, 6, 6, tzinfo=UTC)),
        filter_by=(EntityType.USER,),
        ids=("ana",),
    )
    (line,) = lines(make_saved(make_metrics(TALK), query=query))
    assert line["value 2026-10-05T01:00:00-06:00 to 2026-10-06T00:00:00-06:00"] == "5"


def test_a_metric_that_comes_twice_has_two_lines() -> None:
    saved = compared(make_metrics(TALK, {**TALK, "values": 7}), None, None, None)
    assert [line[f"value {FIRST}"] for line in lines(saved)] == ["5", "7"]


def test_the_wide_file_has_mark_and_description_like_the_long_one(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    content = ExportContent(saved=SAVED, is_wide=True)
    export_file(path, content, FileKind(FileFormat.EXCEL_CSV, excel_csv(".")))
    assert path.read_bytes().startswith(b"\xef\xbb\xbforganization_id,")
    siro = json.loads((tmp_path / "wide.csv.datapackage.json").read_text())["siro"]
    assert (siro["form"], siro["row_count"]) == ("wide", 3)


def test_figures_are_left_out_whatever_their_period() -> None:
    (line, *_) = lines(SAVED, without=frozenset({"pass_rate", "recordings_evaluated", "unit"}))
    heads = [f"value {days}" for days in (FIRST, SECOND)]
    assert list(line) == [*(name for name in WIDE_COLUMNS if name != "unit"), *heads]


def test_the_columns_of_each_form_are_offered() -> None:
    metrics = make_metrics({**TALK, "extra": {"rank": 1}})
    offered = columns_of(ExportContent(saved=compared(metrics, None, None, None)))
    assert offered[FileFormat.CSV, False] == (*COLUMNS, "rank")
    shown = offered[FileFormat.XLSX, False]
    assert shown[shown.index("value") + 1] == "value_shown"
    assert offered[FileFormat.CSV, True] == (*WIDE_COLUMNS, "value", "pass_rate", "recordings_evaluated")
    assert (FileFormat.RAW_JSON, False) not in offered
    assert (FileFormat.PARQUET, True) not in offered
    assert (FileFormat.CSV, True) not in columns_of(ExportContent(saved=make_saved(metrics)))


def test_the_job_writes_either_form_with_names(tmp_path: Path) -> None:
    for is_wide, columns in ((True, WIDE_COLUMNS), (False, COLUMNS)):
        job = ExportFile(path=tmp_path / "x.csv", content=ExportContent(saved=SAVED, is_wide=is_wide, names=NAMES))
        text = asyncio.run(job.run(None, lambda _: None)).read_text(encoding="utf-8")
        assert text.startswith(",".join(columns))
        assert "Ana Ruiz" in text


def test_the_long_form_says_names_behind_the_documented_columns() -> None:
    metrics = make_metrics({**TALK, "extra": {"entity_name": "own", "rank": 1}})
    (line,) = lines(compared(metrics, None, None, None), wide=False)
    assert list(line) == [*COLUMNS, "extra_entity_name", "rank"]
    assert (line["entity_name"], line["period_label"]) == ("Ana Ruiz", FIRST)
    assert (line["extra_entity_name"], line["rank"]) == ("own", "1")
    assert lines(compared(None, None, make_metrics(TALK), None), wide=False)[0]["entity_name"] == "'=Ben"


figures = st.none() | st.floats(allow_nan=False, allow_infinity=False)
answers = st.none() | st.lists(
    st.fixed_dictionaries({"ids": st.sampled_from("abc"), "values": figures, "pass_rates": figures}), max_size=4
)


@given(st.lists(answers, min_size=4, max_size=4), st.data())
def test_wide_and_long_hold_the_same_figures(cells: list[list[dict[str, object]] | None], data: st.DataObject) -> None:
    saved = compared(*(None if cell is None else make_metrics(*cell) for cell in cells))
    everything = [
        (cell.key, row)
        for cell in saved.plan.cells
        if cell.key in saved.answers
        for row in range(len(saved.answers[cell.key].metrics))
    ]
    rows = data.draw(st.none() | st.permutations(everything).map(lambda some: some[: len(some) // 2 + 1]))
    long = sorted(
        (line["filter_by_ids"], line["metric_id"], line["period_label"], line["value"], line["pass_rate"])
        for line in lines(saved, rows, wide=False)
    )
    wide = sorted(
        (line["filter_by_ids"], line["metric_id"], days, line[f"value {days}"], line[f"pass_rate {days}"])
        for line in lines(saved, rows)
        for days in (FIRST, SECOND)
        if line[f"recordings {days}"]
    )
    assert wide == long
