"""The style of all widgets: Qt's Fusion, and where text is large, or motion is unwanted, Fusion with other measures.

Fusion measures ticks, arrows and small icons in pixels of the screen, whatever the size of the text. A style in Python
is asked for each measure, so it is worn only where it changes something.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle, QToolButton

if TYPE_CHECKING:
    from PySide6.QtCore import QRect, QSize
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleHintReturn, QStyleOption, QStyleOptionComplex, QWidget

_PLAIN_LINE: Final = 16  # pixels: up to this height of a line Fusion's measures suit the text
_METERS: Final = 39.37  # inches
_SLACK: Final = 3  # pixels beside what a list says, which Fusion counts in part

_TICK_COLUMN: Final = 0.5
"""Of the height of a menu's entry: so much wider than it asks for Fusion paints the column of ticks, and cuts texts."""

_Metric = QStyle.PixelMetric
_Hint = QStyle.StyleHint
_GROWING: Final = frozenset(
    (
        _Metric.PM_IndicatorWidth,
        _Metric.PM_IndicatorHeight,
        _Metric.PM_ExclusiveIndicatorWidth,
        _Metric.PM_ExclusiveIndicatorHeight,
        _Metric.PM_CheckBoxLabelSpacing,
        _Metric.PM_RadioButtonLabelSpacing,
        _Metric.PM_SmallIconSize,
        _Metric.PM_ButtonIconSize,
        _Metric.PM_TabCloseIndicatorWidth,
        _Metric.PM_TabCloseIndicatorHeight,
        _Metric.PM_TreeViewIndentation,
        _Metric.PM_HeaderMarkSize,
        _Metric.PM_MenuButtonIndicator,
        _Metric.PM_MessageBoxIconSize,
        _Metric.PM_TabBarScrollButtonWidth,
    )
)
_WITH_ARROWS: Final[frozenset[object]] = frozenset(
    (
        QStyle.ComplexControl.CC_ComboBox,
        QStyle.ComplexControl.CC_SpinBox,
        QStyle.ContentsType.CT_ComboBox,
        QStyle.ContentsType.CT_SpinBox,
        QStyle.PrimitiveElement.PE_IndicatorArrowDown,
        QStyle.PrimitiveElement.PE_IndicatorArrowLeft,
        QStyle.PrimitiveElement.PE_IndicatorArrowRight,
        QStyle.PrimitiveElement.PE_IndicatorArrowUp,
    )
)
_MOTION: Final = frozenset((_Hint.SH_Widget_Animate, _Hint.SH_Widget_Animation_Duration))


class LargeStyle(QProxyStyle):
    """Fusion with ticks, arrows and small icons `scale` times as large, and if `is_still` without animations."""

    def __init__(self, scale: float, *, is_still: bool) -> None:
        from PySide6.QtGui import QImage

        super().__init__("Fusion")
        self._scale, self._is_still = scale, is_still
        self._fine = QImage(1, 1, QImage.Format.Format_RGB32)
        for set_dots in (self._fine.setDotsPerMeterX, self._fine.setDotsPerMeterY):
            set_dots(round(QApplication.primaryScreen().logicalDotsPerInch() * scale * _METERS))

    def pixelMetric(  # noqa: D102
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        measure = super().pixelMetric(metric, option, widget)
        return round(measure * self._scale) if metric in _GROWING else measure

    def styleHint(  # noqa: D102
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,  # noqa: N803  Qt's name
    ) -> int:
        if self._is_still and hint in _MOTION:
            return 0
        return super().styleHint(hint, option, widget, returnData)

    def drawComplexControl(  # noqa: D102
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        former = self._refine(control, option)
        super().drawComplexControl(control, option, painter, widget)
        if former is not None:
            option.fontMetrics = former

    def drawPrimitive(  # noqa: D102
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        # the arrow of a tool button stands on its text
        former = None if isinstance(widget, QToolButton) else self._refine(element, option)
        super().drawPrimitive(element, option, painter, widget)
        if former is not None:
            option.fontMetrics = former

    def subControlRect(  # noqa: D102
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        subControl: QStyle.SubControl,  # noqa: N803  Qt's name
        widget: QWidget | None = None,
    ) -> QRect:
        former = self._refine(control, option)
        rect = super().subControlRect(control, option, subControl, widget)  # type: ignore[arg-type]  # the stub forbids None
        if former is not None:
            option.fontMetrics = former
        return rect

    def sizeFromContents(  # noqa: D102
        self, kind: QStyle.ContentsType, option: QStyleOption, size: QSize, widget: QWidget | None = None
    ) -> QSize:
        former = self._refine(kind, option)
        hint = super().sizeFromContents(kind, option, size, widget)  # type: ignore[arg-type]  # as above
        if former is not None:
            option.fontMetrics = former
            hint.setWidth(hint.width() + round(_SLACK * self._scale))
        elif kind is QStyle.ContentsType.CT_MenuItem:
            hint.setWidth(hint.width() + round(_TICK_COLUMN * hint.height()))
        return hint

    def _refine(self, kind: object, option: QStyleOption) -> QFontMetrics | None:
        """Let Fusion believe in a finer screen, by which it measures arrows; return what to put back."""
        if self._scale == 1 or kind not in _WITH_ARROWS:
            return None
        former = option.fontMetrics
        font = QApplication.font()
        font.setPixelSize(max(1, former.height()))
        option.fontMetrics = QFontMetrics(font, self._fine)
        return former


class StyleKeeper:
    """Knows which style the application wears."""

    def __init__(self) -> None:
        self._worn: tuple[float, bool] | None = None
        self._is_still = False

    def set_still(self, app: QApplication, *, is_still: bool) -> None:
        """Show no animations from now on, or show them again."""
        self._is_still = is_still
        self.wear(app)

    def wear(self, app: QApplication) -> bool:
        """Put on what suits the size of the application's text. True if it is another style than before."""
        scale = max(1.0, QFontMetrics(app.font()).lineSpacing() / _PLAIN_LINE)
        wanted = (round(scale, 2), self._is_still)
        if wanted == self._worn:
            return False
        self._worn = wanted
        app.setStyle("Fusion" if wanted == (1.0, False) else LargeStyle(scale, is_still=self._is_still))
        return True


_keepers: list[StyleKeeper] = []


def style_keeper() -> StyleKeeper:
    """Return the one object that dresses the application. GUI thread."""
    if not _keepers:
        _keepers.append(StyleKeeper())
    return _keepers[0]
