"""The dialogs of a window when presentation mode begins or ends: none goes on showing who is who."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QDialog
from shiboken6 import isValid

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_NAME_NOBODY: Final = frozenset(
    {
        *("about_dialog", "help_window", "keys_dialog", "profile_dialog", "sign_in_dialog", "targets_dialog"),
        *("arrangement_dialog", "before_after_dialog", "new_folder_dialog"),
        "report_bar",
        *("events_dialog", "store_dialog"),  # they are told of other names
    }
)
_HOLD_TEXT: Final = frozenset(
    {"sheet_dialog", "labels_dialog", "group_dialog", "ids_dialog", "query_name_dialog", "event_dialog"}
)
"""What is typed there may name people, and is not to be lost."""


class NamingDialogs:
    """Closes dialogs that name people, and such as are not known; those that a person types in it sets aside."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._aside: list[QDialog] = []

    def set_aside(self) -> None:
        """Presentation mode begins: leave no name in view."""
        for dialog in self._shown(_HOLD_TEXT):
            dialog.setParent(self._window, dialog.windowFlags())  # hides it; its parent may be one that is closed
            self._aside.append(dialog)
        self._close()

    def bring_back(self) -> None:
        """Presentation mode ends: close what shows aliases, and go on with what was typed."""
        self._close()
        aside, self._aside = self._aside, []
        for dialog in aside:
            if isValid(dialog):
                dialog.open()

    def _close(self) -> None:
        for dialog in self._shown():
            if isValid(dialog) and dialog.objectName() not in _NAME_NOBODY | _HOLD_TEXT:
                dialog.done(QDialog.DialogCode.Rejected)  # `close` may be answered by staying open

    def _shown(self, names: frozenset[str] | None = None) -> list[QDialog]:
        found = (dialog for dialog in self._window.findChildren(QDialog) if dialog.isVisible())
        return [dialog for dialog in found if names is None or dialog.objectName() in names]
