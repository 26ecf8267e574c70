"""What the table needs of the rest of the window: history from the store, keys from another thread, kept columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app_kit import fetch_team, find
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QTableView

from siro_desktop.ui import arrangement, ordered_model
from siro_desktop.ui.charts import view
from siro_desktop.ui.copied_numbers import copied_numbers
from siro_desktop.ui.layout_book import LayoutBook
from siro_desktop.ui.metric_keys import Column

if TYPE_CHECKING:
    import pytest
    from pytestqt.qtbot import QtBot

    from siro_desktop.ui.main_window import MainWindow


def test_details_show_what_the_store_has_of_a_metric(qtbot: QtBot, window: MainWindow) -> None:
    page = window.view.result_page.answer_body.table_page
    page.view.select_source_row(0)
    find(window, "result_details", QPushButton).click()
    panel = page.around.details
    assert panel is not None
    history = panel.findChild(QTableView, "details_history")
    qtbot.waitUntil(lambda: history.model().rowCount() == 1)
    saved = window.view.result_page.saved
    assert saved is not None
    answer = saved.only_answer
    assert answer is not None
    model = history.model()
    assert model.index(0, 3).data() == f"{answer.recordings_evaluated:,.0f}"
    assert model.index(0, 1).data() == page.view.model().index(0, Column.VALUE).data()
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert not find(window, "result_details", QPushButton).isChecked()


def test_a_store_that_cannot_be_read_is_said_in_the_details(qtbot: QtBot, window: MainWindow) -> None:
    library = window.workspace.paths.data / "results.sqlite3"
    page = window.view.result_page.answer_body.table_page
    with library.open("r+b") as file:
        file.write(b"\0" * 4096)
    page.view.select_source_row(1)
    page.around.open_details()
    assert page.around.details is not None
    note = page.around.details.findChild(QLabel, "details_history_note")
    qtbot.waitUntil(lambda: note.text() != "Reading…")


def test_keys_of_a_large_table_come_from_another_thread(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (arrangement, ordered_model):
        monkeypatch.setattr(module, "LARGE", 3)
    page = window.view.result_page.answer_body.table_page
    fetch_team(qtbot, window, 1)
    model = page.view.model()
    model.sort(int(Column.METRIC))
    names = [model.metrics.names[row] for row in range(model.source_count())]
    qtbot.waitUntil(lambda: not model.is_waiting)
    qtbot.waitUntil(
        lambda: [model.index(r, 0).data() for r in range(model.rowCount())] == sorted(names, key=str.casefold)
    )
    assert page.around.strip.text() == ""


def test_columns_are_kept_for_each_question(qtbot: QtBot, window: MainWindow) -> None:
    table = window.view.result_page.answer_body.table_page.view
    first = window.view.result_page.saved
    assert first is not None
    table.set_column_shown(int(Column.TYPE), False)
    fetch_team(qtbot, window, 1)
    assert table.isColumnHidden(Column.TYPE)  # a new question begins with the columns in view
    table.set_column_shown(int(Column.TYPE), True)
    table.set_column_shown(int(Column.ID), False)
    window.library.open(first.id)
    qtbot.waitUntil(lambda: window.view.result_page.saved is not None and window.view.result_page.saved.id == first.id)
    assert table.isColumnHidden(Column.TYPE)
    assert not table.isColumnHidden(Column.ID)
    window.state.keep_window()
    assert len(window.state.settings.question_layouts) == 2


def test_the_oldest_layouts_are_forgotten_and_garbage_does_no_harm(window: MainWindow) -> None:
    book = LayoutBook({str(number): {"n": number} for number in range(300)})
    assert book.turn_to("7", {"of": "none"}) == {"n": 7}
    assert book.turn_to("new", {"of": "7"}) is None
    kept = book.to_json()
    assert len(kept) == 200
    assert list(kept)[-1] == "7"
    assert kept["7"] == {"of": "7"}
    for garbage in (None, [], {"answer": 3, "comparison": []}):
        window.state._restore_layout(garbage)
    assert window.view.result_page.answer_body.table_page.view.visible_columns()


def test_the_menu_says_how_decimals_are_copied_and_it_is_kept(window: MainWindow) -> None:
    action = window.actions_.local_decimals
    assert action.isChecked()
    assert action.text().endswith(f"({QLocale().toString(1.5, 'f', 1)})")
    action.trigger()
    assert not copied_numbers().is_local
    assert not window.state.settings.copy_local_decimals
    action.trigger()
    assert copied_numbers().is_local
    copied_numbers().choose(is_local=False)  # in another window
    assert not action.isChecked()
    copied_numbers().choose(is_local=True)


def test_charts_of_many_rows_come_from_another_thread(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (arrangement, ordered_model, view):
        monkeypatch.setattr(module, "LARGE", 3)
    page = window.view.result_page
    page.show_view("charts")
    charts = page.answer_body.charts
    asked: list[object] = []
    charts.work_wanted.connect(asked.append)
    fetch_team(qtbot, window, 1)
    qtbot.waitUntil(lambda: bool(asked) and charts._is_planned and not charts._waiting)
    assert page.saved is not None
    assert page.saved.only_answer is not None
    assert charts._plan.panels
    assert charts._plan.long[0] is page.saved.only_answer.metrics.ids


def test_escape_clears_the_search_and_down_leads_to_what_it_left(qtbot: QtBot, window: MainWindow) -> None:
    body = window.view.result_page.answer_body
    window.actions_.find.trigger()
    box = find(window, "result_search", QLineEdit)
    window.actions_.stop.setEnabled(True)  # as while something runs: Escape is its key
    with qtbot.assertNotEmitted(window.actions_.stop.triggered):
        qtbot.keyClicks(box, "talk")
        qtbot.waitUntil(lambda: body.model.filter_text == "talk")
        qtbot.keyClick(box, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: body.model.filter_text == "")
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert body.table_page.view.hasFocus()
