from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from export_samples import FETCHED_AT, make_metrics, make_query, make_saved
from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.domain.exports import DATA_CSV, CsvDialect, ExportContent, FileFormat, FileKind, excel_csv
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.results import MetricValues, SavedResult
from siro_desktop.export.csv_file import write_csv
from siro_desktop.export.export_file import build_table, export_file
from siro_desktop.export.long_form import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path


def written(
    saved: SavedResult,
    rows: list[tuple[str, int]] | None = None,
    dialect: CsvDialect = DATA_CSV,
    without: frozenset[str] = frozenset(),
) -> str:
    stream = io.StringIO(newline="")
    for _ in write_csv(stream, build_table(ExportContent(saved=saved, rows=rows, without=without)), dialect):
        pass
    return stream.getvalue()


def lines(
    saved: SavedResult, rows: list[tuple[str, int]] | None = None, dialect: CsvDialect = DATA_CSV
) -> list[dict[str, str]]:
    text = written(saved, rows, dialect)
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=dialect.separator))


def test_the_columns_are_the_documented_ones() -> None:
    header = written(make_saved(make_metrics({}))).split("\r\n")[0]

    assert header == (
        "organization_id,conversation_type_id,filter_by,filter_by_ids,group_by,start_at,end_at,recordings_evaluated,"
        "metric_id,metric_name,metric_type,unit,unit_abbreviated,value,pass_rate,description,fetched_at,"
        "conversation_type_name,entity_name,period_label"
    )


def test_a_line_says_everything_about_a_value() -> None:
    text = written(make_saved(make_metrics({"values": 43.2, "pass_rates": 80, "descriptions": 'Says "so", often'})))

    assert text.split("\r\n")[1] == (
        "org_123,roof_inspection,USER TEAM,user_1 team_2,,2026-10-01T00:00:00-06:00,2026-11-02T00:00:00-07:00,150,"
        'm1,Talk time,CONVERSATION_TIME,seconds,sec,43.2,80,"Says ""so"", often",2026-11-02T10:00:00.250-07:00,'
        'roof_inspection,"user_1, team_2",2026-10-01 to 2026-11-01'
    )
    assert text.endswith("\r\n")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1800, "1800"),
        (1800.0, "1800"),
        (-5, "-5"),
        (-0.25, "-0.25"),
        (0, "0"),
        (0.1 + 0.2, "0.30000000000000004"),
        (2**70, str(2**70)),
        (1e22, "1e+22"),
        (None, ""),
    ],
)
def test_numbers_are_raw_and_never_guarded(number: float | None, text: str) -> None:
    saved = make_saved(make_metrics({"values": number, "pass_rates": number}), recordings_evaluated=number or 0)

    (line,) = lines(saved)

    assert (line["value"], line["pass_rate"], line["recordings_evaluated"]) == (text, text, text or "0")


@pytest.mark.parametrize("start", list("=+-@\t\0\r\n＝＋－＠"))
def test_text_that_a_spreadsheet_would_calculate_is_guarded(start: str) -> None:
    text = f'{start}HYPERLINK("https://x")'
    metrics = make_metrics({"names": text, "ids": text, "units": text, "descriptions": text, "extra": {text: text}})
    saved = make_saved(metrics, query=make_query(text, conversation_type=text))

    (line,) = lines(saved)

    for column in ("metric_name", "metric_id", "unit", "description", "filter_by_ids", "conversation_type_id"):
        assert line[column] == f"'{text}"
    assert line[f"'{text}"] == f"'{text}"
    assert line["entity_name"] == f"'{text}"


def test_undocumented_fields_get_columns_of_their_own() -> None:
    metrics = make_metrics(
        {"extra": {"colour": "green", "value": 3.0, "deep": {"a": [1, "é"]}}},
        {"extra": {"weight": -2.5, "good": True, "none": None}},
        {},
    )

    first, second, third = lines(make_saved(metrics))

    assert list(first) == [*COLUMNS, "colour", "extra_value", "deep", "weight", "good", "none"]
    assert (first["colour"], first["extra_value"], first["deep"]) == ("green", "3", '{"a":[1,"é"]}')
    assert (second["weight"], second["good"], second["none"], second["colour"]) == ("-2.5", "true", "", "")
    assert [third[name] for name in list(third)[len(COLUMNS) :]] == [""] * 6


def test_a_prefixed_name_never_meets_another() -> None:
    metrics = make_metrics({"extra": {"unit": 1, "extra_unit": 2, "extra_extra_unit": 3}})

    header = written(make_saved(metrics)).split("\r\n")[0].split(",")

    assert len(set(header)) == len(header) == len(COLUMNS) + 3


def test_the_view_is_written_in_its_own_order() -> None:
    saved = make_saved(
        make_metrics({"ids": "a"}, {"ids": "b"}, {"ids": "c"}), None, make_metrics({"ids": "d"}, {"ids": "e"})
    )

    shown = lines(saved, [("key2", 1), ("key0", 2), ("key0", 0), ("key2", 0)])

    assert [line["metric_id"] for line in shown] == ["e", "c", "a", "d"]
    assert [line["metric_id"] for line in lines(saved)] == ["a", "b", "c", "d", "e"]
    assert lines(saved, []) == []


def test_many_rows_come_in_order() -> None:
    count = 25_001
    metrics = make_metrics(*({"ids": f"m{number}", "values": number} for number in range(count)))
    saved = make_saved(metrics)

    assert [line["value"] for line in lines(saved)] == [str(number) for number in range(count)]
    backwards = [("key0", row) for row in reversed(range(count))]
    assert [line["metric_id"] for line in lines(saved, backwards)][:2] == [f"m{count - 1}", f"m{count - 2}"]


