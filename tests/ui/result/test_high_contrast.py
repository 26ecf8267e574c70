"""In high contrast surfaces are black: bands, hits and marks that a shade says elsewhere are there as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from contrast import contrast_ratio
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTableWidget, QTableWidgetItem, QWidget
from result_samples import make_metrics

from siro_desktop.domain.targets import HeldTargets, Target
from siro_desktop.ui.cell_text import CellTexts
from siro_desktop.ui.charts.marks import fill_band
from siro_desktop.ui.charts.view import ChartsView
from siro_desktop.ui.dialog_tabs import DialogTabs
from siro_desktop.ui.flat_tabs import flat_tabs
from siro_desktop.ui.mark_pictures import BAR_WIDTH, MarkPictures
from siro_desktop.ui.metric_table_model import MetricTableModel
from siro_desktop.ui.table_delegates import TableDelegate
from siro_desktop.ui.theme import HIGH_CONTRAST, Scheme, Theme, apply_theme, current_theme, grown
from siro_desktop.ui.theme_tokens import DARK_TOKENS, HIGH_CONTRAST_TOKENS, LIGHT_TOKENS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

SCHEMES: tuple[Scheme, ...] = ("light", "dark", "high contrast")


@pytest.fixture(params=SCHEMES)
def scheme(request: pytest.FixtureRequest, qapp) -> Iterator[str]:
    apply_theme(qapp, request.param)
    yield request.param
    apply_theme(qapp, "light")


@pytest.fixture
def high_contrast(qapp) -> Iterator[None]:
    apply_theme(qapp, HIGH_CONTRAST)
    yield
    apply_theme(qapp, "light")


def strongest(image: QImage, area: QRectF) -> float:
    """The best contrast to the panel of any pixel in an area."""
    panel = current_theme().color("panel")
    rect = area.toAlignedRect().intersected(image.rect())
    assert not rect.isEmpty()
    places = ((x, y) for x in range(rect.left(), rect.right() + 1) for y in range(rect.top(), rect.bottom() + 1))
    return max(contrast_ratio(image.pixelColor(x, y), panel) for x, y in places)


def test_the_band_of_a_bar_can_be_seen_on_all_its_sides(qtbot: QtBot, high_contrast: None) -> None:
    """Also above the bar, between its ends."""
    model = MetricTableModel()
    view = ChartsView(model)
    model.setParent(view)
    qtbot.addWidget(view)
    view.set_recordings(52)
    model.set_metrics(make_metrics([("One", "points", "pts", 10.0, None)]), 52)
    model.set_targets(HeldTargets({"metric_000": Target(metric_id="metric_000", minimum=20, maximum=60)}))
    view.resize(900, 600)
    view.show()
    view.draw_now()
    plot = view.panels[0].plot
    band = plot.sheet.target_bands.band_rect(0)
    image = plot.grab().toImage()
    middle = QRectF(band.center().x() - 20, band.top() - 2, 40, 4)
    for side in (
        middle,
        middle.translated(0, band.height()),
        QRectF(band.left() - 2, band.top() + 4, 4, 3),
        QRectF(band.right() - 2, band.top() + 4, 4, 3),
    ):
        assert strongest(image, side) >= 3.0


def test_the_band_of_a_trend_is_told_from_what_lies_beside_it(scheme: str) -> None:
    theme = current_theme()
    image = QImage(200, 120, QImage.Format.Format_RGB32)
    image.fill(theme.color("panel"))
    painter = QPainter(image)
    fill_band(painter, QRectF(0, 30, 200, 60))
    painter.end()
    inside, beside = (image.copy(40, top, 60, 20) for top in (50, 100))
    assert inside != beside
    if scheme == HIGH_CONTRAST:
        assert strongest(image, QRectF(40, 50, 60, 20)) >= 3.0
    assert strongest(image, QRectF(40, 100, 60, 20)) == pytest.approx(1.0)


@pytest.mark.parametrize("is_selected", [False, True])
def test_what_is_written_in_a_list_can_be_read(scheme: str, is_selected: bool) -> None:
    theme = current_theme()
    below = theme.color("selected" if is_selected else "panel")
    for ink in (*theme.inks(is_selected=is_selected), *([theme.on_selected] if is_selected else [])):
        assert contrast_ratio(ink, below) >= (7.0 if scheme == HIGH_CONTRAST else 4.5)
    for token in ("accent", "near"):
        mark = theme.color(theme.token_on(token, is_selected=is_selected))
        assert contrast_ratio(mark, below) >= 3.0


def test_a_hit_of_the_search_can_be_read_in_a_selected_row(scheme: str) -> None:
    """The letters are black there in high contrast; nothing may lie behind them but the row."""
    theme = current_theme()
    image = QImage(120, 30, QImage.Format.Format_RGB32)
    image.fill(theme.color("selected"))
    painter = QPainter(image)
    painter.setPen(theme.on_selected)
    CellTexts().laid_out("speaker", 110, QFont(), ("speaker",)).draw(painter, 4, 4)
    painter.end()
    within = image.copy(8, 10, 30, 8)
    around = [within.pixelColor(x, y) for x in range(within.width()) for y in range(within.height())]
    assert max(contrast_ratio(color, theme.on_selected) for color in around) >= 4.5
    assert min(contrast_ratio(color, theme.on_selected) for color in around) < 1.5  # the letters


@pytest.mark.parametrize("rate", [0.0, 40.0])
def test_where_100_percent_is_can_be_seen_behind_a_bar_of_a_cell(high_contrast: None, rate: float) -> None:
    metrics = QFontMetrics(QFont())
    picture = MarkPictures().rate(rate, None, metrics, None, 1.0).toImage()
    image = QImage(picture.size(), QImage.Format.Format_RGB32)
    image.fill(current_theme().color("panel"))
    painter = QPainter(image)
    painter.drawImage(0, 0, picture)
    painter.end()
    width = grown(BAR_WIDTH, metrics)
    free = QRectF(image.width() - width / 2, 0, width / 4, image.height())  # where no bar is
    rows = [strongest(image, QRectF(free.x(), y, free.width(), 1)) for y in range(image.height())]
    assert [round(row) > 3 for row in rows].count(True) == 2  # its sides
    last = QRectF(image.width() - 2, image.height() // 2, 2, 1)
    assert strongest(image, last) >= 3.0  # its end


def test_the_tab_with_the_keys_can_be_read(qtbot: QtBot, scheme: str) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    bar, holder = flat_tabs("some", "Views", host, (8, 12))
    bar.addTab("Leaderboard")
    holder.resize(holder.sizeHint())
    host.show()
    bar.setFocus()
    host.activateWindow()
    qtbot.waitUntil(bar.hasFocus)
    selected = current_theme().color("selected")
    image = bar.grab(bar.tabRect(0).adjusted(4, 4, -4, -6)).toImage()
    colors = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    assert colors.count(selected) > len(colors) / 2
    assert max(contrast_ratio(color, selected) for color in colors) >= (7.0 if scheme == HIGH_CONTRAST else 4.5)


@pytest.mark.usefixtures("scheme")
def test_the_tab_in_front_of_a_dialog_is_told_from_the_others(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    tabs = DialogTabs("some_tabs", "some_bar", "Parts", host)
    for text in ("Targets", "Colours"):
        tabs.addTab(QWidget(), text)
    tabs.setCurrentIndex(1)
    bar, accent = tabs.tabBar(), current_theme().color("accent")
    tabs.resize(600, 300)
    host.show()
    image = bar.grab().toImage()
    feet = [QPoint(bar.tabRect(tab).center().x(), bar.tabRect(tab).bottom()) for tab in (0, 1)]
    assert [image.pixelColor(foot) == accent for foot in feet] == [False, True]
    assert contrast_ratio(accent, current_theme().color("window")) >= 3.0


def test_the_cell_with_the_keys_is_told_in_a_selected_row(qtbot: QtBot, scheme: str) -> None:
    table = QTableWidget(1, 2)
    qtbot.addWidget(table)
    delegate = TableDelegate(table)
    table.setItem(0, 0, QTableWidgetItem("x"))
    image = QImage(80, 24, QImage.Format.Format_RGB32)
    image.fill(current_theme().color("panel"))
    option, painter = QStyleOptionViewItem(), QPainter(image)
    option.rect = image.rect()
    option.state = QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus
    delegate.paint(painter, option, table.model().index(0, 0))
    painter.end()
    selected = current_theme().color("selected")
    assert image.pixelColor(40, 12) == selected
    assert contrast_ratio(image.pixelColor(40, 1), selected) >= 3.0, scheme


def test_only_high_contrast_is_told_as_such() -> None:
    themes = (Theme("light", LIGHT_TOKENS), Theme("dark", DARK_TOKENS), Theme(HIGH_CONTRAST, HIGH_CONTRAST_TOKENS))
    assert [theme.is_high_contrast for theme in themes] == [False, False, True]
    assert themes[2].on_selected == QColor(Qt.GlobalColor.black)
