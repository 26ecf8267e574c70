"""Targets in exported figures: last, and only where they are known."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

from export_samples import make_metrics, make_query, make_saved
from msgspec.structs import replace

from siro_desktop.domain.exports import DATA_CSV, PACKAGE_ENDING, ExportContent
from siro_desktop.domain.periods import Period
from siro_desktop.domain.plan import Cell
from siro_desktop.domain.targets import Source, Target, Targets
from siro_desktop.export.csv_file import write_csv
from siro_desktop.export.export_file import build_table, export_file
from siro_desktop.export.json_export import result_json
from siro_desktop.export.long_form import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from siro_desktop.domain.results import SavedResult

TALK = Target(metric_id="m1", minimum=1500, maximum=2000.5, tolerance=10)
LATER = replace(TALK, minimum=1900, valid_from=date(2026, 11, 1))
METRICS = make_metrics(
    {"values": 1800, "extra": {"target_status": "Siro's own"}}, {"ids": "m2"}, {"values": None}, {"values": 1495}
)


def read(saved: SavedResult, *targets: Target, rows: Sequence[tuple[str, int]] | None = None) -> list[list[str]]:
    text = io.StringIO(newline="")
    for _ in write_csv(text, build_table(ExportContent(saved=saved, targets=Targets(targets), rows=rows)), DATA_CSV):
        pass
    return list(csv.reader(io.StringIO(text.getvalue())))


def test_target_columns_come_last_after_undocumented_fields() -> None:
    head, *lines = read(make_saved(METRICS), TALK)
    assert tuple(head[: len(COLUMNS)]) == COLUMNS
    assert head[len(COLUMNS) :] == ["extra_target_status", "target_minimum", "target_maximum", "target_status"]
    assert [line[-3:] for line in lines] == [
        ["1500", "2000.5", "met"],
        ["", "", ""],
        ["1500", "2000.5", ""],
        ["1500", "2000.5", "near"],
    ]
    _, only = read(make_saved(METRICS), TALK, rows=[("key0", 3)])
    assert only[-1] == "near"


def test_in_a_comparison_they_come_last_too() -> None:
    head, first, *_ = read(make_saved(METRICS, METRICS), TALK)
    targets = ["target_minimum", "target_maximum", "target_status"]
    assert head[len(COLUMNS) :] == ["extra_target_status", *targets]
    assert first[-4:] == ["Siro's own", "1500", "2000.5", "met"]


def test_without_a_target_that_holds_nothing_changes() -> None:
    plain = read(make_saved(METRICS))
    assert plain[0][len(COLUMNS) :] == ["target_status"]
    elsewhere = replace(TALK, conversation_type_id="another")
    tomorrow = replace(TALK, valid_from=date(2026, 11, 2))
    assert read(make_saved(METRICS), elsewhere, tomorrow) == plain


def test_each_period_has_the_target_of_its_own_last_day() -> None:
    saved = make_saved(METRICS, METRICS)
    early = make_query()
    early = replace(early, period=Period(early.period.start, early.period.end - timedelta(days=7)))
    first, second = saved.plan.cells
    saved = replace(saved, plan=replace(saved.plan, cells=(Cell(first.key, early), second)))
    lines = read(saved, TALK, LATER)[1:]
    assert [line[-3] for line in lines if line[-3]] == ["1500"] * 3 + ["1900"] * 3


def test_the_description_tells_the_targets(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    targets = Targets((replace(TALK, source=Source.SIRO), LATER))
    export_file(path, ExportContent(saved=make_saved(METRICS), targets=targets))
    content = json.loads((tmp_path / f"figures.csv{PACKAGE_ENDING}").read_text())["siro"]
    assert content["targets"] == [
        {
            "metric_id": "m1",
            "minimum": 1900,
            "maximum": 2000.5,
            "tolerance": 10,
            "valid_from": "2026-11-01",
            "source": "hand",
        }
    ]
    export_file(path, ExportContent(saved=make_saved(METRICS)))
    assert "targets" not in json.loads((tmp_path / f"figures.csv{PACKAGE_ENDING}").read_text())["siro"]


def test_json_has_targets_beside_their_values() -> None:
    saved = make_saved(METRICS, time_zone="Nowhere/At_all")
    first, other, missing, _ = json.loads(result_json(saved, Targets((TALK,))))["answers"][0]["values"]
    assert (first["target_minimum"], first["target_maximum"], first["target_status"]) == (1500, 2000.5, "met")
    assert "target_status" not in other
    assert missing["target_status"] is None
    assert "target_status" not in json.loads(result_json(saved))["answers"][0]["values"][0]
