"""Figures as JSON, tidy and as Siro sent it, and as Parquet."""

from __future__ import annotations

import builtins
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from export_samples import make_answer, make_metrics, make_saved
from hostile_samples import TEXTS, hostile_content
from msgspec.structs import replace

from siro_desktop.domain.exports import ExportContent, FileFormat, FileKind
from siro_desktop.domain.results import MetricValues, Page
from siro_desktop.errors import ExportError
from siro_desktop.export import parquet_file
from siro_desktop.export.export_file import export_file
from siro_desktop.export.long_form import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path


def tidy(folder: Path, content: ExportContent) -> list[dict[str, Any]]:
    export_file(folder / "x.json", content, FileKind(FileFormat.TIDY_JSON))
    rows: list[dict[str, Any]] = json.loads((folder / "x.json").read_bytes())
    return rows


def test_tidy_json_has_an_object_for_each_figure_with_the_columns_of_csv(tmp_path: Path) -> None:
    metrics = make_metrics({"values": None, "extra": {"deep": {"a": [1]}}}, {"values": 2.0, "names": "=x"})
    first, second = tidy(tmp_path, ExportContent(saved=make_saved(metrics, None)))
    assert list(first) == [*COLUMNS, "deep"]
    assert (first["value"], first["deep"], second["deep"]) == (None, {"a": [1]}, None)
    assert (second["value"], second["metric_name"]) == (2, "=x")  # programs calculate no texts
    assert first["start_at"] == "2026-10-01T00:00:00-06:00"


def test_tidy_json_holds_what_json_holds_hardly(tmp_path: Path) -> None:
    metrics = make_metrics({"names": "a\udc80", "values": 2**70}, {"values": 0.1 + 0.2}, {"values": 1e22})
    rows = tidy(tmp_path, ExportContent(saved=make_saved(metrics)))
    assert [row["value"] for row in rows] == [2**70, 0.1 + 0.2, 1e22]
    assert rows[0]["metric_name"] == "a\udc80"


def test_tidy_json_gives_back_any_text(tmp_path: Path) -> None:
    assert [row["metric_name"] for row in tidy(tmp_path, hostile_content())] == list(TEXTS)


def test_tidy_json_of_nothing_is_an_empty_list(tmp_path: Path) -> None:
    assert tidy(tmp_path, ExportContent(saved=make_saved(MetricValues()))) == []


def test_raw_json_is_what_siro_sent_byte_for_byte(tmp_path: Path) -> None:
    bodies = ['{"data": {"x": 1.0, "ü": "\\u00fc"}}'.encode(), b'\xef\xbb\xbf {"data":{}}\n']
    saved = make_saved(make_metrics({}, {}), None)
    pages = tuple(Page(f"https://api.siro.ai/x?page={number}", body) for number, body in enumerate(bodies))
    answer = make_answer("key0", make_metrics({}, {}), pages=pages)
    saved = replace(saved, answers={"key0": answer})
    path = tmp_path / "raw.json"
    export_file(path, ExportContent(saved=saved), FileKind(FileFormat.RAW_JSON))

    text = path.read_bytes()
    assert bodies[0] in text
    first, second = json.loads(text)
    assert first["body"] == json.loads(bodies[0])
    assert second["body"] == {"data": {}}
    assert (first["cell"], first["request"]) == (0, "https://api.siro.ai/x?page=0")
    assert first["fetched_at"] == "2026-11-02T17:00:00.250Z"
    assert json.loads((tmp_path / "raw.json.datapackage.json").read_text())["profile"] == "data-package"


def test_raw_json_of_an_answer_that_was_not_kept_as_it_came_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="was not kept"):
        export_file(
            tmp_path / "x.json", ExportContent(saved=make_saved(make_metrics({}))), FileKind(FileFormat.RAW_JSON)
        )
    assert list(tmp_path.iterdir()) == []


def test_parquet_has_typed_columns(tmp_path: Path) -> None:
    metrics = make_metrics(
        {"values": 112, "names": "a\udc80", "extra": {"deep": {"a": 1}, "n": 2}}, {"values": None, "descriptions": "x"}
    )
    path = tmp_path / "x.parquet"
    export_file(path, ExportContent(saved=make_saved(metrics, make_metrics({}))), FileKind(FileFormat.PARQUET))
    table = pq.read_table(path)
    kinds = {field.name: str(field.type) for field in table.schema}
    assert kinds["value"] == kinds["recordings_evaluated"] == "double"
    assert kinds["start_at"] == "timestamp[ms, tz=UTC]"
    assert kinds["metric_name"] == kinds["deep"] == "string"
    first, second, third = table.to_pylist()
    assert (first["value"], first["metric_name"], first["deep"], first["n"]) == (112.0, "a\\udc80", '{"a": 1}', "2")
    assert (second["value"], second["description"], second["deep"]) == (None, "x", None)
    assert first["start_at"] == datetime(2026, 10, 1, 6, tzinfo=UTC)
    assert third["value"] == 1800


def test_many_rows_of_parquet_come_in_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_file, "_ROWS_TOGETHER", 2)
    path = tmp_path / "x.parquet"
    saved = make_saved(*[make_metrics({}, {"values": None})] * 3)
    export_file(path, ExportContent(saved=saved), FileKind(FileFormat.PARQUET))
    assert pq.ParquetFile(path).num_row_groups == 3
    assert pq.read_table(path)["value"].to_pylist() == [1800, None] * 3


def test_parquet_of_nothing_has_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    export_file(path, ExportContent(saved=make_saved(MetricValues())), FileKind(FileFormat.PARQUET))
    assert pq.read_table(path).column_names == list(COLUMNS)


def test_without_pyarrow_a_sentence_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = builtins.__import__

    def refuse(name: str, *arguments: Any, **more: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return found(name, *arguments, **more)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(ExportError, match=r"siro-desktop\[parquet\]"):
        export_file(
            tmp_path / "x.parquet", ExportContent(saved=make_saved(make_metrics({}))), FileKind(FileFormat.PARQUET)
        )
    assert list(tmp_path.iterdir()) == []
