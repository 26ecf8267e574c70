"""Every pair of colours that meets can be told apart, in light, dark and high contrast."""

from __future__ import annotations

import itertools

import pytest
import shiboken6
from contrast import contrast_ratio
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor, QPalette
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QTabBar, QToolButton, QWidget

from siro_desktop.ui import icons
from siro_desktop.ui.theme import (
    Theme,
    _theme_of,
    apply_theme,
    current_theme,
    icon_size,
    restyle,
    theme_events,
)
from siro_desktop.ui.theme_tokens import DARK_TOKENS, HIGH_CONTRAST_TOKENS, LIGHT_TOKENS

TEXT_PAIRS = [
    *itertools.product(("text", "muted", "accent", "met", "near", "missed"), ("window", "panel")),
    *itertools.product(("text", "muted"), ("selected", "raised", "error_fill", "warning_fill", "info_fill")),
    *itertools.product(("text", "muted"), ("target_fill",)),
    ("near", "warning_fill"),
    ("missed", "error_fill"),
    ("accent", "info_fill"),
    ("on_accent", "accent"),
    ("muted", "track"),
    ("panel", "text"),
    *itertools.product(("text", "on_shade"), ("shade_low", "shade_high")),
]
GRAPHIC_PAIRS = [
    *itertools.product(("border", "accent", "bar_1", "bar_2", "bar_3", "bar_4", "bar_dim"), ("panel",)),
    ("border", "window"),
    ("accent", "window"),
    ("bar_1", "track"),
    ("bar_1", "selected"),
    ("bar_1", "window"),
    *itertools.product(("met", "near", "missed"), ("panel", "window", "selected")),
    *itertools.product(("bar_1", "met"), ("target_fill",)),
]


@pytest.mark.parametrize("tokens", [LIGHT_TOKENS, DARK_TOKENS], ids=["light", "dark"])
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids="-on-".join)
def test_text_can_be_read(tokens, pair) -> None:
    """Row 79: 4.5:1."""
    assert contrast_ratio(QColor(tokens[pair[0]]), QColor(tokens[pair[1]])) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT_TOKENS, DARK_TOKENS], ids=["light", "dark"])
@pytest.mark.parametrize("pair", GRAPHIC_PAIRS, ids="-on-".join)
def test_marks_and_borders_can_be_seen(tokens, pair) -> None:
    """Row 79: 3:1."""
    assert contrast_ratio(QColor(tokens[pair[0]]), QColor(tokens[pair[1]])) >= 3.0


STRONG_PAIRS = [
    *(pair for pair in TEXT_PAIRS if pair[1] != "selected"),  # a strong colour there: see on_accent
    ("on_accent", "selected"),
    *itertools.product(("border", "bar_1", "bar_2", "bar_3", "bar_4"), ("panel", "window", "track", "target_fill")),
]


@pytest.mark.parametrize("pair", STRONG_PAIRS, ids="-on-".join)
def test_high_contrast_has_seven_to_one(pair) -> None:
    first, second = (QColor(HIGH_CONTRAST_TOKENS[token]) for token in pair)
    assert contrast_ratio(first, second) >= 7.0


def test_high_contrast_can_be_chosen_and_left(themed) -> None:
    apply_theme(themed, "high contrast")
    assert current_theme() == Theme("high contrast", HIGH_CONTRAST_TOKENS)
    assert themed.palette().color(QPalette.ColorRole.Base) == QColor("black")
    highlight = themed.palette().color(QPalette.ColorRole.Highlight)
    assert contrast_ratio(highlight, themed.palette().color(QPalette.ColorRole.HighlightedText)) >= 7.0
    apply_theme(themed, "light")
    assert current_theme().tokens == LIGHT_TOKENS


def test_contrast_is_the_one_of_wcag() -> None:
    assert contrast_ratio(QColor("#000000"), QColor("#ffffff")) == pytest.approx(21)
    assert contrast_ratio(QColor("#777777"), QColor("#ffffff")) == pytest.approx(4.48, abs=0.01)


@pytest.fixture
def themed(qapp):
    yield qapp
    apply_theme(qapp, "light")


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
@pytest.mark.parametrize("scheme", ["light", "dark", "high contrast"])
def test_the_border_that_fusion_draws_can_be_seen(themed, qtbot, scheme, kind) -> None:
    apply_theme(themed, scheme)
    line = kind()
    qtbot.addWidget(line)
    line.resize(120, 30)
    picture = line.grab().toImage()
    assert contrast_ratio(picture.pixelColor(60, 0), current_theme().color("panel")) >= 3.0


