"""What the cells of a matrix say: figures, what is missing, targets, shades, and the words of legend and headings."""

from __future__ import annotations

import itertools

import pytest
from contrast import contrast_ratio, starts_high_at_the_right
from matrix_samples import SPOKEN, TIP, tip
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from table_samples import PROBLEM, SHARE, make_answer, make_comparison, make_plan, make_state, small

from siro_desktop.domain.color_bands import build_own_bands
from siro_desktop.domain.comparison import Comparison, Place
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.profile import Profile
from siro_desktop.domain.targets import OwnColors, Status
from siro_desktop.ui.comparison.figure_words import describe
from siro_desktop.ui.comparison.matrix_cells import STEPS, Kind, MatrixCells, short_periods
from siro_desktop.ui.comparison.matrix_delegate import shades
from siro_desktop.ui.comparison.matrix_legend import MatrixLegend
from siro_desktop.ui.theme import Theme, _theme_of, apply_theme
from siro_desktop.ui.theme_tokens import DARK_TOKENS, LIGHT_TOKENS


def test_each_figure_has_its_recordings_beside_it(view) -> None:
    cell = view.model.cell(view.model.index(0, 1))
    assert (cell.text, cell.count, cell.status, cell.is_thin) == ("40.0\u00a0%", "n 12", Status.MET, False)
    thin = view.model.cell(view.model.index(0, 2))
    assert (thin.count, thin.is_thin) == ("n 2", True)
    assert "Thin sample: 2 recordings, fewer than 3" in tip(view, 0, 2)


