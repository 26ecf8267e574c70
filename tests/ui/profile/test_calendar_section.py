"""How days are counted on a connection, and the limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from profile_kit import child, drafts_of, open_dialog, save
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QComboBox, QLineEdit, QListWidget, QSpinBox, QToolButton, QWidget

from siro_desktop.domain.profile import NUMBER_RANGES, Profile
from siro_desktop.errors import ProfileError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from siro_desktop.ui.profile_dialog import ProfileDialog

SUNDAY = 6
ACME = Profile(
    id="acme", name="Acme", authorization_endpoint="https://auth.example/authorize", client_id="client", week_start=0
)
OTHER = replace(ACME, id="other", name="Other", week_start=5, fiscal_start=7, thin_sample=30)


@pytest.fixture
def locale() -> Iterator[None]:
    former = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    yield
    QLocale.setDefault(former)


def saved(dialog: ProfileDialog) -> Profile:
    drafts = drafts_of(dialog)
    save(dialog)
    assert len(drafts) == 1
    return drafts[0].profile


def choose(dialog: QWidget, name: str, text: str) -> None:
    box = child(dialog, QComboBox, name)
    row = box.findText(text)
    assert row >= 0, text
    box.setCurrentIndex(row)


@pytest.mark.usefixtures("locale")
def test_what_is_chosen_is_saved(qtbot: QtBot) -> None:
    dialog = open_dialog(qtbot, ACME, shown=ACME)
    choose(dialog, "week_start", "Saturday")
    choose(dialog, "fiscal_start", "April")
    for name, number in (("requests_per_minute", 300), ("late_scores_days", 0), ("thin_sample", 20)):
        child(dialog, QSpinBox, name).setValue(number)
    assert saved(dialog) == replace(
        ACME, week_start=5, fiscal_start=4, requests_per_minute=300, late_scores_days=0, thin_sample=20
    )


def test_what_is_not_touched_stays(qtbot: QtBot) -> None:
    assert saved(open_dialog(qtbot, OTHER, shown=OTHER)) == OTHER


@pytest.mark.usefixtures("locale")
def test_a_new_connection_begins_with_the_first_day_of_this_computers_weeks(qtbot: QtBot) -> None:
    dialog = open_dialog(qtbot)
    assert child(dialog, QComboBox, "week_start").currentText() == "Sunday"
    for name, text in (
        ("name", "New"),
        ("client_id", "client"),
        ("authorization_endpoint", "https://auth.example/authorize"),
    ):
        child(dialog, QLineEdit, name).setText(text)
    profile = saved(dialog)
    assert profile.week_start == SUNDAY
    assert (profile.fiscal_start, profile.requests_per_minute, profile.thin_sample) == (1, 1000, 5)


@pytest.mark.usefixtures("locale")
def test_it_is_open_where_something_is_out_of_the_ordinary(qtbot: QtBot) -> None:
    dialog = open_dialog(qtbot)
    switch = child(dialog, QToolButton, "profile_calendar")
    assert not switch.isChecked()
    assert not child(dialog, QComboBox, "week_start").isVisible()
    switch.click()
    assert child(dialog, QComboBox, "week_start").isVisible()
    other = open_dialog(qtbot, OTHER, shown=OTHER)
    assert child(other, QSpinBox, "thin_sample").isVisible()


@pytest.mark.parametrize("name", ["requests_per_minute", "late_scores_days", "thin_sample"])
def test_no_number_out_of_range_can_be_typed(qtbot: QtBot, name: str) -> None:
    dialog = open_dialog(qtbot, ACME, shown=ACME)
    box = child(dialog, QSpinBox, name)
    assert (box.minimum(), box.maximum()) == NUMBER_RANGES[name]


def test_an_edit_takes_its_problem_away_and_no_other(qtbot: QtBot) -> None:
    dialog = open_dialog(qtbot, ACME, shown=ACME)
    dialog.show_error(ProfileError("thin_sample", "This does not work."))
    choose(dialog, "fiscal_start", child(dialog, QComboBox, "fiscal_start").itemText(3))
    assert dialog.form.field("thin_sample").problem
    child(dialog, QSpinBox, "thin_sample").setValue(9)
    assert not dialog.form.field("thin_sample").problem


def test_numbers_come_back_with_their_connection(qtbot: QtBot) -> None:
    dialog = open_dialog(qtbot, ACME, OTHER, shown=ACME)
    child(dialog, QSpinBox, "thin_sample").setValue(77)
    rows = child(dialog, QListWidget, "profile_list")
    rows.setCurrentRow(1)
    assert child(dialog, QSpinBox, "thin_sample").value() == 30
    rows.setCurrentRow(0)
    assert child(dialog, QSpinBox, "thin_sample").value() == 77
