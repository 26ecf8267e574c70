"""How long the results of a connection are kept: limits by age and size, and what would go by them, before it goes.

Signals: `rule_changed(RetentionRule)` a moment after an edit, `save_requested(RetentionRule)`,
`delete_requested(WouldGo)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSpinBox, QVBoxLayout, QWidget

from siro_desktop.domain.retention import MOST_DAYS, MOST_MEGABYTES, RetentionRule
from siro_desktop.domain.zones import zone_of
from siro_desktop.ui.field import Caption, Field
from siro_desktop.ui.plain_table import PlainTable, TextTableModel
from siro_desktop.ui.store.words import results_in_words, size_in_words
from siro_desktop.ui.tab_order import order_tabs_as_laid_out
from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.theme import SPACE_2, SPACE_3, SPACE_4
from siro_desktop.ui.widgets import named, quiet_button
from siro_desktop.ui.words import days_in_words, instant_in_words, result_in_words

if TYPE_CHECKING:
    from siro_desktop.domain.names import Names
    from siro_desktop.domain.retention import StoredResult
    from siro_desktop.jobs.saved_limits import WouldGo

_SHARES: Final = (40, 23, 23, 14)
_DELAY_MS: Final = 300


class KeepPage(QWidget):
    """Nothing goes by itself: a person sees what would go, and deletes it."""

    rule_changed = Signal(object)
    save_requested = Signal(object)
    delete_requested = Signal(object)

    def __init__(self, names: Names, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("keep_page")
        self._names = names
        self._would_go: WouldGo | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self._build_inputs()
        self._build_layout()
        self._connect()

    def _build_inputs(self) -> None:
        self._days = self._input("keep_days", MOST_DAYS, self.tr(" days"))
        self._megabytes = self._input("keep_megabytes", MOST_MEGABYTES, self.tr(" MB"))
        self._fields = (
            Field("days", self.tr("&Keep results for"), self._days),
            Field("megabytes", self.tr("Keep at &most"), self._megabytes),
        )
        self._save = named(QPushButton(self.tr("&Save limits"), self), "keep_save")
        self._save.setAutoDefault(False)
        self._save.setEnabled(False)  # until something is typed
        fit_height(self._save)
        self._delete = quiet_button(self, "keep_delete", "delete", "")
        self._model = TextTableModel([self.tr("Would go"), self.tr("Period"), self.tr("Saved"), self.tr("About")], self)

    def _input(self, name: str, most: int, suffix: str) -> QSpinBox:
        made = named(QSpinBox(self), name)
        made.setRange(0, most)
        made.setSpecialValueText(self.tr("No limit"))
        made.setSuffix(suffix)
        made.setGroupSeparatorShown(True)
        fit_height(made)
        return made

    def _build_layout(self) -> None:
        intro = self.tr(
            "Results beyond these limits are offered for deletion when the program starts; none goes by itself. "
            "Pinned results never go, and the newest always stays."
        )
        self._heading = named(QLabel(self), "keep_heading")
        self._heading.setWordWrap(True)
        table = PlainTable("keep_table", self.tr("What would go"), self._model, _SHARES, self, wraps=True)
        self._heading.setBuddy(table)
        inputs = QHBoxLayout()
        inputs.setSpacing(SPACE_3)
        for field in self._fields:
            inputs.addWidget(field, 1)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_2)
        foot.addWidget(self._delete)
        foot.addStretch(1)
        foot.addWidget(self._save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        layout.setSpacing(SPACE_3)
        layout.addWidget(Caption("keep_intro", intro, self))
        layout.addLayout(inputs)
        layout.addWidget(self._heading)
        layout.addWidget(table, 1)
        layout.addLayout(foot)
        order_tabs_as_laid_out(self)
        self._show_found()

    def _connect(self) -> None:
        for box in (self._days, self._megabytes):
            box.valueChanged.connect(self._on_edited)
        self._timer.timeout.connect(self._on_due)
        self._save.clicked.connect(self._on_save_clicked)
        self._delete.clicked.connect(self._on_delete_clicked)

    # Public ---------------------------------------------------------------------------------------------------------

    def rule(self) -> RetentionRule:
        """What stands in the inputs."""
        return RetentionRule(self._days.value() or None, self._megabytes.value() or None)

    def set_names(self, names: Names) -> None:
        """Say these names."""
        self._names = names
        self._show_found()

    def show_rule(self, rule: RetentionRule) -> None:
        """Put a rule into the inputs, without emitting `rule_changed`; another one that somebody has typed stays."""
        if self._save.isEnabled() and rule != self.rule():
            return
        with QSignalBlocker(self._days), QSignalBlocker(self._megabytes):
            self._days.setValue(rule.days or 0)
            self._megabytes.setValue(rule.megabytes or 0)
        self._save.setEnabled(False)

    def show_would_go(self, found: WouldGo) -> None:
        """Show what the rule in the inputs lets go; what was found for another rule is left out."""
        if found.rule == self.rule():
            self._would_go = found
            self._show_found()

    # Private --------------------------------------------------------------------------------------------------------

    def _show_found(self) -> None:
        found = self._would_go.results if self._would_go else ()
        self._model.set_rows([self._row(one) for one in found])
        self._delete.setVisible(bool(found))
        count = results_in_words(len(found))
        self._delete.setText(self.tr("&Delete %1…").replace("%1", count))
        if self._would_go is None or self._would_go.rule.is_empty:
            self._heading.setText(self.tr("Without a limit everything stays."))
        elif not found:
            self._heading.setText(self.tr("By these limits nothing would go."))
        else:
            text = self.tr("By these limits &would go: %1, about %2")
            size = size_in_words(self._would_go.size)
            self._heading.setText(text.replace("%1", count).replace("%2", size))

    def _row(self, one: StoredResult) -> tuple[str, str, str, str]:
        summary = one.summary
        zone = zone_of(summary.time_zone)
        return (
            result_in_words(summary, self._names),
            days_in_words(summary.query.period, zone),
            instant_in_words(summary.saved_at, zone),
            size_in_words(one.size),
        )

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot()
    def _on_edited(self) -> None:
        self._save.setEnabled(True)
        self._would_go = None
        self._delete.hide()
        self._timer.start()

    @Slot()
    def _on_due(self) -> None:
        self.rule_changed.emit(self.rule())

    @Slot()
    def _on_save_clicked(self) -> None:
        self._save.setEnabled(False)
        self.save_requested.emit(self.rule())

    @Slot()
    def _on_delete_clicked(self) -> None:
        if self._would_go is not None:
            self.delete_requested.emit(self._would_go)
