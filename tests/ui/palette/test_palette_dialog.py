"""The palette alone: what it lists, how keys move in it, what it tells."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListView, QWidget

from siro_desktop.ui.palette.dialog import PaletteDialog
from siro_desktop.ui.palette.lines import OFFER_ROLE
from siro_desktop.ui.palette.offers import Kind, Offer, Shelf, find_offers
from siro_desktop.ui.text_size import NO_ZOOM, text_size
from siro_desktop.ui.theme import apply_theme, current_theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

RUN = Offer(Kind.ACTION, "run", "Run", None, "Query", "Ctrl+Return")
STOP = Offer(Kind.ACTION, "stop", "Stop", None, "Query", "Esc")
BOARD = Offer(Kind.QUERY, "7", "Monday board", None, "last week")
ANA = Offer(Kind.PERSON, "u1", "Ana Ruiz", "u1", "Front Range")
SHELVES = (Shelf([RUN, STOP]), Shelf([BOARD]), Shelf([ANA]))


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(1000, 700)
    host.show()
    return host


@pytest.fixture
def dialog(qtbot: QtBot, host: QWidget) -> PaletteDialog:
    dialog = PaletteDialog(SHELVES, ["query:7", "action:gone"], host)
    dialog.open()
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def listed(dialog: PaletteDialog) -> list[Offer]:
    model = the_list(dialog).model()
    return [model.index(row, 0).data(OFFER_ROLE) for row in range(model.rowCount())]


def the_list(dialog: PaletteDialog) -> QListView:
    found = dialog.findChild(QListView, "palette_list")
    assert found is not None
    return found


def inked(listed: QListView, row: int) -> list[int]:
    """The columns of pixels of a line in which something is drawn."""
    image = listed.viewport().grab(listed.visualRect(listed.model().index(row, 0)).adjusted(3, 3, -3, -3)).toImage()
    ground = image.pixelColor(1, 1)
    rows = range(image.height())
    return [x for x in range(image.width()) if any(image.pixelColor(x, y) != ground for y in rows)]


def widest_gap(columns: list[int]) -> tuple[int, int]:
    """Between which columns the most is free."""
    return max(pairwise(columns), key=lambda gap: gap[1] - gap[0])


def test_a_line_is_turned_around_where_people_read_from_the_right(dialog: PaletteDialog) -> None:
    seen = the_list(dialog)
    left = inked(seen, 0)
    dialog.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    right = inked(seen, 0)
    assert len(right) == pytest.approx(len(left), abs=8)  # nothing lies on anything
    last = seen.visualRect(seen.model().index(0, 0)).width() - 7
    turned = [last - column for column in widest_gap(right)[::-1]]
    assert turned == pytest.approx(widest_gap(left), abs=8)


def line(dialog: PaletteDialog) -> QLineEdit:
    found = dialog.findChild(QLineEdit, "palette_line")
    assert found is not None
    return found


def test_at_first_it_lists_what_was_used_last_and_then_the_actions(dialog: PaletteDialog) -> None:
    assert listed(dialog) == [BOARD, RUN, STOP]


def test_return_chooses_the_best_that_fits_after_the_palette_has_closed(qtbot: QtBot, dialog: PaletteDialog) -> None:
    visible: list[bool] = []
    dialog.chosen.connect(lambda _offer: visible.append(dialog.isVisible()))
    qtbot.keyClicks(line(dialog), "ana r")
    assert listed(dialog) == [ANA]
    with qtbot.waitSignal(dialog.chosen) as told:
        qtbot.keyClick(line(dialog), Qt.Key.Key_Return)
    assert told.args == [ANA]
    assert visible == [False]


def test_arrows_move_while_the_keyboard_stays_in_the_line(qtbot: QtBot, dialog: PaletteDialog) -> None:
    qtbot.keyClick(line(dialog), Qt.Key.Key_Down)
    qtbot.keyClick(line(dialog), Qt.Key.Key_Down)
    qtbot.keyClick(line(dialog), Qt.Key.Key_Up)
    assert the_list(dialog).currentIndex().data(OFFER_ROLE) == RUN
    with qtbot.waitSignal(dialog.chosen) as told:
        qtbot.keyClick(line(dialog), Qt.Key.Key_Return)
    assert told.args == [RUN]


def test_escape_closes_it_and_chooses_nothing(qtbot: QtBot, dialog: PaletteDialog) -> None:
    with qtbot.assertNotEmitted(dialog.chosen), qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(line(dialog), Qt.Key.Key_Escape)


def test_a_click_chooses(qtbot: QtBot, dialog: PaletteDialog) -> None:
    view = the_list(dialog)
    place: QPoint = view.visualRect(view.model().index(2, 0)).center()
    with qtbot.waitSignal(dialog.chosen) as told:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == [STOP]


def test_where_nothing_fits_it_says_so_and_return_does_nothing(qtbot: QtBot, dialog: PaletteDialog) -> None:
    qtbot.keyClicks(line(dialog), "zzz")
    nothing = dialog.findChild(QLabel, "palette_nothing")
    assert nothing is not None
    assert nothing.isVisible()
    with qtbot.assertNotEmitted(dialog.chosen):
        qtbot.keyClick(line(dialog), Qt.Key.Key_Return)


def test_what_comes_later_leaves_the_current_line_as_it_is(qtbot: QtBot, dialog: PaletteDialog) -> None:
    qtbot.keyClicks(line(dialog), "o")
    qtbot.keyClick(line(dialog), Qt.Key.Key_Down)
    current = the_list(dialog).currentIndex().data(OFFER_ROLE)
    october = Offer(Kind.RESULT, "3", "October", 3)
    dialog.add_shelf(Shelf([october]))
    assert october in listed(dialog)
    assert the_list(dialog).currentIndex().data(OFFER_ROLE) == current


def test_every_line_says_all_of_it_to_a_screen_reader(dialog: PaletteDialog) -> None:
    spoken = the_list(dialog).model().index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Run, Action, Query, Ctrl+Return"
    assert line(dialog).accessibleName()
    assert the_list(dialog).accessibleName()


def test_what_was_used_last_wins_among_equals() -> None:
    first, second = Offer(Kind.PERSON, "u1", "Ana A", "u1"), Offer(Kind.PERSON, "u2", "Ana B", "u2")
    shelves = (Shelf([first, second]),)
    assert find_offers(shelves, "ana", [], 5) == [first, second]
    assert find_offers(shelves, "ana", ["person:u2"], 5) == [second, first]


def test_no_more_lines_are_listed_than_wanted() -> None:
    shelf = Shelf(Offer(Kind.PERSON, str(number), f"Ana {number}", number) for number in range(500))
    assert len(find_offers((shelf,), "ana", [], 60)) == 60


def test_its_list_follows_the_theme_while_it_is_open(qapp: QApplication, dialog: PaletteDialog) -> None:
    try:
        apply_theme(qapp, "dark")
        assert the_list(dialog).palette().color(QPalette.ColorRole.Base) == current_theme().color("window")
    finally:
        apply_theme(qapp, "light")
    assert the_list(dialog).palette().color(QPalette.ColorRole.Base) == current_theme().color("window")


def test_it_grows_with_its_text_while_it_is_open(host: QWidget, dialog: PaletteDialog) -> None:
    host.resize(1900, 1400)
    before = dialog.height()
    try:
        text_size().set_zoom(150)
        assert dialog.height() >= 1.4 * before
    finally:
        text_size().set_zoom(NO_ZOOM)
