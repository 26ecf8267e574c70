"""What a run would take is said while one is still typing, and never about a question that has changed."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit
from query_samples import make_profile

from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.periods import DateRange
from siro_desktop.domain.plan import CompareBy, CompareEntities
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.question import Question
from siro_desktop.domain.results import Answer, MetricValues
from siro_desktop.domain.session import SessionStatus
from siro_desktop.errors import QueryError
from siro_desktop.jobs.preview_plan import PlanPreview
from siro_desktop.runner.runner import JobRunner, TurnRunner
from siro_desktop.storage.library import Library
from siro_desktop.ui.plan_preview import PlanPreviewController

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from siro_desktop.jobs.base import Report
    from siro_desktop.ui.query_form import QueryForm

EACH = CompareBy(entities=CompareEntities.EACH)
QUESTION = Question(
    organization_id="org_123",
    conversation_type_id="conv_456",
    period=DateRange(date(2024, 10, 1), date(2024, 10, 31)),
    filter_by=(EntityType.USER,),
    ids=("user_1", "user_2", "user_3"),
)


def cost(form: QueryForm) -> str:
    label = form.findChild(QLabel, "query_cost")
    assert label is not None
    return label.text()


@pytest.mark.parametrize(
    ("preview", "said"),
    [
        (PlanPreview(1, 0, 0.5), "1 request"),
        (PlanPreview(24, 18, 2.1), "24 requests · 18 stored · about 2 s"),
        (PlanPreview(24, 0, 0.3), "24 requests · about 1 s"),
        (PlanPreview(24, 24, 0.0), "24 requests · all stored"),
        (PlanPreview(10_000, 1_234, 540.0), "10,000 requests · 1,234 stored · about 9 min"),
        (None, ""),
    ],
)
def test_what_a_run_takes_in_words(form: QueryForm, preview: PlanPreview | None, said: str) -> None:
    form.show_preview(preview)
    assert cost(form) == said


def test_a_refusal_stands_under_its_field_and_leaves_the_keyboard_alone(form: QueryForm, qtbot: QtBot) -> None:
    form.set_question(QUESTION)
    line = form.findChild(QLineEdit, "ids")
    assert line is not None
    line.setFocus()
    refusal = QueryError("period", "This would take 20,000 requests.")
    form.show_refusal(refusal)
    assert form.problems() == {"period": refusal.message}
    assert form.focusWidget() is line
    qtbot.keyClicks(line, "user_4")
    assert form.problems() == {"period": refusal.message}, "it does not come and go with every key"
    form.show_refusal(QueryError("ids", "Choose fewer."))
    assert form.problems() == {"ids": "Choose fewer."}
    form.show_preview(PlanPreview(1, 0, 0.5))
    assert form.problems() == {}


def test_what_siro_said_outlasts_a_preview(form: QueryForm) -> None:
    form.set_question(QUESTION)
    form.show_error(QueryError("ids", "Siro does not know user_1."))
    form.show_refusal(QueryError("ids", "Choose fewer."))
    form.show_preview(PlanPreview(3, 0, 0.5))
    assert form.problems() == {"ids": "Siro does not know user_1."}


@dataclass
class KeepNames:
    names: Names

    async def run(self, library: Library, _report: Report) -> None:
        library.save_names("acme", self.names)


@dataclass
class KeepAnswers:
    """Answers to every cell of a question, as if it had been run."""

    question: Question
    identity: str

    async def run(self, library: Library, _report: Report) -> None:
        now = datetime.now(UTC)
        plan = self.question.plan(now, make_profile(), self.identity, Names())
        result_id = library.save_run(
            plan=plan, profile_name="Acme", api_base_url="https://api.siro.ai", time_zone="UTC", saved_at=now
        )
        library.save_answers(result_id, [empty_answer(cell.key, now) for cell in plan.cells])


def empty_answer(cell_key: str, fetched_at: datetime) -> Answer:
    return Answer(
        cell_key=cell_key,
        recordings_evaluated=0,
        metrics=MetricValues(),
        start_at="",
        end_at="",
        filter_by=(),
        filter_by_ids=(),
        fetched_at=fetched_at,
        duration_ms=1,
        pages=(),
    )


@dataclass
class Hold:
    """Keeps the store's thread busy until the test lets go."""

    let_go: threading.Event

    async def run(self, _library: Library, _report: Report) -> None:
        self.let_go.wait(10)


