"""Events of the current connection: the dialog, what is kept, and the trends that mark them.

It wires itself to the result page, the library and the queries of its window.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from siro_desktop.domain.events import NOT_KEPT, Event
from siro_desktop.jobs.events import DeleteEvent, LoadEvents, SaveEvent
from siro_desktop.ui.confirm import ask_to_delete
from siro_desktop.ui.event_words import event_in_words

if TYPE_CHECKING:
    from datetime import date

    from siro_desktop.domain.profile import Profile
    from siro_desktop.errors import SiroError
    from siro_desktop.runner.runner import JobHandle
    from siro_desktop.ui.events.dialog import EventsDialog
    from siro_desktop.ui.main_window import MainWindow


class EventsController(QObject):
    """Signals: `events_changed(tuple of Event)`, `failed(SiroError)`."""

    events_changed = Signal(object)
    failed = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._store = window.workspace.store
        self._profile: Profile | None = None
        self._events: tuple[Event, ...] = ()
        self._dialog: EventsDialog | None = None
        self._loading: JobHandle | None = None
        self.events_changed.connect(window.view.result_page.comparison_body.state.set_events)
        self.failed.connect(window.messages.show_error)
        window.library.all_deleted.connect(self.reload)

    def set_profile(self, profile: Profile) -> None:
        """Turn to a connection and load its events; the dialog of another one closes."""
        if self._profile is None or self._profile.id != profile.id:
            self._take(())
            if self._dialog is not None:
                self._dialog.close()
        self._profile = profile
        self.reload()

    @Slot()
    def reload(self) -> None:
        """Read from the store what is known now."""
        if self._profile is None:
            return
        if self._loading is not None:
            self._loading.blockSignals(True)
        self._loading = self._store.submit(LoadEvents(self._profile.id))
        self._loading.succeeded.connect(self._take)
        self._loading.failed.connect(self._on_failed)
        self._loading.finished.connect(self._on_loading_finished)

    @Slot()
    def show(self) -> None:
        """Open the dialog, or bring it to the front."""
        if self._profile is None:
            return
        if self._dialog is None:
            from siro_desktop.ui.events.dialog import EventsDialog

            self._dialog = dialog = EventsDialog(self._window)
            dialog.edit_requested.connect(self._on_edit_requested)
            dialog.delete_requested.connect(self._on_delete_requested)
            dialog.before_after_requested.connect(self._on_before_after_requested)
            dialog.finished.connect(self._on_dialog_finished)
            dialog.show_events(self._events)
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    # Jobs -----------------------------------------------------------------------------------------------------------

    @Slot(object)
    def _take(self, events: tuple[Event, ...]) -> None:
        self._events = events
        self.events_changed.emit(events)
        if self._dialog is not None:
            self._dialog.show_events(events)

    def _save(self, profile_id: str, event: Event) -> None:
        self._change(SaveEvent(profile_id, event))

    def _change(self, job: SaveEvent | DeleteEvent) -> None:
        handle = self._store.submit(job)
        handle.succeeded.connect(partial(self._on_changed, job))
        handle.failed.connect(self._on_failed)

    def _on_changed(self, job: SaveEvent | DeleteEvent, events: tuple[Event, ...]) -> None:
        """Show what there is by now, the saved event chosen."""
        if self._profile is None or self._profile.id != job.profile_id:
            return
        former = {event.id for event in self._events}
        self._take(events)
        if self._dialog is not None:
            self._dialog.show_problem("")
            for event in events:
                if event.id not in former:
                    self._dialog.choose(event.id)

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot(object)
    def _on_edit_requested(self, event: Event | None) -> None:
        """Ask for the day and the name of an event; None is a new one, today unless another day is chosen."""
        from siro_desktop.ui.events.event_dialog import EventDialog

        if self._profile is None:
            return
        today = self._window.workspace.today(self._profile.zone)
        shown = event or Event(id=NOT_KEPT, day=today, name="")
        dialog = EventDialog(shown, self._events, self._profile.calendar, self._dialog or self._window)
        dialog.event_accepted.connect(partial(self._save, self._profile.id))
        dialog.open()

    @Slot(object)
    def _on_delete_requested(self, event: Event) -> None:
        if self._profile is not None:
            ask_to_delete(
                self._dialog or self._window,
                self.tr("Delete “%1”?").replace("%1", event_in_words(event)),
                self.tr("Its line goes from all trends. This cannot be undone."),
                partial(self._change, DeleteEvent(self._profile.id, event.id)),
            )

    @Slot(object, int)
    def _on_before_after_requested(self, day: date, length: int) -> None:
        """The dialog makes room for the form."""
        if self._dialog is not None:
            self._dialog.accept()
        self._window.queries.ask_around(day, length)

    @Slot()
    def _on_loading_finished(self) -> None:
        self._loading = None

    @Slot()
    def _on_dialog_finished(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

    @Slot(object)
    def _on_failed(self, error: SiroError) -> None:
        """Say it in the dialog where there is one, so that it stands beside what was done."""
        if self._dialog is not None:
            self._dialog.show_problem(error.message)
        else:
            self.failed.emit(error)
