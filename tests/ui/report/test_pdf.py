"""62: a report as PDF, read back by pypdf."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from pypdf import PdfReader
from PySide6.QtGui import QPdfWriter
from PySide6.QtPrintSupport import QPrinter
from report_kit import NAMES, at_once, content_of, read_pdf, texts
from result_samples import ROWS, Row, make_compared, make_metrics, make_saved

from siro_desktop import __version__
from siro_desktop.domain.comparison import Comparison
from siro_desktop.domain.targets import Target, Targets
from siro_desktop.errors import ExportError
from siro_desktop.ui.column_filters import InRange
from siro_desktop.ui.metric_table_model import Column
from siro_desktop.ui.report.devices import pdf_steps, print_steps
from siro_desktop.ui.report.pages import Report
from siro_desktop.ui.report.paper import PaperSize, page_layout, paper_of
from siro_desktop.ui.theme import apply_theme, current_theme

if TYPE_CHECKING:
    from pathlib import Path

    from siro_desktop.ui.result_page import ResultPage

MANY: list[Row] = [(f"Metric number {number:03}", "count", "#", 1000.0 + number, None) for number in range(150)]


def test_every_name_and_figure_stands_once_below_headings_on_each_page(page: ResultPage) -> None:
    page.show_result(make_saved(make_metrics(MANY)), from_store=False)
    pages = texts(read_pdf(content_of(page, with_charts=False)))
    everything = " ".join(pages)

    assert len(pages) > 3
    for name, *_ in MANY:
        assert everything.count(name) == (2 if f"About {name}" in everything else 1)
    for number in range(150):
        assert f"1,{number:03} " in everything
    for place, text in enumerate(pages):
        assert f"Page {place + 1} of {len(pages)}" in text
        assert "Metric Value Pass rate Recordings" in text
        assert "Source: Siro scorecard metrics, Acme Roofing" in text
        assert "148 recordings" in text


def test_the_first_page_says_what_was_asked(page: ResultPage) -> None:
    page.set_names(NAMES)
    page.show_result(make_saved(), from_store=False)
    first = texts(read_pdf(content_of(page)))[0]

    for fact in (
        "Acme Roofing",
        "Roof inspection",
        "Ana Ruiz, Ben Cole",
        "1–31 Oct 2026 (Denver)",
        "1 Oct 2026 06:00:00 up to, without, 1 Nov 2026 06:00:00",
        "Fetched 2 Nov 2026 06:14:00 (Denver, UTC−07:00)",
    ):
        assert fact in first


def test_of_many_the_names_stand_at_the_end(page: ResultPage) -> None:
    saved = make_saved(make_metrics(ROWS))
    many = tuple(f"user_{number:02}" for number in range(30))
    query = replace(saved.plan.query, ids=many)
    page.show_result(replace(saved, plan=replace(saved.plan, query=query)), from_store=False)
    content = content_of(page, with_charts=False)

    assert dict(content.facts)["For"] == "user_00, user_01 and 28 more, all named at the end"
    everything = "".join(texts(read_pdf(content)))
    assert "user_29" not in everything[: everything.index("Longest monologue")]
    assert [one for one in many if one not in everything] == []


@pytest.mark.parametrize(
    ("size", "is_landscape", "width", "height"),
    [(PaperSize.A4, False, 595, 842), (PaperSize.LETTER, False, 612, 792), (PaperSize.LETTER, True, 792, 612)],
)
def test_the_paper_is_what_was_chosen(
    page: ResultPage, size: PaperSize, is_landscape: bool, width: int, height: int
) -> None:
    page.show_result(make_saved(), from_store=False)
    for sheet in read_pdf(content_of(page), size, is_landscape=is_landscape).pages:
        assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == (width, height)


def test_charts_are_lines_and_letters(page: ResultPage) -> None:
    page.show_result(make_saved(), from_store=False)
    with_charts, without = (read_pdf(content_of(page, with_charts=shown)) for shown in (True, False))

    assert not any(sheet.images for sheet in with_charts.pages)
    assert "Seconds 2 metrics · 148 recordings" in " ".join(texts(with_charts))
    assert "Seconds 2 metrics" not in " ".join(texts(without))


def test_a_long_name_does_not_make_the_letters_of_charts_small(page: ResultPage) -> None:
    name = "Explained the difference between an insurance claim and a cash quotation, and wrote down which is preferred"
    page.show_result(make_saved(make_metrics([(name, "count", "#", 7.0, None), *ROWS])), from_store=False)
    content = content_of(page)

    assert len(content.charts) > 1
    assert max(chart.width for chart in content.charts) <= 640
    assert content.tables[0].rows[0][0] == name  # whole, below them


def test_the_file_says_what_it_holds(page: ResultPage) -> None:
    page.show_result(make_saved(), from_store=False)
    pdf = read_pdf(content_of(page))
    about = json.loads(pdf.attachments["siro.json"][0])

    assert pdf.metadata is not None
    assert pdf.metadata.title == "user_1, user_2 · conv_roof"
    assert pdf.metadata.creator == f"Siro Desktop {__version__}"
    assert about["query"]["conversation_type_id"] == "conv_roof"
    assert about["fetched_at"] == "2026-11-02T13:14:00+00:00"
    assert about["recordings_fewest"] == about["recordings_most"] == 148
    assert about["program_version"] == __version__
    assert "urn:siro-desktop:report" in pdf.trailer["/Root"]["/Metadata"].get_data().decode()  # type: ignore[index]


def test_the_table_is_printed_as_it_is_looked_at(page: ResultPage) -> None:
    """Its columns, its order, its search; recordings come along though they are hidden."""
    page.show_result(make_saved(), from_store=False)
    view, model = page.answer_body.table_page.view, page.answer_body.model
    for column in (Column.TYPE, Column.ID, Column.DESCRIPTION, Column.RECORDINGS):
        view.set_column_shown(int(column), shown=False)
    model.set_filter("e")
    view.sortByColumn(int(Column.VALUE), view.horizontalHeader().sortIndicatorOrder().DescendingOrder)
    table = content_of(page).tables[0]

    assert table.headings == ("Metric", "Value", "Pass rate", "Recordings")
    assert [row[0] for row in table.rows][:2] == ["Conversation time", "Recordings"]
    assert len(table.rows) == model.rowCount() < len(ROWS) + 1
    assert table.title == f"Metrics · {len(table.rows)} of {len(ROWS)} metrics: search for “e”"


def test_what_is_left_out_is_named_with_what_hides_it(page: ResultPage) -> None:
    """Nobody may take a part of the figures for all of them."""
    page.show_result(make_saved(), from_store=False)
    page.answer_body.model.set_column_filter(int(Column.VALUE), InRange(50.0, None))
    content = content_of(page)
    rows = len(content.tables[0].rows)
    assert 0 < rows < len(ROWS)
    assert content.tables[0].title == f"Metrics · {rows} of {len(ROWS)} metrics: Value from 50"
    assert page.picture().note.startswith(f"{rows} of {len(ROWS)} metrics: Value from 50")


def test_changes_in_view_are_what_is_printed(page: ResultPage) -> None:
    page.show_result(make_saved(), from_store=False)
    page.show_view("changes")
    content = content_of(page)
    assert content.tables[0].headings[:3] == ("Who", "Period", "Metric")
    assert content.tables[0].title == "Changes"
    assert content.charts == ()


def test_targets_carry_mark_and_word(page: ResultPage) -> None:
    page.set_targets(Targets((Target(metric_id="metric_000", minimum=40.0),)))
    page.show_result(make_saved(), from_store=False)
    table = content_of(page).tables[0]
    column = table.headings.index("Target")

    assert table.rows[0][column] == "met"
    assert (0, column) in table.marks


def test_practice_data_says_so_on_every_page(page: ResultPage) -> None:
    page.show_result(make_saved(make_metrics(MANY)), from_store=False)
    content = replace(content_of(page), is_practice=True)
    pages = texts(read_pdf(content))
    assert all("Practice data: these figures are invented." in text for text in pages)


def colors_in(pdf: PdfReader) -> set[bytes]:
    contents = [content.get_data() for sheet in pdf.pages if (content := sheet.get_contents()) is not None]
    return {found for content in contents for found in re.findall(rb"([\d. ]+) (?:scn|SCN)", content)}


def test_paper_is_white_whatever_the_window_wears(page: ResultPage, qapp) -> None:  # type: ignore[no-untyped-def]
    apply_theme(qapp, "light")
    page.show_result(make_saved(), from_store=False)
    light = colors_in(read_pdf(content_of(page)))
    apply_theme(qapp, "dark")

    assert colors_in(read_pdf(content_of(page))) == light
    assert len(light) > 3
    assert current_theme().is_dark  # and the window keeps its own
    apply_theme(qapp, "light")


@pytest.mark.parametrize("view", ["matrix", "table", "bars", "trend", "leaderboard", "difference"])
def test_each_view_of_a_comparison_is_printed(page: ResultPage, view: str) -> None:
    page.set_names(NAMES)
    page.show_comparison(Comparison(make_compared()), from_store=False)
    page.show_view(view)
    content = content_of(page)
    pages = texts(read_pdf(content))
    everything = " ".join(pages)

    assert "each alone, by week" in everything
    assert "10 answers" in everything
    assert "Ana Ruiz" in everything
    assert "Ben Cole" in everything
    assert bool(content.charts) is (view in {"bars", "trend"})
    assert content.tables[0].rows
    assert content.notes  # the first week is cut short
    assert [note for note in content.notes if note not in everything] == []


def test_a_matrix_sets_recordings_below_each_figure(page: ResultPage) -> None:
    page.show_comparison(Comparison(make_compared()), from_store=False)
    page.show_view("matrix")
    table = content_of(page).tables[0]
    assert all("148" in cell.split("\n")[1] for row in table.rows for cell in row[1:])


def test_a_wide_table_goes_on_beside_with_its_names_repeated(page: ResultPage) -> None:
    page.set_names(NAMES)
    page.show_comparison(Comparison(make_compared()), from_store=False)
    page.show_view("matrix")
    content = content_of(page)
    wide = replace(
        content.tables[0],
        headings=("Rep", *(f"Week {number}" for number in range(40))),
        rows=tuple((name, *(f"{number}.5 %" for number in range(40))) for name in ("Ana Ruiz", "Ben Cole")),
        figures=frozenset(range(1, 41)),
        marks={},
    )
    everything = " ".join(texts(read_pdf(replace(content, tables=(wide,), charts=(), facts=()))))

    assert "part 1 of" in everything
    parts = everything.count("columns, part")
    assert everything.count("Rep Week") == parts > 1
    assert all(everything.count(f" {number}.5 %") == 2 for number in range(40))


def test_a_row_that_is_higher_than_a_page_is_shortened_to_one(page: ResultPage) -> None:
    page.show_result(
        make_saved(make_metrics([("Very long " * 4000, "count", "#", 7.0, None), *ROWS])), from_store=False
    )
    pages = texts(read_pdf(content_of(page, with_charts=False)))
    assert "Longest monologue" in " ".join(pages)
    assert len(pages) <= 4


def test_a_page_is_painted_in_many_small_turns(page: ResultPage) -> None:
    page.show_result(make_saved(make_metrics(MANY)), from_store=False)
    layout = page_layout(PaperSize.A4, is_landscape=False)
    report = Report(content_of(page, with_charts=False), paper_of(layout))
    at_once(report.build())
    shares = list(pdf_steps(report, layout))

    assert len(shares) > 3 * report.page_count
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def printed_report(page: ResultPage, path: Path) -> tuple[Report, QPrinter]:
    """A report of several pages, and a printer that writes into a file."""
    page.show_result(make_saved(make_metrics(MANY)), from_store=False)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setPageLayout(page_layout(PaperSize.A4, is_landscape=False))
    printer.setFullPage(True)
    report = Report(content_of(page, with_charts=False), paper_of(printer.pageLayout()))
    at_once(report.build())
    return report, printer


def test_a_printer_gets_the_same_pages(page: ResultPage, tmp_path: Path) -> None:
    report, printer = printed_report(page, tmp_path / "printed.pdf")
    at_once(print_steps(report, printer))
    assert texts(PdfReader(tmp_path / "printed.pdf")) == texts(read_pdf(report.content))


def test_a_printer_gets_the_pages_that_were_chosen_in_its_dialog(page: ResultPage, tmp_path: Path) -> None:
    """Qt leaves it to the program: a print dialog says *pages 2 to 3* by `setFromTo`."""
    report, printer = printed_report(page, tmp_path / "printed.pdf")
    assert report.page_count > 3
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    at_once(print_steps(report, printer))
    pages = texts(PdfReader(tmp_path / "printed.pdf"))
    assert pages == texts(read_pdf(report.content))[1:3]
    assert [f"Page {number} of {report.page_count}" in pages[number - 2] for number in (2, 3)] == [True, True]


def test_pages_that_a_report_does_not_have_print_nothing(page: ResultPage, tmp_path: Path) -> None:
    report, printer = printed_report(page, tmp_path / "printed.pdf")
    printer.setFromTo(report.page_count + 1, report.page_count + 5)
    with pytest.raises(ExportError, match=f"The report ends with page {report.page_count}"):
        at_once(print_steps(report, printer))
    assert not (tmp_path / "printed.pdf").exists()


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_cannot_be_used_says_what_to_do(page: ResultPage, tmp_path: Path) -> None:
    page.show_result(make_saved(), from_store=False)
    layout = page_layout(PaperSize.A4, is_landscape=False)
    report = Report(content_of(page), paper_of(layout))
    at_once(report.build())
    with pytest.raises(ExportError, match="save a PDF"):
        at_once(print_steps(report, QPdfWriter(str(tmp_path / "gone" / "printed.pdf"))))
