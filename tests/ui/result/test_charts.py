"""Charts: one unit a panel, nothing that is not a number, everything readable and reachable by keys."""

from __future__ import annotations

import math
import subprocess
import sys

import pytest
from contrast import contrast_ratio
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QPushButton
from result_samples import ROWS, make_metrics

from siro_desktop.domain.units import NumberFormat
from siro_desktop.ui.charts.answer_panels import RATES_KEY, build_panels
from siro_desktop.ui.charts.bar_choice import BarChoice, BarOrder
from siro_desktop.ui.charts.view import ChartsView
from siro_desktop.ui.column_filters import InRange
from siro_desktop.ui.metric_keys import Column
from siro_desktop.ui.metric_table_model import MetricTableModel
from siro_desktop.ui.theme import apply_theme, current_theme


@pytest.fixture
def make_charts(qtbot):
    def show_rows(rows, extras=None, width=900) -> ChartsView:
        model = MetricTableModel()
        view = ChartsView(model)
        model.setParent(view)
        qtbot.addWidget(view)
        view.set_recordings(148)
        model.set_metrics(make_metrics(rows, extras), 148)
        view.resize(width, 600)
        view.show()
        view.draw_now()
        QApplication.processEvents()  # a second paint settles pyqtgraph's axes
        return view

    return show_rows


def drawn(view: ChartsView):
    return [panel for panel in view.panels if not panel.isHidden()]


def plan(rows, **options):
    metrics = make_metrics(rows)
    return build_panels(metrics, range(len(rows)), NumberFormat(), **options)


def test_every_unit_has_a_panel_of_its_own_and_pass_rates_another() -> None:
    """Row 35."""
    panels = plan(ROWS).panels
    assert [panel.key for panel in panels] == ["percent", "seconds", "count", "score", RATES_KEY]
    assert [bar.name for bar in panels[1].bars] == ["Longest monologue", "Conversation time"]
    assert len(panels[-1].bars) == 4


def test_missing_and_impossible_values_have_no_bar_and_are_named() -> None:
    rows = [("a", "s", "s", None, 5.0), ("b", "s", "s", math.nan, math.nan), ("c", "s", "s", math.inf, None)]
    result = plan([*rows, ("d", "s", "s", 1.0, None)])
    assert [bar.name for bar in result.panels[0].bars] == ["d"]
    assert result.missing == ("a", "b", "c")


def test_bars_go_as_the_table_or_by_value() -> None:
    rows = [("a", "s", "s", 1.0, 9.0), ("b", "s", "s", 3.0, 1.0), ("c", "s", "s", 2.0, 5.0)]
    assert [bar.name for bar in plan(rows).panels[0].bars] == ["a", "b", "c"]
    by_value = plan(rows, choice=BarChoice(BarOrder.HIGHEST)).panels
    assert [bar.name for bar in by_value[0].bars] == ["b", "c", "a"]
    assert [bar.name for bar in by_value[1].bars] == ["a", "c", "b"]


def test_one_name_twice_is_told_apart_by_extra_fields() -> None:
    rows = [("a", "s", "s", 1.0, None), ("a", "s", "s", 2.0, None)]
    metrics = make_metrics(rows, {0: {"group": "x"}, 1: {"group": "y"}})
    bars = build_panels(metrics, [0, 1], NumberFormat()).panels[0].bars
    assert [bar.name for bar in bars] == ["a · x", "a · y"]


def test_a_name_of_two_lines_is_drawn_in_one() -> None:
    """The bars above and below would be written over."""
    plan = build_panels(make_metrics([("First\nsecond", "count", "", 1.0, None)]), range(1), NumberFormat())
    assert plan.panels[0].bars[0].name == "First second"


def test_what_hides_bars_is_said_above_them(make_charts) -> None:
    view = make_charts(ROWS)
    assert view.strip.isHidden()
    view._model.set_column_filter(int(Column.VALUE), InRange(50.0, None))
    view.draw_now()
    assert view.strip.isVisible()
    assert view.strip.text().endswith(f"of {len(ROWS)} metrics")
    view.strip.findChild(QPushButton, "filter_clear_all").click()
    assert view.strip.isHidden()


def test_the_first_few_are_drawn_and_the_others_counted(make_charts, qtbot) -> None:
    """Row 41."""
    view = make_charts([(f"m{n}", "s", "s", float(n % 50), None) for n in range(605)])
    assert len(drawn(view)[0].bars) == 605
    view._order.setCurrentIndex(BarOrder.LOWEST)
    view._first.setCurrentIndex(2)
    qtbot.waitUntil(lambda: len(drawn(view)[0].bars) == 10)
    assert [bar.value for bar in drawn(view)[0].bars] == [0.0] * 10
    assert drawn(view)[0]._note.text() == "The lowest 10 of 605."
    assert drawn(view)[0]._count.text() == "605 metrics · 148 recordings"
    view._order.setCurrentIndex(BarOrder.HIGHEST)
    qtbot.waitUntil(lambda: drawn(view)[0].bars[0].value == 49.0)
    assert drawn(view)[0]._note.text() == "The highest 10 of 605."