def test_a_change_of_theme_is_told_and_named_widgets_follow(themed, qtbot) -> None:
    apply_theme(themed, "light")
    label = QLabel("x")
    label.setObjectName("some_label")
    qtbot.addWidget(label)
    restyle(label, "#some_label { color: $muted; }")
    restyle(label, "#some_label { color: $missed; }")  # the later one counts, also after a change
    with qtbot.waitSignal(theme_events().theme_changed):
        apply_theme(themed, "dark")
    assert DARK_TOKENS["missed"] in label.styleSheet()
    assert current_theme().is_dark
    assert themed.palette().color(QPalette.ColorRole.Base).name() == DARK_TOKENS["panel"].lower()


def test_high_contrast_takes_all_colours_from_the_system() -> None:
    palette = QPalette(Qt.GlobalColor.white, Qt.GlobalColor.black)
    theme = _theme_of(palette)
    assert set(theme.tokens) == set(LIGHT_TOKENS) == set(DARK_TOKENS) == set(HIGH_CONTRAST_TOKENS)
    system = {palette.color(role).name() for role in QPalette.ColorRole if role != QPalette.ColorRole.NColorRoles}
    assert set(theme.tokens.values()) <= system
    assert isinstance(theme, Theme)


@pytest.mark.parametrize("kind", [QPushButton, QToolButton])
def test_an_icon_has_its_room_before_it_is_there(themed, qtbot, monkeypatch, kind) -> None:
    """A form that moves while somebody begins to read it is a form that is pressed in the wrong place."""
    monkeypatch.setattr(icons, "_events", [])
    button = kind(text="Columns")
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon) if kind is QToolButton else None
    qtbot.addWidget(button)
    icons.set_icon(button, "columns")
    before = button.sizeHint()
    icons.load_icons()
    assert button.sizeHint() == before


def test_icons_are_empty_until_loaded_then_fill_in_and_follow_the_theme(themed, qtbot, monkeypatch) -> None:
    monkeypatch.setattr(icons, "_events", [])
    apply_theme(themed, "light")
    button, action = QPushButton(), QAction()
    qtbot.addWidget(button)
    icons.set_icon(button, "run")
    icons.set_icon(action, "export", "muted")
    empty = button.icon().pixmap(20, 20).toImage()
    assert {empty.pixelColor(x, y).alpha() for x in range(20) for y in range(20)} == {0}
    icons.import_icon_library()
    with qtbot.waitSignal(icons.icon_events().icons_ready):
        icons.load_icons()
    assert not action.icon().isNull()
    light = button.icon().pixmap(20, 20).toImage()
    apply_theme(themed, "dark")
    assert empty != light
    assert button.icon().pixmap(20, 20).toImage() != light


def test_every_icon_of_the_catalogue_exists(qapp, monkeypatch) -> None:
    monkeypatch.setattr(icons, "_events", [])
    icons.load_icons()
    for name in icons.CATALOGUE:
        assert not icons.icon(name).pixmap(16, 16).isNull()
    with pytest.raises(KeyError):
        icons.icon("no such icon")


def test_a_styled_tab_bar_does_not_cut_the_page_off_from_the_palette(themed, qtbot) -> None:
    from siro_desktop.ui.result_page import ResultPage

    apply_theme(themed, "light")
    holder = QWidget()
    page = ResultPage(holder)
    qtbot.addWidget(holder)
    holder.show()
    tabs = page.findChild(QTabBar, "result_tabs")
    assert tabs.styleSheet()
    assert not page.answer_body.testAttribute(Qt.WidgetAttribute.WA_StyleSheet)


def test_a_change_of_theme_is_safe_after_changed_icons_and_styles_have_gone(themed, qtbot) -> None:
    """Qt deletes late what `deleteLater` is asked for: nothing may hear of themes for a widget that is gone."""
    apply_theme(themed, "light")
    button = QPushButton()
    button.setObjectName("some_button")
    for name, token in (("run", "muted"), ("stop", "missed"), ("run", "near")):
        icons.set_icon(button, name, token)
        restyle(button, f"#some_button {{ color: ${token}; }}")
    assert LIGHT_TOKENS["near"] in button.styleSheet()
    shiboken6.delete(button)
    with qtbot.captureExceptions() as raised:
        apply_theme(themed, "dark")
    assert raised == []


def test_icons_grow_with_the_text(qtbot) -> None:
    """79: at 200 % text an icon is no dot beside it."""
    button = QPushButton()
    qtbot.addWidget(button)
    font = button.font()
    font.setPixelSize(12)
    button.setFont(font)
    assert icon_size(button).width() == 16
    font.setPixelSize(28)
    button.setFont(font)
    assert icon_size(button).width() >= 28
