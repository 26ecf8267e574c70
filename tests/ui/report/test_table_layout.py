"""How a printed table is laid out: how wide its columns are, how high its rows, what is written once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace
from report_kit import at_once, content_of, read_pdf, texts
from result_samples import ROWS, make_metrics, make_saved

from siro_desktop.domain.targets import Status
from siro_desktop.ui.report.blocks import PAD, TableSheet, column_widths
from siro_desktop.ui.report.content import ReportTable
from siro_desktop.ui.report.letters import BODY_SIZE, Writer, report_font

if TYPE_CHECKING:
    from siro_desktop.ui.result_page import ResultPage


def test_headings_of_figures_give_room_to_long_names_and_figures_do_not(page: ResultPage) -> None:
    name, heading = "A name that is long " * 6, "Recordings of everybody in the team"
    table = ReportTable("", ("Metric", heading), ((name, "12 345 678"),), figures=frozenset({1}))
    alone, together = (at_once(column_widths(table, room)) for room in (1e6, 400.0))
    letters = Writer(report_font(BODY_SIZE))

    assert sum(together) <= 400.01
    assert letters.advance("12 345 678") < together[1] < alone[1]


def test_one_long_name_does_not_wrap_the_columns_beside_it(page: ResultPage) -> None:
    names = ["Maximiliana Wilhelmina von Hohenstein-Brandenburg zu Niederlangenau", *["Ana Ruiz"] * 20]
    rows = tuple((name, "12–18 Oct 2026", "Customer speaking time", "12 345") for name in names)
    table = ReportTable("", ("Name", "Period", "Metric", "Recordings"), rows, figures=frozenset({3}))
    widths = at_once(column_widths(table, 380.0))
    letters = Writer(report_font(BODY_SIZE))

    assert sum(widths) <= 380.01
    needed = [letters.advance(text) for text in ("Ana Ruiz", *rows[0][1:])]
    assert all(width > text for width, text in zip(widths, needed, strict=True))


def test_a_column_of_which_few_texts_are_long_wraps_before_one_that_would_wrap_in_every_row(page: ResultPage) -> None:
    day, texts_of = "12–18 Oct 2026", (*["Silence"] * 8, *["How it went on and on"] * 2)
    table = ReportTable(
        "", ("Name", *["Day"] * 4, "Metric"), tuple(("Ana Ruiz", *[day] * 4, text) for text in texts_of)
    )
    letters = Writer(report_font(BODY_SIZE))
    needed = [letters.advance(text) + 2 * PAD + 1 for text in ("Ana Ruiz", *[day] * 4, "Silence")]
    widths = at_once(column_widths(table, sum(needed) + 6))
    assert all(width >= text for width, text in zip(widths, needed, strict=True))


def test_words_end_behind_hyphens_as_lines_do(page: ResultPage) -> None:
    letters = Writer(report_font(BODY_SIZE))
    assert letters.longest_word("zu Hohenstein-Brandenburg") == letters.advance("Brandenburg")
    assert letters.longest_word("on 2026-10-05") == letters.advance("2026-10-05")


def test_a_text_behind_a_mark_has_the_height_that_it_wraps_to(page: ResultPage) -> None:
    text, letters = "met, 125 – 165 wpm", Writer(report_font(BODY_SIZE))
    table = ReportTable("", ("Target",), ((text,), (text,)), marks={(1, 0): Status.MET})
    sheet = TableSheet(table, [0], [letters.advance(text) + 2 * PAD])
    at_once(sheet.measure(1e6))

    unmarked, marked = sheet.heights
    assert marked > unmarked + 0.9 * letters.line


def test_a_name_that_is_said_above_makes_no_row_higher(page: ResultPage) -> None:
    letters = Writer(report_font(BODY_SIZE))
    table = ReportTable(
        "", ("Name", "Metric"), tuple(("Ana Ruiz", f"Metric {number}") for number in range(3)), grouping=(0,)
    )
    sheet = TableSheet(table, [0, 1], [letters.advance("Ruiz") + 2 * PAD + 1, 100.0])
    at_once(sheet.measure(1e6))
    assert sheet.heights[0] == sheet.first_heights[1] > 1.5 * sheet.heights[1]
    assert sheet.heights[1] == sheet.heights[2]


def test_a_name_is_written_once_for_neighbours_and_anew_on_each_page(page: ResultPage) -> None:
    name, weeks = "Maximiliana Wilhelmina", ("5–11 Oct 2026", "12–18 Oct 2026")
    rows = tuple((name, week, f"Metric {number}", "12") for week in weeks for number in range(70))
    table = ReportTable("", ("Name", "Period", "Metric", "Value"), rows, figures=frozenset({3}), grouping=(0, 1))
    page.show_result(make_saved(make_metrics(ROWS)), from_store=False)
    content = replace(content_of(page, with_charts=False), facts=(), tables=(table,))
    pages = texts(read_pdf(content))

    assert len(pages) > 2
    assert [text.count(name) for text in pages] == [1] * len(pages)
    assert sum(text.count(weeks[0]) + text.count(weeks[1]) for text in pages) == len(pages) + 1
    for number in range(70):
        assert sum(f"{text} ".count(f" Metric {number} ") for text in pages) == 2
