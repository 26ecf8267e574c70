"""A button that offers the columns of a file in a list of ticks. Signal: `changed()` after every tick."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton

from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.menu_choice import StayingMenu
from siro_desktop.ui.text_size import fit_height, fit_icon
from siro_desktop.ui.words import grouped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget


class ExportColumns(QPushButton):
    """What is left out stays left out when other columns are offered; one column is always written."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("export_columns")
        self.setAutoDefault(False)
        fit_icon(self)
        set_icon(self, "columns")
        fit_height(self)
        self._without: set[str] = set()
        self._actions: dict[str, QAction] = {}
        self._menu = StayingMenu(self)
        self._menu.setObjectName("export_column_menu")
        self.setMenu(self._menu)
        self._say()

    def offer(self, names: Sequence[str]) -> None:
        """Offer these columns."""
        self._menu.clear()
        self._menu.addAction(self.tr("&All columns")).triggered.connect(self._on_all_triggered)
        self._menu.addSeparator()
        self._actions = {}
        for name in names:
            self._actions[name] = action = self._menu.addAction(name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(name not in self._without)
            action.triggered.connect(self._on_column_triggered)
        self.setEnabled(bool(names))
        self._say()

    def without(self) -> frozenset[str]:
        """Return the columns that are left out."""
        return frozenset(self._without)

    def set_without(self, names: frozenset[str]) -> None:
        """Leave out exactly these."""
        self._without = set(names)
        for name, action in self._actions.items():
            action.setChecked(name not in names)
        self._say()

    def _say(self) -> None:
        total = len(self._actions)
        chosen = sum(action.isChecked() for action in self._actions.values())
        if chosen == total:
            text = self.tr("&Columns: all")
        else:
            text = self.tr("&Columns: %1 of %2").replace("%1", grouped(chosen)).replace("%2", grouped(total))
        self.setText(text)

    @Slot()
    def _on_all_triggered(self) -> None:
        self.set_without(frozenset())
        self.changed.emit()

    @Slot()
    def _on_column_triggered(self) -> None:
        left_out = {name for name, action in self._actions.items() if not action.isChecked()}
        if len(left_out) == len(self._actions):
            sender = self.sender()
            for name, action in self._actions.items():
                if action is sender:
                    action.setChecked(True)
                    left_out.discard(name)
        self._without = (self._without - self._actions.keys()) | left_out
        self._say()
        self.changed.emit()
