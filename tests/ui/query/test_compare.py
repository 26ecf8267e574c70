"""Into what a question is taken apart: what can be chosen, what is kept, and what is said about it."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDateEdit, QLabel, QLineEdit, QSpinBox, QWidget
from query_samples import TODAY, child, make_profile
from struct_strategies import builds

from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.periods import DateRange, local_period
from siro_desktop.domain.plan import NOT_COMPARED, PLAN_UNITS, CompareBy, CompareEntities
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.question import Question
from siro_desktop.domain.relative_periods import MAX_COUNT, Offset, RelativePeriod
from siro_desktop.errors import QueryError

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from siro_desktop.ui.query_form import QueryForm

TEAMS = Question(
    organization_id="org_123",
    conversation_type_id="conv_456",
    period=DateRange(date(2026, 10, 1), date(2026, 10, 31)),
    filter_by=(EntityType.TEAM,),
    ids=("team_1", "team_2"),
)
COUNTS = st.integers(1, MAX_COUNT)
PERIODS = st.one_of(
    builds(RelativePeriod, st.sampled_from(Unit)),
    builds(RelativePeriod, st.sampled_from([unit for unit in Unit if unit is not Unit.DAY]), to_date=st.just(True)),
    builds(RelativePeriod, st.sampled_from(Unit), st.integers(1, 100), with_current=st.just(False)),
    builds(RelativePeriod, st.sampled_from(Unit), st.integers(1, 100), st.just(True), st.just(True)),
    st.just(TEAMS.period),
)
COMPARED = st.one_of(
    builds(CompareBy, entities=st.sampled_from(CompareEntities), unit=st.sampled_from([None, *PLAN_UNITS])),
    builds(CompareBy, offset=builds(Offset, COUNTS, st.sampled_from([None, *Unit]))),
    builds(
        CompareBy,
        entities=st.sampled_from([CompareEntities.EACH, CompareEntities.MEMBERS]),
        with_whole=st.booleans(),
    ),
)


def choose(form: QueryForm, name: str, text: str) -> None:
    combo = child(form, QComboBox, name)
    row = combo.findText(text)
    assert row >= 0, [combo.itemText(at) for at in range(combo.count())]
    combo.setCurrentIndex(row)


def offered(form: QueryForm, name: str) -> list[str]:
    combo = child(form, QComboBox, name)
    return [combo.itemText(row) for row in range(combo.count()) if combo.itemText(row)]


def test_at_first_nothing_is_compared_and_no_extra_is_in_sight(form: QueryForm) -> None:
    form.set_question(TEAMS)
    assert form.to_question() == TEAMS
    assert form.to_question().compare_by == NOT_COMPARED
    for name in ("compare_with_whole", "compare_count", "compare_instants", "period_count", "period_to_date"):
        assert not child(form, QWidget, name).isVisible(), name


def test_a_question_that_compares_nothing_has_one_line_for_that(form: QueryForm, qtbot: QtBot) -> None:
    def are_side_by_side() -> bool:
        tops = [child(form, QWidget, name).mapTo(form, QPoint(0, 0)).y() for name in ("compare", "compare_periods")]
        return tops[0] == tops[1]

    form.set_question(TEAMS)
    qtbot.waitUntil(are_side_by_side)
    choose(form, "compare_periods", "By week")
    qtbot.waitUntil(lambda: not are_side_by_side())
    form.clear()
    qtbot.waitUntil(are_side_by_side)


@pytest.mark.parametrize(
    ("text", "compare_by"),
    [
        ("By day", CompareBy(unit=Unit.DAY)),
        ("By week", CompareBy(unit=Unit.WEEK)),
        ("By month", CompareBy(unit=Unit.MONTH)),
        ("By quarter", CompareBy(unit=Unit.QUARTER)),
        ("The previous period", CompareBy(offset=Offset())),
        ("The same period last year", CompareBy(offset=Offset(1, Unit.YEAR))),
        ("Nothing", NOT_COMPARED),
    ],
)
def test_periods_can_be_compared(form: QueryForm, text: str, compare_by: CompareBy) -> None:
    form.set_question(replace(TEAMS, compare_by=CompareBy(offset=Offset(3, Unit.DAY))))
    choose(form, "compare_periods", text)
    assert form.to_question() == replace(TEAMS, compare_by=compare_by)
    assert not child(form, QWidget, "compare_count").isVisible()


@pytest.mark.parametrize(
    ("unit", "offset"),
    [("weeks before", Offset(52, Unit.WEEK)), ("years before", Offset(52, Unit.YEAR)), ("periods before", Offset(52))],
)
def test_an_earlier_period_of_ones_own(form: QueryForm, unit: str, offset: Offset) -> None:
    form.set_question(TEAMS)
    choose(form, "compare_periods", "An earlier period…")
    assert child(form, QWidget, "compare_count").isVisible()
    child(form, QSpinBox, "compare_count_number").setValue(52)
    choose(form, "compare_count_unit", unit)
    assert form.to_question().compare_by == CompareBy(offset=offset)


def test_one_of_a_unit_is_said_so(form: QueryForm) -> None:
    choose(form, "compare_periods", "An earlier period…")
    child(form, QSpinBox, "compare_count_number").setValue(1)
    assert "week before" in offered(form, "compare_count_unit")
    child(form, QSpinBox, "compare_count_number").setValue(2)
    assert "weeks before" in offered(form, "compare_count_unit")


def test_all_together_can_stand_beside_those_that_are_taken_apart(form: QueryForm) -> None:
    form.set_question(TEAMS)
    switch = child(form, QAbstractButton, "compare_with_whole")
    choose(form, "compare", "Each one alone")
    assert switch.isVisible()
    switch.click()
    assert form.to_question().compare_by == CompareBy(entities=CompareEntities.EACH, with_whole=True)
    choose(form, "compare", "All together")
    assert not switch.isVisible()
    assert form.to_question().compare_by == NOT_COMPARED


def test_members_are_offered_where_the_ids_name_teams(form: QueryForm) -> None:
    form.set_question(TEAMS)
    choose(form, "compare", "Each member of the teams")
    assert form.to_question().compare_by == CompareBy(entities=CompareEntities.MEMBERS)
    child(form, QAbstractButton, "filter_by_user").click()
    assert "Each member of the teams" not in offered(form, "compare")
    assert child(form, QComboBox, "compare").currentText() == "Each one alone"
    child(form, QAbstractButton, "filter_by_team").click()
    assert form.to_question().compare_by == CompareBy(entities=CompareEntities.MEMBERS), "the wish comes back"
    child(form, QAbstractButton, "filter_by_several").click()
    child(form, QAbstractButton, "filter_by_user").click()
    assert "Each member of the teams" not in offered(form, "compare")


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PERIODS, COMPARED)
def test_question_in_question_out(form: QueryForm, period: RelativePeriod | DateRange, compare_by: CompareBy) -> None:
    question = replace(TEAMS, period=period, compare_by=compare_by)
    form.set_question(question)
    try:
        assert form.to_question() == question
    except QueryError:  # a period too far away is said; it is kept all the same
        assert form.problems() or form.question_so_far() is None
    draft = json.loads(json.dumps(form.draft()))
    form.clear()
    form.restore_draft(draft)
    assert form.draft() == draft


def test_every_choice_is_told_for_the_draft(form: QueryForm, qtbot: QtBot) -> None:
    form.set_question(TEAMS)
    for name, text in (("compare", "Each one alone"), ("compare_periods", "An earlier period…")):
        with qtbot.waitSignal(form.changed):
            choose(form, name, text)
    with qtbot.waitSignal(form.changed):
        child(form, QAbstractButton, "compare_with_whole").click()
    with qtbot.waitSignal(form.changed):
        child(form, QSpinBox, "compare_count_number").setValue(7)


def test_a_draft_of_the_first_version_is_read(form: QueryForm) -> None:
    form.restore_draft(
        {
            "version": 1,
            "conversation_type": {"id": "conv_456", "text": "Roof inspection"},
            "period": {"preset": "last-30-days"},
            "filter_by": ["TEAM"],
            "several": False,
            "ids": {"TEAM": ["team_1", "team_2"]},
            "typed": "",
            "group_by": [],
            "organization_id": None,
        }
    )
    assert form.to_question() == replace(TEAMS, period=RelativePeriod(Unit.DAY, 30, with_current=False))


def test_the_instants_of_the_earlier_period_are_shown(form: QueryForm) -> None:
    form.set_question(replace(TEAMS, compare_by=CompareBy(offset=Offset())))
    instants = child(form, QLabel, "compare_instants")
    assert instants.isVisible()
    assert instants.text() == "Beside it 2026-09-01T06:00:00Z\nto 2026-10-01T05:59:59.999Z"
    child(form, QDateEdit, "start").setDate(QDate(2026, 10, 30))
    assert instants.text() == "Beside it 2026-10-28T06:00:00Z\nto 2026-10-30T05:59:59.999Z"
    choose(form, "compare_periods", "By week")
    assert not instants.isVisible()


def test_an_earlier_period_that_there_is_not_is_said_at_once(form: QueryForm) -> None:
    form.set_question(TEAMS)
    choose(form, "compare_periods", "An earlier period…")
    choose(form, "compare_count_unit", "years before")
    child(form, QSpinBox, "compare_count_number").setValue(900)
    assert "too far away" in form.problems()["compare_by"]
    child(form, QSpinBox, "compare_count_number").setValue(9)
    assert form.problems() == {}


def test_a_problem_with_a_comparison_stands_beside_it(form: QueryForm) -> None:
    form.show_error(QueryError("compare_by", "There is no such earlier period."))
    assert form.problems() == {"compare_by": "There is no such earlier period."}
    assert form.focusWidget() is child(form, QComboBox, "compare_periods")


def paste_ids(form: QueryForm, qtbot: QtBot, count: int) -> None:
    QGuiApplication.clipboard().setText("\n".join(f"user_{number:05d}" for number in range(count)))
    qtbot.keyClick(child(form, QLineEdit, "ids"), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_ten_thousand_pasted_ids_can_be_compared_one_by_one(form: QueryForm, qtbot: QtBot) -> None:
    """Each of them is a question of its own, so no address is too long; all together beside them would be one."""
    form.set_question(replace(TEAMS, ids=("team_1",)))
    paste_ids(form, qtbot, 10_000)
    choose(form, "compare", "Each one alone")
    asked: list[Question] = []
    form.run_requested.connect(asked.append)
    form.run()
    assert [len(question.ids) for question in asked] == [10_001]
    child(form, QAbstractButton, "compare_with_whole").click()
    form.run()
    assert len(asked) == 1
    assert "10,001 ids are too many" in form.problems()["ids"]


def test_a_question_is_the_same_as_its_query_today(form: QueryForm) -> None:
    form.set_question(replace(TEAMS, period=RelativePeriod.parse("last-2-weeks"), compare_by=CompareBy(unit=Unit.WEEK)))
    query = form.to_query()
    days = RelativePeriod.parse("last-2-weeks").days(TODAY, make_profile().calendar)
    assert query.period == local_period(days, make_profile().zone)
    assert (query.ids, query.filter_by) == (TEAMS.ids, TEAMS.filter_by)
