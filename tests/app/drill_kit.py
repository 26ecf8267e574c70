"""How tests look into somebody, and go back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app_kit import team_query
from comparison_kit import body_of, shown, until_over
from msgspec.structs import replace

from siro_desktop.domain.comparison import Place
from siro_desktop.domain.plan import CompareBy, CompareEntities
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.question import question_for

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from pytestqt.qtbot import QtBot

    from siro_desktop.domain.question import Question
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.ui.main_window import MainWindow

RECORDING, USER, TEAM, ORGANIZATION = EntityType
EACH, MEMBERS = CompareEntities.EACH, CompareEntities.MEMBERS
ADDRESS = "https://web.example/recordings/{id}?tab=notes"


def week_of(window: MainWindow, kind: EntityType, *ids: str, compare_by: CompareBy) -> Question:
    """A week in October, so that few recordings are asked about."""
    query = replace(team_query(window), filter_by=(kind,), ids=ids)
    start = query.period.start
    week = replace(query.period, end=start.replace(day=start.day + 7))
    return question_for(replace(query, period=week), compare_by)


def teams_of(window: MainWindow) -> Question:
    """All teams, each alone."""
    return week_of(window, TEAM, *(team.id for team in window.names.teams), compare_by=CompareBy(entities=EACH))


def select(window: MainWindow, entity_id: str) -> None:
    """Let somebody in the comparison in view stand out."""
    entities = [entity.ids for entity in shown(window).entities]
    body_of(window).state.select(Place(entities.index((entity_id,)), 0))


def in_view(window: MainWindow) -> int:
    """The number of the result in view; 0 if there is none."""
    saved = window.view.result_page.saved
    return 0 if saved is None else saved.id


def trail(window: MainWindow) -> list[str]:
    return window.view.result_page.header.breadcrumb.texts()


def name_of(window: MainWindow, kind: EntityType, entity_id: str) -> str:
    return next(one.name for one in window.names.of(kind) if one.id == entity_id)


def look_into(qtbot: QtBot, window: MainWindow, action: QAction | None = None) -> SavedResult:
    """Look into the selected one, or by an action of a menu, until what is below is in view."""
    former, page = in_view(window), window.view.result_page
    until_over(qtbot, window, (action or window.actions_.look_into).trigger)
    qtbot.waitUntil(lambda: in_view(window) not in {0, former})
    assert page.saved is not None
    return page.saved


def go(qtbot: QtBot, window: MainWindow, action: QAction, expected: SavedResult) -> None:
    """Back or forward, until the result is in view; nothing is asked of Siro for that."""
    begun: list[object] = []
    window.runs.started.connect(lambda: begun.append(1))
    action.trigger()
    qtbot.waitUntil(lambda: in_view(window) == expected.id)
    assert begun == []
