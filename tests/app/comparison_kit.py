"""What the tests of comparisons in the whole window share: questions, runs until they are over, and what views say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from app_kit import find, sign_in, team_query, window_of
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication, QLabel

from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.plan import CompareBy, CompareEntities
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.question import Question, question_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.domain.comparison import Comparison
    from siro_desktop.domain.results import Answer, SavedResult
    from siro_desktop.ui.comparison.body import ComparisonBody
    from siro_desktop.ui.main_window import MainWindow

SHARE: Final = "sm_rep_speaker_share"
MEMBERS_BY_WEEK = CompareBy(entities=CompareEntities.MEMBERS, unit=Unit.WEEK, with_whole=True)


def signed_in_window(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess, **changes: Any
) -> MainWindow:
    """A window that is signed in and knows who is in which team."""
    window = window_of(make_program(practice.profile(**changes)))
    sign_in(qtbot, window)
    qtbot.waitUntil(lambda: any(user.team_id for user in window.names.users), timeout=15_000)
    return window


def members_by_week(window: MainWindow) -> Question:
    """October of everybody in a team, week by week, beside all of them together: (14 + 1) × 5 requests."""
    return question_for(team_query(window), MEMBERS_BY_WEEK)


def people_by(window: MainWindow, *ids: str, unit: Unit | None = None) -> Question:
    """October of these people, each alone."""
    query = replace(team_query(window), filter_by=(EntityType.USER,), ids=ids)
    return question_for(query, CompareBy(entities=CompareEntities.EACH, unit=unit))


def cost_text(window: MainWindow) -> str:
    """What the form says that a run would take."""
    return find(window, "query_cost", QLabel).text()


def what_is_said(window: MainWindow) -> str:
    """All text in the window, for whoever must find out why a run did not begin or end."""
    labels = (label for label in window.findChildren(QLabel) if label.isVisible() and label.text())
    return f"running: {window.runs.is_running}; " + " | ".join(label.text() for label in labels)


def until_over(qtbot: QtBot, window: MainWindow, start: Callable[[], object]) -> SavedResult:
    """Start a run, wait until its result is shown and nothing runs any more, and return it."""
    failures: list[object] = []
    window.runs.failed.connect(failures.append)
    with qtbot.waitSignal(window.runs.finished, timeout=20_000, raising=False) as over:
        start()
    assert over.signal_triggered, what_is_said(window)
    window.runs.failed.disconnect(failures.append)
    assert failures == []
    saved = window.view.result_page.saved
    assert saved is not None
    return saved


def ask(qtbot: QtBot, window: MainWindow, question: Question) -> SavedResult:
    """Put a question into the form and press Run, until it is over."""
    window.view.query_form.set_question(question)
    return until_over(qtbot, window, window.actions_.run.trigger)


def body_of(window: MainWindow) -> ComparisonBody:
    """Where the comparison is shown."""
    return window.view.result_page.comparison_body


def shown(window: MainWindow) -> Comparison:
    """The comparison in view."""
    comparison = body_of(window).state.comparison
    assert comparison is not None
    return comparison


def show_view(window: MainWindow, name: str) -> None:
    """Bring a view to the front, and let it draw."""
    window.view.result_page.show_view(name)
    QApplication.processEvents()


def metric_position(window: MainWindow, metric_id: str) -> int:
    """Where a metric stands among those of the comparison in view."""
    return [metric.key.id for metric in shown(window).metrics].index(metric_id)


def told(answer: Answer, metric_id: str) -> tuple[float | None, float]:
    """A metric's value and the number of recordings, read from the answer's own bytes: what every view has to show."""
    pages = [json.loads(page.body)["data"] for page in answer.pages]
    values = [metric for page in pages for metric in page["metricValues"] if metric["id"] == metric_id]
    return (values[0].get("value") if values else None), pages[0]["recordingsEvaluatedCount"]
