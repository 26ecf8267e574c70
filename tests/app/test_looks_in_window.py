"""79: zoom, reduced motion and themes in the whole window: at once, back again, and over a restart."""

from __future__ import annotations

import contextlib
import dataclasses
from typing import TYPE_CHECKING

import pytest
from app_kit import find, run_query, sign_in, team_query, window_of
from cut_words import cut_off
from looks_tour import dialogs, pages
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QScreen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QPushButton,
    QScrollBar,
    QTableView,
    QWidget,
)

from siro_desktop.config import Paths
from siro_desktop.settings import SettingsFile
from siro_desktop.ui.dialog_size import screen_around
from siro_desktop.ui.motion import motion
from siro_desktop.ui.text_size import NO_ZOOM, text_size
from siro_desktop.ui.theme import control_height, row_height

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.ui.main_window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def _looks_are_put_back() -> Iterator[None]:
    yield
    text_size().set_zoom(NO_ZOOM)
    motion().choose(is_reduced=False)


@pytest.fixture
def window(qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess) -> MainWindow:
    window = window_of(make_program(practice.profile()))
    sign_in(qtbot, window)
    run_query(window, team_query(window))
    qtbot.waitUntil(lambda: window.view.result_page.saved is not None and not window.runs.is_running)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def kept(window: MainWindow) -> int:
    return SettingsFile(window.workspace.paths.settings_file).load().zoom


def table_of(window: MainWindow) -> QTableView:
    return window.view.result_page.answer_body.table_page.view


def measures(window: MainWindow) -> dict[str, object]:
    """How large the parts of the window are that have a name, and are of one size wherever they stand."""
    table = table_of(window)
    sizes: dict[str, object] = {"rows": table.verticalHeader().defaultSectionSize()}
    sizes["columns"] = [table.columnWidth(column) for column in range(table.model().columnCount())]
    for part in window.findChildren(QWidget):
        name = part.objectName()
        if name and not name.startswith("qt_"):
            sizes[name] = (part.minimumHeight(), round(part.font().pointSizeF(), 3))
            if isinstance(part, QAbstractButton):
                sizes[f"{name} icon"] = part.iconSize().width()
    return sizes


def test_keys_zoom_the_window_at_once_and_it_is_kept(qtbot: QtBot, window: MainWindow) -> None:
    points = QApplication.font().pointSizeF()
    for key, zoom in (
        (Qt.Key.Key_Plus, 110),
        (Qt.Key.Key_Equal, 125),
        (Qt.Key.Key_Plus, 150),
        (Qt.Key.Key_Minus, 125),
        (Qt.Key.Key_0, 100),
    ):
        qtbot.keyClick(window, key, CONTROL)
        assert text_size().zoom == zoom
        assert table_of(window).font().pointSizeF() == pytest.approx(points * zoom / 100)
        assert table_of(window).verticalHeader().defaultSectionSize() == row_height(table_of(window).font())
        run = find(window, "query_run", QAbstractButton)
        assert run.minimumHeight() == control_height(run)
        qtbot.waitUntil(lambda wanted=zoom: kept(window) == wanted)  # type: ignore[misc]


@pytest.mark.parametrize("view", ["table", "charts", "answer"])
def test_control_and_the_wheel_zoom_over_every_view(qtbot: QtBot, window: MainWindow, view: str) -> None:
    """What lies under the pointer neither scrolls nor zooms by itself."""
    page, handle = window.view.result_page, window.windowHandle()
    assert handle is not None
    page.show_view(view)
    bars = page.answer_body.findChildren(QScrollBar)
    place = QPointF(page.mapTo(window, page.rect().center()))

    def turn(by: int, keys: Qt.KeyboardModifier = CONTROL) -> None:
        QTest.wheelEvent(handle, place, QPoint(0, by), QPoint(), keys)

    for by, zoom in ((120, 110), (60, 110), (60, 125), (60, 125), (-120, 110), (-120, 100), (-120, 100)):
        turn(by)
        assert text_size().zoom == zoom
    assert [bar.value() for bar in bars] == [0] * len(bars)
    turn(-120, Qt.KeyboardModifier.NoModifier)
    assert text_size().zoom == NO_ZOOM
    qtbot.waitUntil(lambda: kept(window) == NO_ZOOM)


def test_the_menu_says_the_zoom_and_offers_what_there_is(window: MainWindow) -> None:
    actions = window.actions_
    assert not actions.zoom_out.isEnabled()
    assert not actions.actual_size.isEnabled()
    for _ in range(7):
        actions.zoom_in.trigger()
    assert text_size().zoom == 250
    assert not actions.zoom_in.isEnabled()
    assert actions.actual_size.text().replace("&", "") == "Actual size (now 250 %)"
    actions.actual_size.trigger()
    assert actions.actual_size.text().replace("&", "") == "Actual size"
    assert actions.zoom_in.isEnabled()


