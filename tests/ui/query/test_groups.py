"""Groups of ids in the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from siro_desktop.domain.own_names import IdGroup
from siro_desktop.domain.query import EntityType
from siro_desktop.ui.entity_types_field import EntityTypesInput
from siro_desktop.ui.ids_field import IdsInput

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from pytestqt.qtbot import QtBot

    from siro_desktop.ui.groups_button import GroupsButton
    from siro_desktop.ui.query_form import QueryForm

NEW_HIRES = IdGroup("New hires & co", EntityType.USER, ("user_2", "user_1"))
NORTH = IdGroup("North", EntityType.TEAM, ("team_1",))


@pytest.fixture
def button(form: QueryForm) -> GroupsButton:
    form.groups.set_groups((NEW_HIRES, NORTH))
    return form.groups


def ids_of(form: QueryForm) -> IdsInput:
    found = form.findChild(IdsInput)
    assert found is not None
    return found


def types_of(form: QueryForm) -> EntityTypesInput:
    found = form.findChild(EntityTypesInput)
    assert found is not None
    return found


def entry(button: GroupsButton, text: str, *, instead: bool = False) -> QAction:
    menu = button.findChild(QMenu, "ids_groups_instead" if instead else "ids_groups_menu")
    assert menu is not None
    menu.aboutToShow.emit()
    return next(action for action in menu.actions() if action.text().startswith(text))


def test_a_group_is_added_to_what_is_there(form: QueryForm, button: GroupsButton) -> None:
    ids_of(form).set_ids(("user_3", "user_1"))
    changes: list[bool] = []
    form.changed.connect(lambda: changes.append(True))
    action = entry(button, "New hires")
    assert action.text() == "New hires && co · 2 reps"
    action.trigger()

    assert ids_of(form).ids() == ("user_3", "user_1", "user_2")
    assert changes


def test_a_group_takes_the_place_of_what_is_there(form: QueryForm, button: GroupsButton) -> None:
    ids_of(form).set_ids(("user_3",))
    entry(button, "New hires", instead=True).trigger()

    assert ids_of(form).ids() == ("user_2", "user_1")


def test_the_type_switches_along_and_other_ids_stay_with_theirs(form: QueryForm, button: GroupsButton) -> None:
    ids_of(form).set_ids(("user_3",))
    entry(button, "North").trigger()
    assert types_of(form).entity_types() == (EntityType.TEAM,)
    assert ids_of(form).ids() == ("team_1",)

    entry(button, "New hires").trigger()
    assert ids_of(form).ids() == ("user_3", "user_2", "user_1")


def test_where_several_types_are_on_the_groups_type_joins_them(form: QueryForm, button: GroupsButton) -> None:
    types_of(form).several_switch.setChecked(True)
    entry(button, "New hires").trigger()
    entry(button, "North").trigger()

    assert types_of(form).entity_types() == (EntityType.USER, EntityType.TEAM)
    assert ids_of(form).ids() == ("user_2", "user_1", "team_1")


def test_the_ids_of_the_form_become_a_group(form: QueryForm, button: GroupsButton) -> None:
    wanted: list[IdGroup] = []
    button.save_requested.connect(wanted.append)
    assert not entry(button, "&Save").isEnabled()
    ids_of(form).set_ids(("user_3", "x"))
    entry(button, "&Save").trigger()

    assert wanted == [IdGroup("", EntityType.USER, ("user_3", "x"))]


def test_the_button_is_reached_by_keyboard_and_opens_the_groups(qtbot: QtBot, button: GroupsButton) -> None:
    wanted: list[bool] = []
    button.edit_requested.connect(lambda: wanted.append(True))
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    entry(button, "&Edit").trigger()

    assert wanted == [True]


def test_with_several_types_each_name_says_its_kind(form: QueryForm) -> None:
    types_of(form).set_entity_types((EntityType.USER, EntityType.TEAM), several=True)
    form._on_filter_by_changed()
    notes = {named.id: named.note for named in ids_of(form)._index.names}

    assert notes["user_1"] == "Reps · Team North"
    assert notes["team_1"] == "Teams"
