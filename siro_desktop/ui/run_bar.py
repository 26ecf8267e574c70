"""The foot of the form: what a run costs, and Run, which is Stop while one is under way.

Signals: `run_clicked()`, `stop_clicked()`.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from siro_desktop.ui.field import Caption, fit_height
from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.theme import SPACE_2, SPACE_3, SPACE_4, restyle, style_primary
from siro_desktop.ui.widgets import named


class RunBar(QWidget):
    """Stays in sight while the fields scroll."""

    run_clicked = Signal()
    stop_clicked = Signal()

    def __init__(self, host: QWidget | None = None) -> None:
        super().__init__(host)
        self.setObjectName("query_foot")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        restyle(self, "#query_foot { background: $window; border-top: 1px solid $line; }")
        self._is_running = False
        self._cost = Caption("query_cost", self.tr("1 request"), self)
        self.button = named(QPushButton(self), "query_run")
        fit_height(self.button)
        side = round(self.button.fontMetrics().height() * 0.9)
        self.button.setIconSize(QSize(side, side))
        style_primary(self.button)
        self._cost.setWordWrap(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_4, SPACE_2, SPACE_4, SPACE_3)
        row.setSpacing(SPACE_4)
        row.addWidget(self._cost)
        row.addWidget(self.button, 1)
        self.button.clicked.connect(self._on_clicked)
        self.set_running(False)

    def set_running(self, is_running: bool) -> None:
        """Turn Run into Stop, or back."""
        self._is_running = is_running
        keys = QKeySequence("Esc" if is_running else "Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText)
        self.button.setText(self.tr("Stop") if is_running else self.tr("Run"))
        self.button.setToolTip(f"{self.button.text()} ({keys})")
        set_icon(self.button, "stop" if is_running else "run", "on_accent")

    @Slot()
    def _on_clicked(self) -> None:
        (self.stop_clicked if self._is_running else self.run_clicked).emit()
