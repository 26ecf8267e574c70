"""One panel of the charts: what is drawn, the bars, and what could not be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from siro_desktop.domain.targets import Status
from siro_desktop.domain.units import UnitKind
from siro_desktop.ui.charts.bar_plot import BarPlot
from siro_desktop.ui.charts.panels import RATES_KEY
from siro_desktop.ui.status_mark import status_word
from siro_desktop.ui.theme import CAPTION, SPACE_1, SPACE_2, SPACE_4, current_theme, scale_font, style_text
from siro_desktop.ui.widgets import named
from siro_desktop.ui.words import SEPARATOR, grouped, metrics_in_words, recordings_in_words

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from siro_desktop.ui.charts.panels import Bar, Panel

_SPOKEN_BARS: Final = 3
translate = QCoreApplication.translate


def panel_title(panel: Panel) -> str:
    """Return the heading of a panel: its unit, or that it shows pass rates."""
    if panel.key == RATES_KEY:
        return translate("charts", "Pass rate")
    return (panel.unit[:1].upper() + panel.unit[1:]) if panel.unit else translate("charts", "Without a unit")


def panel_summary(panel: Panel) -> str:
    """Return what the panel shows, in sentences for people who do not see it."""
    count = metrics_in_words(len(panel.bars))
    by_value = sorted(panel.bars, key=lambda bar: bar.value, reverse=True)
    highest = ", ".join(f"{bar.name} {bar.label}" for bar in by_value[:_SPOKEN_BARS])
    text = translate("charts", "Bar chart, %1. Highest: %2.").replace("%1", count).replace("%2", highest)
    if len(by_value) > _SPOKEN_BARS:
        lowest = translate("charts", "Lowest: %1.").replace("%1", f"{by_value[-1].name} {by_value[-1].label}")
        text = f"{text} {lowest}"
    stands = _statuses_in_words(panel)
    return f"{text} {stands}." if stands else text


def _statuses_in_words(panel: Panel) -> str:
    """*3 met, 1 near, 2 missed*; nothing where nothing is held against a target."""
    statuses = [bar.judged.status for bar in panel.bars if bar.judged is not None]
    counts = [(statuses.count(status), status_word(status)) for status in Status]
    return ", ".join(f"{grouped(count)} {word}" for count, word in counts if count)


class BarPanel(QWidget):
    """A heading, bars of one unit, and a note on bars that are left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar_panel")
        self._title = named(QLabel(self), "bar_panel_title")
        bold = QFont()
        bold.setBold(True)  # nothing else is pinned: the size follows the application's
        self._title.setFont(bold)
        self._count = named(QLabel(self), "bar_panel_count")
        self._note = named(QLabel(self), "bar_panel_note")
        for label in (self._count, self._note):
            scale_font(label, CAPTION)
            style_text(label, "muted")
        self.plot = BarPlot(self)
        heading = QHBoxLayout()
        heading.setSpacing(SPACE_2)
        heading.addWidget(self._title)
        heading.addWidget(self._count, 1, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, SPACE_4)
        layout.setSpacing(SPACE_1)
        layout.addLayout(heading)
        layout.addWidget(self.plot)
        layout.addWidget(self._note)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The bars that are drawn."""
        return tuple(self.plot.bars)

    def show_panel(self, panel: Panel, recordings: float | None, widest_name: float) -> None:
        """Draw other bars. A pass rate and a percentage are drawn against 100; names get `widest_name` pixels."""
        title = panel_title(panel)
        is_share = panel.key in {RATES_KEY, UnitKind.PERCENT.value}
        self._title.setText(title)
        count = metrics_in_words(len(panel.bars) + panel.left_out)
        facts = [count, recordings_in_words(recordings)]
        if any(bar.judged and bar.judged.target for bar in panel.bars):
            facts.append(translate("charts", "shaded: target"))
        facts += [stands] if (stands := _statuses_in_words(panel)) else []
        self._count.setText(SEPARATOR.join(facts))
        self.plot.recordings = recordings
        self._note.setText(_left_out_note(panel))
        self._note.setVisible(panel.left_out > 0)
        self.plot.set_bars(panel.bars, 100.0 if is_share else 0.0, widest_name)
        self.plot.setAccessibleName(title)
        self.plot.setAccessibleDescription(panel_summary(panel))

    def draw(self, painter: QPainter, top: float) -> None:
        """Draw heading, bars and note at `top` with any painter, also while the panel is hidden."""
        painter.save()
        painter.translate(QPointF(0, top))
        painter.setPen(current_theme().color("text"))
        painter.setFont(self._title.font())
        height = float(self._title.sizeHint().height())
        painter.drawText(
            QRectF(0, 0, self.width(), height),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            f"{self._title.text()} · {self._count.text()}",
        )
        self.plot.render_bars(painter, QRectF(0, height + SPACE_1, self.plot.width(), self.plot.height()))
        if not self._note.isHidden():
            painter.setPen(current_theme().color("muted"))
            painter.drawText(QPoint(0, round(height + self.plot.height() + 2 * SPACE_4)), self._note.text())
        painter.restore()

    def drawn_height(self) -> float:
        """How many pixels `draw` takes."""
        note = self._note.sizeHint().height() + SPACE_2 if not self._note.isHidden() else 0
        return float(self._title.sizeHint().height() + SPACE_1 + self.plot.height() + note + SPACE_4)


def _left_out_note(panel: Panel) -> str:
    text = translate("charts", "The first %1 bars of %2 are drawn. Search the table to see others.")
    return text.replace("%1", grouped(len(panel.bars))).replace("%2", grouped(len(panel.bars) + panel.left_out))
