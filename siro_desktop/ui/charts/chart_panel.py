"""One panel of a chart on screen: what is drawn, the plot, and what could not be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from siro_desktop.ui.elided_label import ElidedLabel
from siro_desktop.ui.text_size import scale_font
from siro_desktop.ui.theme import CAPTION, SPACE_1, SPACE_2, SPACE_4, caption_font, style_text
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from siro_desktop.ui.charts.panels import PanelTexts
    from siro_desktop.ui.charts.plot_base import PlotBase

PlotT = TypeVar("PlotT", bound="PlotBase")


def panel_height(widget: QWidget, plot_height: int, *, has_note: bool = False) -> int:
    """Return how many pixels a panel takes down in the font of a widget, before there is a panel."""
    line = QFontMetricsF(widget.font()).height()
    note = QFontMetricsF(caption_font(widget)).height() + SPACE_1 if has_note else 0
    return round(line + SPACE_1 + plot_height + note + SPACE_4) + 1


class ChartPanel(QWidget, Generic[PlotT]):
    """A heading, a plot, and a note."""

    def __init__(self, name: str, plot: PlotT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._title = named(ElidedLabel(self), f"{name}_title")
        bold = QFont()
        bold.setBold(True)  # nothing else is pinned: the size follows the application's
        self._title.setFont(bold)
        self._count = named(ElidedLabel(self), f"{name}_count")
        self._count.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._note = named(QLabel(self), f"{name}_note")
        for label in (self._count, self._note):
            scale_font(label, CAPTION)
            style_text(label, "muted")
        self.plot = plot
        heading = QHBoxLayout()
        heading.setSpacing(SPACE_2)
        heading.addWidget(self._title, 1)
        heading.addWidget(self._count, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, SPACE_4)
        layout.setSpacing(SPACE_1)
        layout.addLayout(heading)
        layout.addWidget(self.plot)
        layout.addWidget(self._note)

    def show_texts(self, texts: PanelTexts) -> None:
        """Write what stands around the plot."""
        self._title.setText(texts.title)
        self._count.setText(texts.count)
        self._fit_count()
        self._note.setText(texts.note)
        self._note.setVisible(bool(texts.note))
        self.plot.setAccessibleName(texts.title)
        self.plot.setAccessibleDescription(texts.summary)

    def _fit_count(self) -> None:
        """Give the count the room that it needs; where that is not there, what the title leaves, but at least half."""
        room = self.width() - SPACE_2
        title, count = (label.fontMetrics().horizontalAdvance(label.text()) + 1 for label in (self._title, self._count))
        self._count.setFixedWidth(max(0, min(count, max(room - title, room // 2))))

    def resizeEvent(self, resized: QResizeEvent) -> None:
        """Use the new width."""
        super().resizeEvent(resized)
        self._fit_count()
