"""The actions of a window's menus, for whoever lists them: the command palette, the keyboard shortcuts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QMenuBar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QAction


def menu_actions(
    menus: QMenuBar | QMenu, where: str = "", *, only_enabled: bool = False
) -> Iterator[tuple[str, QAction]]:
    """Return every visible action in the order of the menus, with where it stands, such as *View ▸ Theme*.

    With `only_enabled` those that can be reached and done now: nothing in a menu that does not open.
    """
    for action in menus.actions():
        inner, text = action.menu(), plain_text(action.text())
        if action.isSeparator() or not action.isVisible() or (only_enabled and not action.isEnabled()):
            continue
        if isinstance(inner, QMenu):
            yield from menu_actions(inner, f"{where} ▸ {text}" if where else text, only_enabled=only_enabled)
        else:
            yield where, action


def plain_text(text: str) -> str:
    """Return a menu's text without the marks of its keys."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")
