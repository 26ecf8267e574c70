"""What is done to saved results in their list: named, pinned, compared with another. The list is read anew after it.

Signal: `failed(SiroError)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot

from siro_desktop.domain.zones import zone_of
from siro_desktop.ui.words import SEPARATOR, period_in_words, query_in_words

if TYPE_CHECKING:
    from siro_desktop.domain.labels import Labels
    from siro_desktop.domain.results import ResultSummary
    from siro_desktop.ui.main_window import MainWindow


class SavedActions(QObject):
    """Serves the list of one window."""

    failed = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        panel = window.view.saved_panel
        panel.label_requested.connect(self._on_label_requested)
        panel.pin_requested.connect(self._on_pin_requested)
        panel.compare_requested.connect(window.shown.compare)

    @Slot(object)
    def _on_label_requested(self, summary: ResultSummary) -> None:
        from siro_desktop.ui.labels_dialog import LabelsDialog

        if self._window.names.is_aliased:
            sentence = self.tr("What is said of a result may name people. Leave presentation mode to change it.")
            self._window.messages.show_notice(self.tr("Not opened"), sentence, kind="warning")
            return
        query, zone = summary.query, zone_of(summary.time_zone)
        what = SEPARATOR.join((query_in_words(query, self._window.names), period_in_words(query.period, zone)))
        dialog = LabelsDialog(summary, what, self._window)
        dialog.labels_chosen.connect(self._save)
        dialog.open()

    @Slot(object)
    def _on_pin_requested(self, summary: ResultSummary) -> None:
        self._save(summary.id, replace(summary.labels, is_pinned=not summary.labels.is_pinned))

    @Slot(object, object)
    def _save(self, result_id: int, labels: Labels) -> None:
        from siro_desktop.jobs.saved_limits import LabelSaved

        handle = self._window.workspace.store.submit(LabelSaved(result_id, labels))
        handle.succeeded.connect(self._window.library.reload)
        handle.failed.connect(self.failed)
