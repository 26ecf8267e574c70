"""The window's actions and menus, with the platform's standard shortcuts."""

from __future__ import annotations

import sys
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from siro_desktop.ui import menu_entries
from siro_desktop.ui.icons import set_icon

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMainWindow, QMenu

    from siro_desktop.domain.profile import Profile
    from siro_desktop.ui.menu_entries import Entry, Groups


@dataclass(frozen=True, slots=True)
class Actions:
    """Every action of the window, by what it does. The object name of each is its field's name."""

    new_query: QAction
    new_from_template: QAction
    open_query: QAction
    open_recent: QAction
    save_query: QAction
    save_query_as: QAction
    export: QAction
    save_picture: QAction
    copy_picture: QAction
    local_data: QAction
    print_result: QAction
    print_preview: QAction
    save_pdf: QAction
    paper_charts: QAction
    one_to_one: QAction
    delete_all: QAction
    new_tab: QAction
    tear_off: QAction
    back: QAction
    forward: QAction
    look_into: QAction
    close_tab: QAction
    next_tab: QAction
    previous_tab: QAction
    close_window: QAction
    quit: QAction
    undo: QAction
    redo: QAction
    copy: QAction
    copy_with_headers: QAction
    local_decimals: QAction
    find: QAction
    palette: QAction
    show_form: QAction
    show_saved: QAction
    presentation: QAction
    theme_system: QAction
    theme_light: QAction
    theme_dark: QAction
    theme_high_contrast: QAction
    zoom_in: QAction
    zoom_out: QAction
    actual_size: QAction
    full_screen: QAction
    reduce_motion: QAction
    run: QAction
    stop: QAction
    continue_run: QAction
    refresh: QAction
    sign_in: QAction
    sign_out: QAction
    session_details: QAction
    sign_out_everywhere: QAction
    look_up_names: QAction
    names_and_groups: QAction
    targets: QAction
    events: QAction
    new_connection: QAction
    edit_connection: QAction
    practice: QAction
    leave_practice: QAction
    help_contents: QAction
    keyboard_shortcuts: QAction
    open_log_folder: QAction
    about: QAction


VIEWS_END: Final = "views_end"
"""The separator before which the views of a result stand in the menu."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Actions", text)


def build_actions(window: QMainWindow) -> Actions:
    """Make the actions; what they do is connected by the window."""
    entries = {entry.name: entry for part in menu_entries.PARTS for group in part() for entry in group}
    actions = Actions(**{field.name: _build(window, entries[field.name]) for field in fields(Actions)})
    for action in (actions.undo, actions.redo):
        action.setEnabled(False)  # until there is a step
    actions.quit.setMenuRole(QAction.MenuRole.QuitRole)
    actions.edit_connection.setMenuRole(QAction.MenuRole.PreferencesRole)
    actions.about.setMenuRole(QAction.MenuRole.AboutRole)
    actions.zoom_in.setShortcuts([*actions.zoom_in.shortcuts(), QKeySequence("Ctrl+=")])  # Ctrl++ without Shift
    actions.full_screen.setShortcuts(_full_screen_keys())
    for action in (actions.reduce_motion, actions.full_screen):
        action.setCheckable(True)
    for action in (actions.show_form, actions.show_saved, actions.paper_charts, actions.local_decimals):
        action.setCheckable(True)
        action.setChecked(True)
    themes = QActionGroup(window)
    for action in (actions.theme_system, actions.theme_light, actions.theme_dark, actions.theme_high_contrast):
        action.setCheckable(True)
        themes.addAction(action)
    actions.local_decimals.setToolTip(
        _tr("Copied numbers have this computer's decimal mark, as its spreadsheets expect; otherwise a dot")
    )
    return actions


def build_menus(window: QMainWindow, actions: Actions, *, is_practice: bool) -> QMenu:
    """Fill the menu bar and return the menu that lists the connections."""
    bar = window.menuBar()
    _fill(bar.addMenu(_tr("&File")), actions, menu_entries.file_menu())
    _fill(bar.addMenu(_tr("&Edit")), actions, menu_entries.edit_menu())
    view = bar.addMenu(_tr("&View"))
    _fill(view, actions, menu_entries.panes())
    view.addSeparator()
    view.addSeparator().setObjectName(VIEWS_END)
    _fill(view, actions, menu_entries.tabs_and_zoom())
    view.addSeparator()
    _fill(view.addMenu(_tr("&Theme")), actions, menu_entries.themes())
    _fill(view, actions, menu_entries.calm_and_presentation())
    _fill(bar.addMenu(_tr("&Query")), actions, menu_entries.query_menu())
    account = bar.addMenu(_tr("&Account"))
    _fill(account, actions, menu_entries.sign_in())
    account.addSeparator()
    connections = account.addMenu(_tr("&Connections"))
    connections.menuAction().setVisible(not is_practice)
    _fill(account, actions, menu_entries.practice_connection() if is_practice else menu_entries.own_connections())
    _fill(bar.addMenu(_tr("&Help")), actions, menu_entries.help_menu())
    return connections


def fill_connections(
    menu: QMenu, profiles: tuple[Profile, ...], current: Profile | None, choose: Callable[[Profile], None]
) -> None:
    """List the connections in `menu`, the current one checked."""
    menu.clear()
    group = QActionGroup(menu)
    for profile in profiles:
        action = menu.addAction(profile.name)
        action.setMenuRole(QAction.MenuRole.NoRole)
        action.setCheckable(True)
        action.setChecked(current is not None and profile.id == current.id)
        group.addAction(action)
        # The menu is filled anew by the choice: it must have closed before.
        action.triggered.connect(lambda _checked=False, chosen=profile: QTimer.singleShot(0, lambda: choose(chosen)))
    menu.setEnabled(bool(profiles))


def _build(window: QMainWindow, entry: Entry) -> QAction:
    action = QAction(entry.text, window)
    action.setObjectName(entry.name)
    action.setMenuRole(QAction.MenuRole.NoRole)  # otherwise macOS guesses by words like "settings"
    if entry.keys is not None:
        action.setShortcut(QKeySequence(entry.keys))
    if entry.icon:
        set_icon(action, entry.icon)
    return action


def _full_screen_keys() -> list[QKeySequence]:
    """The platform's own, and F11, which some desktops do not know as one; on macOS F11 is the system's."""
    own = QKeySequence.keyBindings(QKeySequence.StandardKey.FullScreen)
    f11 = QKeySequence("F11")
    return own if sys.platform == "darwin" else [f11, *(keys for keys in own if keys != f11)]


def _fill(menu: QMenu, actions: Actions, groups: Groups) -> None:
    for number, group in enumerate(groups):
        if number:
            menu.addSeparator()
        menu.addActions([getattr(actions, entry.name) for entry in group])
