"""The practice organization's known figures, met through the whole path: HTTP, parsing, store and CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest

from siro_desktop.sandbox.organization import Story, build_organization

if TYPE_CHECKING:
    from collections.abc import Callable

Row = dict[str, str]
IMPROVING = next(rep for rep in build_organization(seed=1).reps if rep.story is Story.IMPROVES)


@pytest.fixture
def compare(siro: Callable[..., Any], practice: Any, connect: Callable[[Any], None]) -> Callable[..., list[Row]]:
    connect(practice)

    def fetch(*options: str) -> list[Row]:
        done = siro("fetch", "--conversation-type", "roof_inspection", "--format", "csv", *options)
        assert done.code == 0, done.err
        return list(csv.DictReader(io.StringIO(done.out, newline="")))

    return fetch


def values(rows: list[Row], metric_id: str) -> list[float]:
    """Those that there are: nobody's recordings have no value, which adds nothing."""
    return [float(row["value"]) for row in rows if row["metric_id"] == metric_id and row["value"]]


def test_weeks_add_up_to_the_period(compare: Callable[..., list[Row]]) -> None:
    """The wire's ends neither overlap nor leave a gap: what is counted in the parts is what is counted in the whole."""
    asked = ("--start", "2026-09-03", "--end", "2026-11-11", "--filter-by", "team", "--id", "team_front_range")
    whole, weeks, days = (
        compare(*asked),
        compare(*asked, "--compare-by", "week"),
        compare(*asked, "--compare-by", "day"),
    )
    for metric in ("sm_recording_count", "sm_bookmark"):
        assert sum(values(weeks, metric)) == sum(values(days, metric)) == values(whole, metric)[0] > 0
    assert {row["recordings_evaluated"] for row in whole} == {
        str(sum({row["start_at"]: int(row["recordings_evaluated"]) for row in weeks}.values()))
    }


def test_members_add_up_to_their_team_and_their_average_is_not_its_figure(compare: Callable[..., list[Row]]) -> None:
    asked = ("--start", "2026-10-01", "--end", "2026-10-31", "--filter-by", "team", "--id", "team_front_range")
    team, members = compare(*asked), compare(*asked, "--compare-by", "member")
    assert len({row["filter_by_ids"] for row in members}) > 5
    assert sum(values(members, "sm_recording_count")) == values(team, "sm_recording_count")[0]
    shares = values(members, "sm_rep_speaker_share")
    assert values(team, "sm_rep_speaker_share")[0] != pytest.approx(sum(shares) / len(shares), abs=1e-3)


def test_the_improving_rep_improves_quarter_by_quarter(compare: Callable[..., list[Row]]) -> None:
    rows = compare(
        *("--start", "2025-01-01", "--end", "2026-09-30", "--filter-by", "user", "--id", IMPROVING.user_id),
        *("--compare-by", "quarter"),
    )
    monologues = values(rows, "sm_longest_monologue_seconds")
    assert len(monologues) == 7
    assert monologues[0] - monologues[-1] > 15  # seconds; the shorter the better
    assert sorted(monologues, reverse=True)[:2] == sorted(monologues[:3], reverse=True)[:2]
