"""The card that tells all about one bar, beside the pointer or the focused bar."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from siro_desktop.domain.units import format_value
from siro_desktop.ui.pass_rate_words import about_in_words
from siro_desktop.ui.status_mark import status_word
from siro_desktop.ui.target_words import away_in_words, target_in_words
from siro_desktop.ui.text_size import follow_text
from siro_desktop.ui.theme import SPACE_2, SPACE_3, restyle
from siro_desktop.ui.widgets import named
from siro_desktop.ui.words import number_format, recordings_in_words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from siro_desktop.domain.results import MetricValue
    from siro_desktop.domain.targets import HeldTargets

_WIDTH_IN_CHARACTERS: Final = 42
_GAP: Final = 14


class HoverCard(QFrame):
    """Name, value, target, how far from it, pass rate, recordings and description of one metric. Takes no clicks."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = parent
        self.setObjectName("hover_card")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        follow_text(self, lambda: self.setMaximumWidth(self.fontMetrics().averageCharWidth() * _WIDTH_IN_CHARACTERS))
        restyle(self, "#hover_card { background: $panel; border: 1px solid $border; border-radius: $radius; }")
        self._text = named(QLabel(self), "hover_card_text")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._lines = layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        layout.addWidget(self._text)
        self.hide()

    def text(self) -> str:
        """What the card says, as rich text."""
        return self._text.text()

    def show_metric(self, metric: MetricValue, recordings: float | None, place: QPoint, held: HeldTargets) -> None:
        """Tell about `metric` near `place`, in the parent's coordinates, without leaving the parent."""
        numbers = number_format()
        value = format_value(metric.value, metric.unit, metric.unit_abbreviated, numbers)
        rate_status = held.bands_of(metric.id).status(metric.pass_rate)
        lines = [
            f"<b>{escape(metric.name)}</b>",
            f"{escape(self.tr('Value'))} <b>{escape(value)}</b>",
            f"{escape(self.tr('Pass rate'))} {escape(about_in_words(metric.pass_rate, recordings))}",
            escape(recordings_in_words(recordings)),
        ]
        if rate_status is not None:
            lines[2] += f" · {escape(status_word(rate_status))}"
        target = held.by_metric.get(metric.id)
        if target is not None:
            text = target_in_words(target, target.status(metric.value), metric.unit, metric.unit_abbreviated)
            away = away_in_words(target, metric.value, metric.unit, metric.unit_abbreviated)
            lines[2:2] = [escape(line) for line in (text, away) if line]
        if metric.description:
            lines.append(escape(metric.description))
        self.show_text("<br>".join(lines), place)

    def show_text(self, rich: str, place: QPoint) -> None:
        """Show lines of rich text near `place`, in the parent's coordinates, without leaving the parent."""
        self._text.setText(rich)
        width = min(self.sizeHint().width(), self._most_width())
        self.resize(width, self._lines.totalHeightForWidth(width))  # Qt's own adjusting forgets that long lines wrap
        self._move_near(place)
        self.show()
        self.raise_()

    def _most_width(self) -> int:
        return min(self.maximumWidth(), self._room.width() - 2 * _GAP)

    def _move_near(self, place: QPoint) -> None:
        room = self._room.rect()
        left, top = place.x() + _GAP, place.y() + _GAP
        if left + self.width() > room.right():
            left = place.x() - _GAP - self.width()
        if top + self.height() > room.bottom():
            top = place.y() - _GAP - self.height()
        self.move(max(room.left(), left), max(room.top(), top))