def test_zooming_there_and_back_changes_nothing(qtbot: QtBot, window: MainWindow) -> None:
    page = window.view.result_page
    page.show_view("charts")
    qtbot.waitUntil(lambda: len(page.answer_body.charts.panels) > 1 and not page.answer_body.charts._waiting)
    plot = page.answer_body.charts.panels[0].plot
    before, high = measures(window), plot.height()
    window.actions_.zoom_in.trigger()
    text_size().set_zoom(200)
    qtbot.waitUntil(lambda: plot.height() >= 1.8 * high)
    assert plot.sheet.font.pointSizeF() == pytest.approx(2 * text_size().plain_font().pointSizeF())
    larger = measures(window)
    assert all(
        larger[name][1] >= 1.5 * size[1]  # type: ignore[index]
        for name, size in before.items()
        if isinstance(size, tuple)
    ), [
        name
        for name, size in before.items()
        if isinstance(size, tuple) and larger[name][1] < 1.5 * size[1]  # type: ignore[index]
    ]
    text_size().set_zoom(NO_ZOOM)
    qtbot.waitUntil(lambda: plot.height() == high)
    assert measures(window) == before


@pytest.mark.parametrize("zoom", [100, 200, 250])
def test_no_words_are_cut_on_any_page_or_dialog(qtbot: QtBot, window: MainWindow, zoom: int) -> None:
    """At 1280 × 720 up to 200 %; with more, on the whole of a larger screen."""
    qtbot.waitUntil(lambda: any(user.team_id for user in window.names.users), timeout=15_000)
    text_size().set_zoom(zoom)
    window.resize(*((1280, 720) if zoom <= 200 else (1600, 1000)))

    def wait(is_done: Callable[[], bool]) -> None:
        qtbot.waitUntil(is_done, timeout=30_000)

    faults: dict[str, list[str]] = {}
    seen = set()
    for tour in (pages, dialogs):
        for name, shown in tour(window, wait):
            seen.add(name)
            with contextlib.suppress(qtbot.TimeoutError):  # what is new is laid out in a moment
                qtbot.waitUntil(lambda part=shown: not cut_off(part), timeout=2_000)  # type: ignore[misc]
            screen = screen_around(shown).size()
            found = cut_off(shown)
            if screen.expandedTo(shown.size()) != screen:
                found.append(f"larger than the screen: {shown.size().toTuple()}")
            if found:
                faults[name] = found
    assert faults == {}
    assert len(seen) >= 30


def test_dialogs_have_room_on_a_small_screen_with_the_largest_text(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = QRect(0, 0, 1280, 720)
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _screen: small)
    monkeypatch.setattr(QScreen, "availableSize", lambda _screen: small.size())
    qtbot.waitUntil(lambda: any(user.team_id for user in window.names.users), timeout=15_000)
    text_size().set_zoom(250)

    def wait(is_done: Callable[[], bool]) -> None:
        qtbot.waitUntil(is_done, timeout=30_000)

    faults: dict[str, list[str]] = {}
    for name, shown in dialogs(window, wait):
        with contextlib.suppress(qtbot.TimeoutError):
            qtbot.waitUntil(lambda part=shown: not cut_off(part), timeout=2_000)  # type: ignore[misc]
        found = cut_off(shown)
        if small.size().expandedTo(shown.size()) != small.size():
            found.append(f"larger than the screen: {shown.size().toTuple()}")
        found += [button.objectName() for button in buttons_below(shown) if not is_within(shown, button)]
        if found:
            faults[name] = found
    assert faults == {}


def buttons_below(dialog: QWidget) -> list[QPushButton]:
    """The buttons that stay in view, whatever is scrolled."""
    shown = [button for button in dialog.findChildren(QPushButton) if button.isVisible()]
    areas = dialog.findChildren(QAbstractScrollArea)
    return [button for button in shown if not any(area.isAncestorOf(button) for area in areas)]


def is_within(dialog: QWidget, button: QWidget) -> bool:
    return dialog.rect().contains(QRect(button.mapTo(dialog, QPoint(0, 0)), button.size()))


def test_columns_are_as_wide_for_their_texts_as_before(window: MainWindow) -> None:
    table = table_of(window)
    before = [table.columnWidth(column) for column in range(3)]
    text_size().set_zoom(200)
    after = [table.columnWidth(column) for column in range(3)]
    assert all(large >= 1.5 * small for small, large in zip(before, after, strict=True)), (before, after)


def test_the_next_start_is_zoomed_and_still(make_program: Callable[..., Program], practice: PracticeProcess) -> None:
    file = SettingsFile(Paths.find().make().settings_file)
    file.save(dataclasses.replace(file.load(), zoom=200, is_motion_reduced=True))
    points = QApplication.font().pointSizeF()
    window = window_of(make_program(practice.profile()))
    assert find(window, "query_run", QAbstractButton).font().pointSizeF() == pytest.approx(2 * points)
    assert motion().is_reduced
    assert window.actions_.reduce_motion.isChecked()
    assert "200 %" in window.actions_.actual_size.text()


def test_reduced_motion_is_chosen_in_the_menu_and_kept(qtbot: QtBot, window: MainWindow) -> None:
    assert not window.actions_.reduce_motion.isChecked()
    window.actions_.reduce_motion.trigger()
    assert motion().is_reduced
    qtbot.waitUntil(lambda: SettingsFile(window.workspace.paths.settings_file).load().is_motion_reduced)
    window.actions_.reduce_motion.trigger()
    assert not motion().is_reduced
    assert find(window, "status_rows", QLabel).text()
