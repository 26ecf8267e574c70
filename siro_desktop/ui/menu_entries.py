"""What stands in the window's menus, in order: of each action its text, its keys and its icon.

Functions, since texts are translated when they are called.
"""

from __future__ import annotations

import sys
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtGui import QKeySequence

Shortcut = QKeySequence.StandardKey | str | None


class Entry(Struct, frozen=True):
    """An action as a menu shows it. `name`: its field in `Actions`. Without keys or an icon it has none."""

    name: str
    text: str
    keys: Shortcut = None
    icon: str = ""


Groups = tuple[tuple[Entry, ...], ...]
"""The entries of a menu, or of a part of one; a separator stands between two groups."""

_Key: Final = QKeySequence.StandardKey
_SHORTCUTS_KEYS: Final = "Ctrl+/" if sys.platform == "darwin" else "Ctrl+?"  # which is that of help on macOS


def _tr(text: str) -> str:
    return QCoreApplication.translate("Actions", text)


def _local_decimals() -> str:
    return _tr("Copy &decimals as on this computer (%1)").replace("%1", QLocale().toString(1.5, "f", 1))


def file_menu() -> Groups:
    """The menu *File*."""
    return (
        (
            Entry("new_query", _tr("&New query"), _Key.New, "add"),
            Entry("new_from_template", _tr("New from &template")),
            Entry("open_query", _tr("&Open…"), _Key.Open, "folder"),
            Entry("open_recent", _tr("Open &recent")),
            Entry("new_tab", _tr("New ta&b"), _Key.AddTab, "add"),
        ),
        (
            Entry("save_query", _tr("&Save query"), _Key.Save, "save"),
            Entry("save_query_as", _tr("Save query &as…"), "Ctrl+Shift+S"),
        ),
        (
            Entry("export", _tr("&Export…"), "Ctrl+E", "export"),
            Entry("save_picture", _tr("Save charts as &picture…"), icon="picture"),
        ),
        (
            Entry("print_preview", _tr("Print pre&view…"), "Ctrl+Alt+P"),
            Entry("print_result", _tr("Pr&int…"), _Key.Print, "print"),
            Entry("save_pdf", _tr("Save as PD&F…")),
            Entry("paper_charts", _tr("C&harts on paper")),
        ),
        (
            Entry("local_data", _tr("Local data and bac&kup…"), icon="store"),
            Entry("delete_all", _tr("&Delete all local data…"), icon="delete"),
        ),
        (
            Entry("close_tab", _tr("C&lose tab"), "Ctrl+W"),
            Entry("close_window", _tr("&Close window"), "Ctrl+Shift+W"),
            Entry("quit", _tr("&Quit"), "Ctrl+Q"),
        ),
    )


def edit_menu() -> Groups:
    """The menu *Edit*."""
    return (
        (
            Entry("undo", _tr("&Undo"), _Key.Undo),
            Entry("redo", _tr("&Redo"), _Key.Redo),
        ),
        (
            Entry("copy", _tr("&Copy"), _Key.Copy, "copy"),
            Entry("copy_with_headers", _tr("Copy with &headers"), "Ctrl+Shift+C"),
            Entry("copy_picture", _tr("Copy charts as p&icture"), "Ctrl+Alt+C"),
            Entry("local_decimals", _local_decimals()),
        ),
        (
            Entry("find", _tr("&Find in table"), _Key.Find, "search"),
            Entry("palette", _tr("Command &palette…"), "Ctrl+K"),
        ),
    )


def panes() -> Groups:
    """The beginning of the menu *View*; the views of the result follow."""
    return (
        (
            Entry("show_form", _tr("&Query pane"), "Ctrl+B"),
            Entry("show_saved", _tr("&Saved queries and results"), "Ctrl+Shift+B"),
        ),
    )


