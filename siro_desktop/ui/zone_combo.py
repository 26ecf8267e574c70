"""A searchable list of time zones. Signal: `editTextChanged` as every QComboBox."""

from __future__ import annotations

from zoneinfo import available_timezones

from PySide6.QtCore import Qt, QTimeZone
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from siro_desktop.domain.zones import canonical_zone
from siro_desktop.ui.widgets import named


def system_zone() -> str:
    """Return the IANA name of this computer's time zone; UTC if it has none."""
    name = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
    return name if name in available_timezones() else "UTC"


class ZoneCombo(QComboBox):
    """All IANA names; typing finds any part of one."""

    def __init__(self, name: str, host: QWidget | None = None) -> None:
        super().__init__(host)
        self.setObjectName(name)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMinimumContentsLength(12)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.addItems(sorted(zone for zone in available_timezones() if _is_for_people(zone)))
        completer = named(QCompleter(self.model(), self), f"{name}_completer")
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)
        self.setEditText(system_zone())

    def zone_name(self) -> str:
        """The typed or chosen name as IANA writes it; what is not known, as it was typed."""
        return canonical_zone(self.currentText())


def _is_for_people(zone: str) -> bool:
    """Regions and UTC; not the historical short names such as EST5EDT."""
    return zone == "UTC" or ("/" in zone and not zone.startswith(("Etc/", "SystemV/", "posix/", "right/")))