@pytest.mark.parametrize("count", [0, 1, 200, 10_000])
def test_any_number_of_bars_is_drawn(make_charts, count: int) -> None:
    view = make_charts([(f"metric {n}", "seconds", "sec", float(n), None) for n in range(count)])
    assert sum(len(panel.bars) for panel in drawn(view)) == count
    assert (view.missing_text() == "There is nothing to draw.") == (count == 0)


def test_the_sentence_names_what_has_no_value(make_charts) -> None:
    assert make_charts(ROWS).missing_text() == "1 metric has no value: Silence"
    many = make_charts([(f"m{n}", "s", "s", None, None) for n in range(7)])
    assert many.missing_text() == "7 metrics have no value: m0, m1, m2, m3, m4, …"


@pytest.mark.parametrize("values", [[1800.0, 75.0], [-3.5, -1.0], [-3.5, 11.0], [0.0], [1e300, 1.0], [1e-9]])
@pytest.mark.parametrize("width", [900, 420])
def test_values_are_written_inside_the_panel_beyond_their_bars(make_charts, values, width: int) -> None:
    """Row 37: labels are never clipped, and the zero line is always there."""
    view = make_charts(
        [(f"A metric with a long name {n}", "points", "pts", v, None) for n, v in enumerate(values)], width=width
    )
    plot = drawn(view)[0].plot
    assert plot.width() <= width
    for place, value in enumerate(values):
        label, zero = plot.sheet.label_rect(place), plot.sheet.share_x(0.0)
        assert label.left() >= 0
        assert label.right() <= plot.width() + 1
        assert (label.left() >= zero) if value >= 0 else (label.right() <= zero)
    assert 0 < plot.sheet.share_x(0.0) < plot.width()


def test_long_names_are_cut_and_never_take_the_plot(make_charts) -> None:
    """Row 34."""
    name = "Rep filler words per minute and all other words that fill a silence " * 3
    plot = drawn(make_charts([(name, "s", "s", 5.0, None)]))[0].plot
    assert plot.sheet.short_name(0).endswith("…")
    assert QFontMetricsF(plot.sheet.font).horizontalAdvance(plot.sheet.short_name(0)) <= plot.width() * 0.34


def test_panels_share_one_zero_line(make_charts) -> None:
    view = make_charts([("Short", "s", "s", 5.0, None), ("A much longer name of a metric", "pts", "pts", 5.0, None)])
    assert len({round(panel.plot.sheet.share_x(0.0)) for panel in drawn(view)}) == 1


def test_arrow_keys_move_from_bar_to_bar_and_show_the_card(make_charts, qtbot) -> None:
    """Rows 37 and 77."""
    view = make_charts(
        [("One", "s", "s", 5.0, 50.0), ("Two <b>", "s", "s", 65.0, None), ("Three", "s", "s", 7.0, None)]
    )
    plot = drawn(view)[0].plot
    qtbot.keyClick(plot, Qt.Key.Key_Down)
    assert "<b>One</b>" in view._card.text()
    qtbot.keyClick(plot, Qt.Key.Key_Down)
    assert "Two &lt;b&gt;" in view._card.text()
    assert "1:05" in view._card.text()
    assert "148 recordings" in view._card.text()
    assert "Pass rate" in view._card.text()
    qtbot.keyClick(plot, Qt.Key.Key_End)
    assert plot.focused == 2
    qtbot.keyClick(plot, Qt.Key.Key_Down)
    assert plot.focused == 2
    with qtbot.waitSignal(view.row_chosen) as chosen:
        qtbot.keyClick(plot, Qt.Key.Key_Return)
    assert chosen.args == [2]


def test_the_pointer_finds_a_bar_by_its_line(make_charts) -> None:
    view = make_charts([("One", "s", "s", 5.0, None), ("Two", "s", "s", 65.0, None)])
    plot = drawn(view)[0].plot
    over_second = plot.view_box.mapToScene(QPointF(40, plot.sheet.y(1)))
    assert plot.mark_at(over_second) == 1
    assert plot.mark_at(QPointF(40, plot.height() + 30)) is None
    plot._on_mouse_moved(over_second)
    assert "Two" in view._card.text()
    assert view.rect().contains(view._card.geometry())


