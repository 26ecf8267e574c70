"""Every text of a window, and whether one of them names somebody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from app_kit import ask_for_team, find, team_query, window_of
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QCoreApplication, QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

from siro_desktop.domain.plan import CompareBy, CompareEntities
from siro_desktop.domain.question import question_for
from siro_desktop.jobs.saved_limits import LabelSaved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.domain.labels import Labels
    from siro_desktop.domain.names import Names
    from siro_desktop.ui.main_window import MainWindow


ROLES = [role for role in Qt.ItemDataRole if role.value < 0x100]
TEXTS = ("text", "toolTip", "statusTip", "accessibleName", "accessibleDescription", "windowTitle", "placeholderText")
MOST_ROWS = 300


def texts_of(window: QWidget) -> Iterator[tuple[str, str]]:
    """Every text of every part of the window, shown or not, and of every model: where it stands, and what it says."""
    for part in [window, *window.findChildren(QObject)]:
        where = f"{type(part).__name__} {part.objectName()}"
        for name in TEXTS:
            said = getattr(part, name, None)
            if callable(said) and isinstance(part, QWidget | QAction):
                yield f"{where}.{name}", _called(said)
        if isinstance(part, QPlainTextEdit):
            yield where, part.toPlainText()
        if isinstance(part, QTabBar):
            yield from ((where, part.tabText(place) + part.tabToolTip(place)) for place in range(part.count()))
        if isinstance(part, QAbstractItemModel):
            yield from ((f"{where} {place}", text) for place, text in cells_of(part))


def _called(said: Any) -> str:
    try:
        return str(said())
    except TypeError:  # it wants an argument, such as a tab's number
        return ""


def cells_of(model: QAbstractItemModel, parent: QModelIndex = QModelIndex()) -> Iterator[tuple[str, str]]:  # noqa: B008
    for row in range(min(model.rowCount(parent), MOST_ROWS)):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)):
            index = model.index(row, column, parent)
            for role in ROLES:
                said = model.data(index, role)
                if isinstance(said, str):
                    yield f"{row}, {column}, {role.name}", said
            if not isinstance(model, QAbstractListModel):
                yield from cells_of(model, index)


def real_words(names: Names) -> re.Pattern[str]:
    """What must not be seen: names and ids of people, teams and recordings."""
    known = (*names.users, *names.teams, *names.recordings)
    words = {one.id for one in known} | {one.name for one in known if one.name}
    words |= {one.note for one in names.users if "@" in one.note}
    return re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in sorted(words, key=len, reverse=True)))


def leaks(window: QWidget, real: re.Pattern[str]) -> list[tuple[str, str]]:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # chips that are gone already
    said = {text: where for where, text in texts_of(window)}
    return [(where, text) for text, where in said.items() if real.search(text)]


def comparing_window(qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess) -> MainWindow:
    """A window that shows a comparison of a team's members, with a result, and a saved query that names a rep."""
    window = window_of(make_program(practice.profile()))
    ask_for_team(qtbot, window)
    window.view.query_form.set_question(question_for(team_query(window), CompareBy(entities=CompareEntities.MEMBERS)))
    window.actions_.save_query_as.trigger()
    find(window, "query_name", QLineEdit).setText(f"{window.names.users[0].name} one-to-one")
    qtbot.keyClick(find(window, "query_name", QLineEdit), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(window.view.saved_side.queries.queries) == 1)
    window.actions_.run.trigger()
    page, panel = window.view.result_page, window.view.saved_panel
    qtbot.waitUntil(lambda: page.is_compared and not window.runs.is_running, timeout=15_000)
    qtbot.waitUntil(lambda: page.saved is not None and panel.current_id() == page.saved.id)
    return window


def name_the_result(window: MainWindow, labels: Labels) -> None:
    """Keep what a person says of the result in view."""
    handle = window.workspace.store.submit(LabelSaved(window.view.result_page.saved.id, labels))
    handle.succeeded.connect(window.library.reload)
