"""A connection with names, on a fixed day."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.profile import Profile

W = TypeVar("W", bound=QWidget)
TODAY = date(2026, 11, 23)


def child(form: QWidget, kind: type[W], name: str) -> W:
    found = form.findChild(kind, name)
    assert found is not None, name
    return found


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