@pytest.fixture
def store(qapp: object, tmp_path: Path) -> Iterator[JobRunner[Library]]:
    @contextmanager
    def open_library() -> Iterator[Library]:
        with Library.open(tmp_path / "data") as library:
            yield library

    runner: JobRunner[Library] = TurnRunner("store", open_library)
    yield runner
    assert runner.stop()


@pytest.fixture
def controller(store: JobRunner[Library], form: QueryForm) -> PlanPreviewController:
    return PlanPreviewController(store, form, form)


@pytest.mark.usefixtures("controller")
def test_each_edit_is_followed_by_what_a_run_would_take(form: QueryForm, qtbot: QtBot) -> None:
    form.set_question(QUESTION)
    qtbot.waitUntil(lambda: cost(form) == "1 request")
    form.set_question(replace(QUESTION, compare_by=EACH))
    qtbot.waitUntil(lambda: cost(form).startswith("3 requests"))
    periods = form.findChild(QComboBox, "compare_periods")
    assert periods is not None
    periods.setCurrentIndex(periods.findText("By day"))
    qtbot.waitUntil(lambda: cost(form).startswith("93 requests"))


@pytest.mark.usefixtures("controller")
def test_nothing_is_said_while_something_is_missing(form: QueryForm, qtbot: QtBot) -> None:
    form.set_question(QUESTION)
    qtbot.waitUntil(lambda: bool(cost(form)))
    form.clear()
    qtbot.waitUntil(lambda: not cost(form))
    assert form.problems() == {}


@pytest.mark.usefixtures("controller")
def test_too_many_requests_are_said_before_run_is_pressed(form: QueryForm, qtbot: QtBot) -> None:
    years = DateRange(date(1990, 1, 1), date(2026, 10, 31))
    form.set_question(replace(QUESTION, period=years, compare_by=CompareBy(unit=Unit.DAY)))
    qtbot.waitUntil(lambda: "period" in form.problems())
    assert "10,000 are the most" in form.problems()["period"]
    assert cost(form) == ""
    periods = form.findChild(QComboBox, "compare_periods")
    assert periods is not None
    periods.setCurrentIndex(periods.findText("By month"))
    qtbot.waitUntil(lambda: cost(form).startswith("442 requests"))
    assert form.problems() == {}


def test_members_of_a_team_count_once_they_are_known(
    controller: PlanPreviewController, store: JobRunner[Library], form: QueryForm, qtbot: QtBot
) -> None:
    members = CompareBy(entities=CompareEntities.MEMBERS)
    form.set_question(replace(QUESTION, filter_by=(EntityType.TEAM,), ids=("north",), compare_by=members))
    qtbot.waitUntil(lambda: "Nobody is known" in form.problems().get("ids", ""))
    people = (NamedId("ana", "Ana", team_id="north"), NamedId("ben", "Ben", team_id="north"))
    store.submit(KeepNames(Names(users=people)))
    controller.refresh()
    qtbot.waitUntil(lambda: cost(form).startswith("2 requests"))
    assert form.problems() == {}


def test_what_comes_too_late_is_dropped(
    controller: PlanPreviewController, store: JobRunner[Library], form: QueryForm, qtbot: QtBot
) -> None:
    let_go = threading.Event()
    store.submit(Hold(let_go))
    form.set_question(replace(QUESTION, compare_by=EACH))
    qtbot.waitUntil(lambda: controller.is_working)
    form.set_question(replace(QUESTION, ids=("user_1", "user_2"), compare_by=EACH))
    assert not controller.is_working
    let_go.set()
    qtbot.waitUntil(lambda: bool(cost(form)))
    assert cost(form).startswith("2 requests")


def test_who_is_signed_in_is_who_asks(
    controller: PlanPreviewController, store: JobRunner[Library], form: QueryForm, qtbot: QtBot
) -> None:
    """Answers to somebody else are not taken from the store."""
    question = replace(QUESTION, compare_by=EACH)
    store.submit(KeepAnswers(question, identity="me"))
    form.set_question(question)
    qtbot.waitUntil(lambda: cost(form).startswith("3 requests"))
    assert "stored" not in cost(form)
    controller.set_status(SessionStatus(signed_in=True, identity="me"))
    qtbot.waitUntil(lambda: cost(form) == "3 requests · all stored")
