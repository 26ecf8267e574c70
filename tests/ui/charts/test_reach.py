"""Charts without a pointer and without eyes: every mark by keys, by its name, and as a screen reader has it."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest
from compared_samples import make_state, plain
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from siro_desktop.domain.comparison import Place
from siro_desktop.ui.charts.bar_list import BarList
from siro_desktop.ui.charts.bar_plot import BarPlot
from siro_desktop.ui.charts.compared_bars import ComparedBars
from siro_desktop.ui.charts.panels import Bar
from siro_desktop.ui.charts.plot_accessible import MarkInterface
from siro_desktop.ui.charts.trend import TrendView

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = ["Ana Ruiz", "Ben Cole", "Bea Ruiz", "Chloé"]


def bars_of(names: list[str]) -> BarList:
    return BarList.of([Bar(10 + n, name, float(n + 1), f"{n + 1}") for n, name in enumerate(names)])


@pytest.fixture
def plot(qtbot) -> Iterator[BarPlot]:
    plot = BarPlot()
    qtbot.addWidget(plot)
    plot.resize(500, 100)
    plot.set_bars(bars_of(NAMES))
    plot.show()
    plot.setFocus()
    interval = QApplication.keyboardInputInterval()
    QApplication.setKeyboardInputInterval(60_000)  # however slow the machine: what is typed goes on
    yield plot
    QApplication.setKeyboardInputInterval(interval)


def heard(widget) -> list[str]:
    """What a screen reader finds below a widget."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return [interface.child(n).text(QAccessible.Text.Name) for n in range(interface.childCount())]


# Keys ---------------------------------------------------------------------------------------------------------------


def test_keys_reach_every_bar(plot, qtbot) -> None:
    """Row 77."""
    reached = []
    plot.mark_pointed.connect(lambda row, _place: reached.append(row))
    keys = [Qt.Key.Key_Down] * 4 + [Qt.Key.Key_PageUp, Qt.Key.Key_End, Qt.Key.Key_Up, Qt.Key.Key_PageDown]
    for key in keys:
        qtbot.keyClick(plot, key)
    assert reached == [10, 11, 12, 13, 10, 13, 12, 13]


def test_a_bar_is_found_by_typing_its_name(plot, qtbot) -> None:
    """Row 41: find by name."""
    qtbot.keyClicks(plot, "be")
    assert plot.focused == 1
    qtbot.keyClicks(plot, "a")  # goes on: bea
    assert plot.focused == 2
    plot._typed_at = 0.0  # a while later
    qtbot.keyClicks(plot, "b")
    assert plot.focused == 1
    plot._typed_at = 0.0
    qtbot.keyClicks(plot, "cole")  # nobody begins so
    assert plot.focused == 1
    plot._typed_at = 0.0
    qtbot.keyClicks(plot, "qqq")
    assert plot.focused == 1


