"""Chips: chosen names in a row that wraps, each with a cross to remove it.

Signal of ChipList: `removed(str)` with the id. Arrow keys move between chips, Delete or Backspace removes one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from siro_desktop.ui.flow_layout import FlowLayout
from siro_desktop.ui.theme import RADIUS, SPACE_1, SPACE_2, current_theme, theme_events
from siro_desktop.ui.tips import set_tip

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent

_LINES: Final = 1.6
_CROSS: Final = 0.15  # half the width of the cross, of the chip's height
_SLACK: Final = 2  # text is elided when it fits to the pixel
_STEPS: Final[Mapping[int, int]] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class ChipText(Struct, frozen=True):
    """What a chip says: the id that it stands for, its words, and what to say on hover.

    A doubtful one has a dashed outline; its `tip` says why.
    """

    id: str
    text: str
    tip: str = ""
    is_doubtful: bool = False


class Chip(QAbstractButton):
    """One chosen name. Pressed by keyboard, or by mouse on its cross, it is to be removed (`clicked`)."""

    def __init__(self, chip: ChipText, host: QWidget | None = None) -> None:
        super().__init__(host)
        self.chip = chip
        self.setText(chip.text)
        self.setAccessibleName(self.tr("Remove %s") % chip.text)
        set_tip(self, chip.tip or chip.text)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme_events().theme_changed.connect(self._on_theme_changed)

    def sizeHint(self) -> QSize:  # noqa: D102
        height = round(self.fontMetrics().lineSpacing() * _LINES)
        return QSize(SPACE_2 + self.fontMetrics().horizontalAdvance(self.text()) + _SLACK + height, height)

    def minimumSizeHint(self) -> QSize:  # noqa: D102
        hint = self.sizeHint()
        return QSize(min(hint.width(), 3 * hint.height()), hint.height())

    def _cross_area(self) -> QRect:
        side = self.height()
        area = QRect(self.width() - side, 0, side, side)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            area.moveLeft(0)
        return area

    def hitButton(self, position: object) -> bool:
        """A press counts on the cross only, so that a click elsewhere just picks the chip."""
        return self._cross_area().contains(position)  # type: ignore[call-overload, no-any-return]

    def keyPressEvent(self, key: QKeyEvent) -> None:
        """Arrow keys are the list's; Qt would move to any next widget."""
        if key.key() in _STEPS:
            key.ignore()
        else:
            super().keyPressEvent(key)

    def mouseMoveEvent(self, move: QMouseEvent) -> None:  # noqa: D102
        super().mouseMoveEvent(move)
        self.update()

    def paintEvent(self, _painting: QPaintEvent) -> None:  # noqa: D102
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        has_focus = self.hasFocus()
        painter.setPen(self._outline(has_focus=has_focus))
        painter.setBrush(theme.color("raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        cross = self._cross_area()
        words = self.rect().adjusted(SPACE_2, 0, -cross.width(), 0)
        if cross.left() == 0:
            words = self.rect().adjusted(cross.width(), 0, -SPACE_2, 0)
        painter.setPen(theme.color("text"))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, shown)
        self._paint_cross(painter, cross)

    def _outline(self, *, has_focus: bool) -> QPen:
        outline = "near" if self.chip.is_doubtful else "line"
        style = Qt.PenStyle.DashLine if self.chip.is_doubtful else Qt.PenStyle.SolidLine
        return QPen(current_theme().color("accent" if has_focus else outline), 2 if has_focus else 1, style)

    def _paint_cross(self, painter: QPainter, area: QRect) -> None:
        is_hot = self.underMouse() and area.contains(self.mapFromGlobal(self.cursor().pos()))
        painter.setPen(QPen(current_theme().color("missed" if is_hot else "muted"), max(1.3, area.height() / 18)))
        middle, arm = QRectF(area).center(), area.height() * _CROSS
        painter.drawLine(middle + QPointF(-arm, -arm), middle + QPointF(arm, arm))
        painter.drawLine(middle + QPointF(-arm, arm), middle + QPointF(arm, -arm))

    @Slot()
    def _on_theme_changed(self) -> None:
        self.update()


class ChipList(QWidget):
    """Shows chips and says which one is to go. The keyboard enters it once, after `before`; arrows move inside."""

    removed = Signal(str)

    def __init__(self, name: str, before: QWidget, host: QWidget | None = None) -> None:
        super().__init__(host)
        self.setObjectName(name)
        self._before = before
        self._chips: list[Chip] = []
        self._flow = FlowLayout(self, spacing=SPACE_1)

    def show_chips(self, chips: Sequence[ChipText]) -> None:
        """Show exactly these, in this order, and keep the keyboard where it was."""
        at = next((position for position, chip in enumerate(self._chips) if chip.hasFocus()), None)
        wanted = list(chips)
        for position, text in enumerate(wanted):
            if position >= len(self._chips) or self._chips[position].chip != text:
                break
        else:
            position = len(wanted)
        for chip in self._chips[position:]:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        del self._chips[position:]
        for text in wanted[position:]:
            self._add(text)
        self.setVisible(bool(self._chips))
        self._rove(min(at or 0, len(self._chips) - 1), take_focus=at is not None)

    def _add(self, text: ChipText) -> None:
        chip = Chip(text, self)
        chip.setObjectName(f"chip_{len(self._chips)}")
        chip.clicked.connect(self._on_chip_clicked)
        self._chips.append(chip)
        self._flow.addWidget(chip)
        before = self._chips[-2] if len(self._chips) > 1 else self._before
        if before.window() is chip.window():
            QWidget.setTabOrder(before, chip)
        chip.show()

    def chips(self) -> tuple[ChipText, ...]:
        """What is shown."""
        return tuple(chip.chip for chip in self._chips)

    def first(self) -> QWidget | None:
        """The chip that the Tab key leads to, if there is one."""
        return next((chip for chip in self._chips if chip.focusPolicy() & Qt.FocusPolicy.TabFocus), None)

    def _rove(self, position: int, *, take_focus: bool) -> None:
        for number, chip in enumerate(self._chips):
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus if number == position else Qt.FocusPolicy.ClickFocus)
        if take_focus and self._chips:
            self._chips[position].setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_chip_clicked(self) -> None:
        chip = self.sender()
        if isinstance(chip, Chip):
            self.removed.emit(chip.chip.id)

    def keyPressEvent(self, key: QKeyEvent) -> None:
        """Keys that the chip itself leaves alone come here."""
        at = next((position for position, chip in enumerate(self._chips) if chip.hasFocus()), None)
        if at is None:
            super().keyPressEvent(key)
        elif key.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.removed.emit(self._chips[at].chip.id)
        elif step := _STEPS.get(key.key()):
            self._rove(max(0, min(len(self._chips) - 1, at + step)), take_focus=True)
        else:
            super().keyPressEvent(key)
