"""Undo in the question: every edit is a step, and all that belongs to the form goes back with it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtGui import QUndoStack
from query_samples import NAMES, TODAY, make_profile

from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.periods import DateRange
from siro_desktop.domain.plan import CompareBy
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.question import Question
from siro_desktop.ui.query_form import QueryForm
from siro_desktop.ui.undo.form_history import FormHistory

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from pytestqt.qtbot import QtBot

OCTOBER = DateRange(date(2026, 10, 1), date(2026, 10, 31))


class Kit:
    """A form with its history; `about` stands for what the window knows of the form, `now` for the clock."""

    def __init__(self, qtbot: QtBot) -> None:
        def today(_zone: ZoneInfo) -> date:
            return TODAY

        self.form = QueryForm(today=today)
        qtbot.addWidget(self.form)
        self.form.set_profile(make_profile())
        self.form.set_names(NAMES)
        self.form.show()
        self.about: Any = "first"
        self.now = 0.0
        self.stack = QUndoStack()
        self.history = FormHistory(self.form, self.stack, lambda: self.about, self._set_about, lambda: self.now)

    def _set_about(self, about: Any) -> None:
        self.about = about

    def set_period(self, first: int) -> None:
        period = self.form._fields.period
        period.set_chosen(DateRange(date(2026, 10, first), date(2026, 10, 31)))
        period.changed.emit()


@pytest.fixture
def kit(qtbot: QtBot) -> Kit:
    return Kit(qtbot)


def test_ids_go_and_come_one_step_at_a_time(kit: Kit) -> None:
    kit.form.add_ids(EntityType.USER, ("a",))
    kit.form.add_ids(EntityType.USER, ("b",))
    assert kit.stack.undoText() == "change of ids"
    kit.stack.undo()
    assert kit.form.as_typed().ids == ("a",)
    kit.stack.undo()
    assert kit.form.as_typed().ids == ()
    kit.stack.redo()
    kit.stack.redo()
    assert kit.form.as_typed().ids == ("a", "b")


def test_quick_changes_of_one_field_are_one_step_and_slow_ones_are_several(kit: Kit) -> None:
    before = kit.form.as_typed().period
    kit.set_period(1)
    kit.now = 0.5
    kit.set_period(2)
    assert kit.stack.count() == 1
    assert kit.stack.undoText() == "change of period"
    kit.now = 5
    kit.set_period(3)
    assert kit.stack.count() == 2
    kit.stack.undo()
    assert kit.form.as_typed().period == DateRange(date(2026, 10, 2), date(2026, 10, 31))
    kit.stack.undo()
    assert kit.form.as_typed().period == before


def test_an_edit_after_undo_is_a_step_of_its_own(kit: Kit) -> None:
    kit.set_period(1)
    kit.stack.undo()
    kit.set_period(2)
    assert kit.stack.count() == 1
    kit.stack.undo()
    assert not kit.stack.canUndo()


def test_another_question_is_one_step_and_takes_what_belongs_to_it_along(kit: Kit) -> None:
    kit.form.add_ids(EntityType.USER, ("a",))
    before = kit.form.as_typed()
    question = Question(
        organization_id="org_1",
        conversation_type_id="roof",
        period=OCTOBER,
        filter_by=(EntityType.TEAM,),
        ids=("t1", "t2"),
        group_by=(),
        compare_by=CompareBy(unit=Unit.WEEK),
    )
    kit.form.set_question(question)
    after = kit.form.as_typed()
    kit.about = "second"
    assert kit.stack.undoText() == "change of query"
    kit.stack.undo()
    assert (kit.form.as_typed(), kit.about) == (before, "first")
    kit.stack.redo()
    assert (kit.form.as_typed(), kit.about) == (after, "second")


def test_another_type_with_its_ids_is_a_change_of_filter(kit: Kit) -> None:
    kit.form.add_ids(EntityType.TEAM, ("t1",))
    texts = [kit.stack.text(place) for place in range(kit.stack.count())]
    assert texts == ["change of filter", "change of ids"]
    kit.stack.undo()
    kit.stack.undo()
    assert kit.form.as_typed().filter_by == (EntityType.USER,)


def test_half_typed_ids_are_no_step_and_stay_when_something_is_undone(kit: Kit) -> None:
    kit.set_period(1)
    entry = kit.form._fields.ids.entry
    entry.setText("half")
    entry.textEdited.emit("half")
    assert kit.stack.count() == 1
    kit.stack.undo()
    assert entry.text() == "half"


def test_after_a_beginning_nothing_of_before_comes_back(kit: Kit) -> None:
    kit.form.restore_draft({"ids": {"USER": ["kept"]}, "filter_by": ["USER"]})
    kit.history.begin()
    kit.form.add_ids(EntityType.USER, ("new",))
    kit.stack.undo()
    assert kit.form.as_typed().ids == ("kept",)


def test_undo_tells_that_the_form_has_changed(qtbot: QtBot, kit: Kit) -> None:
    kit.form.add_ids(EntityType.USER, ("a",))
    with qtbot.waitSignal(kit.form.changed):
        kit.stack.undo()
    assert kit.stack.count() == 1