def tabs_and_zoom() -> Groups:
    """What follows the views of the result in the menu *View*."""
    return (
        (
            Entry("back", _tr("&Back"), _Key.Back, "back"),
            Entry("forward", _tr("&Forward"), _Key.Forward, "forward"),
            Entry("look_into", _tr("&Look into the selected one"), "Ctrl+Down"),
        ),
        (
            Entry("next_tab", _tr("Ne&xt tab"), "Ctrl+PgDown"),
            Entry("previous_tab", _tr("Pre&vious tab"), "Ctrl+PgUp"),
            Entry("tear_off", _tr("Move tab to a &window"), "Ctrl+Shift+M"),
        ),
        (
            Entry("zoom_in", _tr("Zoom &in"), _Key.ZoomIn),
            Entry("zoom_out", _tr("Zoom &out"), _Key.ZoomOut),
            Entry("actual_size", _tr("&Actual size"), "Ctrl+0"),
            Entry("full_screen", _tr("F&ull screen"), _Key.FullScreen),
        ),
    )


def themes() -> Groups:
    """The menu *Theme*, one of which is worn."""
    return (
        (
            Entry("theme_system", _tr("As the &system")),
            Entry("theme_light", _tr("&Light")),
            Entry("theme_dark", _tr("&Dark")),
            Entry("theme_high_contrast", _tr("&High contrast")),
        ),
    )


def calm_and_presentation() -> Groups:
    """The end of the menu *View*."""
    return (
        (Entry("reduce_motion", _tr("Reduce &motion")),),
        (Entry("presentation", _tr("P&resentation mode"), "Ctrl+Shift+P"),),
    )


def query_menu() -> Groups:
    """The menu *Query*."""
    return (
        (
            Entry("run", _tr("&Run"), "Ctrl+Return", "run"),
            Entry("stop", _tr("&Stop"), "Esc", "stop"),
            Entry("continue_run", _tr("&Continue"), "Ctrl+Shift+Return"),
            Entry("refresh", _tr("&Fetch again"), _Key.Refresh, "refresh"),
        ),
        (Entry("one_to_one", _tr("&One-to-one sheet…"), icon="people"),),
        (
            Entry("targets", _tr("&Targets…"), "Ctrl+Shift+T", "target"),
            Entry("events", _tr("&Events…"), "Ctrl+Shift+E", "calendar"),
            Entry("names_and_groups", _tr("&Names and groups…"), "Ctrl+Shift+N", "people"),
            Entry("look_up_names", _tr("&Look up names again"), icon="people"),
        ),
    )


def sign_in() -> Groups:
    """The beginning of the menu *Account*."""
    return (
        (
            Entry("sign_in", _tr("&Sign in…"), icon="sign-in"),
            Entry("sign_out", _tr("Sign &out"), icon="sign-out"),
            Entry("session_details", _tr("Sign-in &details…"), icon="account"),
            Entry("sign_out_everywhere", _tr("Sign out e&verywhere…")),
        ),
    )


def own_connections() -> Groups:
    """The end of the menu *Account*, below the connections."""
    return (
        (
            Entry("new_connection", _tr("&New connection…"), icon="connect"),
            Entry("edit_connection", _tr("&Edit connection…"), "Ctrl+,", "settings"),
        ),
        (Entry("practice", _tr("&Practice data"), icon="practice"),),
    )


def practice_connection() -> Groups:
    """The same on practice data, where there are no connections."""
    return ((Entry("leave_practice", _tr("&Leave practice data")),),)


def help_menu() -> Groups:
    """The menu *Help*."""
    return (
        (
            Entry("help_contents", _tr("&Contents"), _Key.HelpContents, "help"),
            Entry("keyboard_shortcuts", _tr("&Keyboard shortcuts"), _SHORTCUTS_KEYS),
        ),
        (Entry("open_log_folder", _tr("Open &log folder"), icon="folder"),),
        (Entry("about", _tr("&About Siro Desktop"), icon="info"),),
    )


PARTS: Final = (
    *(file_menu, edit_menu, panes, tabs_and_zoom, themes, calm_and_presentation, query_menu),
    *(sign_in, own_connections, practice_connection, help_menu),
)
"""All there are: each action stands in one of them."""
