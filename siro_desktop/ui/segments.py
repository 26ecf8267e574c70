"""A row of choices of which one, or if so switched several, are on. Wraps into two rows where the width is short.

Signal: `changed()` after a choice by the person or by `set_chosen`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from siro_desktop.ui.flow_layout import FlowLayout
from siro_desktop.ui.theme import RADIUS, SPACE_1, SPACE_2, control_height, current_theme, grown, theme_events
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QPaintEvent

_MARK: Final = 0.62  # the mark's size, of the line's height


class Segment(QAbstractButton):
    """One choice, with a dot (one of many) or a tick (several) before its word: colour is never all there is."""

    def __init__(self, key: str, text: str, host: QWidget | None = None) -> None:
        super().__init__(host)
        self.key = key
        self.has_tick = False
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme_events().theme_changed.connect(self._on_theme_changed)

    def _mark_side(self) -> int:
        return round(self.fontMetrics().lineSpacing() * _MARK)

    def sizeHint(self) -> QSize:  # noqa: D102
        metrics = self.fontMetrics()
        beside = self._mark_side() + 2 * SPACE_2 + grown(SPACE_1, metrics)
        return QSize(metrics.horizontalAdvance(self.text()) + beside, control_height(self))

    def minimumSizeHint(self) -> QSize:  # noqa: D102
        return QSize(self._mark_side() + 4 * SPACE_2, control_height(self))

    def paintEvent(self, _painting: QPaintEvent) -> None:  # noqa: D102
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_on = self.isChecked()
        edge = "accent" if self.hasFocus() or is_on else "border"
        painter.setPen(QPen(theme.color(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(theme.color("selected" if is_on and not theme.is_high_contrast else "panel"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        mark = self._paint_mark(painter, is_on=is_on)
        words = self.rect().adjusted(mark, 0, -SPACE_1, 0)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            words = self.rect().adjusted(SPACE_1, 0, -mark, 0)
        painter.setPen(theme.color("text" if self.isEnabled() else "border"))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, shown)

    def _paint_mark(self, painter: QPainter, *, is_on: bool) -> int:
        """Paint the dot or tick and return where the words may begin."""
        side = self._mark_side()
        left = SPACE_2
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            left = self.width() - SPACE_2 - side
        box = QRectF(left, (self.height() - side) / 2, side, side)
        theme = current_theme()
        painter.setPen(QPen(theme.color("accent" if is_on else "border"), 1.2))
        painter.setBrush(theme.color("accent" if is_on else "panel"))
        if self.has_tick:
            painter.drawRoundedRect(box, 2, 2)
        else:
            painter.drawEllipse(box)
        if is_on:
            painter.setPen(QPen(theme.color("on_accent"), max(1.5, side / 8)))
            painter.setBrush(theme.color("on_accent"))
            if self.has_tick:
                painter.drawPolyline(_tick(box))
            else:
                painter.drawEllipse(box.center(), side / 7, side / 7)
        return SPACE_2 + side + grown(SPACE_1, self.fontMetrics())

    @Slot()
    def _on_theme_changed(self) -> None:
        self.update()


def _tick(box: QRectF) -> list[QPointF]:
    corners = ((0.22, 0.52), (0.42, 0.72), (0.78, 0.3))
    return [QPointF(box.left() + box.width() * x, box.top() + box.height() * y) for x, y in corners]


class SegmentRow(QWidget):
    """Choices as (key, text). With one of many, the arrow keys move and the Tab key enters at the one that is on."""

    changed = Signal()

    def __init__(self, name: str, choices: Sequence[tuple[str, str]], host: QWidget | None = None) -> None:
        super().__init__(host)
        self.setObjectName(name)
        self._group = named(QButtonGroup(self), f"{name}_group")
        self._segments = [Segment(key, text, self) for key, text in choices]
        flow = FlowLayout(self, spacing=SPACE_1, justified=True)
        for segment in self._segments:
            segment.setObjectName(f"{name}_{segment.key.lower()}")
            segment.setAutoExclusive(True)  # the group sees to it; screen readers go by this
            self._group.addButton(segment)
            flow.addWidget(segment)
        self._segments[0].setChecked(True)
        # Labels lead only to what takes keys. A focus proxy would: but where its host comes late in the order, the Tab
        # key leads through it back to where it has been, and never on.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._group.buttonToggled.connect(self._on_button_toggled)
        self._is_setting = False
        self._let_tab_enter()

    @property
    def takes_several(self) -> bool:
        """True if more than one may be on."""
        return not self._group.exclusive()

    def set_takes_several(self, several: bool) -> None:
        """Let more than one be on; when going back to one, the first that is on stays."""
        chosen = self.chosen()
        self._group.setExclusive(not several)
        for segment in self._segments:
            segment.has_tick = several
            segment.setAutoExclusive(not several)
            segment.update()
        if not several:
            self.set_chosen(chosen[:1] or (self._segments[0].key,))
        self._let_tab_enter()

    def segments(self) -> tuple[QWidget, ...]:
        """The buttons, in their order."""
        return tuple(self._segments)

    def chosen(self) -> tuple[str, ...]:
        """The keys that are on, in their order."""
        return tuple(segment.key for segment in self._segments if segment.isChecked())

    def set_chosen(self, keys: Sequence[str]) -> None:
        """Switch exactly these on; with one of many, only the first of them."""
        before = self.chosen()
        self._is_setting = True
        exclusive = self._group.exclusive()
        wanted = set(keys[:1] if exclusive else keys)
        self._group.setExclusive(False)
        for segment in self._segments:
            segment.setChecked(segment.key in wanted)
        self._group.setExclusive(exclusive)
        self._is_setting = False
        self._let_tab_enter()
        if self.chosen() != before:
            self.changed.emit()

    def _let_tab_enter(self) -> None:
        """Let the Tab key stop at what is on, or at each of several. Qt sees to that only once one has the keyboard."""
        for segment in self._segments:
            is_entered = self.takes_several or segment.isChecked()
            segment.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_entered else Qt.FocusPolicy.ClickFocus)

    def focusInEvent(self, coming: QFocusEvent) -> None:
        """Hand the keyboard on to what is chosen."""
        next((one for one in self._segments if one.isChecked()), self._segments[0]).setFocus(coming.reason())

    @Slot(QAbstractButton, bool)
    def _on_button_toggled(self, _segment: QAbstractButton, is_on: bool) -> None:
        if not self._is_setting and (is_on or self.takes_several):
            self.changed.emit()
