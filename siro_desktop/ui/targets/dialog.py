"""Targets and colours of pass rates of a connection, in two tabs; what both share is at the foot.

Signals: `save_requested(TargetEntry, TargetEntry or None)`, the second the one that was edited;
`remove_requested(TargetEntry)`, `look_up_requested`, `import_requested(Path)`, `export_requested(Path)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from siro_desktop.domain.targets import NO_TARGETS, KnownMetric, Targets
from siro_desktop.ui.choose_file import choose_export, choose_import
from siro_desktop.ui.dialog_size import Rolling, size_by_text
from siro_desktop.ui.dialog_tabs import DialogTabs
from siro_desktop.ui.field import Caption
from siro_desktop.ui.tab_order import order_tabs_as_laid_out
from siro_desktop.ui.targets.colors_page import ColorsPage
from siro_desktop.ui.targets.targets_page import TargetsPage
from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.theme import SPACE_2, SPACE_3, SPACE_4
from siro_desktop.ui.widgets import named, quiet_button

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_SIZE: Final = QSize(86, 52)  # in lines of text


class TargetsDialog(QDialog):
    """Shows and edits both. What it emits is kept by whoever opened it, who then calls `show_targets` again."""

    save_requested = Signal(object, object)
    remove_requested = Signal(object)
    look_up_requested = Signal()
    import_requested = Signal(object)
    export_requested = Signal(object)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("targets_dialog")
        self.setWindowTitle(self.tr("Targets"))
        self._targets = NO_TARGETS
        self._types: Mapping[str, str] = {}
        self._metrics: dict[str, KnownMetric] = {}
        self._can_look_up = False
        self.targets_page = TargetsPage(today)
        self.colors_page = ColorsPage(today)
        self._build_buttons()
        self._build_layout()
        self._connect()

    def _build_buttons(self) -> None:
        tip = self.tr("Ask Siro for targets and colours of the shown result's conversation type")
        self._look_up = quiet_button(self, "targets_look_up", "refresh", self.tr("&Look up from Siro"), tip)
        self._import = quiet_button(self, "targets_import", "import", self.tr("Im&port…"))
        self._export = quiet_button(self, "targets_export", "export", self.tr("&Export…"))
        self._close = named(QPushButton(self.tr("Close"), self), "targets_close")
        self._close.setAutoDefault(False)
        fit_height(self._close)
        self._note = Caption("targets_note", host=self)

    def _build_layout(self) -> None:
        self._tabs = DialogTabs("targets_tabs", "targets_tab_bar", self.tr("Targets or colours"), self)
        self._tabs.addTab(self.targets_page, self.tr("Targets"))
        self._tabs.addTab(self.colors_page, self.tr("Colours of pass rates"))
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_2)
        for button in (self._look_up, self._import, self._export):
            foot.addWidget(button)
        foot.addWidget(self._note, 1)
        foot.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        layout.setSpacing(SPACE_3)
        layout.addWidget(Rolling(self._tabs, self), 1)
        layout.addLayout(foot)
        order_tabs_as_laid_out(self)
        size_by_text(self, _SIZE)

    def _connect(self) -> None:
        for page in (self.targets_page, self.colors_page):
            page.save_requested.connect(self.save_requested)
            page.remove_requested.connect(self.remove_requested)
        self._look_up.clicked.connect(self.look_up_requested)
        self._import.clicked.connect(self._on_import_clicked)
        self._export.clicked.connect(self._on_export_clicked)
        self._close.clicked.connect(self.accept)

    # Public ---------------------------------------------------------------------------------------------------------

    def set_context(
        self, metrics: Mapping[str, KnownMetric], conversation_types: Mapping[str, str], *, can_look_up: bool
    ) -> None:
        """Say which metrics there are, by id, and the names of conversation types, the shown result's first.

        `can_look_up`: a result is shown, for whose conversation type Siro can be asked.
        """
        self._metrics = {**self._metrics, **metrics}
        self._types = conversation_types
        self._can_look_up = can_look_up
        self._look_up.setEnabled(can_look_up)
        self.show_targets(self._targets)

    def add_metrics(self, metrics: Mapping[str, KnownMetric]) -> None:
        """Name metrics that were shown by their ids."""
        self._metrics = {**metrics, **self._metrics}
        self.show_targets(self._targets)

    def show_targets(self, targets: Targets) -> None:
        """Show other targets and colours; what is typed stays."""
        self._targets = targets
        known = {metric_id: KnownMetric(metric_id, "") for metric_id in self._used_metrics()} | self._metrics
        self.targets_page.show_targets(targets, known, self._types)
        self.colors_page.show_targets(targets, known, self._types)
        self._export.setEnabled(bool(targets.all or targets.own_colors))

    def missing_metrics(self) -> tuple[str, ...]:
        """Return the ids of metrics that have a target, or colours, but no known name."""
        return tuple(self._used_metrics() - self._metrics.keys())

    def metrics(self) -> dict[str, KnownMetric]:
        """Return the metrics that are known, by id."""
        return self._metrics

    def say(self, sentence: str) -> None:
        """Say how something went, at the foot."""
        self._note.setText(sentence)

    def set_busy(self, is_busy: bool) -> None:
        """Say that Siro is being asked, or not any more."""
        self._look_up.setEnabled(not is_busy and self._can_look_up)
        if is_busy:
            self.say(self.tr("Asking Siro…"))

    # Private --------------------------------------------------------------------------------------------------------

    def _used_metrics(self) -> set[str]:
        own = {one.metric_id for one in self._targets.own_colors if one.metric_id}
        return {one.metric_id for one in self._targets.all} | own

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot()
    def _on_import_clicked(self) -> None:
        filters = [self.tr("Targets (*.csv *.json)"), self.tr("All files (*)")]
        title = self.tr("Import targets")
        choose_import(self, "targets_import_dialog", title, filters, take=self.import_requested.emit)

    @Slot()
    def _on_export_clicked(self) -> None:
        filters = [self.tr("CSV for spreadsheets (*.csv)"), self.tr("JSON (*.json)")]
        title = self.tr("Export targets")
        choose_export(self, "targets_export_dialog", title, filters, "targets.csv", take=self.export_requested.emit)
