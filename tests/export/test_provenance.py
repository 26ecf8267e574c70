"""What stands beside a file: the question, the exact period, when, by whom, and a checksum; in a standard form."""

from __future__ import annotations

import csv
import hashlib
import json
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from export_samples import PROBLEM, make_metrics, make_practice, make_saved
from hostile_samples import hostile_content

import siro_desktop
from siro_desktop.domain.exports import PACKAGE_ENDING, ExportContent, FileFormat, FileKind, Scope, excel_csv
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.question import question_of
from siro_desktop.domain.question_json import parse_query_object
from siro_desktop.export.export_file import export_file

if TYPE_CHECKING:
    from pathlib import Path


def package_beside(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.with_name(path.name + PACKAGE_ENDING).read_text(encoding="utf-8"))
    return content


def test_it_says_where_the_figures_come_from(tmp_path: Path) -> None:
    path = tmp_path / "October.csv"
    saved = make_saved(make_metrics({}, {}), None, warnings=("A later page said 151 recordings.",))
    names = Names(users=(NamedId("user_1", "Ana Ruiz"), NamedId("user_9", "Somebody else")))

    export_file(path, ExportContent(saved=saved, names=names, view={"view": "table"}))

    package = package_beside(path)
    (resource,) = package["resources"]
    assert resource["hash"] == f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
    assert (resource["path"], resource["bytes"]) == ("October.csv", len(path.read_bytes()))
    siro = package["siro"]
    assert (siro["rows"], siro["row_count"], siro["form"], siro["format"]) == ("everything", 2, "long", "csv")
    assert siro["program_version"] == siro_desktop.__version__
    assert siro["formula_guard"] is True
    assert siro["view"] == {"view": "table"}
    assert siro["query"]["period"] == {
        "start": "2026-10-01T06:00:00Z",
        "end_excluded": "2026-11-02T07:00:00Z",
        "sent_start_at": "2026-10-01T06:00:00Z",
        "sent_end_at": "2026-11-02T06:59:59.999Z",
    }
    query = parse_query_object(siro["siroquery"])
    assert query.question == question_of(saved.plan)
    assert query.names == {"user_1": "Ana Ruiz"}
    answered, missing = siro["answers"]
    assert answered["fetched_at"] == "2026-11-02T17:00:00.250Z"
    assert (answered["recordings_evaluated"], answered["metric_values"]) == (150, 2)
    assert answered["warnings"] == ["A later page said 151 recordings."]
    assert missing == {"answered": False, "problem": msgspec.structs.asdict(PROBLEM)}
    assert "practice" not in json.dumps(package)


def test_a_reader_of_data_packages_knows_how_to_read_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    content = ExportContent(saved=make_saved(make_metrics({})), without=frozenset({"description"}))
    export_file(path, content, FileKind(FileFormat.EXCEL_CSV, excel_csv(",")))

    package = package_beside(path)
    (resource,) = package["resources"]
    assert package["profile"] == "tabular-data-package"
    assert resource["dialect"]["delimiter"] == ";"
    fields = resource["schema"]["fields"]
    assert ";".join(field["name"] for field in fields) == path.read_text(encoding="utf-8-sig").splitlines()[0]
    kinds = {field["name"]: field for field in fields}
    assert kinds["value"] == {"name": "value", "type": "number", "decimalChar": ","}
    # Without a format a reader may take an instant only in UTC, with a Z at its end.
    assert kinds["start_at"] == {"name": "start_at", "type": "datetime", "format": "any"}
    assert kinds["metric_id"] == {"name": "metric_id", "type": "string"}


@pytest.mark.parametrize("kind", [FileKind(), FileKind(FileFormat.EXCEL_CSV, excel_csv(","))])
def test_columns_of_a_csv_are_called_as_in_its_header(tmp_path: Path, kind: FileKind) -> None:
    """Undocumented fields name columns; where such a name is guarded, a reader finds it so."""
    path = tmp_path / "x.csv"
    export_file(path, hostile_content(), kind)
    with path.open(newline="", encoding="utf-8-sig") as stream:
        header = next(csv.reader(stream, delimiter=kind.dialect.separator))
    (resource,) = package_beside(path)["resources"]
    assert [field["name"] for field in resource["schema"]["fields"]] == header
    assert "'=1+1" in header


def test_columns_of_json_are_called_as_its_keys(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    export_file(path, hostile_content(), FileKind(FileFormat.TIDY_JSON))
    (resource,) = package_beside(path)["resources"]
    assert [field["name"] for field in resource["schema"]["fields"]] == list(json.loads(path.read_bytes())[0])


@pytest.mark.parametrize("form", [FileFormat.TIDY_JSON, FileFormat.PARQUET])
def test_other_kinds_of_files_have_it_too(tmp_path: Path, form: FileFormat) -> None:
    path = tmp_path / f"x{form.suffix}"
    export_file(path, ExportContent(saved=make_saved(make_metrics({}))), FileKind(form))

    (resource,) = package_beside(path)["resources"]
    assert resource["hash"] == f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
    assert "dialect" not in resource


def test_a_file_can_be_had_without_it(tmp_path: Path) -> None:
    for form in FileFormat:
        if form is not FileFormat.RAW_JSON:  # these samples have no text of Siro's
            export_file(
                tmp_path / f"{form}{form.suffix}",
                ExportContent(saved=make_saved(make_metrics({}))),
                FileKind(form),
                with_question=False,
            )
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(PACKAGE_ENDING)] == []


def test_a_file_without_it_does_not_keep_that_of_the_file_before(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    beside = path.with_name(path.name + PACKAGE_ENDING)
    content = ExportContent(saved=make_saved(make_metrics({})))
    export_file(path, content)
    export_file(path, content, with_question=False)
    assert [file.name for file in tmp_path.iterdir()] == ["a.csv"]
    for foreign in (b'{"profile": "data-package"}', b"[", b'{"siro": 1}', b"\xff"):
        beside.write_bytes(foreign)
        export_file(path, content, with_question=False)
        assert beside.read_bytes() == foreign


def test_practice_data_says_so(tmp_path: Path) -> None:
    content = ExportContent(saved=make_practice(make_metrics({})), rows=[("key0", 0)], scope=Scope.SELECTION)
    export_file(tmp_path / "x.csv", content)

    siro = package_beside(tmp_path / "x.csv")["siro"]
    assert siro["note"].startswith("practice data")
    assert siro["rows"] == "selection"
