"""The colours of a table, which are calmer than those of lists and menus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QPalette

from siro_desktop.ui.theme import Theme, current_theme, theme_events

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractItemView


class TableColors(QObject):
    """Keeps one table in the theme's colours. Lives as long as the table."""

    def __init__(self, table: QAbstractItemView) -> None:
        super().__init__(table)
        self._table = table
        theme_events().theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(current_theme())

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        role = QPalette.ColorRole
        palette = QPalette()  # only the roles set here are pinned, the rest is inherited
        for color_role, token in (
            (role.Base, "panel"),
            (role.AlternateBase, "window"),
            (role.Text, "text"),
            (role.Highlight, "selected"),
        ):
            palette.setColor(color_role, theme.color(token))
        palette.setColor(role.HighlightedText, theme.on_selected)
        self._table.setPalette(palette)
