"""What changed since the copy before the shown result: found out for its view, and told after it was fetched again.

Signals: `show_requested` when a person wants to see what was told, `failed(SiroError)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from siro_desktop.domain.zones import zone_of
from siro_desktop.ui.former import Former

if TYPE_CHECKING:
    from siro_desktop.domain.changes import Changes
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.errors import SiroError
    from siro_desktop.runner.runner import JobHandle
    from siro_desktop.ui.messages import Messages
    from siro_desktop.ui.result_page import ResultPage
    from siro_desktop.ui.workspace import Workspace


class ChangesController(QObject):
    """Compares one result at a time, in the store's thread; what was found of another one is dropped."""

    show_requested = Signal()
    failed = Signal(object)

    def __init__(self, workspace: Workspace, page: ResultPage, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._page = page
        self._messages = messages
        self._saved: SavedResult | None = None
        self._changes: Changes | None = None
        self._comparing: JobHandle | None = None
        self._is_to_tell = False
        self._former = Former(self)
        self.show_requested.connect(self._on_show_requested)

    def tell(self, saved: SavedResult) -> None:
        """Say in the window what changed in a result that has just come; of a first copy nothing is said."""
        self._find(saved)
        self._is_to_tell = True
        self._hand_over()

    def find(self) -> None:
        """Find out for the result in view, and show it."""
        if self._page.saved is not None:
            self._find(self._page.saved)
            self._hand_over()

    @Slot(object)
    def follow(self, saved: SavedResult) -> None:
        """Another result is shown, or one that was awaited."""
        if saved is self._saved:
            self._hand_over()
        else:
            self._drop()

    def _find(self, saved: SavedResult) -> None:
        from siro_desktop.jobs.what_changed import WhatChanged

        if saved is self._saved:
            return
        self._drop()
        self._saved = saved
        self._comparing = self._workspace.store.submit(WhatChanged(saved))
        self._comparing.succeeded.connect(self._on_found)
        self._comparing.failed.connect(self._on_failed)

    def _drop(self) -> None:
        if self._comparing is not None:
            self._comparing.blockSignals(True)
            self._comparing.cancel()
        if self._changes is not None:
            self._former.let_go(self._changes.all)
        self._saved = self._changes = self._comparing = None
        self._is_to_tell = False

    def _hand_over(self) -> None:
        """Show what is known, as soon as its result is in view."""
        changes, saved = self._changes, self._saved
        if changes is None or saved is None or self._page.saved is not saved:
            return
        self._page.show_changes(changes)
        if self._is_to_tell:
            self._is_to_tell = False
            self._say(changes, saved)

    def _say(self, changes: Changes, saved: SavedResult) -> None:
        """In the banner, or if that says something more urgent, or nothing changed, quietly in the head."""
        from siro_desktop.ui.comparison.changes_words import counts_in_words, nothing_changed_in_words, since_in_words

        if changes.since is None:
            return
        counts, since = counts_in_words(changes), since_in_words(changes.since, zone_of(saved.time_zone))
        if not counts:
            self._page.header.set_note(nothing_changed_in_words(since))
        elif self._page.banner.text():
            self._page.header.set_note(counts)
        else:
            sentence = self.tr("Since %1.").replace("%1", since)
            self._messages.show_offer(counts, sentence, self.tr("Show changes"), self.show_requested)

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot(object)
    def _on_found(self, changes: Changes) -> None:
        self._comparing, self._changes = None, changes
        self._hand_over()

    @Slot(object)
    def _on_failed(self, error: SiroError) -> None:
        is_asked = not self._is_to_tell  # by a person; else nobody waits for it
        self._drop()
        self._page.show_changes(None)
        if is_asked:
            self.failed.emit(error)

    @Slot()
    def _on_show_requested(self) -> None:
        self._page.show_view("changes")
