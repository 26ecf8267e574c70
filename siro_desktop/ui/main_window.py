"""The window: the question at the left, the answer at the right, and what connects them.

Signals: `practice_requested`, `leave_practice_requested`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QMainWindow

from siro_desktop.courtesy import drawing
from siro_desktop.domain.names import Names
from siro_desktop.ui.action_wiring import ActionWiring
from siro_desktop.ui.actions import build_actions, build_menus
from siro_desktop.ui.connections_controller import ConnectionsController
from siro_desktop.ui.drill_controller import DrillController
from siro_desktop.ui.failure_wiring import FailureWiring
from siro_desktop.ui.late_parts import LateParts
from siro_desktop.ui.library_controller import LibraryController
from siro_desktop.ui.messages import Messages
from siro_desktop.ui.names_controller import NamesController
from siro_desktop.ui.painting_turn import PaintingTurn
from siro_desktop.ui.plan_preview import PlanPreviewController
from siro_desktop.ui.presentation_controller import PresentationController
from siro_desktop.ui.query_controller import QueryController
from siro_desktop.ui.result_actions import ResultActions
from siro_desktop.ui.result_controller import ResultController
from siro_desktop.ui.result_tabs_controller import ResultTabsController
from siro_desktop.ui.run_actions import RunActions
from siro_desktop.ui.saved_actions import SavedActions
from siro_desktop.ui.saved_queries_controller import SavedQueriesController
from siro_desktop.ui.session_controller import SessionController
from siro_desktop.ui.status_bar import StatusBar
from siro_desktop.ui.store_controller import StoreController
from siro_desktop.ui.target_wiring import TargetWiring
from siro_desktop.ui.targets_controller import TargetsController
from siro_desktop.ui.window_layout import WindowLayout
from siro_desktop.ui.window_state import WindowState

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent
    from PySide6.QtWidgets import QWidget

    from siro_desktop.domain.profile import Profile
    from siro_desktop.domain.results import ResultSummary, SavedResult
    from siro_desktop.domain.session import SessionStatus
    from siro_desktop.ui.open_results import WindowRequest
    from siro_desktop.ui.workspace import Workspace

_DRAWING: Final = frozenset({QEvent.Type.UpdateRequest, QEvent.Type.LayoutRequest})


class MainWindow(QMainWindow):
    """One window on one profile. `set_profile` turns it to another.

    Signals: `practice_requested`, `leave_practice_requested`, `window_requested(WindowRequest)` for one more window,
    `quit_requested`, `closing` while all of it is still there.
    """

    practice_requested = Signal()
    leave_practice_requested = Signal()
    window_requested = Signal(object)
    quit_requested = Signal()
    closing = Signal()

    def __init__(
        self, workspace: Workspace, parent: QWidget | None = None, *, beside: WindowRequest | None = None
    ) -> None:
        """`beside`: what a window shows that is opened beside another one; the first window shows what was last."""
        super().__init__(parent)
        self.painting = PaintingTurn(self)
        self.setObjectName("main_window")
        self._workspace, self._beside = workspace, beside
        self._profile: Profile | None = None
        self.late = LateParts(self)
        self._names = Names()
        self.view = WindowLayout(workspace.today, self)
        self.setCentralWidget(self.view)
        self.status_bar = StatusBar(self)
        self.setStatusBar(self.status_bar)
        self.actions_ = build_actions(self)
        connections = build_menus(self, self.actions_, is_practice=workspace.is_practice)
        self.session = SessionController(workspace, self)
        self.runs = QueryController(workspace, self)
        self.preview = PlanPreviewController(workspace.store, self.view.query_form, self)
        self.library = LibraryController(workspace, self)
        self.presentation = PresentationController(self)
        self.shown = ResultController(workspace, self)
        self.directory = NamesController(workspace, self.view.query_form.groups, self)
        self.targets = TargetsController(workspace, self)
        self.messages = Messages(self.view.result_page.banner, self.view.query_form, self)
        self.store = StoreController(self)
        self.saved = SavedActions(self)
        self.state = WindowState(workspace, self)
        self.failures = FailureWiring(self)
        self.connections = ConnectionsController(self, connections)
        self._connect()
        self.tabs = ResultTabsController(self, beside)
        for changing in (self.shown.shown, self.library.names_changed):
            changing.connect(self._show_title)  # after the tabs, which have the words
        self.run_actions = RunActions(self)
        self.drill = DrillController(self)
        self.results = ResultActions(self)
        self._target_wiring = TargetWiring(self)
        self._wiring = ActionWiring(self)
        self.queries = SavedQueriesController(workspace, self)
        self.update_actions()

    # -- what the composition root calls

    def set_profile(self, profile: Profile | None) -> None:
        """Turn the window to a connection; None shows the welcome page."""
        self.runs.drop()
        self.state.keep_draft()
        is_other = profile is None or self._profile is None or profile.id != self._profile.id
        self._names = Names()
        self._profile = profile
        self.status_bar.show_profile(profile)
        self.status_bar.show_online(online=None)
        self.status_bar.show_requests_left(None)
        self._show_title()
        self.update_actions()
        self.messages.clear()
        self.view.show_welcome(shown=profile is None)
        if profile is None:
            return
        self.view.query_form.set_profile(profile)
        self.view.result_page.set_profile(profile)
        self.state.restore_draft(profile.id)
        if is_other:
            self.view.result_page.show_opening()
            self.tabs.set_profile(profile.id)
        saved = self.view.result_page.saved
        stays = 0 if is_other or saved is None else saved.id
        self.targets.set_profile(profile)  # before the result, which is shown with them at once
        self.library.set_profile(profile, stays or self.tabs.take_first())
        self.queries.set_profile(profile)  # its list comes after the result
        self.late.forget_steps()
        self.presentation.begin(profile.id)
        self.directory.set_profile(profile)
        self.late.set_profile(profile)
        self.session.set_profile(profile)
        self.state.keep_profile(profile.id)

    def set_profiles(self, profiles: tuple[Profile, ...]) -> None:
        """List the connections there are in the menu."""
        self.connections.set_all(profiles)

    @property
    def profile(self) -> Profile | None:
        """The connection the window is turned to."""
        return self._profile

    @property
    def is_beside(self) -> bool:
        """True for a window that was opened beside another one."""
        return self._beside is not None

    @Slot()
    def read_again(self) -> None:
        """Read from the store what another window may have changed."""
        self.library.reload()
        self.library.reload_names()
        self.directory.reload()
        self.targets.reload()
        self.late.reload()
        self.queries.reload()
        self.session.read_status()

    @property
    def names(self) -> Names:
        """The names that are known on the connection."""
        return self._names

    # -- wiring

    def _connect(self) -> None:
        form, page, panel = self.view.query_form, self.view.result_page, self.view.saved_panel
        form.changed.connect(self.state.draft_changed)
        page.rows_shown.connect(self.status_bar.show_rows)
        panel.delete_requested.connect(self.library.confirm_delete)
        panel.search_changed.connect(self.library.search)
        page.changes_wanted.connect(self._on_changes_wanted)
        self.view.practice_requested.connect(self.practice_requested)
        self.library.summaries_changed.connect(self._on_summaries_changed)
        self.library.first_rows.connect(self._on_first_rows)
        self.library.opened.connect(self._on_saved_opened)
        self.library.nothing_saved.connect(self.show_no_result)
        self.library.deleted.connect(self._on_deleted)
        self.library.all_deleted.connect(self._on_all_deleted)
        self.library.names_changed.connect(self._on_names_changed)
        self.store.replaced.connect(self.start_over)
        self.store.deleted.connect(self._on_several_deleted)
        self.directory.follow(self.library)
        self.session.status_changed.connect(self._on_status_changed)
        self.session.signed_in.connect(self._on_signed_in)
        self.session.keyring_waits.connect(self.messages.show_keyring_waits)
        self.session.keyring_answered.connect(self.messages.clear)
        self.messages.stop_waiting_requested.connect(self.session.stop_waiting)
        self.session.signed_out.connect(self._on_signed_out)
        self.session.status_changed.connect(self.preview.set_status)
        for changing in (self.library.names_changed, self.library.summaries_changed, self.runs.finished):
            changing.connect(self.preview.refresh)
        self.shown.shown.connect(self._on_shown)
        self.shown.shown.connect(self.state.follow_question)

    def update_actions(self) -> None:
        """Enable what can be done now."""
        self._wiring.update()

    @property
    def workspace(self) -> Workspace:
        """What the window works with."""
        return self._workspace

    @Slot()
    def _show_title(self) -> None:
        name = self._profile.name if self._profile is not None else ""
        is_told_apart = self.is_beside and self.view.result_page.saved is not None
        parts = [self.tabs.text() if is_told_apart else "", name, "Siro Desktop"]
        self.setWindowTitle(" — ".join(part for part in parts if part))

    # -- saved results

    @Slot(object)
    def _on_summaries_changed(self, summaries: tuple[ResultSummary, ...]) -> None:
        self.view.saved_panel.show_summaries(summaries)
        saved = self.view.result_page.saved
        if saved is not None and self.view.saved_panel.current_id() is None:
            self.view.saved_panel.set_current(saved.id)

    @Slot(object)
    def _on_first_rows(self, saved: SavedResult) -> None:
        self.shown.show_first_rows(saved)
        self.update_actions()

    @Slot(object)
    def _on_saved_opened(self, saved: SavedResult) -> None:
        self.shown.show(saved, from_store=True)

    @Slot(object)
    def _on_shown(self, saved: SavedResult) -> None:
        self.view.saved_panel.set_current(saved.id)
        self.update_actions()

    @Slot()
    def _on_changes_wanted(self) -> None:
        self.late.changes.find()

    @Slot()
    def show_no_result(self) -> None:
        """Show that there is no result, or none yet."""
        self.view.result_page.show_empty()
        self.view.saved_panel.set_current(None)
        self._show_title()
        self.update_actions()

    @Slot(object)
    def _on_deleted(self, result_id: int) -> None:
        saved = self.view.result_page.saved
        if saved is not None and saved.id == result_id:
            self.show_no_result()

    @Slot(object)
    def _on_several_deleted(self, result_ids: tuple[int, ...]) -> None:
        for result_id in result_ids:
            self.library.deleted.emit(result_id)
        self.library.reload()

    @Slot()
    def start_over(self) -> None:
        """Read everything anew: the results are others now, under the same numbers."""
        profile, self._profile = self._profile, None
        self.set_profile(profile)

    @Slot()
    def _on_all_deleted(self) -> None:
        self.show_no_result()
        self.messages.show_notice(self.tr("All local data is deleted."), "")

    @Slot(object)
    def _on_names_changed(self, names: Names) -> None:
        self._names = names
        self.view.query_form.set_names(names)
        self.view.result_page.set_names(names)
        self.view.saved_panel.set_names(names)

    # -- session

    @Slot(object)
    def _on_status_changed(self, status: SessionStatus) -> None:
        self.status_bar.show_session(status)
        self.update_actions()
        if status.signed_in:
            self.library.refresh_names()

    @Slot(object)
    def _on_signed_in(self, status: SessionStatus) -> None:
        self.messages.clear()
        self.status_bar.show_online(online=True)
        if status.notice and not self._workspace.is_practice:
            self.messages.show_notice(self.tr("Signed in, until you quit."), status.notice, kind="warning")
        elif hint := self.session.dress(status).hint:
            self.messages.show_notice(self.tr("Signed in."), hint, kind="warning")
        self.library.look_up_names()

    @Slot(object)
    def _on_signed_out(self, problems: tuple[str, ...]) -> None:
        if problems:
            self.messages.show_notice(self.tr("Signed out on this computer."), " ".join(problems), kind="warning")
        else:
            self.messages.show_notice(self.tr("Signed out."), self.tr("Saved results stay on this computer."))

    # -- the rest

    def event(self, happened: QEvent) -> bool:
        """Paint and lay out without being held up by jobs."""
        if happened.type() in _DRAWING:
            if self.painting.puts_off(happened):
                return True
            with drawing():
                return super().event(happened)
        return super().event(happened)

    def changeEvent(self, changed: QEvent) -> None:
        """Say in the menu whether the window fills the screen, whoever has changed that."""
        super().changeEvent(changed)
        if changed.type() == QEvent.Type.WindowStateChange:
            self.actions_.full_screen.setChecked(self.isFullScreen())

    def closeEvent(self, closing: QCloseEvent) -> None:
        """Keep what was typed and how the window stood, then let go."""
        self.runs.drop()
        self.closing.emit()
        self.late.close()
        self.state.keep_window()
        super().closeEvent(closing)
