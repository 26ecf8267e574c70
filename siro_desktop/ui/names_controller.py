"""Own names and groups of ids of the current connection: the dialog, the groups of the form, and what is kept.

Signals: `names_changed(Names)` after a change, own names among Siro's; `failed(SiroError)`.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from siro_desktop.domain.own_names import Directory, IdGroup
from siro_desktop.domain.query import EntityType
from siro_desktop.errors import NameTaken
from siro_desktop.jobs.own_names import DeleteGroup, LoadDirectory, SaveGroup, SaveOwnNames
from siro_desktop.ui.confirm import ask_to_delete
from siro_desktop.ui.latest_job import LatestJob
from siro_desktop.ui.one_dialog import OneDialog
from siro_desktop.ui.while_there import while_there

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from siro_desktop.domain.own_names import OwnName
    from siro_desktop.domain.profile import Profile
    from siro_desktop.errors import SiroError
    from siro_desktop.runner.runner import JobHandle
    from siro_desktop.ui.groups_button import GroupsButton
    from siro_desktop.ui.library_controller import LibraryController
    from siro_desktop.ui.names.dialog import NamesDialog
    from siro_desktop.ui.workspace import Workspace


class NamesController(QObject):
    """Opens the dialog, saves what is changed there, and fills the groups of the form."""

    names_changed = Signal(object)
    failed = Signal(object)

    def __init__(self, workspace: Workspace, button: GroupsButton, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._window = window
        self._button = button
        self._profile: Profile | None = None
        self._directory = Directory()
        self._undo: list[tuple[OwnName, ...]] = []
        self._one = OneDialog(self._build_dialog)
        self._loading = LatestJob(self)
        self._loading.succeeded.connect(self._take)
        self._loading.failed.connect(self._on_failed)
        button.save_requested.connect(self.edit_group)
        button.edit_requested.connect(self.show_groups)

    def set_profile(self, profile: Profile) -> None:
        """Turn to a connection: its names and groups; the dialog of another one closes."""
        if self._profile is not None and self._profile.id != profile.id:
            self._one.close()
        self._profile = profile
        self._undo.clear()
        self._take(Directory())
        self.reload()

    @Slot()
    def reload(self) -> None:
        """Read from the store what is known now, such as after a look-up."""
        if self._profile is not None:
            self._loading.follow(self._workspace.store.submit(LoadDirectory(self._profile.id)))

    @Slot()
    def show(self) -> None:
        """Open the dialog, or bring it to the front."""
        if self._profile is not None:
            self._one.show()

    @Slot()
    def show_groups(self) -> None:
        """Open the dialog at the groups."""
        self.show()
        if self._one.dialog is not None:
            self._one.dialog.show_groups()

    @Slot(object)
    def edit_group(self, group: IdGroup | None) -> None:
        """Ask for the name, kind and ids of a group; None or one without a name is new."""
        group = group or IdGroup("", EntityType.USER, ())
        self._ask_for_group(group, group.name)

    def _ask_for_group(self, group: IdGroup, former_name: str, problem: str = "") -> None:
        from siro_desktop.ui.names.group_dialog import GroupDialog

        host = self._one.dialog if self._one.dialog is not None and self._one.dialog.isVisible() else self._window
        dialog = GroupDialog(group, self._directory, host, former_name=former_name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.group_accepted.connect(self._on_group_accepted)
        dialog.open()
        if problem:
            dialog.show_problem(problem)

    def _build_dialog(self) -> NamesDialog:
        from siro_desktop.ui.names.dialog import NamesDialog
        from siro_desktop.ui.names.lists import NameLists

        dialog = NamesDialog(self._window)
        dialog.names.edited.connect(self._on_edited)
        dialog.names.undo_clicked.connect(self._on_undo_clicked)
        lists = NameLists(self._workspace.export, dialog.names, self._known)
        lists.save_requested.connect(self._on_edited)
        lists.failed.connect(self._on_failed)
        dialog.groups.edit_requested.connect(self.edit_group)
        dialog.groups.delete_requested.connect(self._on_delete_group_requested)
        dialog.show_directory(self._directory, can_undo=bool(self._undo))
        return dialog

    def follow(self, library: LibraryController) -> None:
        """Hear of look-ups and of deleted data, and hand it the names after a change."""
        library.names_looked_up.connect(self.reload)
        library.all_deleted.connect(self._on_all_deleted)
        self.names_changed.connect(library.take_names)

    # -- what is known

    def _known(self) -> Directory:
        return self._directory

    @Slot(object)
    def _take(self, directory: Directory) -> None:
        self._directory = directory
        self._button.set_groups(directory.groups)
        if self._one.dialog is not None:
            self._one.dialog.show_directory(directory, can_undo=bool(self._undo))

    @Slot(object)
    def _on_saved(self, directory: Directory) -> None:
        """Show what is known by now. Only what a person did ends a problem, not names that come by themselves."""
        self._take(directory)
        if self._one.dialog is not None:
            self._one.dialog.show_problem("")
        self.names_changed.emit(directory.merged)

    @Slot()
    def _on_all_deleted(self) -> None:
        self._undo.clear()
        self._on_saved(Directory())

    def _follow(self, handle: JobHandle) -> None:
        handle.succeeded.connect(self._on_saved)
        handle.failed.connect(self._on_failed)

    def _save(self, names: tuple[OwnName, ...]) -> None:
        if self._profile is not None:
            self._follow(self._workspace.store.submit(SaveOwnNames(self._profile.id, names)))

    @Slot(object)
    def _on_edited(self, names: tuple[OwnName, ...]) -> None:
        self._undo.append(self._directory.former_of(names))
        self._save(names)

    @Slot()
    def _on_undo_clicked(self) -> None:
        if self._undo:
            self._save(self._undo.pop())

    @Slot(object)
    def _on_failed(self, error: SiroError) -> None:
        """Say it in the dialog where there is one, so that it stands beside what was done."""
        if self._one.dialog is not None and self._one.dialog.isVisible():
            self._one.dialog.show_problem(error.message)
        else:
            self.failed.emit(error)

    # -- groups

    @Slot(object, str)
    def _on_group_accepted(self, group: IdGroup, former_name: str) -> None:
        if self._profile is not None:
            handle = self._workspace.store.submit(SaveGroup(self._profile.id, group, former_name))
            handle.succeeded.connect(self._on_saved)
            handle.failed.connect(while_there(self._on_group_failed, group, former_name))

    def _on_group_failed(self, group: IdGroup, former_name: str, error: SiroError) -> None:
        """Ask again where the name is taken: nothing that was typed is lost."""
        if isinstance(error, NameTaken):
            self.reload()
            self._ask_for_group(group, former_name, error.message)
        else:
            self._on_failed(error)

    @Slot(object)
    def _on_delete_group_requested(self, group: IdGroup) -> None:
        ask_to_delete(
            self._one.dialog or self._window,
            self.tr("Delete the group “%1”?").replace("%1", group.name),
            self.tr("The ids in it keep their names. This cannot be undone."),
            partial(self._delete_group, group.name),
        )

    def _delete_group(self, name: str) -> None:
        if self._profile is not None:
            self._follow(self._workspace.store.submit(DeleteGroup(self._profile.id, name)))
