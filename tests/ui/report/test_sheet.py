"""The one-to-one sheet: one page of a person's figures beside the team's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QPushButton
from report_kit import read_pdf, texts
from table_samples import large, make_answer, make_comparison, make_plan, make_state, small

from siro_desktop.domain.comparison import Place
from siro_desktop.ui.report.sheet import latest_place, sheet_content
from siro_desktop.ui.report.sheet_dialog import SheetDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from siro_desktop.domain.results import Answer

SHARE = ("share", "Rep speaker share", "percent")
TALK = ("talk", "Longest monologue", "seconds")
OPENS = ("opens", "Opens with a question", "percent")


def four_weeks():  # type: ignore[no-untyped-def]
    """Three people and all together over four weeks: the first misses a target, and passes more than the team."""

    def answer_of(number: int, key: str) -> Answer:
        rate = 80.0 if number < 4 else 50.0
        share = 20.0 + number if number < 4 else 45.0
        return make_answer(key, [(SHARE, (share, None)), (TALK, (60.0, None)), (OPENS, (rate, rate))], 12)

    return make_comparison(make_plan(3, 4), answer_of)


def test_a_sheet_is_one_page_with_every_figure_on_its_recordings(qtbot: QtBot) -> None:
    state = make_state(four_weeks())
    content = sheet_content(state, 0, (("Own notes", "Ask more."), ("Agreed action", "")))
    assert content is not None
    strengths, gaps, gauges, trend = (
        [tuple(cell.replace("\xa0", " ") for cell in row) for row in table.rows] for table in content.tables
    )

    assert [table.title for table in content.tables][:2] == ["Strengths", "Gaps"]
    assert strengths == [("Opens with a question", "80.0 %", "80.0 %", "12", "50.0 %", "50.0 %", "12", "—")]
    assert gaps[0][:4] == ("Rep speaker share", "23.0 %", "—", "12")
    assert gaps[0][7] == "missed, ≥ 38 %"
    assert (0, 7) in content.tables[1].marks
    assert [row[0] for row in gauges] == ["Longest monologue"]
    assert trend[0][1:] == ("80.0 %\n80.0 %\nn 12",) * 4
    pages = texts(read_pdf(content))
    assert len(pages) == 1
    assert "One-to-one: Cid" in pages[0]
    assert "asked of Siro as one population" in pages[0]
    assert "Ask more." in pages[0]
    assert "Agreed action" not in pages[0]  # nothing was agreed


def test_a_thin_sample_ranks_nothing_and_says_so(qtbot: QtBot) -> None:
    content = sheet_content(make_state(small(), thin=30), 0)
    assert content is not None
    assert "Nothing is ranked: fewer than 30 recordings" in dict(content.facts)["Note"]
    assert not {"Strengths", "Gaps"} & {table.title for table in content.tables}


def test_without_the_whole_the_team_is_an_average_that_is_called_one(qtbot: QtBot) -> None:
    content = sheet_content(make_state(large(4, 1, 6)), 0)
    assert content is not None
    assert "average of the people" in dict(content.facts)["Team line"]


def test_the_last_period_with_an_answer_is_taken() -> None:
    comparison = small()
    assert latest_place(comparison, 0) == Place(0, 1)
    assert latest_place(comparison, 1) == Place(1, 0)  # the second week failed


def test_without_a_comparison_there_is_no_sheet(qtbot: QtBot) -> None:
    assert sheet_content(make_state(), 0) is None


def test_the_dialog_hands_on_who_and_what_was_agreed(qtbot: QtBot) -> None:
    dialog = SheetDialog([(0, "Cid"), (2, "Ben")])
    qtbot.addWidget(dialog)
    dialog.findChild(QComboBox, "sheet_person").setCurrentIndex(1)
    dialog.findChild(QPlainTextEdit, "sheet_notes").setPlainText("Well done")
    dialog.findChild(QLineEdit, "sheet_action").setText("Ask two questions")
    with qtbot.waitSignal(dialog.preview_requested) as asked:
        dialog.findChild(QPushButton, "sheet_preview").click()

    entity, closing = asked.args
    assert entity == 2
    assert closing[0] == ("Own notes", "Well done")
    assert closing[1][1].startswith("Ask two questions. Look at it again on ")
