"""What may stand in the fields of a connection, and what is said beside one that is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from profile_kit import ACME, child, drafts_of, open_dialog, save, write
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QToolButton,
)

from siro_desktop.errors import ProfileError

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("api_base_url", "http://api.siro.ai"),
        ("api_base_url", ""),
        ("token_endpoint", "ftp://x"),
        ("revocation_endpoint", "not an address"),
        ("issuer", "https://user:pass@example.com"),
        ("recording_address", "https://web.example/recordings"),
        ("proxy", "socks5://proxy.example"),
        ("redirect_ports", "80"),
        ("redirect_ports", "8400, x"),
        ("redirect_host", "example.com"),
    ],
)
def test_a_wrong_field_is_named_and_shown(qtbot: QtBot, name: str, text: str) -> None:
    dialog = open_dialog(qtbot, ACME, shown=ACME)
    drafts = drafts_of(dialog)
    child(dialog, QToolButton, "profile_advanced").setChecked(True)
    write(dialog, name, text, qtbot)
    child(dialog, QToolButton, "profile_advanced").setChecked(False)
    save(dialog)
    assert dialog.form.field(name).problem
    assert dialog.form.field(name).isVisibleTo(dialog)
    assert drafts == []


def test_an_unknown_time_zone_is_refused_and_spaces_are_taken(qtbot: QtBot) -> None:
    dialog = open_dialog(qtbot, ACME, shown=ACME)
    drafts = drafts_of(dialog)
    zone = child(dialog, QComboBox, "time_zone")
    zone.setEditText("Mars/Olympus")
    save(dialog)
    assert dialog.form.field("time_zone").problem
    zone.setEditText("America/Los Angeles")
    assert not dialog.form.field("time_zone").problem
    save(dialog)
    assert [draft.profile.time_zone for draft in drafts] == ["America/Los_Angeles"]


@pytest.mark.parametrize(("typed", "kept"), [("america/denver", "America/Denver"), (" utc ", "UTC")])
def test_capitals_of_a_time_zone_do_not_matter(qtbot: QtBot, typed: str, kept: str) -> None:
    dialog = open_dialog(qtbot, ACME, shown=ACME)
    drafts = drafts_of(dialog)
    child(dialog, QComboBox, "time_zone").setEditText(typed)
    save(dialog)
    assert [draft.profile.time_zone for draft in drafts] == [kept]


def test_ports_are_read_as_people_write_them(qtbot: QtBot) -> None:
    dialog = open_dialog(qtbot, ACME, shown=ACME)
    drafts = drafts_of(dialog)
    write(dialog, "redirect_ports", "8400, 8401 8400", qtbot)
    save(dialog)
    assert drafts[0].profile.redirect_ports == (8400, 8401)


@pytest.mark.parametrize("field", ["client_id", "ca_file", "secret", "time_zone", "week_start", "thin_sample"])
def test_an_error_from_outside_stands_beside_its_field(qtbot: QtBot, field: str) -> None:
    dialog = open_dialog(qtbot, ACME, shown=ACME)
    dialog.show_error(ProfileError(field, "This does not work."))
    assert dialog.form.field(field).problem == "This does not work."
    assert dialog.form.field(field).isVisibleTo(dialog)


def test_an_error_without_a_field_stands_at_the_top(qtbot: QtBot) -> None:
    dialog = open_dialog(qtbot, ACME, shown=ACME)
    dialog.show_error(ProfileError("id", "The file has two of these."))
    assert child(dialog, QLabel, "profile_problem_text").text() == "The file has two of these."
