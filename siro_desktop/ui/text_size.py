"""How large text is: the system's size times the zoom, and everything that has to follow it.

Fonts, heights of controls and sizes of icons are given to a widget by the functions here, which give them anew when the
text gets another size. Whatever else depends on the text says so by `follow_text`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal, SignalInstance, Slot
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget

from siro_desktop.ui.style import style_keeper
from siro_desktop.ui.theme import ICON_SMALL, SPACE_1, control_height, grown, icon_size, scaled_font

if TYPE_CHECKING:
    from collections.abc import Callable

ZOOM_STEPS: Final = (100, 110, 125, 150, 175, 200, 225, 250)
"""In percent of the system's size of text."""
NO_ZOOM: Final = ZOOM_STEPS[0]
_OWN_FONTS: Final = ("QMenuBar", "QMenu", "QMessageBox", "QToolTip", "QStatusBar", "QHeaderView", "QToolButton")
"""What has a font of its own on some systems."""


class TextSize(QObject):
    """The zoom, and who hears of it. GUI thread.

    Signals: when text has another size, for whatever reason, first `fonts_due` for widgets with a font of their own,
    then `resized` for what is measured by fonts; `zoomed(percent)` after the zoom was changed.
    """

    fonts_due = Signal()
    resized = Signal()
    zoomed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.zoom = NO_ZOOM
        self._plain: dict[str, QFont] = {}
        self._worn: QFont | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._on_resized)
        self._watch = _FontWatch(self._on_font_changed)

    def set_zoom(self, percent: int) -> None:
        """Show text and controls at `percent` of the system's size, or the nearest that there is; at once."""
        percent = max(ZOOM_STEPS[0], min(percent, ZOOM_STEPS[-1]))
        if percent == self.zoom:
            return
        plain = self._plain_fonts()
        self.zoom = percent
        fonts = {name: scaled_font(font, percent / 100) for name, font in plain.items()}
        self._plain, self._worn = plain, fonts[""]
        QApplication.setFont(fonts[""])
        for name, font in fonts.items():
            if name and font != fonts[""]:
                QApplication.setFont(font, name)  # type: ignore[arg-type]  # the stub says bytes, PySide takes str
        for widget in QApplication.allWidgets():  # Qt would tell them later, after a paint that is half old
            QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.ApplicationFontChange))
        self._on_resized()
        self.zoomed.emit(percent)

    def step(self, steps: int) -> None:
        """Go on by so many of the sizes there are, down if negative."""
        larger = [size for size in ZOOM_STEPS if size > self.zoom]
        smaller = [size for size in reversed(ZOOM_STEPS) if size < self.zoom]
        sizes = larger if steps > 0 else smaller
        if sizes:
            self.set_zoom(sizes[min(abs(steps), len(sizes)) - 1])

    def plain_font(self) -> QFont:
        """Return a copy of the system's font, without the zoom."""
        return QFont(self._plain_fonts()[""])

    def _plain_fonts(self) -> dict[str, QFont]:
        """The fonts without the zoom, by class; "" is the application's."""
        if self._worn is not None and self._worn == QApplication.font():
            return self._plain
        own = {name: QApplication.font(name) for name in _OWN_FONTS}  # type: ignore[call-overload]  # as above
        return {"": QApplication.font(), **own}

    def _on_font_changed(self) -> None:
        """Tell of a font that is not from the zoom, when all widgets know it."""
        if self._worn != QApplication.font():
            self._timer.start()

    @Slot()
    def _on_resized(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            style_keeper().wear(app)
        self.fonts_due.emit()
        self.resized.emit()


class _FontWatch(QWidget):
    """Never shown: Qt tells widgets alone that the system's text got another size, some sooner than others."""

    def __init__(self, tell: Callable[[], None]) -> None:
        super().__init__()
        self._tell = tell

    def event(self, happened: QEvent) -> bool:
        """Tell of it."""
        if happened.type() == QEvent.Type.ApplicationFontChange:
            self._tell()
        return super().event(happened)


_sizes: list[TextSize] = []


def text_size() -> TextSize:
    """Return the one object that knows the zoom."""
    if not _sizes:
        _sizes.append(TextSize())
    return _sizes[0]


class _Follower(QObject):
    """Fits one widget to its text. Lives as long as the widget."""

    def __init__(self, widget: QWidget, fit: Callable[[], object], due: SignalInstance) -> None:
        super().__init__(widget)
        self._fit = fit
        due.connect(self._on_due)

    @Slot()
    def _on_due(self) -> None:
        self._fit()


def follow_text(widget: QWidget, fit: Callable[[], object]) -> None:
    """Call `fit` now, and again whenever text gets another size while there is the widget."""
    fit()
    _Follower(widget, fit, text_size().resized)


def _follow_with_font(widget: QWidget, fit: Callable[[], object]) -> None:
    fit()
    _Follower(widget, fit, text_size().fonts_due)


def fit_height(*controls: QWidget) -> None:
    """Give buttons and inputs the height that their font asks for."""
    for control in controls:
        _fit_height(control)


def _fit_height(control: QWidget) -> None:
    follow_text(control, lambda: control.setMinimumHeight(control_height(control)))


def fit_icon(button: QAbstractButton, side: int = ICON_SMALL) -> None:
    """Let a button's icon be `side` pixels, and more where the text is large; so too the gap between them."""

    def fit() -> None:
        size = icon_size(button, side)
        if isinstance(button, QPushButton):  # Qt leaves the same few pixels beside each icon, which are made part of it
            size.setWidth(size.width() + 2 * (grown(SPACE_1, button.fontMetrics()) - SPACE_1))
        button.setIconSize(size)

    follow_text(button, fit)


def write_fixed(*widgets: QWidget) -> None:
    """Write what machines read in the system's font for it, as large as all other text."""
    for widget in widgets:
        _write_fixed(widget)


def _write_fixed(widget: QWidget) -> None:
    def fit() -> None:
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        size = QApplication.font(widget)
        if size.pointSizeF() > 0:
            fixed.setPointSizeF(size.pointSizeF())
        else:
            fixed.setPixelSize(size.pixelSize())
        widget.setFont(fixed)

    _follow_with_font(widget, fit)


def scale_font(widget: QWidget, factor: float, weight: QFont.Weight | None = None) -> None:
    """Write `widget` in `factor` times the application's font, such as CAPTION."""

    def fit() -> None:
        font = scaled_font(QApplication.font(widget), factor)
        if weight is not None:
            font.setWeight(weight)
        widget.setFont(font)

    _follow_with_font(widget, fit)
