"""The window's actions and menus, with the platform's standard shortcuts."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from siro_desktop.ui.icons import set_icon

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMainWindow, QMenu

    from siro_desktop.domain.profile import Profile

Shortcut = QKeySequence.StandardKey | str | None


@dataclass(frozen=True, slots=True)
class Actions:
    """Every action of the window, by what it does. The object name of each is its field's name."""

    new_query: QAction
    new_from_template: QAction
    open_query: QAction
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
    close_tab: QAction
    next_tab: QAction
    previous_tab: QAction
    close_window: QAction
    quit: QAction
    undo: QAction
    redo: QAction
    copy: QAction
    copy_with_headers: QAction
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
    new_connection: QAction
    edit_connection: QAction
    practice: QAction
    leave_practice: QAction
    open_log_folder: QAction
    about: QAction


VIEWS_END: Final = "views_end"
"""The separator before which the views of a result stand in the menu."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Actions", text)


def _action_table() -> dict[str, tuple[str, Shortcut, str]]:
    """What each action is called, its keys and its icon."""
    key = QKeySequence.StandardKey
    return {
        "new_query": (_tr("&New query"), key.New, "add"),
        "new_from_template": (_tr("New from &template"), None, ""),
        "open_query": (_tr("&Open…"), key.Open, "folder"),
        "save_query": (_tr("&Save query"), key.Save, "save"),
        "save_query_as": (_tr("Save query &as…"), "Ctrl+Shift+S", ""),
        "export": (_tr("&Export…"), "Ctrl+E", "export"),
        "save_picture": (_tr("Save charts as &picture…"), None, "picture"),
        "copy_picture": (_tr("Copy charts as p&icture"), "Ctrl+Alt+C", ""),
        "local_data": (_tr("Local data and bac&kup…"), None, "store"),
        "print_result": (_tr("P&rint…"), key.Print, "print"),
        "print_preview": (_tr("Print pre&view…"), "Ctrl+Alt+P", ""),
        "save_pdf": (_tr("Save as PD&F…"), None, ""),
        "paper_charts": (_tr("C&harts on paper"), None, ""),
        "one_to_one": (_tr("&One-to-one sheet…"), None, "people"),
        "delete_all": (_tr("&Delete all local data…"), None, "delete"),
        "new_tab": (_tr("New ta&b"), key.AddTab, "add"),
        "tear_off": (_tr("Move tab to a &window"), "Ctrl+Shift+M", ""),
        "close_tab": (_tr("C&lose tab"), "Ctrl+W", ""),
        "next_tab": (_tr("Ne&xt tab"), "Ctrl+PgDown", ""),
        "previous_tab": (_tr("Pre&vious tab"), "Ctrl+PgUp", ""),
        "close_window": (_tr("&Close window"), "Ctrl+Shift+W", ""),
        "quit": (_tr("&Quit"), "Ctrl+Q", ""),
        "undo": (_tr("&Undo"), key.Undo, ""),
        "redo": (_tr("&Redo"), key.Redo, ""),
        "copy": (_tr("&Copy"), key.Copy, "copy"),
        "copy_with_headers": (_tr("Copy with &headers"), "Ctrl+Shift+C", ""),
        "find": (_tr("&Find in table"), key.Find, "search"),
        "palette": (_tr("Command &palette…"), "Ctrl+K", ""),
        "show_form": (_tr("&Query pane"), "Ctrl+B", ""),
        "show_saved": (_tr("&Saved queries and results"), "Ctrl+Shift+B", ""),
        "presentation": (_tr("P&resentation mode"), "Ctrl+Shift+P", ""),
        "theme_system": (_tr("As the &system"), None, ""),
        "theme_light": (_tr("&Light"), None, ""),
        "theme_dark": (_tr("&Dark"), None, ""),
        "theme_high_contrast": (_tr("&High contrast"), None, ""),
        "zoom_in": (_tr("Zoom &in"), key.ZoomIn, ""),
        "zoom_out": (_tr("Zoom &out"), key.ZoomOut, ""),
        "actual_size": (_tr("&Actual size"), "Ctrl+0", ""),
        "reduce_motion": (_tr("Reduce &motion"), None, ""),
        "run": (_tr("&Run"), "Ctrl+Return", "run"),
        "stop": (_tr("&Stop"), "Esc", "stop"),
        "continue_run": (_tr("&Continue"), "Ctrl+Shift+Return", ""),
        "refresh": (_tr("&Fetch again"), key.Refresh, "refresh"),
        "sign_in": (_tr("&Sign in…"), None, "sign-in"),
        "sign_out": (_tr("Sign &out"), None, "sign-out"),
        "session_details": (_tr("Sign-in &details…"), None, "account"),
        "sign_out_everywhere": (_tr("Sign out e&verywhere…"), None, ""),
        "look_up_names": (_tr("&Look up names again"), None, "people"),
        "names_and_groups": (_tr("&Names and groups…"), "Ctrl+Shift+N", "people"),
        "targets": (_tr("&Targets…"), "Ctrl+Shift+T", "target"),
        "new_connection": (_tr("&New connection…"), None, "connect"),
        "edit_connection": (_tr("&Edit connection…"), "Ctrl+,", "settings"),
        "practice": (_tr("&Practice data"), None, "practice"),
        "leave_practice": (_tr("&Leave practice data"), None, ""),
        "open_log_folder": (_tr("Open &log folder"), None, "folder"),
        "about": (_tr("&About Siro Desktop"), None, "info"),
    }


def build_actions(window: QMainWindow) -> Actions:
    """Make the actions; what they do is connected by the window."""
    table = _action_table()
    actions = Actions(**{field.name: _build(window, field.name, *table[field.name]) for field in fields(Actions)})
    actions.quit.setMenuRole(QAction.MenuRole.QuitRole)
    actions.edit_connection.setMenuRole(QAction.MenuRole.PreferencesRole)
    actions.about.setMenuRole(QAction.MenuRole.AboutRole)
    actions.zoom_in.setShortcuts([*actions.zoom_in.shortcuts(), QKeySequence("Ctrl+=")])  # Ctrl++ without Shift
    actions.reduce_motion.setCheckable(True)
    for action in (actions.show_form, actions.show_saved, actions.paper_charts):
        action.setCheckable(True)
        action.setChecked(True)
    themes = QActionGroup(window)
    for action in _themes(actions):
        action.setCheckable(True)
        themes.addAction(action)
    return actions


def _themes(actions: Actions) -> list[QAction]:
    return [actions.theme_system, actions.theme_light, actions.theme_dark, actions.theme_high_contrast]


def build_menus(window: QMainWindow, actions: Actions, *, is_practice: bool) -> QMenu:
    """Fill the menu bar and return the menu that lists the connections."""
    bar = window.menuBar()
    _fill(
        bar.addMenu(_tr("&File")),
        [actions.new_query, actions.new_from_template, actions.open_query, actions.new_tab, None],
        [actions.save_query, actions.save_query_as, None],
        [actions.export, actions.save_picture, None],
        [actions.print_preview, actions.print_result, actions.save_pdf, actions.paper_charts, None],
        [actions.local_data, actions.delete_all, None],
        [actions.close_tab, actions.close_window, actions.quit],
    )
    _fill(
        bar.addMenu(_tr("&Edit")),
        [actions.undo, actions.redo, None],
        [actions.copy, actions.copy_with_headers, actions.copy_picture, None],
        [actions.find, actions.palette],
    )
    view = bar.addMenu(_tr("&View"))
    _fill(view, [actions.show_form, actions.show_saved, None])
    view.addSeparator().setObjectName(VIEWS_END)
    _fill(view, [actions.next_tab, actions.previous_tab, actions.tear_off, None])
    _fill(view, [actions.zoom_in, actions.zoom_out, actions.actual_size, None])
    _fill(view.addMenu(_tr("&Theme")), [*_themes(actions)])
    _fill(view, [actions.reduce_motion, None, actions.presentation])
    _fill(
        bar.addMenu(_tr("&Query")),
        [actions.run, actions.stop, actions.continue_run, actions.refresh, None],
        [actions.one_to_one, None, actions.targets, actions.names_and_groups, actions.look_up_names],
    )
    account = bar.addMenu(_tr("&Account"))
    _fill(account, [actions.sign_in, actions.sign_out, actions.session_details, actions.sign_out_everywhere, None])
    connections = account.addMenu(_tr("&Connections"))
    if is_practice:
        connections.menuAction().setVisible(False)
        _fill(account, [actions.leave_practice])
    else:
        _fill(account, [actions.new_connection, actions.edit_connection, None, actions.practice])
    _fill(bar.addMenu(_tr("&Help")), [actions.open_log_folder, None, actions.about])
    return connections


def fill_connections(
    menu: QMenu, profiles: tuple[Profile, ...], current: Profile | None, choose: Callable[[Profile], None]
) -> None:
    """List the connections in `menu`, the current one checked."""
    menu.clear()
    group = QActionGroup(menu)
    for profile in profiles:
        action = menu.addAction(profile.name)
        action.setCheckable(True)
        action.setChecked(current is not None and profile.id == current.id)
        group.addAction(action)
        # The menu is filled anew by the choice: it must have closed before.
        action.triggered.connect(lambda _checked=False, chosen=profile: QTimer.singleShot(0, lambda: choose(chosen)))
    menu.setEnabled(bool(profiles))


def _build(window: QMainWindow, name: str, text: str, shortcut: Shortcut, icon_name: str) -> QAction:
    action = QAction(text, window)
    action.setObjectName(name)
    if shortcut is not None:
        action.setShortcut(QKeySequence(shortcut))
    if icon_name:
        set_icon(action, icon_name)
    return action


def _fill(menu: QMenu, *groups: list[QAction | None]) -> None:
    for action in (action for group in groups for action in group):
        menu.addSeparator() if action is None else menu.addAction(action)
