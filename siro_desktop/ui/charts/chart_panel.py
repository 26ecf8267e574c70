"""One panel of a chart: what is drawn, the plot, and what could not be drawn. On screen and in pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from siro_desktop.ui.elided_label import ElidedLabel
from siro_desktop.ui.theme import (
    CAPTION,
    SPACE_1,
    SPACE_2,
    SPACE_4,
    caption_font,
    current_theme,
    scale_font,
    style_text,
)
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from siro_desktop.ui.charts.plot_base import PlotBase

PlotT = TypeVar("PlotT", bound="PlotBase")


@dataclass(frozen=True, slots=True)
class PanelTexts:
    """What stands around a plot: heading, what it counts, a note below, and a summary for people who do not see it."""

    title: str
    count: str = ""
    note: str = ""
    summary: str = ""


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
        self._count = named(QLabel(self), f"{name}_count")
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
        self._note.setText(texts.note)
        self._note.setVisible(bool(texts.note))
        self.plot.setAccessibleName(texts.title)
        self.plot.setAccessibleDescription(texts.summary)

    def draw(self, painter: QPainter, top: float) -> None:
        """Draw heading, plot and note at `top` with any painter, also while the panel is hidden."""
        painter.save()
        painter.translate(QPointF(0, top))
        painter.setPen(current_theme().color("text"))
        painter.setFont(self._title.font())
        height = float(self._title.sizeHint().height())
        text = " · ".join(part for part in (self._title.text(), self._count.text()) if part)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, 0, self.width(), height), left, text)
        self.plot.render_plot(painter, QRectF(0, height + SPACE_1, self.plot.width(), self.plot.height()))
        if not self._note.isHidden():
            painter.setPen(current_theme().color("muted"))
            painter.setFont(self._note.font())
            below = height + SPACE_1 + self.plot.height() + SPACE_1
            painter.drawText(QRectF(0, below, self.width(), self._note.sizeHint().height()), left, self._note.text())
        painter.restore()

    def drawn_width(self) -> float:
        """How many pixels `draw` takes across."""
        return float(self.plot.width())

    def drawn_height(self) -> float:
        """How many pixels `draw` takes down."""
        note = self._note.sizeHint().height() + SPACE_2 if not self._note.isHidden() else 0
        return float(self._title.sizeHint().height() + SPACE_1 + self.plot.height() + note + SPACE_4)
