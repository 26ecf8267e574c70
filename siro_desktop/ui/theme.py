"""Colours, spacing and fonts: the one place that knows them. High contrast is an own choice, or the system's palette.

Qt's Fusion style wears an own palette, so that the program looks the same wherever it runs. Style sheets are set on
single named widgets only (`restyle`), because one on the application makes every repaint slower and ugly to maintain.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from string import Template
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct
from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from siro_desktop.ui.style import style_keeper
from siro_desktop.ui.theme_tokens import DARK_TOKENS, HIGH_CONTRAST_TOKENS, LIGHT_TOKENS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from PySide6.QtWidgets import QWidget

Scheme = Literal["system", "light", "dark", "high contrast"]
HIGH_CONTRAST: Final = "high contrast"

SPACE_1: Final = 4
SPACE_2: Final = 8
SPACE_3: Final = 12
SPACE_4: Final = 16
SPACE_5: Final = 24
RADIUS: Final = 6
ICON_SMALL: Final = 16
ICON_NORMAL: Final = 20

CAPTION: Final = 0.9
TITLE: Final = 1.25
_CONTROL_LINES: Final = 1.9
_ROW_LINES: Final = 1.75
_ICON_LINE: Final = 18  # pixels: up to this height of a line, icons and bars have their drawn size
_OUTLINED: Final = (
    "QLineEdit",
    "QPlainTextEdit",
    "QComboBox",
    "QAbstractSpinBox",
    "QPushButton",
    "QCheckBox",
    "QRadioButton",
)
_OUTLINE_FACTOR: Final = 1.4  # Fusion draws outlines as Window.darker(140)


class Theme(Struct, frozen=True):
    """Named colours. `name` is *light*, *dark* or *high contrast*."""

    name: str
    tokens: Mapping[str, str]

    @property
    def is_dark(self) -> bool:
        """True if text is lighter than what it stands on."""
        return self.color("text").lightnessF() > self.color("panel").lightnessF()

    @property
    def is_high_contrast(self) -> bool:
        """True if surfaces have one colour: lines and outlines say what shades say elsewhere."""
        return self.name == HIGH_CONTRAST

    @property
    def on_selected(self) -> QColor:
        """What all is written with on *selected*, which is soft, but strong in high contrast."""
        return self.color(self.token_on("text", is_selected=True))

    def token_on(self, token: str, *, is_selected: bool) -> str:
        """Return the colour of a mark in a list by name: `token`, or what can be seen on a strong selection."""
        return "on_accent" if is_selected and self.is_high_contrast else token

    def inks(self, *, is_selected: bool) -> tuple[QColor, QColor]:
        """Return the colours of a text in a list and of what stands beside it."""
        text, muted = (self.token_on(token, is_selected=is_selected) for token in ("text", "muted"))
        return self.color(text), self.color(muted)

    def color(self, token: str) -> QColor:
        """Return a new colour. Raises KeyError for a token that does not exist."""
        return QColor(self.tokens[token])


class ThemeEvents(QObject):
    """Tells when the colours have changed. `theme_changed` carries the new Theme."""

    theme_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.scheme: Scheme = "system"
        self.theme = Theme("light", LIGHT_TOKENS)
        self._is_applying = False
        self._follows = False

    def apply(self, app: QApplication, scheme: Scheme) -> None:
        """Set style and palette, and follow the system from now on."""
        self.scheme = scheme
        hints = app.styleHints()
        if not self._follows:
            self._follows = True
            style_keeper().wear(app)
            hints.colorSchemeChanged.connect(self._on_system_changed)
        self._is_applying = True
        if scheme == "system":
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(Qt.ColorScheme.Light if scheme == "light" else Qt.ColorScheme.Dark)
        self._is_applying = False
        self._wear(app)

    def _wear(self, app: QApplication) -> None:
        if wants_high_contrast():
            app.setPalette(QPalette())
            self.theme = _theme_of(app.palette())
        else:
            self.theme = _own_theme(self.scheme, app.styleHints().colorScheme())
            app.setPalette(build_palette(self.theme))
            _outline_inputs(self.theme)
        self.theme_changed.emit(self.theme)

    @Slot()
    def _on_system_changed(self) -> None:
        app = QApplication.instance()
        if not self._is_applying and isinstance(app, QApplication):
            self._wear(app)


PAPER: Final = Theme("light", LIGHT_TOKENS)
"""Colours for a white ground."""

_events: list[ThemeEvents] = []
_drawn_in: ContextVar[Theme | None] = ContextVar("drawn_in", default=None)


def theme_events() -> ThemeEvents:
    """Return the one object whose `theme_changed` tells of new colours. GUI thread."""
    if not _events:
        _events.append(ThemeEvents())
    return _events[0]


def apply_theme(app: QApplication, scheme: Scheme) -> None:
    """Dress the application; *system* follows the desktop's light or dark, also while the program runs."""
    theme_events().apply(app, scheme)


