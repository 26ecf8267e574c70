"""A result whose time zone this computer does not know, such as one from a backup of a newer one, is a result."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app_kit import find, window_of
from PySide6.QtWidgets import QLabel, QListView
from stored_kit import PROFILE, make_answer, make_plan, store

from siro_desktop.domain.retention import RetentionRule
from siro_desktop.storage.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program

__all__ = ["store"]


def test_it_is_listed_opened_and_offered_for_deletion(
    qtbot: QtBot, make_program: Callable[..., Program], store: Path
) -> None:
    with Library.open(store) as library:
        plan = make_plan("roof", "cem")
        result_id = library.save_run(
            plan=plan,
            profile_name="Acme Roofing",
            api_base_url="https://api.example.test",
            time_zone="Mars/Olympus",
            saved_at=datetime(2024, 1, 1, tzinfo=UTC),
        )
        library.save_answers(result_id, [make_answer(plan.cells[0].key)])
        library.retention.save(PROFILE.id, RetentionRule(days=150))
    window = window_of(make_program(PROFILE))
    listed = window.findChild(QListView, "saved_list")
    qtbot.waitUntil(lambda: listed.model().rowCount() == 4)
    page = window.view.result_page
    qtbot.waitUntil(lambda: page.saved is not None and page.saved.id == result_id)
    assert "Oct 2026" in page.header.facts()
    window.store.limits_wanted.emit()
    heading = find(window, "keep_heading", QLabel)
    qtbot.waitUntil(lambda: "2 results" in heading.text())
