"""The files that were opened or written last, in a menu. Signal: `file_chosen(Path)`."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from siro_desktop.domain.names import Names
    from siro_desktop.settings import Json
    from siro_desktop.ui.settings_keeper import SettingsKeeper

MOST: Final = 10


class RecentFilesMenu(QMenu):
    """The newest first; `action`, in whose place the menu stands, can be chosen where there are some.

    All windows share the list, and the next start has it again.
    """

    file_chosen = Signal(object)

    def __init__(self, action: QAction, settings: SettingsKeeper, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("recent_files")
        self.setToolTipsVisible(True)
        self._settings = settings
        self._shown: Mapping[str, Json] = {}
        self._names: Names | None = None
        self._action = action
        action.setMenu(self)
        settings.changed.connect(self._on_settings_changed)
        self._show()

    def paths(self) -> list[Path]:
        """Return the files, the newest first."""
        return [Path(path) for path in reversed([*self._shown])]

    def add(self, path: Path) -> None:
        """Put a file first."""
        file, now = str(path.absolute()), datetime.now(UTC).isoformat()
        others = [(known, when) for known, when in self._settings.current.recent_files.items() if known != file]
        self._settings.keep(recent_files=dict([*others, (file, now)][-MOST:]))

    @Slot(object)
    def set_names(self, names: Names) -> None:
        """In presentation mode, name nobody whom a file is named after."""
        was_aliased = self._names is not None and self._names.is_aliased
        self._names = names
        if was_aliased or names.is_aliased:
            self._show()

    @Slot()
    def forget(self) -> None:
        """Empty the list; the files stay."""
        self._settings.keep(recent_files={})

    @Slot()
    def _on_settings_changed(self) -> None:
        if list(self._settings.current.recent_files) != list(self._shown):
            self._show()

    def _show(self) -> None:
        self._shown = self._settings.current.recent_files
        self.clear()
        names = Counter(path.name for path in self.paths())
        for path in self.paths():
            name = path.name if names[path.name] == 1 else f"{path.name} · {path.parent.name}"
            action = self._add(self._hide(name), f"recent_file:{path}", partial(self.file_chosen.emit, path))
            action.setToolTip(self._hide(str(path)))
        self.addSeparator()
        self._add(self.tr("&Clear this list"), "recent_files_clear", self.forget, is_text=True)
        self._action.setVisible(bool(self._shown))

    def _hide(self, text: str) -> str:
        return text if self._names is None else self._names.hide_text(text)

    def _add(self, text: str, name: str, slot: object, *, is_text: bool = False) -> QAction:
        action = self.addAction(text if is_text else text.replace("&", "&&"))
        action.setObjectName(name)
        action.setMenuRole(QAction.MenuRole.NoRole)
        action.triggered.connect(slot)
        return action
