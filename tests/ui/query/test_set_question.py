"""A question that was asked before, put into the form."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit
from query_samples import NAMES, TODAY, make_profile

from siro_desktop.domain.names import Names
from siro_desktop.domain.periods import DateRange, local_period
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.question import question_for
from siro_desktop.domain.relative_periods import RelativePeriod

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from siro_desktop.ui.query_form import QueryForm

ZONE = make_profile().zone
QUERY = MetricsQuery(
    organization_id="org_123",
    conversation_type_id="conv_456",
    period=local_period(DateRange(date(2026, 3, 2), date(2026, 3, 20)), ZONE),
    filter_by=(EntityType.USER,),
    ids=("user_1", "user_9"),
    group_by=(EntityType.TEAM,),
)


@pytest.mark.parametrize(
    "query",
    [
        QUERY,
        replace(QUERY, group_by=(), conversation_type_id="conv_unlisted"),
        replace(QUERY, filter_by=(EntityType.USER, EntityType.TEAM), ids=("user_1", "team_1")),
        replace(QUERY, filter_by=(EntityType.ORGANIZATION,), ids=("org_123",)),
        replace(QUERY, organization_id="org_other"),
        replace(QUERY, ids=tuple(f"user_{number}" for number in range(300))),
        replace(QUERY, period=local_period(DateRange(date(2026, 3, 8), date(2026, 3, 8)), ZONE)),  # clocks change
    ],
    ids=["custom", "unknown type", "several types", "organization", "other organization", "many ids", "one day"],
)
def test_the_form_asks_the_same_again(form: QueryForm, query: MetricsQuery) -> None:
    form.set_question(question_for(query))
    assert form.to_query() == query
    form.restore_draft(form.draft())
    assert form.to_query() == query


def test_a_relative_period_moves_on_with_the_calendar(form: QueryForm) -> None:
    last_month = RelativePeriod.parse("last-month")
    question = replace(question_for(QUERY), period=last_month)
    form.set_question(question)
    assert form.to_question() == question
    preset = form.findChild(QComboBox, "period_preset")
    assert preset is not None
    assert preset.currentText() == "Last month"
    days = last_month.days(TODAY, make_profile().calendar)
    assert form.to_query() == replace(QUERY, period=local_period(days, ZONE))


def test_another_organization_is_shown_and_not_hidden(form: QueryForm) -> None:
    form.set_question(question_for(replace(QUERY, organization_id="org_other")))
    line = form.findChild(QLineEdit, "organization_id")
    assert line is not None
    assert line.isVisible()
    assert line.text() == "org_other"
    form.set_question(question_for(QUERY))
    assert not line.isVisible()


def test_names_are_shown_where_they_are_known_now_or_later(form: QueryForm) -> None:
    combo = form.findChild(QComboBox, "conversation_type_id")
    assert combo is not None
    form.set_names(Names())
    form.set_question(question_for(QUERY))
    assert combo.currentText() == "conv_456"
    form.set_names(NAMES)
    assert combo.currentText() == "Roof inspection"
    assert form.to_query() == QUERY


def test_it_is_told_once_for_the_draft_and_old_problems_go(form: QueryForm, qtbot: QtBot) -> None:
    form.clear()
    form.run()
    assert form.problems()
    with qtbot.waitSignal(form.changed):
        form.set_question(question_for(QUERY))
    assert form.problems() == {}


def test_a_period_that_is_not_whole_days_is_widened_to_days_that_are_in_sight(form: QueryForm) -> None:
    """The command line can ask for instants; the form shows the days that it will ask for instead."""
    odd = replace(QUERY.period, end=QUERY.period.end.replace(hour=9))
    form.set_question(question_for(replace(QUERY, period=odd)))
    instants = form.findChild(QLabel, "period_instants")
    assert instants is not None
    assert form.to_query().period.start == QUERY.period.start
    assert form.to_query().period.end >= odd.end
    assert "2026-03-02T07:00:00Z" in instants.text()
