"""What is known of the current row, and what the store has of its metric."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QLabel, QTableView, QTextEdit
from table_kit import ROWS, make_metrics

from siro_desktop.domain.metric_history import PastFigure
from siro_desktop.domain.targets import HeldTargets, Target
from siro_desktop.ui.clipboard import copy_marked
from siro_desktop.ui.metric_keys import Column
from siro_desktop.ui.table_page import TablePage

if TYPE_CHECKING:
    from siro_desktop.ui.details_panel import DetailsPanel

DENVER = ZoneInfo("America/Denver")


@pytest.fixture
def page(view, qtbot) -> TablePage:
    page = TablePage(view.model())
    qtbot.addWidget(page)
    page.resize(1000, 500)
    page.show()
    return page


def lines(panel: DetailsPanel) -> dict[str, str]:
    assert panel.details is not None
    said = dict(panel.details.lines)
    shown = [text.toPlainText() for text in panel.findChildren(QTextEdit) if not text.isHidden()]
    assert all(text.replace("\u00a0", " ") in shown for text in said.values())  # as Qt returns it
    return said


def open_at(page: TablePage, row: int) -> DetailsPanel:
    page.view.select_source_row(row)
    page.around.open_details()
    assert page.around.details is not None
    return page.around.details


def figure(month: int, **changes: object) -> PastFigure:
    fields: dict = {
        "start_at": f"2026-{month:02}-01T06:00:00Z",
        "end_at": f"2026-{month + 1:02}-01T05:59:59.999Z",
        "fetched_at": datetime(2026, 11, 2, 16, tzinfo=UTC),
        "value": 40.0 + month,
        "pass_rate": None,
        "recordings": 100 + month,
    }
    return PastFigure(**(fields | changes))


def test_everything_about_a_metric_is_said(page) -> None:
    page.view.model().set_targets(HeldTargets({"metric_001": Target(metric_id="metric_001", maximum=100)}))
    panel = open_at(page, 1)
    said = lines(panel)
    assert panel.details.title == "Longest monologue"
    assert panel.details.about == "About Longest monologue"
    assert said["Value"] == "1:52 (112.4 seconds)"
    assert said["Pass rate"].startswith("64.0\u00a0% (about ")
    assert said["Rests on"] == "148 recordings"
    assert "missed" in said["Target"]
    assert said["How aggregated"] == "By Siro, over all recordings of the question; how is not told"
    assert (said["Unit"], said["Type"], said["Id"]) == ("seconds", "TALK", "metric_001")


def test_what_is_missing_is_said_in_words(page) -> None:
    said = lines(open_at(page, 4))
    assert said["Value"] == "Siro sent no value, which is not 0"
    assert said["Pass rate"] == "No pass rate came"
    assert said["Target"] == "None is set"
    panel = open_at(page, 0)
    assert panel.details.about == "Siro sent no description of this metric."


def test_extra_fields_stand_below_and_may_tell_how_it_is_aggregated(page) -> None:
    page.view.model().set_metrics(make_metrics(extras={0: {"aggregation": "AVERAGE", "rank": 3, "gone": None}}), 148)
    said = lines(open_at(page, 0))
    assert said["How aggregated"] == "AVERAGE"
    assert said["rank"] == "3"
    assert "gone" not in said


def test_it_follows_the_current_row_and_asks_for_its_history_once(page, qtbot) -> None:
    asked: list[str] = []
    page.history_wanted.connect(asked.append)
    panel = open_at(page, 0)
    page.view.select_source_row(3)
    assert panel.details.title == "Rep questions"
    page.view.model().sort(int(Column.VALUE))
    assert panel.details.title == "Rep questions"
    assert asked == ["metric_000", "metric_003"]
    page.view.model().set_metrics(make_metrics(ROWS[:2]), 3)
    assert panel.details is None
    page.view.select_source_row(0)
    assert asked[2:] == ["metric_000"]


def test_the_history_carries_its_recordings_and_says_when_it_was_fetched(page) -> None:
    panel = open_at(page, 0)
    panel.show_history("metric_000", [figure(10), figure(9, value=None, pass_rate=70.0)], DENVER)
    table = panel.findChild(QTableView, "details_history")
    model = table.model()
    rows = [[model.index(row, column).data() for column in range(4)] for row in range(model.rowCount())]
    assert rows == [
        ["1–31 Oct 2026", "50.0\u00a0%", "—", "110"],
        ["1–30 Sep 2026", "—", "70.0\u00a0%", "109"],
    ]
    assert "2 Nov 2026 09:00" in model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert [model.headerData(n, Qt.Orientation.Horizontal) for n in range(4)] == ["Period", "Value", "Pass rate", "n"]
    assert table.isVisible()


def test_an_echo_that_is_no_instant_is_shown_as_it_came(page) -> None:
    panel = open_at(page, 0)
    panel.show_history("metric_000", [figure(10, start_at="soon", end_at="later")], DENVER)
    assert panel.findChild(QTableView).model().index(0, 0).data() == "soon – later"


def test_no_history_late_history_and_a_failure_are_said(page) -> None:
    panel = open_at(page, 0)
    note = panel.findChild(QLabel, "details_history_note")
    assert note.text() == "Reading…"
    panel.show_history("another", [figure(10)], DENVER)
    assert note.text() == "Reading…"
    panel.show_history("metric_000", [], DENVER)
    assert note.text() == "The store has no figures of this metric for this question yet."
    panel.show_failure()
    assert note.text() == "The store could not be read."


def test_return_opens_and_escape_closes(page, qtbot) -> None:
    page.view.select_source_row(2)
    with qtbot.waitSignal(page.details_shown) as told:
        qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert told.args == [True]
    panel = page.around.details
    with qtbot.waitSignal(page.details_shown) as told:
        qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert told.args == [False]
    assert not page.around.shows_details()
    page.show_details(True)
    page.show_details(True)
    assert page.around.shows_details()


def test_words_without_room_are_broken_and_never_cut(page, qtbot) -> None:
    """Such as the ids and types of metrics beside large text."""
    word = "TOTAL_REP_EXCHANGES_WITH_A_QUESTION_"
    page.view.model().set_metrics(make_metrics([(word * 3, word * 2, "count", 3.0, None)]), 148)
    panel = open_at(page, 0)
    panel.setFixedWidth(panel.minimumWidth())
    texts = [text for text in panel.findChildren(QTextEdit) if text.isVisible()]
    assert {word * 3, word * 2, "metric_000"} <= {text.toPlainText() for text in texts}
    for text in texts:
        qtbot.waitUntil(lambda text=text: text.viewport().height() >= text.document().size().height())
        assert text.document().idealWidth() <= text.viewport().width()


def test_texts_can_be_marked_and_copied_and_no_wheel_changes_them(page, qtbot) -> None:
    panel = open_at(page, 0)
    text = next(text for text in panel.findChildren(QTextEdit) if text.toPlainText() == "metric_000")
    text.selectAll()
    copy_marked(text)
    assert QGuiApplication.clipboard().text() == "metric_000"
    size = text.font().pointSizeF()
    middle = QPointF(text.viewport().rect().center())
    turned = QWheelEvent(
        middle,
        text.viewport().mapToGlobal(middle),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QGuiApplication.sendEvent(text.viewport(), turned)
    assert text.font().pointSizeF() == size
    qtbot.keyClicks(text, "typed")
    assert text.toPlainText() == "metric_000"


def test_without_a_row_it_says_what_to_do(page) -> None:
    page.view.setCurrentIndex(QModelIndex())
    page.around.open_details()
    assert page.around.details.findChild(QTextEdit, "details_title").toPlainText() == "No row is chosen"


def test_a_row_that_is_hidden_takes_its_details_along(page) -> None:
    panel = open_at(page, 0)
    assert panel.details is not None
    page.view.model().set_filter("no such metric")
    assert panel.details is None