def test_cells_are_turned_around_where_people_read_from_the_right(view) -> None:
    middles, widths = [], []
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        view.setLayoutDirection(direction)
        cell = view.table.visualRect(view.model.index(0, 1)).adjusted(2, 2, -3, -3)
        image = view.table.viewport().grab(cell).toImage()
        ground = image.pixelColor(0, 0)
        inks = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
        columns = [at // image.height() for at, ink in enumerate(inks) if contrast_ratio(ink, ground) > 2]
        middles.append(sum(columns) / len(columns) / image.width())
        widths.append(len(set(columns)))  # a figure that lies on its count takes fewer
    assert sum(middles) == pytest.approx(1, abs=0.08)
    assert widths[1] == pytest.approx(widths[0], abs=2)


def test_a_name_from_right_to_left_is_cut_where_it_ends(view) -> None:
    long = "ש" * 200
    view._state.set_names(Names(users=(NamedId("user_0", long), NamedId("user_1", "x" * 200))))
    view.table.horizontalHeader().resizeSection(0, 120)
    cells = [view.table.visualRect(view.model.index(row, 0)).adjusted(2, 2, -3, -3) for row in range(2)]
    images = [view.table._names.viewport().grab(cell).toImage() for cell in cells]
    names = [view.model.index(row, 0).data() for row in range(2)]
    assert [starts_high_at_the_right(images[names.index(name)]) for name in (long, "x" * 200)] == [True, False]


def test_all_that_can_be_missing_is_told_apart(view) -> None:
    kinds = [[view.model.cell(view.model.index(row, column)).kind for column in (1, 2)] for row in range(4)]
    assert kinds == [
        [Kind.FIGURE, Kind.FIGURE],
        [Kind.FIGURE, Kind.FAILED],
        [Kind.NO_VALUE, Kind.NO_VALUE],
        [Kind.FIGURE, Kind.UNANSWERED],
    ]
    assert "Siro could not answer. Try again." in tip(view, 1, 2)
    assert "not 0" in tip(view, 2, 1)
    assert "does not have this metric" in tip(view, 2, 2)
    assert "No answer yet" in tip(view, 3, 2)
    assert view.model.index(2, 1).data() == "—"


def test_targets_are_said_in_words_too(view) -> None:
    assert "Target ≥ 38\u00a0% · near" in tip(view, 1, 1)
    spoken = view.model.index(0, 1).data(SPOKEN)
    assert spoken == (
        "Cid, 5–11 Oct 2026. Rep speaker share: 40.0\u00a0%. 12 recordings. "
        "Pass rate: 71.0\u00a0% (about 42–89\u00a0%), near. Target at least 38\u00a0%, met"
    )


def test_an_answer_that_could_not_be_renewed_is_marked_as_older(view) -> None:
    comparison = small()
    saved, key = comparison.saved, comparison.saved.plan.cells[0].key
    view._state.set_comparison(Comparison(replace(saved, problems={**saved.problems, key: PROBLEM})))
    cell = view.model.cell(view.model.index(0, 1))
    assert (cell.text, cell.is_older) == ("40.0\u00a0%", True)
    older = "asked again and failed (Siro has a problem): the answer of 1 Nov 2026 17:00:00 (Denver, UTC−07:00) stands"
    assert older in tip(view, 0, 1)
    assert older in describe(view._state, Place(0, 0), 0).notes
    assert "older answer" in view.legend.text()
    view._state.set_comparison(comparison)
    assert "older answer" not in view.legend.text()


def test_the_legend_says_what_is_in_view_and_nothing_else(view) -> None:
    assert view.legend.text() == (
        "30.0\u00a0% · 60.0\u00a0% · thin: fewer than 3 recordings · met · near · — no value · … no answer yet · failed"
    )
    view._state.choose_metric(1)
    assert "met" not in view.legend.text()
    view._state.set_profile(Profile(id="acme", name="Acme", thin_sample=0))
    assert "thin" not in view.legend.text()


@pytest.mark.parametrize("tokens", [LIGHT_TOKENS, DARK_TOKENS], ids=["light", "dark"])
def test_text_can_be_read_on_every_shade(tokens) -> None:
    ramp = shades(Theme("x", tokens))
    assert len(set(map(QColor.name, ramp))) == STEPS
    for shade, ink in itertools.product(ramp, ("text", "on_shade")):
        assert contrast_ratio(shade, QColor(tokens[ink])) >= 4.5


def test_high_contrast_has_no_shades(qapp) -> None:
    tokens = _theme_of(QPalette(Qt.GlobalColor.white, Qt.GlobalColor.black))
    assert {shade.name() for shade in shades(tokens)} == {tokens.color("panel").name()}


def test_shades_go_from_the_lowest_to_the_highest() -> None:
    cells = MatrixCells(make_state(small()))
    assert [cells.cell(Place(*at)).step for at in ((1, 0), (0, 0), (0, 1), (2, 0))] == [0, 2, STEPS - 1, None]


def test_the_whole_has_no_part_in_the_shades() -> None:
    """Its sums are far above those of the people in it, whose figures would all look alike."""
    figures = [4.0, 8.0, 12.0]
    comparison = make_comparison(make_plan(2, 1), lambda n, key: make_answer(key, [(SHARE, (figures[n], None))]))
    cells = MatrixCells(make_state(comparison))
    assert (cells.low, cells.high) == (4.0, 8.0)
    assert [cells.cell(place).step for place in comparison.places()] == [0, STEPS - 1, None]


def test_equal_figures_have_one_shade_and_infinite_ones_none() -> None:
    figures = [5.0, 5.0, float("inf"), float("nan")]
    comparison = make_comparison(
        make_plan(2, 2, with_whole=False), lambda n, key: make_answer(key, [(SHARE, (figures[n], None))])
    )
    cells = MatrixCells(make_state(comparison))
    steps = [cells.cell(place).step for place in comparison.places()]
    assert steps == [STEPS // 2, STEPS // 2, None, None]


def test_pass_rates_can_be_shown_where_there_are_some(view) -> None:
    switch = view._shown_figure
    assert switch.isVisible()
    switch.set_chosen(["pass_rate"])
    assert view.model.index(0, 1).data() == "71.0\u00a0%"
    assert "No pass rate came" in tip(view, 0, 2)
    assert view.model.cell(view.model.index(0, 1)).status is Status.NEAR  # in the colours; the target is one of values
    assert "near" in view.findChild(MatrixLegend).text()
    met = build_own_bands([(Status.MISSED, 0), (Status.MET, 71)])
    view._state.set_targets(replace(view._state.targets, own_colors=(OwnColors(bands=met),)))
    assert view.model.cell(view.model.index(0, 1)).status is Status.MET
    assert ", met" in tip(view, 0, 1)
    view._state.choose_metric(1)
    assert not switch.isVisible()
    assert view.model.index(0, 1).data() == "1:00"
    view._state.choose_metric(0)
    assert view.model.index(0, 1).data() == "71.0\u00a0%"


def test_years_are_said_where_they_change() -> None:
    names = ("5–11 Oct 2026", "12–18 Oct 2026", "28 Dec 2026 – 3 Jan 2027", "4–10 Jan 2027")
    assert short_periods(names, ("2026", "2026", "2027", "2027")) == (
        "5–11 Oct 2026", "12–18 Oct", "28 Dec 2026 – 3 Jan 2027", "4–10 Jan",
    )  # fmt: skip


def test_headings_are_whole_in_their_tool_tips(view) -> None:
    head = view.model.headerData
    assert [head(n, Qt.Orientation.Horizontal) for n in range(3)] == ["Person", "5–11 Oct 2026", "12–18 Oct"]
    assert head(2, Qt.Orientation.Horizontal, TIP) == "12–18 Oct 2026"


def test_colours_change_with_the_theme(view, qapp) -> None:
    light = view.grab().toImage()
    apply_theme(qapp, "dark")
    dark = view.grab().toImage()
    apply_theme(qapp, "light")
    assert light != dark
