"""What the window's actions do, and when they can be done."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QTextEdit

from siro_desktop.ui.clipboard import copy_marked
from siro_desktop.ui.copied_numbers import copied_numbers
from siro_desktop.ui.looks import LooksActions
from siro_desktop.ui.run_actions import can_continue
from siro_desktop.ui.view_actions import ViewActions

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from siro_desktop.ui.main_window import MainWindow
    from siro_desktop.ui.palette_controller import PaletteController


class ActionWiring(QObject):
    """Connects the actions of one window. Holds no state: `update` reads it from its owners."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._views = ViewActions(window.view.result_page, window)
        self._connect_actions()
        self._connect_switches()
        window.view.result_page.sign_in_requested.connect(window.session.sign_in)
        self._looks = LooksActions(window.actions_, window.state, window)

    def update(self) -> None:
        """Enable what can be done now."""
        window, actions = self._window, self._window.actions_
        has_profile, signed_in = window.profile is not None, window.session.status.signed_in
        has_result = has_profile and window.view.result_page.saved is not None
        is_practice = window.workspace.is_practice  # which is signed in to by itself
        window.view.result_page.set_needs_sign_in(needed=window.session.needs_sign_in and not is_practice)
        is_running = window.runs.is_running
        actions.run.setEnabled(has_profile and not is_running)
        actions.stop.setEnabled(is_running or window.drill.is_waiting)
        saved = window.view.result_page.saved
        actions.continue_run.setEnabled(can_continue(saved) and not is_running)
        actions.refresh.setEnabled(saved is not None and not is_running)
        for action in (actions.export, actions.save_picture, actions.find, actions.copy_with_headers):
            action.setEnabled(has_result)
        actions.copy_picture.setEnabled(has_result)
        for action in (actions.print_result, actions.print_preview, actions.save_pdf):
            action.setEnabled(has_result)
        self._views.update(enabled=has_profile)
        has_tabs = has_profile and len(window.view.result_tabs.numbers()) > 1
        for action in (actions.next_tab, actions.previous_tab):
            action.setEnabled(has_tabs)
        window.drill.update()
        actions.new_tab.setEnabled(has_profile)
        actions.tear_off.setEnabled(has_result)
        for action in (actions.new_query, actions.new_from_template, actions.save_query, actions.save_query_as):
            action.setEnabled(has_profile)
        for action in (actions.open_query, actions.open_recent, actions.show_form, actions.show_saved):
            action.setEnabled(has_profile)
        actions.sign_in.setEnabled(has_profile)  # again too: as somebody else, or where Siro takes no token any more
        actions.sign_in.setText(self.tr("&Sign in again…") if signed_in else self.tr("&Sign in…"))
        actions.sign_out.setEnabled(has_profile and signed_in)
        others = (actions.edit_connection, actions.session_details, actions.names_and_groups, actions.targets)
        for action in (*others, actions.one_to_one, actions.events):
            action.setEnabled(has_profile)
        for action in self._naming():
            action.setEnabled(has_profile and not window.presentation.is_on)
        actions.look_up_names.setEnabled(signed_in)

    def _naming(self) -> tuple[QAction, ...]:
        """What would say who is who, or ask for a name, while names are aliases."""
        actions = self._window.actions_
        return (actions.names_and_groups, actions.save_query, actions.save_query_as)

    def _connect_actions(self) -> None:
        window, actions = self._window, self._window.actions_
        page, form = window.view.result_page, window.view.query_form
        for action, slot in (
            (actions.new_query, form.clear),
            (actions.export, window.results.export),
            (actions.save_picture, window.results.save_picture),
            (actions.copy_picture, window.results.copy_picture),
            (actions.local_data, window.store.show),
            (actions.print_result, window.results.print_result),
            (actions.print_preview, window.results.preview),
            (actions.save_pdf, window.results.save_pdf),
            (actions.one_to_one, window.results.show_sheet),
            (actions.delete_all, window.library.confirm_delete_all),
            (actions.new_tab, window.tabs.new_tab),
            (actions.tear_off, window.tabs.tear_off_current),
            (actions.back, window.drill.back),
            (actions.forward, window.drill.forward),
            (actions.look_into, window.drill.look_into_selected),
            (actions.close_tab, window.tabs.close_current),
            (actions.next_tab, window.tabs.next_tab),
            (actions.previous_tab, window.tabs.previous_tab),
            (actions.close_window, window.close),
            (actions.quit, window.quit_requested),
            (actions.copy, self._on_copy),
            (actions.copy_with_headers, self._on_copy_with_headers),
            (actions.find, page.focus_search),
            (actions.run, form.run),
            (actions.stop, window.run_actions.stop),
            (actions.continue_run, window.run_actions.continue_run),
            (actions.refresh, window.run_actions.refresh),
            (actions.sign_in, window.session.sign_in),
            (actions.sign_out, window.session.sign_out),
            (actions.session_details, window.session.show_details),
            (actions.sign_out_everywhere, window.session.confirm_sign_out_everywhere),
            (actions.look_up_names, window.library.look_up_names),
            (actions.names_and_groups, window.directory.show),
            (actions.targets, self._on_targets),
            (actions.events, self._on_events),
            (actions.new_connection, window.connections.new),
            (actions.edit_connection, window.connections.edit),
            (actions.practice, window.practice_requested),
            (actions.leave_practice, window.leave_practice_requested),
            (actions.open_log_folder, self._on_open_log_folder),
            (actions.about, self._on_about),
            (actions.palette, self._on_palette),
            (actions.keyboard_shortcuts, self._on_shortcuts),
            (actions.help_contents, self._on_help),
        ):
            action.triggered.connect(slot)

    def _connect_switches(self) -> None:
        """Tick what the preferences say, and keep what is ticked."""
        window, actions = self._window, self._window.actions_
        actions.show_form.toggled.connect(window.view.show_left)
        actions.show_saved.toggled.connect(window.view.show_saved)
        actions.paper_charts.setChecked(window.state.settings.paper_with_charts)
        actions.paper_charts.toggled.connect(window.state.keep_paper_charts)
        copied_numbers().choose(is_local=window.state.settings.copy_local_decimals)
        actions.local_decimals.setChecked(window.state.settings.copy_local_decimals)
        actions.local_decimals.toggled.connect(self._on_local_decimals)
        copied_numbers().changed.connect(actions.local_decimals.setChecked)

    @Slot()
    def _on_copy(self) -> None:
        """Copy what is marked where the keyboard is, else the view's rows, else its picture."""
        focused = QApplication.focusWidget()
        if isinstance(focused, QLineEdit | QPlainTextEdit | QTextEdit | QLabel):
            copy_marked(focused)
        elif self._window.view.result_page.saved is not None:
            self._copy()

    @Slot()
    def _on_copy_with_headers(self) -> None:
        self._copy(with_headings=True)

    def _copy(self, *, with_headings: bool = False) -> None:
        if not self._window.view.result_page.copy(with_headings=with_headings):
            self._window.results.copy_picture()

    @Slot(bool)
    def _on_local_decimals(self, is_local: bool) -> None:
        copied_numbers().choose(is_local=is_local)
        self._window.workspace.settings.keep(copy_local_decimals=is_local)

    @Slot()
    def _on_targets(self) -> None:
        self._window.targets.show_dialog(self._window.view.result_page.saved, self._window.names)

    @Slot()
    def _on_events(self) -> None:
        self._window.late.events.show()

    @Slot()
    def _on_shortcuts(self) -> None:
        self._window.late.help.show_keys()

    @Slot()
    def _on_help(self) -> None:
        self._window.late.help.show_contents()

    @Slot()
    def _on_open_log_folder(self) -> None:
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._window.workspace.paths.log)))

    @cached_property
    def _palette(self) -> PaletteController:
        """Made when it is first asked for: a start does without."""
        from siro_desktop.ui.palette_controller import PaletteController

        return PaletteController(self._window)

    @Slot()
    def _on_palette(self) -> None:
        self._palette.show()

    @Slot()
    def _on_about(self) -> None:
        from siro_desktop.ui.about_dialog import AboutDialog

        dialog = AboutDialog(self._window.workspace.paths, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
