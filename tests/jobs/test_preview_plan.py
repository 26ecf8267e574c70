"""What a question would take, before anything is sent."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from jobs_kit import PROFILE
from msgspec.structs import replace

from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.periods import Period
from siro_desktop.domain.plan import CompareBy, CompareEntities
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.question import Question
from siro_desktop.domain.relative_periods import RelativePeriod
from siro_desktop.errors import QueryError
from siro_desktop.jobs.preview_plan import PlanPreview, PreviewPlan
from siro_desktop.jobs.run_query import RunQuery, expected_seconds
from siro_desktop.storage.library import FILE_NAME

if TYPE_CHECKING:
    from pathlib import Path

    from jobs_kit import RunJob, Siro

    from siro_desktop.domain.profile import Profile
    from siro_desktop.storage.library import Library

NOW = datetime.now(UTC)
EACH = CompareBy(entities=CompareEntities.EACH)
QUESTION = Question(
    organization_id="org_1",
    conversation_type_id="roof",
    period=Period(datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 2, 1, tzinfo=UTC)),
    filter_by=(EntityType.USER,),
    ids=("user_1", "user_2", "user_3"),
    compare_by=EACH,
)


def preview(library: Library, question: Question = QUESTION, **changes: Any) -> PlanPreview:
    job = PreviewPlan(**{"question": question, "profile": PROFILE, "identity": None, "now": NOW, **changes})
    return asyncio.run(job.run(library, print))


def run(run_job: RunJob, question: Question, profile: Profile = PROFILE) -> None:
    plan = question.plan(NOW, profile, None, Names())
    run_job(RunQuery(profile, plan, reuse_closed_after=profile.late_scores))


def test_what_a_run_would_take_from_the_store_is_counted(run_job: RunJob, siro: Siro, library: Library) -> None:
    assert preview(library) == PlanPreview(3, 0, expected_seconds(3))
    run(run_job, replace(QUESTION, ids=("user_1", "user_2")))
    assert preview(library) == PlanPreview(3, 2, expected_seconds(1))
    sent = len(siro.requests)
    run(run_job, QUESTION)
    assert len(siro.requests) - sent == 1, "the run takes what the preview said"


def test_a_plain_question_takes_nothing_from_the_store(run_job: RunJob, library: Library) -> None:
    plain = replace(QUESTION, ids=("user_1",), compare_by=CompareBy())
    run(run_job, plain)
    assert preview(library, plain) == PlanPreview(1, 0, expected_seconds(1))
    assert preview(library, replace(plain, compare_by=EACH)).stored == 1


def test_another_person_takes_nothing_from_the_store(run_job: RunJob, library: Library) -> None:
    run(run_job, QUESTION)
    assert preview(library).stored == 3
    assert preview(library, identity="somebody").stored == 0


def test_scores_that_may_still_come_are_asked_for(run_job: RunJob, library: Library) -> None:
    """The connection says for how long a period's figures may change."""
    yesterday = replace(QUESTION, period=Period(NOW - timedelta(days=2), NOW - timedelta(days=1)))
    run(run_job, yesterday)
    assert preview(library, yesterday, profile=replace(PROFILE, late_scores_days=0)).stored == 3
    assert preview(library, yesterday, profile=replace(PROFILE, late_scores_days=2)).stored == 0


def test_the_connections_limit_sets_the_pace(library: Library) -> None:
    assert preview(library, profile=replace(PROFILE, requests_per_minute=1)).seconds == 120


def test_members_are_those_that_the_store_knows(library: Library) -> None:
    teams = replace(
        QUESTION,
        filter_by=(EntityType.TEAM,),
        ids=("north",),
        compare_by=CompareBy(entities=CompareEntities.MEMBERS, with_whole=True),
    )
    with pytest.raises(QueryError, match="Nobody is known") as caught:
        preview(library, teams)
    assert caught.value.field == "ids"
    members = (NamedId("ana", "Ana", team_id="north"), NamedId("ben", "Ben", team_id="north"))
    library.save_names(PROFILE.id, Names(users=members))
    assert preview(library, teams).cells == 3


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ids": tuple(f"user_{number}" for number in range(10_001))}, "ids"),
        ({"period": RelativePeriod(Unit.YEAR, 30), "compare_by": CompareBy(unit=Unit.DAY)}, "period"),
        ({"ids": tuple(f"user_{number}" for number in range(10_000)), "compare_by": CompareBy()}, "ids"),
        ({"ids": tuple(f"u{number}" for number in range(3000)), "compare_by": replace(EACH, with_whole=True)}, "ids"),
    ],
    ids=["too many ids", "too many days", "too long an address", "too long a whole"],
)
def test_a_plan_that_would_be_refused_names_what_to_narrow(
    library: Library, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(QueryError) as caught:
        preview(library, replace(QUESTION, **changes))
    assert caught.value.field == field


def test_a_store_that_cannot_be_read_counts_as_empty(library: Library, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "data" / FILE_NAME)) as damage:
        damage.execute("DROP TABLE answers")
        damage.execute("DROP TABLE names")
    assert preview(library) == PlanPreview(3, 0, expected_seconds(3))
    teams = replace(QUESTION, filter_by=(EntityType.TEAM,), compare_by=CompareBy(entities=CompareEntities.MEMBERS))
    with pytest.raises(QueryError, match="Nobody is known"):
        preview(library, teams)
