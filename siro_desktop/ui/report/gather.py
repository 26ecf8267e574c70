"""What a report of the shown result says: gathered from the page in slices, in the GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication

from siro_desktop.errors import ExportError
from siro_desktop.jobs.export_file import suggest_name, suggest_side_name
from siro_desktop.ui.filter_words import what_is_shown
from siro_desktop.ui.report.charts import charts_of
from siro_desktop.ui.report.content import ReportContent
from siro_desktop.ui.report.facts import about_of, closing_of, facts_of, source_of
from siro_desktop.ui.report.tables import board_steps, matrix_steps, table_steps
from siro_desktop.ui.words import SEPARATOR, metrics_in_words, rows_in_words

if TYPE_CHECKING:
    from collections.abc import Generator

    from siro_desktop.domain.names import Names
    from siro_desktop.domain.two_sides import TwoSides
    from siro_desktop.ui.comparison.changes_view import ChangesView
    from siro_desktop.ui.comparison.leaderboard import Leaderboard
    from siro_desktop.ui.comparison.matrix_view import MatrixView
    from siro_desktop.ui.comparison.one_table import OneTable
    from siro_desktop.ui.report.charts import Charted
    from siro_desktop.ui.report.content import ReportChart, ReportTable
    from siro_desktop.ui.report.tables import Steps
    from siro_desktop.ui.result_page import ResultPage
    from siro_desktop.ui.view_tabs import ViewTabs

_CHARTS = frozenset({"bars", "trend"})
_TABLES = frozenset({"table", "difference", "changes"})
_TOLD = frozenset({"changes", "leaderboard"})
translate = QCoreApplication.translate


def gather(page: ResultPage, names: Names, *, with_charts: bool) -> Generator[float, None, ReportContent | None]:
    """Read what is in view; yield the share that is done, return None if there is no result."""
    if page.saved is None:
        return None
    saved = names.hide(page.saved)
    charts, notes = (yield from _chart_steps(page)) if with_charts else ([], ())
    if page.is_compared or page.view_in_front() == "changes":
        table = yield from _view_steps(page, page.view_in_front())
        notes = (*_notes_on(page), *notes)
    else:
        body = page.answer_body
        table = yield from table_steps(
            body.table_page.view, body.model, _title(what_is_shown(body.model, metrics_in_words))
        )
    return ReportContent(
        title=page.header.title(),
        facts=(*facts_of(saved, names.for_hidden()), *_facts_of_view(page)),
        source=source_of(saved),
        notes=notes,
        charts=tuple(charts),
        tables=(table,),
        closing=closing_of(saved, names.for_hidden()),
        is_practice=saved.is_practice,
        about=about_of(saved, _sides_in(page, names)),
        file_name=file_name_of(page, names),
    )


def _notes_on(page: ResultPage) -> tuple[str, ...]:
    """What to know of the comparison, or of the two sides in view."""
    body = page.comparison_body
    if not page.is_compared:
        return ()
    if page.view_in_front() == "difference" and body.views.difference is not None:
        return body.views.difference.told()
    return () if body.notes is None else tuple(body.notes.texts())


def _facts_of_view(page: ResultPage) -> tuple[tuple[str, str], ...]:
    """What changes, and moves on a board, are held against: their rows do not say it, and there may be none."""
    tabs, name = _tabs_of(page), page.view_in_front()
    told = cast("ChangesView | Leaderboard", tabs.view(name)).told() if name in _TOLD else ""
    return ((tabs.texts()[name], told),) if told else ()


def _tabs_of(page: ResultPage) -> ViewTabs:
    return page.comparison_body.tabs if page.is_compared else page.answer_body.tabs


def _chart_steps(page: ResultPage) -> Generator[float, None, tuple[list[ReportChart], tuple[str, ...]]]:
    """Return the charts in view; of too many none, and a note that says so."""
    view = page.view_in_front()
    if not page.saved or view == "changes" or (page.is_compared and view not in _CHARTS):
        return [], ()
    compared = page.is_compared
    charted = cast("Charted", page.comparison_body.tabs.view(view)) if compared else page.answer_body.charts
    try:
        return (yield from charts_of(charted)), ()
    except ExportError as error:
        return [], (translate("report", "The charts are left out. %1").replace("%1", error.message),)


def file_name_of(page: ResultPage, names: Names) -> str:
    """Return what a PDF of the shown result may be called; of a difference it says what is held against what."""
    sides = _sides_in(page, names)
    if sides is not None:
        return suggest_side_name(sides, names.for_hidden(), ".pdf")
    return suggest_name(names.hide(page.saved), names.for_hidden(), ".pdf") if page.saved is not None else ""


def _sides_in(page: ResultPage, names: Names) -> TwoSides | None:
    """What is held against what in the view in front, without the metrics."""
    view = page.comparison_body.views.difference if page.is_compared else None
    sides = view.both() if view is not None and page.view_in_front() == "difference" else None
    return None if sides is None else sides.changed(names.hide)


def _view_steps(page: ResultPage, view: str) -> Steps:
    """Read the table in view; for charts of a comparison the matrix, which has the same figures."""
    tabs = _tabs_of(page)
    if view in _TABLES:
        one = cast("OneTable", tabs.view(view))
        table: ReportTable = yield from table_steps(
            one.table, one.model, _title(what_is_shown(one.model, rows_in_words), tabs.texts()[view])
        )
    elif view == "leaderboard":
        table = yield from board_steps(cast("Leaderboard", tabs.view(view)))
    else:
        matrix = cast("MatrixView", tabs.view("matrix"))
        if view != "matrix":
            matrix.set_filter(page.comparison_body.search_box.text() if view == "bars" else "")
            matrix.catch_up()
        table = yield from matrix_steps(matrix)
    return table


def _title(shown: str, title: str = "") -> str:
    return SEPARATOR.join(part for part in (title or translate("report", "Metrics"), shown) if part)
