"""The foot of the form: what a run takes, and Run, which is Stop while one is under way.

Signals: `run_clicked()`, `stop_clicked()`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from siro_desktop.ui.field import Caption
from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.text_size import fit_height, fit_icon, follow_text
from siro_desktop.ui.theme import SPACE_2, SPACE_3, SPACE_4, restyle, style_primary
from siro_desktop.ui.tips import set_tip
from siro_desktop.ui.widgets import named
from siro_desktop.ui.words import SEPARATOR, grouped

if TYPE_CHECKING:
    from siro_desktop.jobs.preview_plan import PlanPreview

_MINUTE: Final = 60


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
        self._cost = Caption("query_cost", host=self)
        self.button = named(QPushButton(self), "query_run")
        fit_height(self.button)
        fit_icon(self.button)
        style_primary(self.button)
        follow_text(self._cost, self._keep_line)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_4, SPACE_2, SPACE_4, SPACE_3)
        column.setSpacing(SPACE_2)
        column.addWidget(self._cost)
        column.addWidget(self.button)
        self.button.clicked.connect(self._on_clicked)
        self.set_running(False)

    def _keep_line(self) -> None:
        """Keep the room of a line that may be empty for a moment."""
        self._cost.setMinimumHeight(self._cost.fontMetrics().lineSpacing())

    def set_running(self, is_running: bool) -> None:
        """Turn Run into Stop, or back."""
        self._is_running = is_running
        keys = QKeySequence("Esc" if is_running else "Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText)
        self.button.setText(self.tr("Stop") if is_running else self.tr("Run"))
        set_tip(self.button, f"{self.button.text()} ({keys})")
        set_icon(self.button, "stop" if is_running else "run", "on_accent")

    def show_preview(self, preview: PlanPreview | None) -> None:
        """Say what a run takes, such as *24 requests · 18 stored · about 2 s*; nothing while that is not known."""
        self._cost.setText("" if preview is None else SEPARATOR.join(self._parts(preview)))

    def _parts(self, preview: PlanPreview) -> list[str]:
        cells = preview.cells
        requests = self.tr("1 request") if cells == 1 else self.tr("%1 requests", None, cells)
        parts = [requests.replace("%1", grouped(cells))]
        if preview.stored:
            stored = self.tr("all stored") if preview.stored == cells else self.tr("%1 stored")
            parts.append(stored.replace("%1", grouped(preview.stored)))
        if cells > 1 and preview.seconds:
            parts.append(self._duration(preview.seconds))
        return parts

    def _duration(self, seconds: float) -> str:
        is_short = seconds < _MINUTE
        text = self.tr("about %1 s") if is_short else self.tr("about %1 min")
        return text.replace("%1", grouped(max(1, round(seconds if is_short else seconds / _MINUTE))))

    @Slot()
    def _on_clicked(self) -> None:
        (self.stop_clicked if self._is_running else self.run_clicked).emit()