def test_wheel_and_drag_do_not_change_the_scale(make_charts) -> None:
    plot = drawn(make_charts(ROWS))[0].plot
    assert plot.view_box.state["mouseEnabled"] == [False, False]
    assert not plot.view_box.menuEnabled()


def test_the_selected_bar_keeps_its_colour_and_the_rest_dims(make_charts) -> None:
    """Row 40."""
    view = make_charts(ROWS)
    view.select_source_rows(frozenset((3,)))
    seconds = drawn(view)[1].plot
    assert [seconds.sheet.is_dimmed(place) for place in range(2)] == [True, False]
    assert drawn(view)[0].plot.sheet.is_dimmed(0), "in other panels too"
    view.select_source_rows(frozenset((0, 3)))
    assert not drawn(view)[0].plot.sheet.is_dimmed(0)
    view.select_source_rows(None)
    assert not seconds.sheet.is_dimmed(0)


def test_nothing_dims_where_no_selected_row_has_a_bar(make_charts, qtbot) -> None:
    """A metric without a value, or beyond the first few: all would be grey, and nothing would stand out."""
    view = make_charts(ROWS)
    view.select_source_rows(frozenset((4,)))
    assert not any(panel.plot.sheet.is_dimmed(0) for panel in drawn(view))
    view._first.setCurrentIndex(view._first.findText("First 5"))
    many = [(f"Metric {number}", "count", "#", float(number), None) for number in range(8)]
    view._model.set_metrics(make_metrics(many), 148)
    qtbot.waitUntil(lambda: [len(panel.bars) for panel in drawn(view)] == [5])
    view.select_source_rows(frozenset((7,)))
    assert not drawn(view)[0].plot.sheet.is_dimmed(0)
    view._first.setCurrentIndex(0)
    qtbot.waitUntil(lambda: [len(panel.bars) for panel in drawn(view)] == [8])
    assert [drawn(view)[0].plot.sheet.is_dimmed(place) for place in (0, 7)] == [True, False]


def test_charts_follow_the_table(make_charts, qtbot) -> None:
    view = make_charts(ROWS)
    view._model.sort(int(Column.VALUE), Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: [bar.name for bar in drawn(view)[0].bars] == ["Conversation time", "Longest monologue"])
    view._model.set_filter("customer")
    qtbot.waitUntil(lambda: [panel.bars[0].name for panel in drawn(view)] == ["Customer questions"])


def test_screen_readers_get_a_name_and_a_summary(make_charts) -> None:
    """Row 78."""
    plot = drawn(make_charts(ROWS))[1].plot
    assert plot.accessibleName() == "Seconds"
    assert (
        plot.accessibleDescription()
        == "Bar chart, 2 metrics. Highest: Conversation time 30:00, Longest monologue 1:52."
    )


def test_charts_wear_the_theme(make_charts, qapp) -> None:
    view = make_charts(ROWS)
    try:
        apply_theme(qapp, "dark")
        plot = drawn(view)[0].plot
        background = plot.backgroundBrush().color()
        assert contrast_ratio(current_theme().color("text"), background) >= 4.5
        assert background == current_theme().color("panel")
    finally:
        apply_theme(qapp, "light")


def test_the_page_is_imported_without_pyqtgraph_numpy_and_qtawesome() -> None:
    code = (
        "import sys, siro_desktop.ui.result_page, siro_desktop.ui.saved_results;"
        "print([m for m in ('pyqtgraph', 'numpy', 'qtawesome', 'httpx') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_bars_of_one_length_stay_as_they_were() -> None:
    rows = [
        ("a", "s", "s", 1.0, None),
        ("b", "s", "s", 2.0, None),
        ("c", "s", "s", 1.0, None),
        ("d", "s", "s", 2, None),
    ]
    for order, names in ((BarOrder.HIGHEST, "bdac"), (BarOrder.LOWEST, "acbd")):
        bars = plan(rows, choice=BarChoice(order)).panels[0].bars
        assert "".join(bar.name for bar in bars) == names
        assert [bars.place_of(row) for row in (*bars.rows, 4, None)] == [0, 1, 2, 3, None, None]


def test_a_long_name_takes_lines_in_the_picture_of_its_own_panel_alone(make_charts) -> None:
    rows = [("One", "s", "s", 5.0, None), ("Two", "s", "s", 6.0, None)]
    name = "Explained the difference between an insurance claim and a cash quotation " * 2
    short = make_charts(rows).picture().parts(4000)
    mixed = make_charts([*rows, (name, "points", "pts", 7.0, None)]).picture().parts(4000)
    assert len(mixed) == 2
    assert mixed[0][0].height == short[0][0].height  # of the panel with the short names
