"""Targets from Siro, and those kept on this computer."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from jobs_kit import PROFILE

from siro_desktop.domain.color_bands import SIRO_BANDS, build_own_bands
from siro_desktop.domain.targets import OwnColors, Source, Status, Target
from siro_desktop.errors import ServerError
from siro_desktop.jobs.look_up_targets import LookUpTargets
from siro_desktop.jobs.targets import DeleteTargets, LoadTargetMetrics, LoadTargets, SaveTargets

if TYPE_CHECKING:
    from jobs_kit import RunJob, Siro

    from siro_desktop.storage.library import Library

JOB = LookUpTargets(PROFILE, "org_1", "roof")
BY_HAND = Target(metric_id="share", minimum=30)
COLORS = httpx.Response(200, json={"data": [{"color": "RED", "lowRange": 0}, {"color": "GREEN", "lowRange": 90}]})
REFUSED = httpx.Response(403, json={"error": "organization admins only"})


def rubric(metric: str, low: float | None, high: float | None, tolerance: float | None = None) -> dict[str, Any]:
    return {"scorecardMetricId": metric, "minTarget": low, "maxTarget": high, "targetTolerance": tolerance}


def scorecards(*rubrics: list[dict[str, Any]], **extra: Any) -> httpx.Response:
    instances = [{"id": f"s{n}", "name": f"Card {n}", "metricRubrics": one, **extra} for n, one in enumerate(rubrics)]
    return httpx.Response(200, json={"data": {"scorecardInstances": instances}})


def run_on(library: Library, job: Any) -> Any:
    return asyncio.run(job.run(library, lambda _: None))


def test_rubrics_become_targets_and_are_kept(run_job: RunJob, siro: Siro, library: Library) -> None:
    rubrics = [rubric("share", 40, 60, 5), rubric("questions", 11, None), rubric("free", None, None)]
    siro.answers |= {"/instances": scorecards(rubrics), "/color-configurations": COLORS}
    found = run_job(JOB).returned
    known = {"conversation_type_id": "roof", "source": Source.SIRO}
    assert found.all == (
        Target(metric_id="share", minimum=40, maximum=60, tolerance=5, **known),
        Target(metric_id="questions", minimum=11, **known),
    )
    assert found.notes == ("Siro sets 2 targets.",)
    assert found.siro_bands("roof").status(85) is Status.MISSED
    assert library.targets.load(PROFILE.id).all == found.all


def test_scorecards_that_disagree_are_told(run_job: RunJob, siro: Siro) -> None:
    siro.answers |= {
        "/instances": scorecards([rubric("share", 40, 60)], [rubric("share", 45, 60), rubric("pace", None, 150)]),
        "/color-configurations": COLORS,
    }
    found = run_job(JOB).returned
    assert {target.metric_id: target.minimum for target in found.all} == {"share": 40, "pace": None}
    assert "2 active scorecards disagree about 1 metric" in found.notes[1]
    assert "“Card 0”" in found.notes[1]


def test_scorecards_that_agree_are_not(run_job: RunJob, siro: Siro) -> None:
    siro.answers |= {
        "/instances": scorecards([rubric("share", 40, 60)], [rubric("share", 40, 60)]),
        "/color-configurations": COLORS,
    }
    assert run_job(JOB).returned.notes == ("Siro sets 1 target.",)


def test_a_band_without_sense_is_left_out(run_job: RunJob, siro: Siro) -> None:
    siro.answers |= {
        "/instances": scorecards([rubric("share", 60, 40), rubric("pace", 1, None)]),
        "/color-configurations": COLORS,
    }
    found = run_job(JOB).returned
    assert [target.metric_id for target in found.all] == ["pace"]
    assert "1 metric has a target" in found.notes[1]


def test_a_look_up_leaves_own_colours_as_they_are(run_job: RunJob, siro: Siro, library: Library) -> None:
    own = OwnColors(bands=build_own_bands([(Status.MISSED, 0), (Status.MET, 10)]), conversation_type_id="roof")
    library.targets.save(PROFILE.id, [own])
    siro.answers |= {"/instances": scorecards([rubric("share", 40, 60)]), "/color-configurations": COLORS}
    found = run_job(JOB).returned
    assert found.own_colors == (own,)
    assert found.color_bands("share", date(2026, 11, 1), "roof").status(85) is Status.MET
    assert found.siro_bands("roof").status(85) is Status.MISSED


@pytest.mark.parametrize("refusal", [REFUSED, httpx.Response(404, json={"error": "no scorecard"})])
def test_who_may_not_ask_keeps_what_is_stored(
    run_job: RunJob, siro: Siro, library: Library, refusal: httpx.Response
) -> None:
    siro.answers |= {"/instances": scorecards([rubric("share", 40, 60)]), "/color-configurations": COLORS}
    before = run_job(JOB).returned
    library.targets.save(PROFILE.id, [BY_HAND])
    siro.answers["/instances"] = refusal
    found = run_job(JOB).returned
    assert found.all == (*before.all, BY_HAND)
    assert found.look_ups == before.look_ups
    assert "does not let you look up scorecards" in found.notes[0]


def test_an_answer_without_sense_keeps_what_is_stored(run_job: RunJob, siro: Siro, library: Library) -> None:
    library.targets.save(PROFILE.id, [BY_HAND])
    siro.answers["/instances"] = httpx.Response(200, json={"data": []})
    found = run_job(JOB).returned
    assert found.all == (BY_HAND,)
    assert "makes no sense" in found.notes[0]


def test_colours_fall_back_to_the_scorecard_s_and_then_to_siro_s(run_job: RunJob, siro: Siro) -> None:
    own = {"colorConfigurations": [{"color": "GREEN", "lowRange": 0, "highRange": 100}]}
    siro.answers |= {"/instances": scorecards([], **own), "/color-configurations": REFUSED}
    assert run_job(JOB).returned.siro_bands("roof").status(1) is Status.MET
    siro.answers["/instances"] = scorecards([])
    found = run_job(JOB).returned
    assert found.siro_bands("roof") == SIRO_BANDS
    assert "usual ones" in found.notes[1]
    siro.answers |= {"/instances": scorecards(), "/color-configurations": httpx.Response(200, json={"data": []})}
    found = run_job(JOB).returned
    assert found.siro_bands("roof") == SIRO_BANDS
    assert found.notes == ("Siro has no active scorecard for this conversation type.",)


def test_a_failure_changes_nothing(run_job: RunJob, siro: Siro, library: Library) -> None:
    siro.answers |= {"/instances": scorecards([rubric("share", 40, 60)]), "/color-configurations": COLORS}
    before = run_job(JOB).returned
    siro.answers["/instances"] = scorecards([])
    siro.answers["/color-configurations"] = httpx.Response(501, json={})
    with pytest.raises(ServerError):
        run_job(JOB)
    assert library.targets.load(PROFILE.id).all == before.all


def test_targets_are_kept_and_deleted(library: Library) -> None:
    assert run_on(library, SaveTargets("acme", (BY_HAND,))).all == (BY_HAND,)
    moved = Target(metric_id="pace", minimum=1)
    assert run_on(library, SaveTargets("acme", (moved,), BY_HAND)).all == (moved,)
    assert run_on(library, LoadTargets("acme")).all == (moved,)
    assert run_on(library, DeleteTargets("acme", (moved,))).all == ()
    assert run_on(library, LoadTargetMetrics(("pace",))) == ()
