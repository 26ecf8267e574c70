"""What was typed and chosen becomes a query, or a problem beside its field."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDateEdit, QLabel, QLineEdit, QPushButton, QSpinBox, QWidget
from query_samples import child

from siro_desktop.domain.calendar import Calendar
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.relative_periods import RelativePeriod
from siro_desktop.errors import QueryError
from siro_desktop.ui.field import Field
from siro_desktop.ui.period_field import PeriodInput

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from siro_desktop.domain.question import Question
    from siro_desktop.ui.query_form import QueryForm


def choose_type(form: QueryForm, text: str, qtbot: QtBot) -> None:
    line = child(form, QComboBox, "conversation_type_id").lineEdit()
    assert line is not None
    line.selectAll()
    qtbot.keyClicks(line, text)


def add_id(form: QueryForm, text: str, qtbot: QtBot) -> None:
    line = child(form, QLineEdit, "ids")
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def complete(form: QueryForm, qtbot: QtBot) -> None:
    choose_type(form, "conv_456", qtbot)
    add_id(form, "x_9", qtbot)


def press(form: QueryForm, name: str) -> None:
    child(form, QAbstractButton, name).click()


def test_typed_ids_make_a_query(form: QueryForm, qtbot: QtBot) -> None:
    complete(form, qtbot)
    query = form.to_query()
    assert query.organization_id == "org_123"
    assert query.conversation_type_id == "conv_456"
    assert query.filter_by == (EntityType.USER,)
    assert query.ids == ("x_9",)
    assert query.group_by == ()
    assert query.period.start == datetime(2026, 10, 1, 6, tzinfo=UTC)
    assert query.period.end == datetime(2026, 11, 1, 6, tzinfo=UTC)


def test_a_conversation_type_can_be_chosen_by_name(form: QueryForm, qtbot: QtBot) -> None:
    complete(form, qtbot)
    combo = child(form, QComboBox, "conversation_type_id")
    combo.setCurrentIndex(1)
    combo.activated.emit(1)
    assert form.to_query().conversation_type_id == "conv_457"


def test_a_typed_name_of_a_conversation_type_stands_for_its_id(form: QueryForm, qtbot: QtBot) -> None:
    complete(form, qtbot)
    choose_type(form, "roof INSPECTION", qtbot)
    assert form.to_query().conversation_type_id == "conv_456"


def test_an_unknown_conversation_type_is_taken_as_an_id(form: QueryForm, qtbot: QtBot) -> None:
    complete(form, qtbot)
    choose_type(form, "brand_new_7", qtbot)
    assert form.to_query().conversation_type_id == "brand_new_7"


def test_return_takes_the_only_conversation_type_whose_name_has_what_was_typed(form: QueryForm, qtbot: QtBot) -> None:
    complete(form, qtbot)
    choose_type(form, "close kit", qtbot)
    combo = child(form, QComboBox, "conversation_type_id")
    with qtbot.waitSignal(form.changed):
        qtbot.keyClick(combo.lineEdit(), Qt.Key.Key_Return)
    assert combo.currentText() == "Kitchen-table close"
    assert form.to_query().conversation_type_id == "conv_457"


def test_leaving_the_line_takes_it_too(form: QueryForm, qtbot: QtBot) -> None:
    complete(form, qtbot)
    form.show()
    form.activateWindow()
    choose_type(form, "roof", qtbot)
    line = child(form, QComboBox, "conversation_type_id").lineEdit()
    line.completer().popup().hide()
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    assert form.to_query().conversation_type_id == "conv_456"


def test_a_part_of_a_conversation_type_s_name_is_not_asked_as_an_id(form: QueryForm, qtbot: QtBot) -> None:
    complete(form, qtbot)
    choose_type(form, "e", qtbot)  # both types have one
    assert "“e” is not chosen yet" in problem_after(form, "conversation_type_id")
    assert form.question_so_far() is None
    assert form.as_typed().conversation_type_id == "e"


@pytest.mark.parametrize("kind", list(EntityType))
def test_each_type_can_be_filtered_by(form: QueryForm, qtbot: QtBot, kind: EntityType) -> None:
    choose_type(form, "conv_456", qtbot)
    press(form, f"filter_by_{kind.lower()}")
    if kind is not EntityType.ORGANIZATION:
        add_id(form, "some_1", qtbot)
    assert form.to_query().filter_by == (kind,)


def test_several_types_at_once(form: QueryForm, qtbot: QtBot) -> None:
    complete(form, qtbot)
    press(form, "filter_by_several")
    press(form, "filter_by_team")
    assert form.to_query().filter_by == (EntityType.USER, EntityType.TEAM)
    press(form, "filter_by_user")
    press(form, "filter_by_team")
    with pytest.raises(QueryError) as caught:
        form.to_query()
    assert caught.value.field == "filter_by"


def test_the_organization_alone_brings_its_own_id(form: QueryForm, qtbot: QtBot) -> None:
    choose_type(form, "conv_456", qtbot)
    press(form, "filter_by_organization")
    assert form.to_query().ids == ("org_123",)


def test_ids_of_a_type_come_back_with_the_type(form: QueryForm, qtbot: QtBot) -> None:
    """Nothing typed is lost by looking at another type."""
    complete(form, qtbot)
    press(form, "filter_by_team")
    with pytest.raises(QueryError):
        form.to_query()
    add_id(form, "team_7", qtbot)
    press(form, "filter_by_user")
    assert form.to_query().ids == ("x_9",)
    press(form, "filter_by_team")
    assert form.to_query().ids == ("team_7",)


def test_group_by_takes_none_one_or_several(form: QueryForm, qtbot: QtBot) -> None:
    complete(form, qtbot)
    button = child(form, QAbstractButton, "group_by")
    assert button.text() == "Nothing"
    for name in ("group_by_team", "group_by_user"):
        action = button.findChild(QAction, name)
        assert action is not None
        action.trigger()
    assert form.to_query().group_by == (EntityType.USER, EntityType.TEAM)
    assert button.text() == "Reps, Teams"
    nothing = button.findChild(QAction, "group_by_none")
    assert nothing is not None
    nothing.trigger()
    assert form.to_query().group_by == ()
    assert nothing.isChecked()


def test_another_organization_can_be_typed(form: QueryForm, qtbot: QtBot) -> None:
    complete(form, qtbot)
    press(form, "query_more")
    line = child(form, QLineEdit, "organization_id")
    line.clear()
    qtbot.keyClicks(line, " org_9 ")
    assert form.to_query().organization_id == "org_9"


def test_days_of_ones_own_include_the_last_day(form: QueryForm, qtbot: QtBot) -> None:
    complete(form, qtbot)
    child(form, QDateEdit, "start").setDate(QDate(2026, 10, 5))
    child(form, QDateEdit, "end").setDate(QDate(2026, 10, 5))
    query = form.to_query()
    assert (query.period.start, query.period.end) == (
        datetime(2026, 10, 5, 6, tzinfo=UTC),
        datetime(2026, 10, 6, 6, tzinfo=UTC),
    )
    assert child(form, QComboBox, "period_preset").currentText() == "Custom"


@pytest.mark.parametrize(
    ("first", "last", "sent"),
    [
        (date(2026, 3, 8), date(2026, 3, 8), ("2026-03-08T07:00:00Z", "2026-03-09T05:59:59.999Z")),  # 23 hours
        (date(2026, 11, 1), date(2026, 11, 1), ("2026-11-01T06:00:00Z", "2026-11-02T06:59:59.999Z")),  # 25 hours
    ],
)
def test_the_instants_that_will_be_sent_are_shown(
    form: QueryForm, first: date, last: date, sent: tuple[str, str]
) -> None:
    """Where clocks change, the day is shorter or longer."""
    child(form, QDateEdit, "start").setDate(QDate(first.year, first.month, first.day))
    child(form, QDateEdit, "end").setDate(QDate(last.year, last.month, last.day))
    shown = child(form, QLabel, "period_instants").text()
    assert shown == f"Sent as {sent[0]}\nto {sent[1]}"


def test_a_relative_period_follows_the_calendar(qtbot: QtBot) -> None:
    days = [date(2026, 11, 30), date(2026, 12, 1)]
    period = PeriodInput(lambda _zone: days[0])
    qtbot.addWidget(period)
    period.set_chosen(RelativePeriod.parse("this-month"))
    assert period.period().start == datetime(2026, 11, 1, tzinfo=UTC)
    days.pop(0)
    assert period.period().start == datetime(2026, 12, 1, tzinfo=UTC)
    assert period.start_input.date() == QDate(2026, 12, 1)


def test_today_is_asked_for_in_the_profiles_zone(qtbot: QtBot) -> None:
    asked: list[ZoneInfo] = []

    def today(zone: ZoneInfo) -> date:
        asked.append(zone)
        return date(2026, 11, 23)

    period = PeriodInput(today)
    qtbot.addWidget(period)
    period.set_calendar(Calendar(ZoneInfo("Asia/Kathmandu")))
    assert asked[-1] == ZoneInfo("Asia/Kathmandu")


def problem_after(form: QueryForm, name: str) -> str:
    press(form, "query_run")
    return form.problems().get(name, "")


def test_run_says_what_is_missing_beside_the_field(form: QueryForm, qtbot: QtBot) -> None:
    asked: list[Question] = []
    form.run_requested.connect(asked.append)
    assert "conversation type" in problem_after(form, "conversation_type_id")
    line = child(form, QComboBox, "conversation_type_id").lineEdit()
    assert line is not None
    assert form.focusWidget() is line or form.focusWidget() is line.parent()
    choose_type(form, "conv_456", qtbot)
    assert form.problems() == {}, "an edit takes the problem away"
    assert "at least one" in problem_after(form, "ids")
    add_id(form, "x_9", qtbot)
    press(form, "query_run")
    assert form.problems() == {}
    assert [question.ids for question in asked] == [("x_9",)]


def test_an_end_before_the_start_is_said_at_once(form: QueryForm) -> None:
    child(form, QDateEdit, "end").setDate(QDate(2026, 9, 1))
    assert "before the first" in form.problems()["period"]
    child(form, QDateEdit, "end").setDate(QDate(2026, 10, 2))
    assert form.problems() == {}


def test_ten_thousand_ids_are_refused_beside_the_ids(form: QueryForm, qtbot: QtBot) -> None:
    choose_type(form, "conv_456", qtbot)
    QGuiApplication.clipboard().setText("\n".join(f"user_{number:05d}" for number in range(10_000)))
    qtbot.keyClick(child(form, QLineEdit, "ids"), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "10,000 ids are too many" in problem_after(form, "ids")


@pytest.mark.parametrize(
    ("field", "shown_at"),
    [
        ("organization_id", "organization_id"),
        ("conversation_type_id", "conversation_type_id"),
        ("start", "period"),
        ("end", "period"),
        ("filter_by", "filter_by"),
        ("ids", "ids"),
        ("group_by", "group_by"),
        ("limit", ""),
        ("", ""),
    ],
)
def test_an_error_stands_beside_the_field_that_it_names(form: QueryForm, field: str, shown_at: str) -> None:
    """A 422 from Siro takes the same way; a field that the form has not stands at the top."""
    form.show_error(QueryError(field, "Siro did not take this."))
    assert form.problems() == {shown_at: "Siro did not take this."}
    if field in {"organization_id", "start", "end"}:
        assert child(form, QWidget, field).isVisibleTo(form)
        assert form.focusWidget() is child(form, QWidget, field)
    form.clear_errors()
    assert form.problems() == {}


def test_pointing_at_a_field_says_what_it_is_for_and_a_problem_its_details(form: QueryForm) -> None:
    """As the help says: point at a field to read more about it."""
    fields = {field.name: field for field in form.findChildren(Field)}
    before = {name: field.toolTip() for name, field in fields.items()}
    assert all(before.values())
    form.show_error(QueryError("ids", "Siro refused this.", detail="Status 422"))
    assert fields["ids"].toolTip() == "Status 422"
    form.clear_errors()
    assert {name: field.toolTip() for name, field in fields.items()} == before


def test_run_takes_the_half_typed_id(form: QueryForm, qtbot: QtBot) -> None:
    asked: list[Question] = []
    form.run_requested.connect(asked.append)
    choose_type(form, "conv_456", qtbot)
    qtbot.keyClicks(child(form, QLineEdit, "ids"), "user_77")
    form.run()
    assert [question.ids for question in asked] == [("user_77",)]
    assert child(form, QLineEdit, "ids").text() == ""


def test_run_does_not_guess_from_half_a_name(form: QueryForm, qtbot: QtBot) -> None:
    choose_type(form, "conv_456", qtbot)
    qtbot.keyClicks(child(form, QLineEdit, "ids"), "Ann")
    assert "not chosen yet" in problem_after(form, "ids")


def test_run_shows_the_number_that_it_asks_with(form: QueryForm, qtbot: QtBot) -> None:
    complete(form, qtbot)
    presets, number = child(form, QComboBox, "period_preset"), child(form, QSpinBox, "period_count_number")
    presets.setCurrentIndex(presets.findText("Last…"))
    number.setValue(6)
    number.selectAll()
    qtbot.keyClick(number, Qt.Key.Key_Delete)
    assert number.text() == ""
    with qtbot.waitSignal(form.run_requested) as asked:
        form.run()
    assert asked.args[0].period.complete == 6
    assert number.text() == "6"


def test_run_becomes_stop(form: QueryForm, qtbot: QtBot) -> None:
    run = child(form, QPushButton, "query_run")
    assert run.text() == "Run"
    assert "Ctrl+Return" in run.toolTip()
    form.set_running(True)
    assert run.text() == "Stop"
    with qtbot.waitSignal(form.stop_requested), qtbot.assertNotEmitted(form.run_requested):
        run.click()
    form.set_running(False)
    assert run.text() == "Run"