def test_shortcuts_of_the_window_are_left_to_it(plot, qtbot) -> None:
    qtbot.keyClick(plot, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert plot.focused == -1


# Screen readers -----------------------------------------------------------------------------------------------------


def test_a_chart_is_a_list_of_bars_that_say_all(qtbot) -> None:
    """Row 78."""
    view = ComparedBars(make_state(3, 2))
    qtbot.addWidget(view)
    view.resize(800, 500)
    view.show()
    qtbot.waitUntil(lambda: 0 in view.grid.panels)
    plot = view.grid.panel(0).plot
    chart = QAccessible.queryAccessibleInterface(plot)
    assert chart.role() is QAccessible.Role.List
    assert chart.text(QAccessible.Text.Name) == "Talk share"
    assert chart.text(QAccessible.Text.Description).startswith("6 bars, 0 without a value. Highest: ")
    said = heard(plot)
    assert len(said) == 6
    assert plain(said[0]) == (
        "Ana Ruiz, 5–11 Jan 2026, Talk share, 50.0 %, target 40 to 60 %, met, "
        "pass rate 60.0 % (about 33–82 %), near, 12 recordings"
    )


def test_every_point_of_a_trend_is_there_too(qtbot) -> None:
    view = TrendView(make_state(2, 3))
    qtbot.addWidget(view)
    view.resize(800, 500)
    view.show()
    qtbot.waitUntil(lambda: 0 in view.grid.panels)
    said = heard(view.grid.panel(0).plot)
    assert [text.split(", Talk")[0] for text in said[2:4]] == ["Ana Ruiz, 19–25 Jan 2026", "Ben Cole, 5–11 Jan 2026"]


def test_a_bar_knows_where_it_is_and_how_it_stands(plot, qtbot) -> None:
    chart = QAccessible.queryAccessibleInterface(plot)
    qtbot.keyClick(plot, Qt.Key.Key_Down)
    qtbot.keyClick(plot, Qt.Key.Key_Down)
    plot.select_row(12)
    bars = [chart.child(n) for n in range(4)]
    assert [bar.state().focused for bar in bars] == [False, plot.hasFocus(), False, False]
    assert [bar.state().selected for bar in bars] == [False, False, True, False]
    assert not any(bar.state().offscreen for bar in bars)
    assert [bar.role() for bar in bars] == [QAccessible.Role.ListItem] * 4
    assert bars[0].rect().bottom() < bars[1].rect().top() + 2
    middle = bars[2].rect().center()
    assert chart.childAt(middle.x(), middle.y()) is bars[2]
    assert chart.childAt(-5, -5) is None
    assert chart.indexOfChild(bars[3]) == 3
    assert bars[1].parent() is chart
    assert [chart.child(n) for n in (-1, 4)] == [None, None]
    focused = chart.focusChild()
    assert focused is bars[1] if plot.hasFocus() else focused is None


def test_what_has_no_parts_says_so(plot) -> None:
    bar = QAccessible.queryAccessibleInterface(plot).child(0)
    assert isinstance(bar, MarkInterface)
    assert (bar.childCount(), bar.child(0), bar.childAt(0, 0), bar.indexOfChild(bar)) == (0, None, None, -1)
    assert (bar.object(), bar.window(), bar.relations()) == (None, None, [])
    assert bar.text(QAccessible.Text.Description) == ""
    assert bar.foregroundColor() != bar.backgroundColor()


def test_the_bar_that_keys_reach_is_told(plot, qtbot, monkeypatch) -> None:
    told = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: told.append((event.type(), event.accessibleInterface()))
    )
    qtbot.keyClick(plot, Qt.Key.Key_Down)
    ((kind, interface),) = told
    assert kind is QAccessible.Event.Focus
    assert interface.text(QAccessible.Text.Name) == "Ana Ruiz, 1"
    plot.set_bars(bars_of(NAMES[:2]))
    assert told[-1][0] is QAccessible.Event.ObjectReorder


def test_other_bars_take_the_place_of_those_that_were_read(plot) -> None:
    old = QAccessible.queryAccessibleInterface(plot).child(3)
    assert old.isValid()
    plot.set_bars(bars_of(["Only one"]))
    assert heard(plot) == ["Only one, 1"]


def test_a_plot_that_goes_takes_its_bars_along(qtbot) -> None:
    plot = BarPlot()
    plot.set_bars(bars_of(NAMES))
    bars = [QAccessible.queryAccessibleInterface(plot).child(n) for n in range(4)]
    made = plot.marks._made
    assert len(made) == len(bars)
    del bars
    plot.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    del plot
    gc.collect()
    assert made == {}


# Selection, and reading from the right ------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [ComparedBars, TrendView])
def test_where_people_read_from_the_right_marks_are_found_where_they_are_drawn(qtbot, kind) -> None:
    view = kind(make_state(3, 4))
    qtbot.addWidget(view)
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    view.resize(800, 500)
    view.show()
    qtbot.waitUntil(lambda: 0 in view.grid.panels and not view.is_busy)
    plot = view.grid.panel(0).plot
    for number in range(plot.mark_count()):
        middle = plot.view_box.mapToScene(plot.mark_rect(number).center())
        assert plot.row_at(middle) == plot.mark_row(number)
    first, last = plot.mark_rect(0), plot.mark_rect(3)
    if kind is TrendView:  # time goes from the right to the left
        assert first.left() > last.left()


def test_names_stand_at_the_right_where_people_read_from_there(qtbot) -> None:
    plot = BarPlot()
    qtbot.addWidget(plot)
    plot.resize(500, 100)
    plot.set_bars(bars_of(NAMES))
    plot.show()
    left = plot.sheet.visual(plot.sheet.name_rect(0))
    plot.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    right = plot.sheet.visual(plot.sheet.name_rect(0))
    assert left.right() < plot.width() / 2 < right.left()
    assert right.right() <= plot.width()
    image = plot.grab().toImage()
    bar = plot.sheet.visual(plot.sheet.bar_rect(3)).center().toPoint()
    assert image.pixelColor(bar) != image.pixelColor(QPoint(2, 2))


def test_arrow_keys_go_the_way_that_time_goes(qtbot) -> None:
    view = TrendView(make_state(1, 4))
    qtbot.addWidget(view)
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    view.resize(800, 500)
    view.show()
    qtbot.waitUntil(lambda: 0 in view.grid.panels)
    plot = view.grid.panel(0).plot
    plot.enter(0)
    assert plot.period_focused == 3
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert plot.period_focused == 2


