"""A check box whose words wrap where the width is short: Qt's own never do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_FEWEST_LETTERS: Final = 8
_FLAGS: Final = int(
    Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextShowMnemonic
)


class WrappingCheckBox(QCheckBox):
    """The box stands beside the first line."""

    def __init__(self, name: str, text: str = "", host: QWidget | None = None) -> None:
        super().__init__(text, host)
        named(self, name)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _indent(self) -> int:
        """How far from the edge the words begin."""
        style, metric = self.style(), QStyle.PixelMetric
        return style.pixelMetric(metric.PM_IndicatorWidth) + style.pixelMetric(metric.PM_CheckBoxLabelSpacing)

    def _line_height(self) -> int:
        return max(
            self.fontMetrics().lineSpacing(), self.style().pixelMetric(QStyle.PixelMetric.PM_IndicatorHeight) + 2
        )

    def heightForWidth(self, width: int) -> int:  # noqa: D102
        room = QRect(0, 0, max(1, width - self._indent()), 10_000)
        return max(self._line_height(), self.fontMetrics().boundingRect(room, _FLAGS, self.text()).height())

    def minimumSizeHint(self) -> QSize:  # noqa: D102
        return QSize(self._indent() + _FEWEST_LETTERS * self.fontMetrics().averageCharWidth(), self._line_height())

    def hitButton(self, place: QPoint) -> bool:  # noqa: D102
        return self.rect().contains(place)

    def paintEvent(self, _painting: QPaintEvent) -> None:
        """Let the style paint the box with its focus, and the words beside it."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        option.rect = QRect(0, 0, self.width(), self._line_height())
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_CheckBox, option)
        room = self.rect().adjusted(self._indent(), 0, 0, 0)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            room = self.rect().adjusted(0, 0, -self._indent(), 0)
        room.setTop((self._line_height() - self.fontMetrics().lineSpacing()) // 2)
        painter.drawItemText(room, _FLAGS, self.palette(), self.isEnabled(), self.text(), self.foregroundRole())
