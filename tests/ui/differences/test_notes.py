"""What stands in the way of a comparison, in words, with what helps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from difference_kit import BASE, DENVER, LATER, PROFILE, make_answer, make_plan, make_saved, make_state, three_months
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton

from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.comparability import Note, NoteKind, Remedy, RemedyKind
from siro_desktop.domain.comparison import Comparison
from siro_desktop.domain.periods import DateRange, Period
from siro_desktop.domain.plan import CompareBy
from siro_desktop.domain.query import Entity, EntityType
from siro_desktop.domain.question import question_of
from siro_desktop.domain.results import Problem
from siro_desktop.ui.comparison.notes_strip import NotesStrip
from siro_desktop.ui.comparison_words import note_in_words, remedy_in_words
from siro_desktop.ui.words import fill

NOVEMBER = make_plan().cells[2].query.period
DAY = Period(NOVEMBER.start, NOVEMBER.start + timedelta(hours=25))
MID_NOVEMBER = datetime(2026, 11, 12, 17, tzinfo=UTC)


@pytest.fixture
def strip(qtbot):
    def show_one(saved, now: datetime = LATER):
        made = NotesStrip(make_state(saved), clock=lambda: now)
        made._state.setParent(made)
        qtbot.addWidget(made)
        made.resize(900, 200)
        return made

    return show_one


def troubled():
    """Three months of which the first is thin, the second failed and the third was still running."""
    plan = make_plan()
    keys = [cell.key for cell in plan.cells]
    first = make_answer(keys[0], BASE, 3)
    third = make_answer(keys[2], BASE[1:], 40, fetched_at=MID_NOVEMBER)
    problem = Problem("ServerError", "Siro has a problem", "Try again later.")
    return make_saved(plan, [first, None, third], problems={keys[1]: problem})


@pytest.mark.parametrize(
    ("note", "words"),
    [
        (
            Note(kind=NoteKind.TYPES, subjects=("roof", "gutter")),
            "Different conversation types: A is Roof inspection, B is gutter.",
        ),
        (
            Note(
                kind=NoteKind.POPULATIONS,
                subjects=(Entity((EntityType.USER,), ("a",)), Entity((EntityType.USER, EntityType.TEAM), ("t",))),
            ),
            "Different populations stand beside each other: Reps, Reps + Teams.",
        ),
        (
            Note(kind=NoteKind.ZONES, subjects=("America/Denver", "America/New_York")),
            "Days are cut in different time zones: A in America/Denver, B in America/New York.",
        ),
        (
            Note(kind=NoteKind.OPEN, subjects=(NOVEMBER,)),
            "1–30 Nov 2026 had not ended when fetched: its figures may change.",
        ),
        (
            Note(kind=NoteKind.OPEN, count=2, total=4, subjects=(NOVEMBER, DAY)),
            "2 of 4 periods had not ended when fetched, their figures may change: 1–30 Nov 2026, 1 Nov 2026.",
        ),
        (
            Note(kind=NoteKind.LENGTHS, subjects=(NOVEMBER, DAY), days=(30, 1)),
            "The periods differ in length: 30 and 1 days (1–30 Nov 2026, 1 Nov 2026).",
        ),
        (
            Note(kind=NoteKind.EDGES, subjects=(DAY,)),
            "At the edge, 1 Nov 2026 is shorter than the other periods.",
        ),
        (
            Note(kind=NoteKind.EDGES, count=2, subjects=(DAY, NOVEMBER)),
            "At the edges, 1 Nov 2026, 1–30 Nov 2026 are shorter than the other periods.",
        ),
        (
            Note(kind=NoteKind.EARLY, subjects=(NOVEMBER,), until=NOVEMBER.end + timedelta(days=2)),
            "1–30 Nov 2026 was fetched soon after its end: late scores may come until 3 Dec 2026.",
        ),
        (
            Note(kind=NoteKind.EARLY, count=2, total=3, subjects=(DAY, NOVEMBER), until=NOVEMBER.end),
            "2 of 3 periods were fetched soon after their end: late scores may come until 1 Dec 2026.",
        ),
        (
            Note(kind=NoteKind.FAILED, count=1, total=3, subjects=("Ask %2 later.",)),
            "1 of 3 questions got no answer: Ask %2 later.",
        ),
        (Note(kind=NoteKind.UNASKED, count=2, total=3), "2 of 3 questions have not been asked yet."),
        (Note(kind=NoteKind.PARTIAL, count=2, total=3), "2 of 3 answers came only in part: metrics may be missing."),
        (
            Note(kind=NoteKind.METRICS, count=1, total=3, subjects=("Talk\ntime",)),
            "1 of 3 metrics is not there everywhere: Talk time.",
        ),
        (
            Note(kind=NoteKind.METRICS, count=5, total=1204, subjects=tuple("abcde")),
            "5 of 1,204 metrics are not there everywhere: a, b, c and 2 more.",
        ),
        (
            Note(kind=NoteKind.METRICS, count=4, total=9, subjects=tuple("abcd")),
            "4 of 9 metrics are not there everywhere: a, b, c and 1 more.",
        ),
        (
            Note(kind=NoteKind.THIN, count=1, total=3, limit=5),
            "1 of 3 answers rests on fewer than 5 recordings, which say little.",
        ),
        (
            Note(kind=NoteKind.THIN, count=2, total=3, limit=5),
            "2 of 3 answers rest on fewer than 5 recordings, which say little.",
        ),
        (
            Note(kind=NoteKind.WARNINGS, count=2, total=3, subjects=("Pages repeat.",)),
            "2 of 3 answers came with a warning: Pages repeat.",
        ),
    ],
)
def test_every_note_in_words(qapp, note: Note, words: str) -> None:
    assert note_in_words(note, make_state(three_months())) == words


def asked(period: DateRange, compare_by: CompareBy = CompareBy()):  # noqa: B008  a frozen value
    return replace(question_of(make_plan()), period=period, compare_by=compare_by)


ONE_DAY = DateRange(NOVEMBER.start.date(), NOVEMBER.start.date())
DAYS = DateRange(NOVEMBER.start.date(), MID_NOVEMBER.date())


@pytest.mark.parametrize(
    ("remedy", "words"),
    [
        (Remedy(RemedyKind.SAME_DAYS, asked(ONE_DAY)), "Compare the first day of both"),
        (Remedy(RemedyKind.SAME_DAYS, asked(DAYS)), "Compare the first 12 days of both"),
        (Remedy(RemedyKind.WHOLE_UNITS, asked(DAYS, CompareBy(unit=Unit.WEEK))), "Whole weeks only"),
        (Remedy(RemedyKind.WHOLE_UNITS, asked(DAYS, CompareBy(unit=Unit.DAY))), "Whole days only"),
        (Remedy(RemedyKind.CONTINUE), "Fetch what is missing"),
        (Remedy(RemedyKind.FETCH_AGAIN), "Fetch again"),
        (Remedy(RemedyKind.MINIMUM, minimum=5), "Leave out fewer than 5"),
    ],
)
def test_every_remedy_in_words(qapp, remedy: Remedy, words: str) -> None:
    assert remedy_in_words(remedy) == words


def test_parts_are_filled_in_once() -> None:
    assert fill("%1 and %2", "%2", "b") == "%2 and b"


def test_a_fair_comparison_has_no_strip(strip) -> None:
    saved = three_months()
    keys = [cell.key for cell in saved.plan.cells]
    fair = replace(saved, answers={key: make_answer(key, BASE) for key in keys})
    assert strip(fair).isHidden()
    assert strip(None).isHidden()


def test_two_notes_are_shown_and_the_rest_one_click_away(strip, qtbot) -> None:
    shown = strip(troubled(), MID_NOVEMBER)
    shown.show()
    assert len(shown.texts()) == 4
    lines = [shown._lines[number] for number in range(4)]
    assert [line.isVisible() for line in lines] == [True, True, False, False]
    more = shown.findChild(QToolButton, "notes_strip_more")
    assert more.text() == "and 2 more"
    qtbot.keyClick(more, Qt.Key.Key_Space)
    assert all(line.isVisible() for line in lines)


@pytest.mark.parametrize(
    ("number", "signal", "arguments"),
    [(1, "continue_requested", []), (3, "minimum_requested", [PROFILE.thin_sample])],
)
def test_each_remedy_has_its_signal(strip, qtbot, number: int, signal: str, arguments: list[object]) -> None:
    shown = strip(troubled(), MID_NOVEMBER)
    shown._more.setChecked(True)
    shown.show()
    with qtbot.waitSignal(getattr(shown, signal)) as told:
        qtbot.keyClick(shown.findChild(QPushButton, f"notes_strip_{number}_remedy"), Qt.Key.Key_Space)
    assert told.args == arguments


def test_an_open_month_offers_the_whole_ones_and_later_to_fetch_again(strip, qtbot) -> None:
    shown = strip(troubled(), MID_NOVEMBER)
    with qtbot.waitSignal(shown.remedy_requested) as told:
        shown.findChild(QPushButton, "notes_strip_0_remedy").click()
    assert told.args[0].period == DateRange(
        datetime(2026, 9, 1, tzinfo=DENVER).date(), datetime(2026, 10, 31, tzinfo=DENVER).date()
    )
    later = strip(troubled(), LATER)
    with qtbot.waitSignal(later.fetch_again_requested):
        later.findChild(QPushButton, "notes_strip_0_remedy").click()


def test_it_follows_the_state_and_its_profile(strip, qtbot) -> None:
    shown = strip(three_months())
    assert len(shown.texts()) == 1
    shown._state.set_profile(replace(PROFILE, thin_sample=60))
    qtbot.waitUntil(lambda: len(shown.texts()) == 2)
    shown._state.set_comparison(Comparison(troubled()))
    qtbot.waitUntil(lambda: len(shown.texts()) == 4)
    shown._state.set_comparison(None)
    qtbot.waitUntil(shown.isHidden)


@pytest.mark.parametrize("is_paused_before", [True, False])
def test_while_it_is_paused_it_says_nothing_new(strip, qtbot, is_paused_before: bool) -> None:
    shown = strip(three_months())
    shown.set_paused(paused=is_paused_before)
    shown._state.set_comparison(Comparison(troubled()))
    shown.set_paused(paused=True)
    QApplication.processEvents()
    assert len(shown.texts()) == 1
    shown.set_paused(paused=False)
    qtbot.waitUntil(lambda: len(shown.texts()) == 4)


def test_a_narrow_strip_puts_the_button_below_its_sentence(strip, qtbot) -> None:
    shown = strip(troubled(), MID_NOVEMBER)
    shown.show()
    button, text = shown.findChild(QPushButton, "notes_strip_0_remedy"), shown._lines[0]._text
    qtbot.waitUntil(lambda: button.x() > text.x() + 200)
    shown.resize(300, 400)
    qtbot.waitUntil(lambda: button.x() == text.x() and button.y() > text.y())


def test_a_button_tells_a_screen_reader_what_it_is_about(strip) -> None:
    shown = strip(troubled(), MID_NOVEMBER)
    button = shown.findChild(QPushButton, "notes_strip_1_remedy")
    assert button.accessibleDescription() == shown.texts()[1]
