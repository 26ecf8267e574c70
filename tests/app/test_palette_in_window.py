"""The command palette in the whole program: everything that can be found there does what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from app_kit import find, run_query, team_query, window_of
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QListView

from siro_desktop.config import Paths
from siro_desktop.domain.labels import Labels
from siro_desktop.domain.plan import CompareBy, CompareEntities
from siro_desktop.domain.question import question_for
from siro_desktop.jobs.saved_limits import LabelSaved
from siro_desktop.settings import SettingsFile
from siro_desktop.ui.palette.dialog import PaletteDialog
from siro_desktop.ui.palette.lines import OFFER_ROLE
from siro_desktop.ui.palette.offers import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.ui.main_window import MainWindow
    from siro_desktop.ui.palette.offers import Offer


def open_palette(window: MainWindow) -> PaletteDialog:
    window.actions_.palette.trigger()
    return find(window, "palette_dialog", PaletteDialog)


def offers(dialog: PaletteDialog) -> list[Offer]:
    model = find(dialog, "palette_list", QListView).model()
    return [model.index(row, 0).data(OFFER_ROLE) for row in range(model.rowCount())]


def choose(qtbot: QtBot, window: MainWindow, typed: str, kind: Kind) -> None:
    dialog = open_palette(window)
    line = find(dialog, "palette_line", QLineEdit)
    line.setText(typed)
    qtbot.waitUntil(lambda: any(offer.kind is kind for offer in offers(dialog)))
    row = next(row for row, offer in enumerate(offers(dialog)) if offer.kind is kind)
    for _ in range(row):
        qtbot.keyClick(line, Qt.Key.Key_Down)
    with qtbot.waitSignal(dialog.chosen):
        qtbot.keyClick(line, Qt.Key.Key_Return)


def test_actions_are_offered_with_their_keys_but_not_those_that_are_disabled(window: MainWindow) -> None:
    listed = {offer.key: offer for offer in offers(open_palette(window)) if offer.kind is Kind.ACTION}
    assert listed["run"].shortcut == "Ctrl+Return"
    assert listed["run"].note == "Query"
    assert "stop" not in listed
    assert "palette" not in listed


def test_without_a_connection_nothing_is_offered_that_would_do_nothing(make_program: Callable[..., Program]) -> None:
    window = window_of(make_program())
    notes = {offer.note for offer in offers(open_palette(window)) if offer.kind is Kind.ACTION}
    assert "Account" in notes
    assert "File ▸ New from template" not in notes
    assert not window.actions_.show_form.isEnabled()


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_the_window_hears_keys_and_clicks_after_it_has_closed(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    form = window.view.query_form
    form.focus_first()
    dialog = open_palette(window)
    find(dialog, "palette_line", QLineEdit).setText("query pane")
    qtbot.waitUntil(dialog.isActiveWindow)
    closed: list[int] = []
    dialog.finished.connect(closed.append)
    qtbot.keyClick(dialog.windowHandle(), key)  # from outside, where Qt drops what goes to a window that waits
    qtbot.waitUntil(lambda: bool(closed))
    window.activateWindow()  # as a window manager does
    qtbot.waitUntil(window.isActiveWindow)
    assert len(closed) == 1
    first = QApplication.focusWidget()
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not first


def test_an_action_is_done_and_remembered_for_the_next_time(qtbot: QtBot, window: MainWindow) -> None:
    choose(qtbot, window, "query pane", Kind.ACTION)
    assert not window.actions_.show_form.isChecked()
    assert offers(open_palette(window))[0].key == "show_form"

    def kept() -> object:
        return SettingsFile(Paths.find().state / "settings.json").load().palette_used.get("acme")

    qtbot.waitUntil(lambda: kept() == ["action:show_form"])


def test_a_metric_becomes_current_in_the_table_even_if_the_search_had_left_it_out(
    qtbot: QtBot, window: MainWindow
) -> None:
    body = window.view.result_page.answer_body
    find(window, "result_search", QLineEdit).setText("nothing has this name")
    qtbot.waitUntil(lambda: body.model.rowCount() == 0)
    name = body.model.metrics.names[3]
    choose(qtbot, window, name, Kind.METRIC)
    assert body.tabs.current() == "table"
    assert body.model.metrics.names[body.table_page.view.current_source_row()] == name


def test_a_person_goes_into_the_question(qtbot: QtBot, window: MainWindow) -> None:
    person = window.names.users[0]
    choose(qtbot, window, person.name, Kind.PERSON)
    assert person.id in window.view.query_form.as_typed().ids


def test_a_person_of_the_shown_comparison_is_selected_in_it_and_a_metric_is_looked_at(
    qtbot: QtBot, window: MainWindow
) -> None:
    compared = question_for(team_query(window), CompareBy(entities=CompareEntities.MEMBERS))
    window.view.query_form.set_question(compared)
    window.actions_.run.trigger()
    state = window.view.result_page.comparison_body.state
    qtbot.waitUntil(lambda: state.comparison is not None and not window.runs.is_running, timeout=15_000)
    comparison = state.comparison
    assert comparison is not None
    choose(qtbot, window, state.entity_name(1), Kind.PERSON)
    assert state.selected is not None
    assert state.selected.entity == 1
    choose(qtbot, window, comparison.metrics[4].name, Kind.METRIC)
    assert state.metric == 4


def test_a_saved_result_is_opened(qtbot: QtBot, window: MainWindow) -> None:
    first = window.view.result_page.saved
    assert first is not None
    run_query(window, team_query(window, 1))
    qtbot.waitUntil(lambda: window.view.result_page.saved is not first and not window.runs.is_running, timeout=15_000)
    asked = next(team.name for team in window.names.teams if team.id in first.plan.query.ids)
    choose(qtbot, window, asked, Kind.RESULT)
    qtbot.waitUntil(lambda: getattr(window.view.result_page.saved, "id", None) == first.id)


def test_a_saved_result_goes_by_its_name_and_is_found_by_its_tags(qtbot: QtBot, window: MainWindow) -> None:
    saved = window.view.result_page.saved
    assert saved is not None
    team = next(team.name for team in window.names.teams if team.id in saved.plan.query.ids)
    labels = Labels(f"{team} autumn", tags=("weekly",))
    handle = window.workspace.store.submit(LabelSaved(saved.id, labels))
    with qtbot.waitSignal(handle.succeeded):
        pass
    found = listed_result(qtbot, window, "autumn")
    assert found.text == f"{team} autumn"
    assert found.note.startswith("1–31 Oct 2026 · ")
    assert found.note.endswith(" · #weekly")
    assert listed_result(qtbot, window, "weekly") == found
    window.actions_.presentation.trigger()
    hidden = listed_result(qtbot, window, "autumn")
    assert hidden.text == f"{next(one.name for one in window.names.teams if one.id in saved.plan.query.ids)} autumn"
    assert team not in hidden.text + hidden.note


def listed_result(qtbot: QtBot, window: MainWindow, typed: str) -> Offer:
    """Return the only saved result that is found."""
    dialog = open_palette(window)
    find(dialog, "palette_line", QLineEdit).setText(typed)
    qtbot.waitUntil(lambda: any(offer.kind is Kind.RESULT for offer in offers(dialog)))
    (found,) = (offer for offer in offers(dialog) if offer.kind is Kind.RESULT)
    dialog.reject()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # or it would be found again
    return found


def test_a_saved_query_goes_into_the_form(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_.save_query_as.trigger()
    find(window, "query_name", QLineEdit).setText("Monday board")
    qtbot.keyClick(find(window, "query_name", QLineEdit), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.view.saved_side.queries.queries))
    window.actions_.new_query.trigger()
    assert not window.view.query_form.as_typed().ids
    choose(qtbot, window, "monday", Kind.QUERY)
    assert window.view.query_form.as_typed().ids == team_query(window).ids
