"""Which metric of a comparison is looked at: a list to choose from, or to type a part of a name into."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QSizePolicy

from siro_desktop.ui.text_size import fit_height

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent
    from PySide6.QtWidgets import QWidget

    from siro_desktop.ui.comparison.state import ComparisonState

_WIDTH: Final = 22  # in average characters
_VISIBLE: Final = 18


class MetricCombo(QComboBox):
    """Shows and sets the metric of the state. Text that is no metric's name gives way to the former one."""

    def __init__(self, name: str, state: ComparisonState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._state = state
        self._keys: list[object] = []
        self.setEditable(True)
        self._line = QLineEdit(self)
        self._line.setObjectName(f"{name}_line")
        self.setLineEdit(self._line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(_VISIBLE)
        fit_height(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(_WIDTH)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setToolTip(self.tr("Choose a metric, or type a part of its name"))
        completer = QCompleter(self.model(), self)
        self.setCompleter(completer)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._connect()
        self._on_comparison_changed()

    def _connect(self) -> None:
        self._state.comparison_changed.connect(self._on_comparison_changed)
        self._state.metric_changed.connect(self._on_metric_changed)
        self.activated.connect(self._state.choose_metric)
        self._line.editingFinished.connect(self._on_metric_changed)

    @Slot()
    def _on_comparison_changed(self) -> None:
        metrics = self._state.comparison.metrics if self._state.comparison else ()
        keys: list[object] = [metric.key for metric in metrics]
        if keys != self._keys:
            self._keys = keys
            with QSignalBlocker(self):
                self.clear()
                for place, metric in enumerate(metrics):
                    self.addItem(metric.name or metric.key.id)
                    self.setItemData(place, metric.description or metric.name, Qt.ItemDataRole.ToolTipRole)
        self._on_metric_changed()

    @Slot()
    def _on_metric_changed(self) -> None:
        with QSignalBlocker(self):
            self.setCurrentIndex(self._state.metric if self._keys else -1)
            self._line.setText(self.itemText(self.currentIndex()))
            self._line.setCursorPosition(0)

    def focusInEvent(self, focused: QFocusEvent) -> None:
        """Let the next keys replace the name."""
        super().focusInEvent(focused)
        if focused.reason() is not Qt.FocusReason.PopupFocusReason:
            self._line.selectAll()
