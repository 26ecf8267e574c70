"""Events of the current connection: the dialog, what is kept, and the trends that mark them.

It wires itself to the result page, the library and the queries of its window.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot

from siro_desktop.domain.events import NOT_KEPT, Event, new_events
from siro_desktop.jobs.events import ChangeEvents, LoadEvents
from siro_desktop.ui.event_words import imported_in_words
from siro_desktop.ui.latest_job import LatestJob
from siro_desktop.ui.one_dialog import OneDialog
from siro_desktop.ui.while_there import while_there

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from PySide6.QtGui import QAction

    from siro_desktop.domain.names import Names
    from siro_desktop.domain.profile import Profile
    from siro_desktop.errors import SiroError
    from siro_desktop.jobs.events import EventChange
    from siro_desktop.ui.events.dialog import EventsDialog
    from siro_desktop.ui.main_window import MainWindow


class EventsController(QObject):
    """Signals: `events_changed(tuple of Event)` as they may be shown, `failed(SiroError)`.

    `edited(Events that went, Events that came)`: a person has changed them, which `exchange` can take back.
    """

    events_changed = Signal(object)
    edited = Signal(object, object)
    failed = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._store = window.workspace.store
        self._profile: Profile | None = None
        self._events: tuple[Event, ...] = ()
        self._names = window.names
        self._one = OneDialog(self._build_dialog)
        self._dialog_actions: tuple[QAction, ...] = ()
        self._loading = LatestJob(self)
        self._loading.succeeded.connect(self._take)
        self._loading.failed.connect(self._on_failed)
        self.events_changed.connect(window.view.result_page.comparison_body.state.set_events)
        self.failed.connect(window.messages.show_error)
        window.library.all_deleted.connect(self.reload)
        window.library.names_changed.connect(self._on_names_changed)

    def set_profile(self, profile: Profile) -> None:
        """Turn to a connection and load its events; the dialog of another one closes."""
        if self._profile is None or self._profile.id != profile.id:
            self._take(())
            self._one.close()
        self._profile = profile
        self.reload()

    @Slot()
    def reload(self) -> None:
        """Read from the store what is known now."""
        if self._profile is not None:
            self._loading.follow(self._store.submit(LoadEvents(self._profile.id)))

    @Slot()
    def show(self) -> None:
        """Open the dialog, or bring it to the front."""
        if self._profile is not None:
            self._one.show()

    def set_dialog_actions(self, actions: tuple[QAction, ...]) -> None:
        """Let the keys of these actions of the window work in the dialog as well."""
        self._dialog_actions = actions

    def exchange(self, gone: tuple[Event, ...], come: tuple[Event, ...]) -> None:
        """Take events away and put others there, all or none."""
        if self._profile is not None:
            job = ChangeEvents(self._profile.id, gone, come)
            handle = self._store.submit(job)
            handle.succeeded.connect(while_there(self._on_changed, job.profile_id, ""))
            handle.failed.connect(self._on_failed)

    def _build_dialog(self) -> EventsDialog:
        from siro_desktop.ui.events.dialog import EventsDialog

        dialog = EventsDialog(self._window)
        dialog.addActions(self._dialog_actions)
        dialog.edit_requested.connect(self._on_edit_requested)
        dialog.delete_requested.connect(self._on_delete_requested)
        dialog.before_after_requested.connect(self._on_before_after_requested)
        dialog.import_requested.connect(self._on_import_requested)
        dialog.export_requested.connect(self._on_export_requested)
        dialog.show_events(self._shown(), is_aliased=self._names.is_aliased)
        return dialog

    # Jobs -----------------------------------------------------------------------------------------------------------

    @Slot(object)
    def _take(self, events: tuple[Event, ...]) -> None:
        self._events = events
        self._tell()

    @Slot(object)
    def _on_names_changed(self, names: Names) -> None:
        """In presentation mode events name nobody; their ids stay, so that each is still known."""
        self._names = names
        self._tell()

    def _tell(self) -> None:
        shown = self._shown()
        self.events_changed.emit(shown)
        if self._one.dialog is not None:
            self._one.dialog.show_events(shown, is_aliased=self._names.is_aliased)

    def _shown(self) -> tuple[Event, ...]:
        return tuple(replace(event, name=self._names.hide_text(event.name)) for event in self._events)

    def _change(self, job: ChangeEvents, done: str = "") -> None:
        """Change what is kept, as a step that can be taken back, then say so."""
        handle = self._store.submit(job)
        handle.succeeded.connect(while_there(self._on_edited, job.profile_id, done))
        handle.failed.connect(self._on_failed)

    def _save(self, profile_id: str, event: Event) -> None:
        self._change(ChangeEvents(profile_id, come=(event,)))

    def _on_edited(self, profile_id: str, done: str, change: EventChange) -> None:
        self._on_changed(profile_id, done, change)
        if self._profile is not None and self._profile.id == profile_id:
            self.edited.emit(change.gone, change.come)

    def _on_changed(self, profile_id: str, done: str, change: EventChange) -> None:
        """Show what there is by now, what came last chosen."""
        if self._profile is None or self._profile.id != profile_id:
            return
        self._take(change.events)
        if self._one.dialog is not None:
            self._one.dialog.say(done)
            for event in change.come[-1:]:
                self._one.dialog.choose(event.id)

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot(object)
    def _on_edit_requested(self, event: Event | None) -> None:
        """Ask for the day and the name of an event; None is a new one, today unless another day is chosen."""
        from siro_desktop.ui.events.event_dialog import EventDialog

        if self._profile is None:
            return
        today = self._window.workspace.today(self._profile.zone)
        shown = event or Event(id=NOT_KEPT, day=today, name="")
        dialog = EventDialog(shown, self._events, self._profile.calendar, self._one.dialog or self._window)
        dialog.event_accepted.connect(partial(self._save, self._profile.id))
        dialog.open()

    @Slot(object)
    def _on_delete_requested(self, event: Event) -> None:
        if self._profile is not None:
            self._change(ChangeEvents(self._profile.id, gone=(event,)))

    @Slot(object, int)
    def _on_before_after_requested(self, day: date, length: int) -> None:
        """The dialog makes room for the form."""
        if self._one.dialog is not None:
            self._one.dialog.accept()
        self._window.late.templates.ask_around(day, length)

    @Slot(object)
    def _on_import_requested(self, path: Path) -> None:
        from siro_desktop.jobs.event_files import ImportEvents

        if self._profile is not None:
            handle = self._window.workspace.export.submit(ImportEvents(path))
            handle.succeeded.connect(while_there(self._on_imported, self._profile.id))
            handle.failed.connect(self._on_failed)

    def _on_imported(self, profile_id: str, events: tuple[Event, ...]) -> None:
        """Keep those that are not there yet. While the file was read, another connection may have been turned to."""
        if self._profile is None or self._profile.id != profile_id:
            return
        new = new_events(events, self._events)
        said = imported_in_words(len(new), len(events) - len(new))
        if new:
            self._change(ChangeEvents(profile_id, come=new), said)
        else:
            self._say(said)

    @Slot(object)
    def _on_export_requested(self, path: Path) -> None:
        from siro_desktop.jobs.event_files import ExportEvents

        handle = self._window.workspace.export.submit(ExportEvents(path, self._shown()))
        handle.succeeded.connect(self._on_exported)
        handle.failed.connect(self._on_failed)

    @Slot(object)
    def _on_exported(self, path: Path) -> None:
        self._say(self.tr("Exported to %1").replace("%1", str(path)))

    def _say(self, sentence: str) -> None:
        if self._one.dialog is not None:
            self._one.dialog.say(sentence)

    @Slot(object)
    def _on_failed(self, error: SiroError) -> None:
        """Say it in the dialog where there is one, so that it stands beside what was done."""
        if self._one.dialog is not None:
            self._one.dialog.show_problem(error.message)
        else:
            self.failed.emit(error)
