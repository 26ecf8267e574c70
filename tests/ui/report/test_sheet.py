"""The one-to-one sheet: one page of a person's figures beside the team's."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from report_kit import read_pdf, texts
from table_samples import NAMES, large, make_answer, make_comparison, make_plan, make_state, small

from siro_desktop.domain.aliases import Aliases, alias_names
from siro_desktop.domain.comparison import Place
from siro_desktop.domain.meetings import Meeting
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.targets import Target, Targets
from siro_desktop.ui.report.paper import PaperSize
from siro_desktop.ui.report.sheet import latest_place, sheet_content

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from siro_desktop.domain.results import Answer

FIRST = "user_0"
DAY = date(2026, 11, 20)
BEFORE = Meeting(
    id=1, held_on=date(2026, 11, 3), notes="Talks a lot", agreed="Two questions.", check_on=date(2026, 11, 17)
)
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
    content = sheet_content(state, FIRST, Meeting(held_on=DAY, notes="Ask more."))
    assert content is not None
    strengths, gaps, gauges, trend = (
        [tuple(cell.replace("\xa0", " ") for cell in row) for row in table.rows] for table in content.tables
    )

    assert [table.title for table in content.tables][:2] == ["Strengths", "Gaps"]
    assert strengths == [("Opens with a question", "80.0 %", "80.0 %", "12", "50.0 %", "50.0 %", "12")]
    assert gaps[0][:4] == ("Rep speaker share", "23.0 %", "—", "12")
    assert gaps[0][7] == "missed, ≥ 38 %"
    assert (0, 7) in content.tables[1].marks
    assert [row[0] for row in gauges] == ["Longest monologue"]
    assert trend[:2] == [
        ("Recordings", *["12"] * 4),
        ("Opens with a question", *["80.0 %\n80.0 %"] * 4),
    ]
    pages = texts(read_pdf(content))
    assert len(pages) == 1
    assert "One-to-one: Cid" in pages[0]
    assert "asked of Siro as one population" in pages[0]
    assert "Ask more." in pages[0]
    assert "Agreed action" not in pages[0]  # nothing was agreed


@pytest.mark.parametrize("size", PaperSize)
def test_a_busy_sheet_is_still_one_page(qtbot: QtBot, size: PaperSize) -> None:
    """Three strengths and three gaps with targets, habits, six weeks, and what was noted and agreed."""
    metrics = [(f"m{n}", f"Something that is counted {n}", "percent") for n in range(12)]

    def answer_of(number: int, key: str) -> Answer:
        figures = [(80.0 if (number < 6) == (n < 3) else 50.0, 71.0 if n < 6 else None) for n in range(12)]
        return make_answer(key, list(zip(metrics, figures, strict=True)), 112)

    targets = tuple(Target(metric_id=f"m{n}", minimum=70.0, maximum=90.5) for n in range(6))
    state = make_state(make_comparison(make_plan(3, 6), answer_of))
    state.set_targets(Targets(targets))
    meeting = Meeting(held_on=DAY, notes="Ask more.\n" * 6, agreed="Pause.", check_on=date(2026, 12, 4))
    content = sheet_content(state, FIRST, meeting, BEFORE)
    assert content is not None
    assert [len(table.rows) for table in content.tables] == [3, 3, 5, 7]
    (page,) = texts(read_pdf(content, size))
    assert page.count("70 – 90.5 %") == 6
    assert "Pause." in page


def test_a_thin_sample_ranks_nothing_and_says_so(qtbot: QtBot) -> None:
    content = sheet_content(make_state(small(), thin=30), FIRST, Meeting(held_on=DAY))
    assert content is not None
    assert "Nothing is ranked: fewer than 30 recordings" in dict(content.facts)["Note"]
    assert not {"Strengths", "Gaps"} & {table.title for table in content.tables}


def test_without_the_whole_the_team_is_an_average_that_is_called_one(qtbot: QtBot) -> None:
    content = sheet_content(make_state(large(4, 1, 6)), FIRST, Meeting(held_on=DAY))
    assert content is not None
    assert "average of the people" in dict(content.facts)["Team line"]


def test_the_last_period_with_an_answer_is_taken() -> None:
    comparison = small()
    assert latest_place(comparison, 0) == Place(0, 1)
    assert latest_place(comparison, 1) == Place(1, 0)  # the second week failed


def test_without_a_comparison_there_is_no_sheet(qtbot: QtBot) -> None:
    assert sheet_content(make_state(), FIRST, Meeting(held_on=DAY)) is None


def test_a_sheet_says_what_was_agreed_last_time_and_what_is_now(qtbot: QtBot) -> None:
    now = Meeting(held_on=DAY, notes="Ask more.\n\nListen.", agreed="Pause", check_on=date(2026, 12, 4))
    content = sheet_content(make_state(four_weeks()), FIRST, now, BEFORE)
    assert content is not None

    assert content.closing == (
        ("Agreed last time", "3 Nov 2026: Two questions. Look at it again on 17 Nov 2026"),
        ("Own notes", "Ask more.\n\nListen."),
        ("Agreed action", "Pause. Look at it again on 4 Dec 2026"),
    )
    assert dict(content.facts)["Meeting"] == "20 Nov 2026"
    assert content.file_name == "One-to-one Cid 2026-11-20.pdf"
    (page,) = texts(read_pdf(content))
    assert "Listen." in page
    assert "Talks a lot" not in page  # what was noted last time is for who noted it
    assert "Ask more" not in content.about


def test_long_notes_go_on_over_the_next_page(qtbot: QtBot) -> None:
    notes = "\n".join(" ".join(f"word{line}x{number}" for number in range(150)) for line in range(9))
    content = sheet_content(make_state(four_weeks()), FIRST, Meeting(held_on=DAY, notes=notes))
    assert content is not None
    pages = texts(read_pdf(content))
    everything = "".join(" ".join(pages).split())

    assert len(pages) > 1
    assert all(word in everything for word in notes.split())


def test_nobody_is_named_where_names_are_aliases(qtbot: QtBot) -> None:
    """What was typed names people, too."""
    aliased = alias_names(NAMES, Aliases().covering(EntityType.USER, [f"user_{number}" for number in range(3)]))
    state = make_state(four_weeks())
    state.set_names(aliased)
    now = Meeting(held_on=DAY, notes="Cid is faster than Ben (user_2).", agreed="Sit beside ana")
    content = sheet_content(state, FIRST, now, BEFORE)
    assert content is not None
    said = repr((content.title, content.facts, content.closing, content.source, content.about, content.file_name))

    assert not any(name in said for name in ("Cid", "Ben", "ana", "user_"))
    assert said.count("Rep ") > 4
    assert content.file_name.startswith("One-to-one Rep ")
