"""Connections in a dialog, and how a test finds its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QRadioButton, QWidget

from siro_desktop.domain.profile import Profile, SignInMethod
from siro_desktop.ui.profile_dialog import ProfileDialog, ProfileDraft

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


W = TypeVar("W", bound=QWidget)

ACME = Profile(
    id="acme",
    name="Acme",
    authorization_endpoint="https://auth.example/authorize",
    client_id="client",
    organization_id="org_123",
    time_zone="America/Denver",
    ca_file="/etc/ca.pem",
)
OTHER = replace(ACME, id="other", name="Other", ca_file="", time_zone="Europe/Berlin")


def child(dialog: QWidget, kind: type[W], name: str) -> W:
    found = dialog.findChild(kind, name)
    assert found is not None, name
    return found


def open_dialog(qtbot: QtBot, *profiles: Profile, shown: Profile | None = None) -> ProfileDialog:
    dialog = ProfileDialog(profiles, shown)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def drafts_of(dialog: ProfileDialog) -> list[ProfileDraft]:
    drafts: list[ProfileDraft] = []
    dialog.save_requested.connect(drafts.append)
    return drafts


def save(dialog: ProfileDialog) -> None:
    child(dialog, QPushButton, "profile_save").click()


def write(dialog: ProfileDialog, name: str, text: str, qtbot: QtBot) -> None:
    line = child(dialog, QLineEdit, name)
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    qtbot.keyClicks(line, text)


def choose(dialog: ProfileDialog, method: SignInMethod) -> None:
    child(dialog, QRadioButton, "method_" + method.value.replace("-", "_")).click()