def test_a_zone_that_this_computer_does_not_know_is_utc() -> None:
    (line,) = lines(make_saved(make_metrics({}), time_zone="Mars/Olympus"))

    assert line["start_at"] == "2026-10-01T06:00:00+00:00"


texts = st.text(st.characters(codec="utf-8"), max_size=15)
numbers = st.none() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False)
rows = st.fixed_dictionaries(
    {
        "ids": texts,
        "names": texts,
        "units": texts,
        "unit_abbreviations": texts,
        "metric_types": texts,
        "descriptions": st.none() | texts,
        "values": numbers,
        "pass_rates": numbers,
    }
)


@given(
    st.lists(rows, max_size=6),
    st.sampled_from([DATA_CSV, excel_csv(","), excel_csv("."), excel_csv(",", "|")]),
    st.sampled_from(["UTC", "Asia/Kathmandu"]),
)
def test_reading_it_back_gives_what_went_in(
    table: list[dict[str, object]], dialect: CsvDialect, time_zone: str
) -> None:
    saved = make_saved(make_metrics(*table), time_zone=time_zone)

    text = written(saved, dialect=dialect)

    assert text.startswith("\ufeff") == dialect.with_bom
    plain = io.StringIO(text.removeprefix("\ufeff"), newline="")
    loaded = list(csv.DictReader(plain, delimiter=dialect.separator))
    assert len(loaded) == len(table)
    names = {
        "ids": "metric_id",
        "names": "metric_name",
        "units": "unit",
        "unit_abbreviations": "unit_abbreviated",
        "metric_types": "metric_type",
        "descriptions": "description",
    }
    for row, line in zip(table, loaded, strict=True):
        for name, column in names.items():
            wanted = row[name] or ""
            is_risky = str(wanted)[:1] in set("=+-@\t\0\r\n＝＋－＠")
            assert line[column] == (f"'{wanted}" if is_risky else wanted)
        for name, column in (("values", "value"), ("pass_rates", "pass_rate")):
            assert "." not in line[column] or dialect.decimal_mark == "."
            text = line[column].replace(",", ".")
            number = int(text) if text.lstrip("-").isdigit() else float(text or "nan")
            assert number == row[name] if text else row[name] is None
        assert datetime.fromisoformat(line["start_at"]) == saved.plan.query.period.start
        assert datetime.fromisoformat(line["end_at"]) == saved.plan.query.period.end
        assert datetime.fromisoformat(line["fetched_at"]) == FETCHED_AT


def test_the_file_is_utf_8_and_alone_if_that_is_wished(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    saved = make_saved(make_metrics({"names": "屋根 ä", "values": 1.5}))

    export_file(path, ExportContent(saved=saved), with_question=False)
    plain = path.read_bytes()
    export_file(path, ExportContent(saved=saved), FileKind(FileFormat.EXCEL_CSV, excel_csv(",")), with_question=False)

    assert plain == written(saved).encode()
    assert path.read_bytes() == b"\xef\xbb\xbf" + written(saved, dialect=CsvDialect(";", ",")).encode()
    assert b";1,5;" in path.read_bytes()
    assert [file.name for file in tmp_path.iterdir()] == ["out.csv"]


@pytest.mark.parametrize(
    ("decimal_mark", "separator", "expected"),
    [
        (".", "", CsvDialect(",", ".", with_bom=True)),
        (",", "", CsvDialect(";", ",", with_bom=True)),
        (",", "\t", CsvDialect("\t", ",", with_bom=True)),
        (",", ",", CsvDialect(";", ",", with_bom=True)),  # would cut the numbers in two
        (".", '"', CsvDialect(",", ".", with_bom=True)),
        (".", "; ", CsvDialect(",", ".", with_bom=True)),
        ("٫", "", CsvDialect(",", ".", with_bom=True)),  # Excel writes it, but reads it nowhere else
    ],
)
def test_excel_goes_by_the_marks_of_its_computer(decimal_mark: str, separator: str, expected: CsvDialect) -> None:
    assert excel_csv(decimal_mark, separator) == expected


def test_half_a_surrogate_does_not_stop_the_export(tmp_path: Path) -> None:
    export_file(tmp_path / "out.csv", ExportContent(saved=make_saved(make_metrics({"names": "a\udc80"}))))

    assert r"a\udc80" in (tmp_path / "out.csv").read_text(encoding="utf-8")


def test_columns_can_be_left_out_and_everything_else_stays() -> None:
    metrics = make_metrics({"extra": {"colour": "green", "weight": 2}})
    text = written(make_saved(metrics), without=frozenset(COLUMNS) - {"metric_id", "value"} | {"colour"})

    assert text == "metric_id,value,weight\r\nm1,1800,2\r\n"


def test_names_stand_beside_ids() -> None:
    names = Names(
        users=(NamedId("user_1", "Ana Ruiz"),), conversation_types=(NamedId("roof_inspection", "Roof inspection"),)
    )
    stream = io.StringIO(newline="")
    table = build_table(ExportContent(saved=make_saved(make_metrics({})), names=names))
    assert list(write_csv(stream, table, DATA_CSV)) == [1]
    (line,) = csv.DictReader(io.StringIO(stream.getvalue(), newline=""))
    assert (line["conversation_type_id"], line["conversation_type_name"]) == ("roof_inspection", "Roof inspection")
    assert (line["filter_by_ids"], line["entity_name"]) == ("user_1 team_2", "Ana Ruiz, team_2")


def test_an_answer_without_metrics_is_a_header_alone() -> None:
    assert written(make_saved(MetricValues())) == ",".join(COLUMNS) + "\r\n"