def test_a_name_that_is_read_from_the_right_keeps_its_beginning(qtbot) -> None:
    name = "نسبة حديث المندوب خلال المحادثة بأكملها مع العميل في المنزل" * 2
    plot = BarPlot()
    qtbot.addWidget(plot)
    plot.resize(300, 100)
    plot.set_bars(bars_of([name]))
    short = plot.sheet.short_name(0)
    assert "…" in short
    assert short.startswith(name[:8])
    assert heard(plot) == [f"{name}, 1"]


# Choosing -----------------------------------------------------------------------------------------------------------


def score(entity: int, period: int, metric: int) -> float | None:
    return None if entity == 2 else float(entity * (1 if period else -1))


def shown(view: ComparedBars) -> list[str]:
    return [bar.name for bar in view.grid.panel(0).bars if bar.shows_name]


@pytest.fixture
def view(qtbot) -> ComparedBars:
    view = ComparedBars(make_state(6, 2, score, with_whole=True, targets=()))
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    qtbot.waitUntil(lambda: 0 in view.grid.panels)
    return view


def test_the_highest_and_the_lowest_few_of_the_last_period(view, qtbot) -> None:
    """Row 41."""
    view._order.setCurrentIndex(1)
    view._first.setCurrentIndex(1)
    wanted = ["Femi Okafor", "Elif Yılmaz", "Dai Evans", "Ben Cole", "Ana Ruiz", "All together"]
    qtbot.waitUntil(lambda: not view.is_busy and shown(view) == wanted)
    assert view._note.text() == "The highest 5 of 6. Ordered by 12–18 Jan 2026."
    view._order.setCurrentIndex(2)
    wanted = ["Ana Ruiz", "Ben Cole", "Dai Evans", "Elif Yılmaz", "Femi Okafor", "All together"]
    qtbot.waitUntil(lambda: not view.is_busy and shown(view) == wanted)
    assert view._note.text() == "The lowest 5 of 6. Ordered by 12–18 Jan 2026."
    view._order.setCurrentIndex(0)
    qtbot.waitUntil(lambda: view._note.text() == "The first 5 of 6.")
    view._first.setCurrentIndex(0)
    qtbot.waitUntil(lambda: view._note.isHidden() and len(shown(view)) == 7)


def test_a_search_leaves_those_it_finds_and_the_whole(view, qtbot) -> None:
    view.set_filter("RUIZ")
    qtbot.waitUntil(lambda: not view.is_busy and shown(view) == ["Ana Ruiz", "All together"])
    assert {key for key, _ in view.visible_rows()} == {
        view.state.comparison.cell(Place(entity, period)).key for entity in (0, 6) for period in (0, 1)
    }
    qtbot.waitUntil(lambda: view._note.text() == "1 of 6: search for “RUIZ”.")
    view.set_filter("user_3")
    qtbot.waitUntil(lambda: not view.is_busy and shown(view) == ["Dai Evans", "All together"])
    view.set_filter("nobody")
    qtbot.waitUntil(lambda: view._note.text() == "0 of 6: search for “nobody”.")


def test_a_selected_bar_that_the_search_hides_dims_nothing(view, qtbot) -> None:
    def dimmed() -> set[bool]:
        sheet = view.grid.panel(0).plot.sheet
        return {sheet.is_dimmed(place) for place in range(len(view.grid.panel(0).bars))}

    view.state.select(Place(3, 1))
    qtbot.waitUntil(lambda: not view.is_busy and dimmed() == {True, False})
    view.set_filter("RUIZ")
    qtbot.waitUntil(lambda: not view.is_busy and shown(view) == ["Ana Ruiz", "All together"])
    assert dimmed() == {False}
    view.set_filter("")
    qtbot.waitUntil(lambda: not view.is_busy and dimmed() == {True, False})


def test_no_comparison_leaves_nothing_to_choose_from(view, qtbot) -> None:
    view.state.set_comparison(None)
    qtbot.waitUntil(lambda: view._note.text() == "There is nothing to draw.")


def test_the_card_says_how_far_a_value_is_from_its_target(qtbot) -> None:
    view = ComparedBars(make_state(1, 2, lambda _e, p, _m: (36.5, 71.0)[p]))
    qtbot.addWidget(view)
    view.resize(800, 500)
    view.show()
    qtbot.waitUntil(lambda: 0 in view.grid.panels)
    plot = view.grid.panel(0).plot
    qtbot.keyClick(plot, Qt.Key.Key_Down)
    assert "Target 40 to 60 %, near, 3.5 points below the target" in plain(view._card.text())
    qtbot.keyClick(plot, Qt.Key.Key_Down)
    assert "missed, 11 points above the target" in plain(view._card.text())
    assert "+34.5 points since the period before" in plain(view._card.text())
