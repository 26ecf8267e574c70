"""A file of figures held against the store: found by its question, counted against the newest answers."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from siro_desktop.domain.calendar import Calendar, Unit
from siro_desktop.domain.differences import find_differences
from siro_desktop.domain.exports import ExportContent, FileFormat, FileKind, Scope
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.periods import DateRange, local_period
from siro_desktop.domain.plan import CompareBy, CompareEntities, FetchPlan, build_plan
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.results import Answer, MetricValues
from siro_desktop.domain.sides import sides_of
from siro_desktop.domain.two_sides import TwoSides
from siro_desktop.export.export_file import export_file
from siro_desktop.jobs.exported_files import HoldAgainstStore, OpenFile
from siro_desktop.storage.library import Library

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from siro_desktop.domain.exported import HeldExport

DENVER = ZoneInfo("America/Denver")
NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
QUERY = MetricsQuery(
    organization_id="org",
    conversation_type_id="roof",
    period=local_period(DateRange(datetime(2026, 10, 5).date(), datetime(2026, 10, 18).date()), DENVER),  # noqa: DTZ001
    filter_by=(EntityType.USER,),
    ids=("ana", "ben"),
)
BY_WEEK = CompareBy(entities=CompareEntities.EACH, unit=Unit.WEEK)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "store") as opened:
        yield opened


def plan_of(identity: str | None = "me", query: MetricsQuery = QUERY) -> FetchPlan:
    return build_plan(query, "acme", identity, compare_by=BY_WEEK, calendar=Calendar(DENVER))


def answer_of(key: str, value: float, fetched_at: datetime = NOW) -> Answer:
    metrics = MetricValues(
        ids=("talk", "score"),
        names=("Talk", "Score"),
        units=("seconds", "percent"),
        unit_abbreviations=("sec", "%"),
        metric_types=("A", "B"),
        descriptions=(None, None),
        values=(value, None),
        pass_rates=(None, 50.0),
    )
    return Answer(
        cell_key=key,
        recordings_evaluated=12,
        metrics=metrics,
        start_at="",
        end_at="",
        filter_by=("USER",),
        filter_by_ids=("ana",),
        fetched_at=fetched_at,
        duration_ms=1,
        pages=(),
    )


def keep(library: Library, plan: FetchPlan, *values: float, at: datetime = NOW) -> int:
    """Save a run; a value for each of the cells that are answered."""
    result = library.save_run(plan=plan, profile_name="Acme", api_base_url="x", time_zone="America/Denver", saved_at=at)
    answers = [answer_of(cell.key, value, at) for cell, value in zip(plan.cells, values, strict=False)]
    library.save_answers(result, answers)
    return result


def export(library: Library, result: int, folder: Path, form: FileFormat = FileFormat.XLSX) -> Path:
    path = folder / f"x{form.suffix}"
    export_file(path, ExportContent(saved=library.load_result(result)), FileKind(form))
    return path


def hold(library: Library, path: Path, profile_id: str = "acme") -> HeldExport:
    exported = asyncio.run(OpenFile(path).run(None, lambda _: None))
    return asyncio.run(HoldAgainstStore(profile_id, exported).run(library, lambda _: None))  # type: ignore[arg-type]


@pytest.mark.parametrize("form", [FileFormat.XLSX, FileFormat.CSV, FileFormat.TIDY_JSON])
def test_the_same_figures_are_the_same(library: Library, tmp_path: Path, form: FileFormat) -> None:
    result = keep(library, plan_of(), 1, 2, 3, 4)
    held = hold(library, export(library, result, tmp_path, form))
    assert (held.same, held.differing, held.missing) == (8, 0, 0)
    assert held.saved is not None
    assert (held.saved.id, held.stored_at) == (result, NOW)


def test_the_newest_answers_count_and_the_newest_result_is_shown(library: Library, tmp_path: Path) -> None:
    path = export(library, keep(library, plan_of(), 1, 2, 3, 4), tmp_path)
    later = NOW + timedelta(days=1)
    newest = keep(library, plan_of(), 1, 2.5, 3, 4.5, at=later)
    held = hold(library, path)
    assert (held.same, held.differing, held.missing) == (6, 2, 0)
    assert held.saved is not None
    assert (held.saved.id, held.stored_at) == (newest, later)


def test_where_a_team_has_other_members_by_now_nobody_takes_the_place_of_another(
    library: Library, tmp_path: Path
) -> None:
    """Whom a file has in which order, and who is selected, it says by their places."""
    query = replace(QUERY, filter_by=(EntityType.TEAM,), ids=("west",))
    members = CompareBy(entities=CompareEntities.MEMBERS, unit=Unit.WEEK)
    plans = []
    for people in (("ana", "ben"), ("ana", "cid")):
        names = Names(users=tuple(NamedId(one, one.title(), team_id="west") for one in people))
        plans.append(build_plan(query, "acme", "me", compare_by=members, calendar=Calendar(DENVER), names=names))
    first = keep(library, plans[0], 1, 2, 3, 4)
    look = {"view": "matrix", "metric": "talk", "order": [1, 0], "selected": [1, 0]}
    path = tmp_path / "x.csv"
    export_file(path, ExportContent(saved=library.load_result(first), view=look), FileKind(FileFormat.CSV))
    assert hold(library, path).view == look
    newest = keep(library, plans[1], 1, 2, 3, 4)
    held = hold(library, path)
    assert held.saved is not None
    assert held.saved.id == newest
    assert held.view == {"view": "matrix", "metric": "talk"}


def test_cells_without_a_stored_answer_are_missing(library: Library, tmp_path: Path) -> None:
    result = keep(library, plan_of(), 1, 2, 3, 4)
    path = export(library, result, tmp_path)
    library.delete_result(result)
    keep(library, plan_of("somebody else"), 1, 2)
    held = hold(library, path)
    assert (held.same, held.differing, held.missing) == (4, 0, 4)


def test_another_question_another_connection_and_an_empty_store_have_nothing(library: Library, tmp_path: Path) -> None:
    result = keep(library, plan_of(), 1, 2, 3, 4)
    path = export(library, result, tmp_path)
    assert hold(library, path, "another").saved is None
    library.delete_result(result)
    keep(library, plan_of(query=replace(QUERY, ids=("ana",))), 1, 2)
    held = hold(library, path)
    assert (held.saved, held.missing, held.stored_at) == (None, 8, None)


def test_a_file_without_figures_still_finds_its_result(library: Library, tmp_path: Path) -> None:
    path = export(library, keep(library, plan_of(), 1, 2, 3, 4), tmp_path, FileFormat.CSV)
    path.unlink()
    held = hold(library, tmp_path / "x.csv.datapackage.json")
    assert held.exported.figures is None
    assert held.saved is not None
    assert (held.same, held.differing, held.missing) == (0, 0, 0)


def export_sides(library: Library, shown: int, other: int, folder: Path) -> Path:
    """A file of the first column of `other` against the second one of `shown`."""
    results = (library.load_result(other), library.load_result(shown))
    a, b = sides_of(results[0])[0], sides_of(results[1])[1]
    sides = TwoSides(results=results, cells=(a.cell, b.cell), differences=find_differences(a, b))
    content = ExportContent(saved=results[1], scope=Scope.VIEW, sides=sides, view={"view": "difference"})
    export_file(folder / "sides.csv", content, FileKind(FileFormat.CSV))
    return folder / "sides.csv"


def test_both_sides_of_a_difference_are_found_older_ones_too(library: Library, tmp_path: Path) -> None:
    older = keep(library, plan_of(), 1, 2, 3, 4)
    newer = keep(library, plan_of(), 5, 6, 7, 8, at=NOW + timedelta(days=1))
    path = export_sides(library, newer, older, tmp_path)
    held = hold(library, path)
    assert (held.same, held.differing, held.missing) == (4, 0, 0)
    assert held.saved is not None
    assert held.saved.id == newer
    keys = [cell.key for cell in plan_of().cells]
    assert held.view == {"view": "difference", "sides": [[older, keys[0]], [newer, keys[1]]]}

    keep(library, plan_of(), 0, 0, 0, 0, at=NOW + timedelta(days=2))  # the newest of all is not what was shown
    assert hold(library, path).view["sides"] == held.view["sides"]


def test_a_side_whose_result_is_gone_is_missing(library: Library, tmp_path: Path) -> None:
    other = keep(library, plan_of(query=replace(QUERY, ids=("cy",))), 1, 2)
    shown = keep(library, plan_of(), 5, 6, 7, 8)
    path = export_sides(library, shown, other, tmp_path)
    library.delete_result(other)
    held = hold(library, path)
    assert (held.same, held.differing, held.missing) == (2, 0, 2)
    assert held.view["sides"] == [[0, ""], [shown, plan_of().cells[1].key]]
