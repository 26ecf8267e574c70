"""The total of what is selected, where adding makes sense, with the recordings it rests on."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QItemSelectionModel
from table_kit import ROWS, make_metrics

from siro_desktop.domain.totals import Total, WhyNot
from siro_desktop.ui.table_page import TablePage
from siro_desktop.ui.total_words import total_in_words, why_not_in_words

SELECT = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows


@pytest.fixture
def page(view, qtbot) -> TablePage:
    page = TablePage(view.model())
    qtbot.addWidget(page)
    page.show()
    return page


def select(page: TablePage, *names: str) -> None:
    page.view.clearSelection()
    for name in names:
        row = next(number for number, one in enumerate(ROWS) if one[0] == name)
        page.view.selectionModel().select(page.view.model().index(row, 0), SELECT)


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (
            ["Customer questions", "Rep questions"],
            "2 rows selected · not added: different metrics count different things · 148 recordings",
        ),
        (
            ["Rep speaker share", "Customer questions"],
            "2 rows selected · not added: their units differ · 148 recordings",
        ),
        (
            ["Longest monologue", "Silence"],
            "2 rows selected · not added: Siro does not tell totals of time from averages · 148 recordings",
        ),
    ],
)
def test_the_total_or_why_there_is_none(page, qtbot, names, text) -> None:
    select(page, *names)
    qtbot.waitUntil(lambda: page.around.footer.text() == text)


def test_values_that_are_missing_are_said() -> None:
    said = total_in_words(3, Total(2, 12.0, "questions", ""), 148)
    assert said == "3 rows selected · Total 12 questions · 1 without a value left out · 148 recordings"


def test_what_one_answer_says_twice_is_not_added(page, qtbot) -> None:
    page.view.model().set_metrics(replace(make_metrics(), ids=["same"] * len(ROWS)), 148)
    page.view.clearSelection()
    select(page, "Customer questions", "Rep questions")
    text = "2 rows selected · not added: Siro says it more than once, perhaps of the same recordings · 148 recordings"
    qtbot.waitUntil(lambda: page.around.footer.text() == text)


def test_one_row_has_no_total_and_too_many_are_not_added(page, qtbot, monkeypatch) -> None:
    select(page, "Customer questions", "Rep questions")
    qtbot.waitUntil(lambda: page.around.footer.text() != "")
    select(page, "Customer questions")
    qtbot.waitUntil(lambda: page.around.footer.text() == "")
    monkeypatch.setattr("siro_desktop.ui.table_footer._MOST_ADDED", 2)
    page.view.selectAll()
    qtbot.waitUntil(lambda: page.around.footer.text() == "7 rows selected · too many to add up")


def test_every_reason_has_words() -> None:
    assert len({why_not_in_words(why) for why in WhyNot}) == len(WhyNot)
