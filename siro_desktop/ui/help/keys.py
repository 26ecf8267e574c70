"""Every key there is: those of the menus, as their actions have them, and those that single parts of the window know.

Functions, since texts are translated when they are called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence

from siro_desktop.ui.menu_actions import menu_actions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QMenuBar

translate: Final = QCoreApplication.translate


class KeyLine(Struct, frozen=True):
    """What `keys` do, as people read both. `name` tells the line from all others."""

    name: str
    text: str
    keys: str


class KeyGroup(Struct, frozen=True):
    """Lines under the menu, or the part of the window, where they hold."""

    title: str
    lines: tuple[KeyLine, ...]

    def find(self, typed: str) -> KeyGroup:
        """Return the group with the lines alone that hold every word of `typed` in title, text or keys."""
        words = typed.casefold().split()
        return KeyGroup(self.title, tuple(line for line in self.lines if self._holds(line, words)))

    def _holds(self, line: KeyLine, words: Sequence[str]) -> bool:
        read = f"{self.title}\n{line.text}\n{line.keys}".casefold()
        return all(word in read for word in words)


def all_keys(menus: QMenuBar) -> tuple[KeyGroup, ...]:
    """Return the keys of the actions in `menus`, menu by menu, and those of single parts after them."""
    lines: dict[str, list[KeyLine]] = {}
    for where, action in menu_actions(menus):
        if action.shortcuts():
            lines.setdefault(where, []).append(_of_action(action))
    return (*(KeyGroup(where, tuple(found)) for where, found in lines.items()), *keys_of_parts())


def _of_action(action: QAction) -> KeyLine:
    keys = ", ".join(_native(one) for one in action.shortcuts())
    text = action.iconText()  # without marks of keys; that of undo says no more than its key does: *Undo*
    return KeyLine(action.objectName(), text.removesuffix("…"), keys)


def _native(keys: QKeySequence | str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def keys_of_parts() -> tuple[KeyGroup, ...]:
    """Return the keys that no action has: those of table, charts, matrix, lists and a few dialogs."""
    return (_of_table(), _of_charts(), _of_matrix(), _of_lists(), _elsewhere())


def _of_table() -> KeyGroup:
    lines = (
        KeyLine("table_details", translate("keys", "Details of the row"), _native("Return")),
        KeyLine("table_column", translate("keys", "Menu of the column"), _native("Alt+Down")),
        KeyLine("table_filter", translate("keys", "Filter the column"), _native("Ctrl+Shift+L")),
        KeyLine("table_sort", translate("keys", "Sort by this column too"), _clicked("Shift")),
        KeyLine("table_menu", translate("keys", "Menu of the rows"), _menu_key()),
    )
    return KeyGroup(translate("keys", "In a table"), lines)


def _of_charts() -> KeyGroup:
    ends = f"{_native('Home')}, {_native('End')}"
    pages = f"{_native('PgUp')}, {_native('PgDown')}"
    lines = (
        KeyLine("chart_step", translate("keys", "Next bar or point"), _arrows()),
        KeyLine("chart_page", translate("keys", "Ten bars back or on"), pages),
        KeyLine("chart_end", translate("keys", "First or last one"), ends),
        KeyLine("chart_find", translate("keys", "Bar of this name"), translate("keys", "Letters")),
        KeyLine("chart_select", translate("keys", "Select the bar or point"), _native("Return")),
        KeyLine("chart_add", translate("keys", "Select the bar beside others, or no longer"), _native("Ctrl+Space")),
    )
    return KeyGroup(translate("keys", "In a chart"), lines)


def _of_matrix() -> KeyGroup:
    lines = (
        KeyLine("matrix_step", translate("keys", "Next figure"), _arrows()),
        KeyLine("matrix_menu", translate("keys", "Menu of the figure"), _menu_key()),
    )
    return KeyGroup(translate("keys", "In the matrix"), lines)


def _of_lists() -> KeyGroup:
    lines = (
        KeyLine("list_open", translate("keys", "Open a saved query or result"), _native("Return")),
        KeyLine("list_run", translate("keys", "Run a saved query"), _native("Ctrl+Return")),
        KeyLine("list_beside", translate("keys", "Open a saved result in a new tab"), _native("Alt+Return")),
        KeyLine("list_rename", translate("keys", "Rename it"), _native("F2")),
        KeyLine("list_delete", translate("keys", "Delete it"), _native("Delete")),
    )
    return KeyGroup(translate("keys", "In the lists of what is saved"), lines)


def _elsewhere() -> KeyGroup:
    wheel = translate("keys", "%1 and the wheel").replace("%1", _native("Ctrl+A").removesuffix("A").rstrip("+"))
    moves = f"{_native('Alt+Up')}, {_native('Alt+Down')}"
    lines = (
        KeyLine("search_clear", translate("keys", "Clear a search"), _native("Esc")),
        KeyLine("search_leave", translate("keys", "From a search to what it found"), _native("Down")),
        KeyLine("tabs_close", translate("keys", "Close the tab that has the keyboard"), _native("Delete")),
        KeyLine("columns_move", translate("keys", "Move a column, in “Arrange columns”"), moves),
        KeyLine("zoom_wheel", translate("keys", "Zoom in or out"), wheel),
    )
    return KeyGroup(translate("keys", "Elsewhere"), lines)


def _arrows() -> str:
    return translate("keys", "Arrow keys")


def _menu_key() -> str:
    return f"{translate('keys', 'Menu key')}, {_native('Shift+F10')}"


def _clicked(with_key: str) -> str:
    key = _native(f"{with_key}+A").removesuffix("A").rstrip("+")
    return translate("keys", "%1 and a click on its heading").replace("%1", key)