def current_theme() -> Theme:
    """Return the colours in use: the window's, or those of `drawn_in`."""
    return _drawn_in.get() or theme_events().theme


@contextmanager
def drawn_in(theme: Theme) -> Iterator[None]:
    """Let what is drawn in the block have the colours of `theme`. This thread alone: the window goes on in its own."""
    token = _drawn_in.set(theme)
    try:
        yield
    finally:
        _drawn_in.reset(token)


def wants_high_contrast() -> bool:
    """True if the desktop asks for high contrast; its own palette is then used unchanged."""
    hints = QGuiApplication.styleHints()
    accessibility = getattr(hints, "accessibility", None)  # since Qt 6.10
    return accessibility is not None and accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast


def _own_theme(scheme: Scheme, system: Qt.ColorScheme) -> Theme:
    if scheme == HIGH_CONTRAST:
        return Theme(HIGH_CONTRAST, HIGH_CONTRAST_TOKENS)
    is_dark = scheme == "dark" or (scheme == "system" and system is Qt.ColorScheme.Dark)
    return Theme("dark", DARK_TOKENS) if is_dark else Theme("light", LIGHT_TOKENS)


def build_palette(theme: Theme) -> QPalette:
    """Return the palette that Fusion is to wear."""
    role = QPalette.ColorRole
    palette = QPalette()
    for color_role, token in (
        (role.Window, "window"),
        (role.WindowText, "text"),
        (role.Base, "panel"),
        (role.AlternateBase, "window"),
        (role.Text, "text"),
        (role.Button, "raised"),
        (role.ButtonText, "text"),
        (role.BrightText, "missed"),
        (role.ToolTipBase, "panel"),
        (role.ToolTipText, "text"),
        (role.PlaceholderText, "muted"),
        (role.Highlight, "accent"),
        (role.HighlightedText, "on_accent"),
        (role.Accent, "accent"),
        (role.Link, "accent"),
        (role.LinkVisited, "accent"),
        (role.Light, "panel"),
        (role.Midlight, "raised"),
        (role.Mid, "line"),
        (role.Dark, "line"),
    ):
        palette.setColor(color_role, theme.color(token))
    for color_role in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, color_role, theme.color("border"))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, theme.color("line"))
    return palette


def _outline_inputs(theme: Theme) -> None:
    """Give inputs a border that can be seen (3:1).

    Fusion makes it from their Window colour, which it uses for nothing else in these widgets.
    """
    border = theme.color("border")
    source = QColor.fromHsvF(border.hueF(), border.saturationF(), min(1.0, border.valueF() * _OUTLINE_FACTOR))
    palette = build_palette(theme)
    palette.setColor(QPalette.ColorRole.Window, source)
    for class_name in _OUTLINED:
        QApplication.setPalette(palette, class_name)  # type: ignore[arg-type]  # the stub says bytes, PySide takes str


