"""Tabs, the line over the form, templates, dialogs and words about saved queries."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit, QListView, QPushButton, QSpinBox, QTabBar, QToolButton
from saved_samples import DAYS, NAMES, make_question, make_saved

from siro_desktop.domain.periods import DateRange, local_period
from siro_desktop.domain.profile import Profile
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.relative_periods import RelativePeriod
from siro_desktop.domain.templates import Template
from siro_desktop.ui.field import Field
from siro_desktop.ui.held_query import HeldQueryLine
from siro_desktop.ui.query_dialogs import BeforeAfterDialog, NameDialog
from siro_desktop.ui.query_form import QueryForm
from siro_desktop.ui.question_words import question_in_words, question_period_in_words, suggested_name
from siro_desktop.ui.saved_side import SavedSide
from siro_desktop.ui.search_line import SearchLine
from siro_desktop.ui.template_menu import TemplateMenu

PROFILE = Profile(id="acme", name="Acme", organization_id="org_1", time_zone="America/Denver", client_id="c")


def test_tabs_turn_between_queries_and_results(qtbot) -> None:
    side = SavedSide()
    qtbot.addWidget(side)
    side.resize(320, 400)
    side.show()
    tabs = side.findChild(QTabBar, "saved_tabs")
    assert [tabs.tabText(number) for number in range(tabs.count())] == ["Queries", "Results"]
    assert side.results.isVisible()
    assert side.results.search_line.isVisible()
    tabs.setFocus()
    qtbot.keyClick(tabs, Qt.Key.Key_Left)
    assert side.queries.isVisible()
    assert side.queries.search_line.isVisible()
    assert not side.results.search_line.isVisible()
    side.show_results()
    assert side.results.isVisible()


def test_texts_stand_as_far_from_the_edge_as_in_the_form(qtbot) -> None:
    side = SavedSide()
    qtbot.addWidget(side)
    side.resize(320, 400)
    side.show()
    fold = side.findChild(QToolButton, "saved_fold")
    assert fold.mapTo(side, QPoint(fold.width(), 0)).x() == side.width() - 16
    assert side.results.mapTo(side, QPoint(0, 0)).x() == 8  # its lines have 8 more inside


def test_the_list_folds_to_its_tabs_and_comes_back_when_it_is_wanted(qtbot) -> None:
    side = SavedSide()
    qtbot.addWidget(side)
    side.resize(320, 400)
    side.show()
    fold = side.findChild(QToolButton, "saved_fold")
    fold.click()
    assert side.is_folded
    assert not side.results.isVisible()
    assert side.maximumHeight() < 3 * fold.height()
    assert fold.accessibleName() == "Show the list"
    side.show_queries()
    assert not side.is_folded
    assert side.queries.isVisible()
    assert side.maximumHeight() > 10_000


def test_two_results_are_in_view_however_high_the_form_is(qtbot) -> None:
    side = SavedSide()
    qtbot.addWidget(side)
    lines = side.results.findChild(QListView, "saved_list")
    line = lines.fontMetrics().lineSpacing()
    assert lines.minimumHeight() >= min(92, 2 * 2.8 * line)


def test_the_line_over_the_form_says_what_it_holds(qtbot) -> None:
    line = HeldQueryLine()
    qtbot.addWidget(line)
    assert line.text() == ""
    line.show_query(make_saved(1, "Monday board", "Weekly"), is_changed=False)
    assert line.text() == "Weekly / Monday board"
    line.show_query(make_saved(1, "Monday board"), is_changed=True)
    assert line.text() == "Monday board, changed"
    with qtbot.waitSignal(line.save_requested):
        line.findChild(QToolButton, "held_query_save").click()
    line.show_query(None, is_changed=False)
    assert line.isHidden()


def test_every_template_is_offered_and_explained(qtbot) -> None:
    menu = TemplateMenu()
    qtbot.addWidget(menu)
    told = []
    menu.template_chosen.connect(told.append)
    for action in menu.actions():
        assert action.toolTip()
        action.trigger()
    assert told == list(Template)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("today", "today"),
        ("yesterday", "yesterday"),
        ("this-month-to-date", "this month to date"),
        ("last-12-weeks", "last 12 weeks"),
        ("last-2-quarters-to-date", "last 2 quarters to date"),
        ("last-year", "last year"),
    ],
)
def test_periods_that_move_are_said_in_words(period: str, words: str) -> None:
    assert question_period_in_words(RelativePeriod.parse(period)) == words


def test_fixed_periods_are_said_in_words() -> None:
    assert question_period_in_words(DAYS) == "1–31 Oct 2026"
    assert question_period_in_words(DateRange(DAYS.last, DAYS.first)) == "31 Oct 2026 – 1 Oct 2026"
    instants = local_period(DateRange(date(2026, 10, 1), date(2026, 10, 1)), PROFILE.zone)
    assert question_period_in_words(instants) == "1 Oct 2026 06:00 – 2 Oct 2026 06:00"


def test_what_is_open_is_said() -> None:
    question = make_question(conversation_type_id="", ids=())
    assert question_in_words(question, NAMES) == "Conversation type open\nFor whom is open\nlast week"
    assert suggested_name(question, NAMES) == "last week"
    assert suggested_name(make_question(ids=("ana",)), NAMES) == "Ana Ruiz · last week"
    whole = make_question(filter_by=(EntityType.ORGANIZATION,), ids=("org_1",))
    assert suggested_name(whole, None) == "Whole organization · last week"


def test_a_name_is_asked_for_until_it_is_free(qtbot) -> None:
    dialog = NameDialog("Board", "Weekly", ("Weekly",), {("board", "Weekly")})
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    told = []
    dialog.name_chosen.connect(lambda *chosen: told.append(chosen))
    ok, name = dialog.findChild(QPushButton, "query_name_dialog_ok"), dialog.findChild(QLineEdit, "query_name")
    field = next(one for one in dialog.findChildren(Field) if one.name == "name")
    ok.click()
    assert "Choose another name" in field.problem
    name.clear()
    ok.click()
    assert field.problem == "Give the query a name."
    qtbot.keyClicks(name, "Board")
    assert field.problem == ""
    dialog.findChild(QComboBox, "query_folder").setCurrentText(" New ")
    ok.click()
    assert told == [("Board", "New")]


def test_a_long_name_is_shown_from_its_beginning_and_typing_replaces_it(qtbot) -> None:
    dialog = NameDialog("Team of Hugh Pemberton · Roof inspection · 1 September – 31 December 2026", "", (), set())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    name = dialog.findChild(QLineEdit, "query_name")
    qtbot.waitUntil(name.hasFocus)
    assert name.cursorPosition() == 0
    qtbot.keyClicks(name, "Board")
    assert name.text() == "Board"


def test_before_and_after_asks_for_a_day(qtbot) -> None:
    dialog = BeforeAfterDialog(date(2026, 11, 25))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.findChild(QDateEdit, "before_after_day").setDate(QDate(2026, 5, 12))
    dialog.findChild(QSpinBox, "before_after_length").setValue(7)
    said = dialog.findChild(type(dialog._said), "before_after_said").text()
    assert said == "Before: 5–11 May 2026\nAfter: 12–18 May 2026"
    with qtbot.waitSignal(dialog.day_chosen) as chosen:
        dialog.findChild(QPushButton, "before_after_dialog_ok").click()
    assert chosen.args == [date(2026, 5, 12), 7]


@pytest.fixture
def form(qtbot) -> QueryForm:
    made = QueryForm(today=lambda _zone: date(2026, 11, 25))
    qtbot.addWidget(made)
    made.set_profile(PROFILE)
    return made


@pytest.mark.parametrize(
    "question",
    [
        make_question("last-7-days"),
        make_question("last-12-weeks", "entity", "whole"),
        make_question(DAYS, conversation_type_id="", ids=()),
        make_question(filter_by=(EntityType.USER, EntityType.TEAM), group_by=(EntityType.TEAM,)),
        make_question(filter_by=(EntityType.ORGANIZATION,), ids=("org_2",), organization_id="org_2"),
    ],
)
def test_the_form_gives_back_what_it_was_filled_with(form: QueryForm, question) -> None:
    asked = question.within("org_1")
    form.set_question(asked)
    assert form.as_typed() == asked


def test_another_period_is_that_of_the_form(form: QueryForm) -> None:
    form.set_question(make_question("last-12-weeks").within("org_1"))
    form.findChild(QComboBox, "period_preset").setCurrentIndex(0)
    assert form.as_typed().period == RelativePeriod.parse("today")


def test_the_keyboard_is_led_to_what_is_missing(form: QueryForm, qtbot) -> None:
    form.show()
    for field, name in (("conversation_type_id", "conversation_type_id"), ("ids", "ids"), (None, "query_run")):
        form.lead_to(field)
        focused = form.window().focusWidget()
        assert focused is not None
        assert focused.objectName() == name


def test_the_search_names_itself_where_the_word_fits(qtbot) -> None:
    line = SearchLine("some_search", "Search what is saved")
    qtbot.addWidget(line)
    line.resize(300, 30)
    line.show()
    assert line.placeholderText() == "Search"
    line.resize(50, 30)
    qtbot.waitUntil(lambda: line.placeholderText() == "")
    assert line.accessibleName() == line.toolTip() == "Search what is saved"
    line.resize(300, 30)
    qtbot.waitUntil(lambda: line.placeholderText() == "Search")
