"""What was typed survives; what is damaged does no harm."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDateEdit, QLineEdit

from siro_desktop.domain.names import Names
from siro_desktop.errors import QueryError
from siro_desktop.ui.query_form import QueryForm

if TYPE_CHECKING:
    import pytest
    from pytestqt.qtbot import QtBot

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
_KEYS = (
    "version",
    "conversation_type",
    "period",
    "filter_by",
    "several",
    "ids",
    "typed",
    "group_by",
    "organization_id",
)
_WORDS = st.sampled_from(
    ["USER", "TEAM", "custom", "last-month", "2026-02-30", "2026-01-01", "9999-12-31", "0001-01-01"]
)
_INNER = st.dictionaries(st.sampled_from(["id", "text", "preset", "first", "last", "USER"]), _WORDS | json_values)
near_drafts = st.fixed_dictionaries({}, optional={key: json_values | _INNER | st.lists(_WORDS) for key in _KEYS})


def fill(form: QueryForm, qtbot: QtBot) -> None:
    line = form.findChild(QLineEdit, "ids")
    combo = form.findChild(QComboBox, "conversation_type_id")
    start, several = form.findChild(QDateEdit, "start"), form.findChild(QAbstractButton, "filter_by_several")
    assert line is not None
    assert combo is not None
    assert start is not None
    assert several is not None
    line.setFocus()
    qtbot.keyClicks(combo, "Roof insp")
    start.setDate(QDate(2026, 10, 9))
    line.insert("x_1\nx_2")
    several.click()
    team = form.findChild(QAbstractButton, "filter_by_team")
    assert team is not None
    team.click()
    qtbot.keyClicks(line, "half a na")


def test_a_draft_is_json_and_comes_back(form: QueryForm, qtbot: QtBot) -> None:
    fill(form, qtbot)
    draft = json.loads(json.dumps(form.draft()))
    form.clear()
    assert form.draft() != draft
    form.restore_draft(draft)
    assert form.draft() == draft
    line = form.findChild(QLineEdit, "ids")
    assert line is not None
    assert line.text() == "half a na"


def test_a_chosen_name_keeps_its_id_while_names_are_not_known(form: QueryForm, qtbot: QtBot) -> None:
    """Offline after a restart: the draft comes back before any look-up."""
    combo = form.findChild(QComboBox, "conversation_type_id")
    assert combo is not None
    combo.setCurrentIndex(0)
    combo.activated.emit(0)
    draft = form.draft()
    later = QueryForm()
    qtbot.addWidget(later)
    later.set_names(Names())
    later.restore_draft(draft)
    assert later.draft()["conversation_type"] == {"id": "conv_456", "text": "Roof inspection"}


def test_every_edit_is_told(form: QueryForm, qtbot: QtBot) -> None:
    told: list[None] = []
    form.changed.connect(lambda: told.append(None))
    fill(form, qtbot)
    assert len(told) >= len("Roof insp") + len("half a na") + 4


def test_restoring_tells_nothing(form: QueryForm, qtbot: QtBot) -> None:
    fill(form, qtbot)
    with qtbot.assertNotEmitted(form.changed):
        form.restore_draft(form.draft())


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(json_values | near_drafts)
def test_a_damaged_draft_does_no_harm(form: QueryForm, draft: object) -> None:
    form.restore_draft(draft)
    again = form.draft()
    json.dumps(again)
    form.restore_draft(again)
    assert form.draft() == again
    try:
        form.to_query()
    except QueryError:
        form.clear_errors()


def test_each_connection_has_its_own_question(form: QueryForm, qtbot: QtBot, request: pytest.FixtureRequest) -> None:
    """Ids of one organization never stand in a question to another."""
    from msgspec.structs import replace

    fill(form, qtbot)
    draft, own = form.draft(), form._profile
    assert own is not None
    form.set_profile(replace(own, id="other", organization_id="org_9"))
    assert "x_1" not in json.dumps(form.draft())
    organization = form.findChild(QLineEdit, "organization_id")
    assert organization is not None
    assert organization.text() == "org_9"
    form.set_profile(own)
    assert form.draft() == draft