def _theme_of(palette: QPalette) -> Theme:
    """The tokens as the system's palette gives them."""
    role = QPalette.ColorRole
    text, base = palette.color(role.Text).name(), palette.color(role.Base).name()
    window, accent = palette.color(role.Window).name(), palette.color(role.Highlight).name()
    tokens = dict.fromkeys(LIGHT_TOKENS, text)
    fills = ("panel", "error_fill", "warning_fill", "info_fill", "target_fill", "track", "shade_low", "shade_high")
    tokens |= dict.fromkeys(fills, base)
    tokens |= {"window": window, "raised": palette.color(role.Button).name(), "accent": accent, "selected": accent}
    tokens |= {"on_accent": palette.color(role.HighlightedText).name(), "bar_1": accent}
    return Theme(HIGH_CONTRAST, tokens)


class _Restyler(QObject):
    """Keeps the style sheet of one widget in the current colours. Lives as long as the widget."""

    def __init__(self, widget: QWidget, template: str) -> None:
        super().__init__(widget)
        self._widget = widget
        self._template = Template(template)
        theme_events().theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(current_theme())

    def change(self, template: str) -> None:
        """Keep another style sheet from now on."""
        self._template = Template(template)
        self._on_theme_changed(current_theme())

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        others = {"radius": f"{RADIUS}px", "on_selected": theme.on_selected.name()}
        self._widget.setStyleSheet(self._template.substitute(theme.tokens, **others))


def restyle(widget: QWidget, template: str) -> None:
    """Set a style sheet on a named widget, which follows the theme. Select by `#objectName`.

    What it may hold: `$token`, for each of the theme's, `$on_selected` and `$radius`.
    """
    restyler = widget.findChild(_Restyler, options=Qt.FindChildOption.FindDirectChildrenOnly)
    if restyler is None:
        _Restyler(widget, template)
    else:  # never a second one: it would outlive its widget and still hear of themes
        restyler.change(template)


def style_primary(button: QWidget) -> None:
    """Make a named button the one that stands out on its page."""
    name = button.objectName()
    restyle(
        button,
        f"#{name} {{ background: $accent; color: $on_accent; border: 1px solid $accent; border-radius: $radius;"
        f" padding: 0 {SPACE_4}px; font-weight: 600; }}"
        f" #{name}:focus {{ border: 2px solid $text; }} #{name}:pressed {{ background: $text; color: $panel; }}"
        f" #{name}:disabled {{ background: $track; color: $muted; border-color: $border; }}",
    )


def style_text(label: QWidget, token: str) -> None:
    """Write a named label in one of the theme's colours, such as *muted* or *missed*."""
    restyle(label, f"#{label.objectName()} {{ color: ${token}; }}")


def control_height(widget: QWidget) -> int:
    """The height in pixels for buttons and inputs in the widget's font."""
    return round(widget.fontMetrics().lineSpacing() * _CONTROL_LINES)


def grown(pixels: int, metrics: QFontMetrics) -> int:
    """Return the width or height of what is drawn beside text: `pixels`, and more where the text is large."""
    return max(pixels, round(pixels * metrics.lineSpacing() / _ICON_LINE))


def icon_size(widget: QWidget, side: int = ICON_SMALL) -> QSize:
    """The size of an icon beside the widget's text: `side` pixels, more where the text is large."""
    return QSize(1, 1) * grown(side, widget.fontMetrics())


def row_height(font: QFont) -> int:
    """The height in pixels of a table row in this font."""
    return round(QFontMetrics(font).lineSpacing() * _ROW_LINES)


def caption_font(widget: QWidget) -> QFont:
    """The widget's font a little smaller, for what stands beside."""
    return scaled_font(widget.font(), CAPTION)


def smaller_font(font: QFont) -> QFont:
    """The same font as for captions."""
    return scaled_font(font, CAPTION)


def tabular_font(font: QFont) -> QFont:
    """The same font with digits of one width, where it has them (OpenType `tnum`)."""
    tabular = QFont(font)
    tabular.setFeature(QFont.Tag("tnum"), 1)
    return tabular


def scaled_font(font: QFont, factor: float) -> QFont:
    """The same font in `factor` times its size."""
    scaled = QFont(font)
    if font.pointSizeF() > 0:
        scaled.setPointSizeF(font.pointSizeF() * factor)
    else:
        scaled.setPixelSize(round(font.pixelSize() * factor))
    return scaled
