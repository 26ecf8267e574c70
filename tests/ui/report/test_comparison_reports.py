"""What a report of a comparison says of its view: who is left out, and what is held against what."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from report_kit import content_of
from result_samples import make_saved
from table_samples import NAMES, small

from siro_desktop.domain.changes import find_changes
from siro_desktop.domain.comparison import Comparison
from siro_desktop.domain.periods import wire_instant

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from siro_desktop.ui.result_page import ResultPage


@pytest.fixture
def compared(page: ResultPage) -> ResultPage:
    page.comparison_body.set_names(NAMES)
    page.show_comparison(small(), from_store=False)
    return page


def test_a_matrix_says_what_its_search_hides(compared: ResultPage, qtbot: QtBot) -> None:
    compared.show_view("matrix")
    matrix = compared.comparison_body.views.matrix
    assert matrix is not None
    title = content_of(compared, NAMES).tables[0].title
    matrix.set_filter("ana")
    (table,) = content_of(compared, NAMES).tables
    assert table.title == f"{title} · 1 of 3 rows: search for “ana”"
    assert [row[0] for row in table.rows] == ["ana", "All together"]
    assert matrix.picture().note == "1 of 3 rows: search for “ana”"
    matrix.set_filter("")
    assert matrix.picture().note == ""


def test_a_difference_says_what_its_sides_are(compared: ResultPage) -> None:
    compared.show_view("difference")
    content = content_of(compared, NAMES)
    assert content.notes[:2] == ("A: Cid, 5–11 Oct 2026", "B: Cid, 12–18 Oct 2026")
    view = compared.comparison_body.views.difference
    assert view is not None
    assert list(content.notes[2:]) == view.notes.texts()  # not those of the whole comparison
    assert content.tables[0].title == "Difference"


@pytest.mark.parametrize("is_compared", [True, False])
def test_changes_say_since_when_and_that_there_are_none(page: ResultPage, *, is_compared: bool) -> None:
    """What is printed says what it is held against, also where there is no row that would."""
    saved = small().saved if is_compared else make_saved()
    if is_compared:
        page.show_comparison(Comparison(saved), from_store=False)
    else:
        page.show_result(saved, from_store=False)
    page.show_view("changes")
    assert content_of(page, NAMES).facts[-1] == ("Changes", "Looking for the copy before")

    since = datetime(2026, 10, 31, 12, 0, tzinfo=UTC)
    was = {key: replace(one, recordings_evaluated=0, fetched_at=since) for key, one in saved.answers.items()}
    page.show_changes(find_changes(saved.plan, was, saved.answers))
    said = content_of(page, NAMES).facts[-1][1]
    assert said.startswith("Since 31 Oct 2026 06:00: ")
    assert said.endswith(", nothing else.")

    page.show_changes(
        find_changes(
            saved.plan, {key: replace(one, fetched_at=since) for key, one in saved.answers.items()}, saved.answers
        )
    )
    assert content_of(page, NAMES).facts[-1] == ("Changes", "Nothing changed since 31 Oct 2026 06:00.")
    page.show_changes(find_changes(saved.plan, {}, saved.answers))
    assert content_of(page, NAMES).facts[-1] == ("Changes", "This is the first copy of these figures.")
    page.show_changes(None)
    assert content_of(page, NAMES).facts[-1] == ("Changes", "What changed is not known")


def test_a_leaderboard_says_since_when_who_moved(compared: ResultPage, qtbot: QtBot) -> None:
    """In the window the choice above the board says it."""
    compared.show_view("leaderboard")
    board = compared.comparison_body.views.leaderboard
    assert board is not None
    average = board._average.text()
    assert average
    said = f"Change since 5–11 Oct 2026. {average}"
    assert content_of(compared, NAMES).facts[-1] == ("Leaderboard", said)
    assert board.picture().note == said
    board._period.setCurrentIndex(0)  # nothing is before it
    board._period.activated.emit(0)
    said = board._average.text()
    assert content_of(compared, NAMES).facts[-1] == ("Leaderboard", said)
    assert board.picture().note == said


def test_one_answer_that_is_held_against_another_is_reported_as_a_difference(page: ResultPage) -> None:
    page.show_comparison(Comparison(make_saved()), from_store=False)
    page.comparison_body.offer_result(replace(make_saved(), id=9))
    content = content_of(page, NAMES)
    assert content.tables[0].title == "Difference"
    assert content.notes[1].startswith("B: ")


def test_a_report_of_a_difference_says_inside_and_in_its_name_what_both_sides_are(page: ResultPage) -> None:
    shown = make_saved()
    page.show_comparison(Comparison(shown), from_store=False)
    early = replace(shown.plan.query.period, end=shown.plan.query.period.start + timedelta(days=7))
    asked = replace(shown.plan.query, period=early)
    plan = replace(shown.plan, query=asked, cells=tuple(replace(cell, query=asked) for cell in shown.plan.cells))
    other = replace(shown, id=9, plan=plan)
    page.comparison_body.offer_result(other)
    view = page.comparison_body.views.difference
    assert view is not None
    sides = view.sides()
    assert sides is not None
    content = content_of(page, NAMES)
    assert " against " in content.file_name
    told = json.loads(content.about)["sides"]
    periods = [told[side]["answer"]["query"]["period"]["end_excluded"] for side in ("a", "b")]
    assert periods == [wire_instant(side.query.period.end) for side in sides]
    assert len(set(periods)) == 2
    assert {told[side]["answer"]["recordings_evaluated"] for side in ("a", "b")} == {148}

    page.show_view("table")
    content = content_of(page, NAMES)
    assert " against " not in content.file_name
    assert "sides" not in json.loads(content.about)


def test_the_figures_below_bars_are_those_that_the_search_leaves(compared: ResultPage) -> None:
    body = compared.comparison_body
    compared.show_view("bars")
    body.search_box.setText("ana")
    body._on_search()
    (table,) = content_of(compared, NAMES).tables
    assert [row[0] for row in table.rows] == ["ana", "All together"]
    compared.show_view("trend")  # where nothing is searched
    (table,) = content_of(compared, NAMES).tables
    assert [row[0] for row in table.rows] == ["Cid", "ana", "Ben", "All together"]
    compared.show_view("matrix")
    (table,) = content_of(compared, NAMES).tables
    assert [row[0] for row in table.rows] == ["ana", "All together"]


def test_the_figures_below_a_trend_are_of_the_metric_that_it_draws(compared: ResultPage) -> None:
    state = compared.comparison_body.state
    compared.show_view("matrix")
    compared.show_view("trend")
    state.choose_metric(1)
    state.set_least(5)
    (table,) = content_of(compared, NAMES).tables
    assert table.title == state.comparison.metrics[1].name  # type: ignore[union-attr]
    assert table.rows[0][1:] == ("1:00\nn 12", "·\nn 2")
