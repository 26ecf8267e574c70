"""A form on a connection, with names, on a fixed day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.profile import Profile
from siro_desktop.ui.query_form import QueryForm

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from pytestqt.qtbot import QtBot


@pytest.fixture(autouse=True)
def _deferred_deletions() -> Iterator[None]:
    """Without a running event loop Qt never deletes what was put off; do it between tests."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


TODAY = date(2026, 11, 23)


def make_profile(profile_id: str = "acme", organization_id: str = "org_123", zone: str = "America/Denver") -> Profile:
    return Profile(
        id=profile_id,
        name="Acme",
        organization_id=organization_id,
        time_zone=zone,
        client_id="client",
        authorization_endpoint="https://auth.example/authorize",
    )


NAMES = Names(
    organization_id="org_123",
    conversation_types=(NamedId("conv_456", "Roof inspection"), NamedId("conv_457", "Kitchen-table close")),
    users=(
        NamedId("user_1", "Anna Berg", "Team North"),
        NamedId("user_2", "Bo Lee", "Team South"),
        NamedId("user_3", "Ann Berg-Okafor", "anna@example.com"),
        NamedId("user_4", "Bo Lee", "Team North"),
    ),
    teams=(NamedId("team_1", "Team of Anna Berg"),),
)


@pytest.fixture
def form(qtbot: QtBot) -> QueryForm:
    """A complete form but for the ids."""

    def today(_zone: ZoneInfo) -> date:
        return TODAY

    made = QueryForm(today=today)
    qtbot.addWidget(made)
    made.set_profile(make_profile())
    made.set_names(NAMES)
    made.resize(320, 800)
    made.show()
    return made


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform cannot raise a pop-up or grab the keyboard for it, and says so."""
    for item in items:
        if "ui/query" in str(item.path):
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))
