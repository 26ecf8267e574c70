"""The head of a result: of whom, of when, on how many recordings, and what is wrong with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace
from result_samples import NAMES, NOW, make_compared, make_query, make_saved

from siro_desktop.domain.query import EntityType
from siro_desktop.domain.results import Problem
from siro_desktop.ui.result_header import ResultHeader


@pytest.fixture
def header(qtbot) -> ResultHeader:
    header = ResultHeader(clock=lambda: NOW)
    qtbot.addWidget(header)
    return header


def test_the_head_says_all_that_a_figure_needs(header) -> None:
    header.set_names(NAMES)
    header.show_saved(make_saved(), from_store=True)
    assert header.title() == "Ana Ruiz, Ben Cole · Roof inspection"
    assert header.facts() == "1–31 Oct 2026 (Denver) · 148 recordings · fetched 3 hours ago · from the store"
    assert "2 Nov 2026 06:14:00 (Denver, UTC−07:00)" in header._facts.toolTip()


def test_the_head_tells_an_open_period_and_one_recording(header) -> None:
    saved = make_saved(recordings_evaluated=1, fetched_at=NOW - timedelta(days=10))
    header.show_saved(saved, from_store=False)
    assert header.facts().endswith("1 recording · fetched 10 days ago · from Siro · period was still open")
    header.late_scores = timedelta(days=2)
    header.show_saved(make_saved(), from_store=False)
    assert header.facts().endswith("fetched 3 hours ago · from Siro · scores may still arrive")


def test_a_partial_answer_and_warnings_stand_in_the_head(header) -> None:
    problem = Problem("ServerError", "Siro has a problem", "Page 3 did not come (503).")
    header.show_saved(make_saved(problem=problem, warnings=("Counts differ.",)), from_store=False)
    assert header.warnings() == "Only a part of the answer came: Page 3 did not come (503).\nCounts differ."
    header.show_saved(make_saved(), from_store=False)
    assert header.warnings() == ""


def test_practice_data_is_said_on_the_page_and_on_pictures(header) -> None:
    header.show_saved(make_saved(profile_id="practice"), from_store=False)
    assert not header._practice.isHidden()
    assert header.caption().is_practice
    assert header.caption().facts == "1–31 Oct 2026 (Denver) · 148 recordings"
    assert "Acme Roofing" in header.caption().source
    header.show_saved(make_saved(), from_store=False)
    assert header._practice.isHidden()


def test_a_comparison_says_into_what_it_was_taken_apart_and_what_came(header) -> None:
    saved = make_compared()
    header.show_saved(saved, from_store=False)
    assert "each alone, by week · 10 answers · fetched 3 hours ago · from Siro" in header.facts()
    keys = list(saved.answers)
    older = replace(saved.answers[keys[0]], fetched_at=saved.saved_at - timedelta(days=9))
    header.show_saved(replace(saved, answers={keys[0]: older, keys[1]: saved.answers[keys[1]]}), from_store=False)
    assert "2 of 10 answers" in header.facts()
    assert "from Siro, 1 from the store" in header.facts()
    header.show_saved(replace(saved, answers={keys[0]: older}), from_store=False)
    assert header.facts().endswith("from the store")
    assert "from Siro" not in header.facts()


def test_an_answer_that_was_grouped_says_so_on_pictures_too(header) -> None:
    grouped = replace(make_query(), group_by=(EntityType.USER, EntityType.TEAM))
    header.show_saved(make_saved(query=grouped), from_store=False)
    assert "grouped by reps, teams · 148 recordings" in header.facts()
    assert "grouped by reps, teams" in header.caption().facts
