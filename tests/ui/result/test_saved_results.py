"""The list of saved results."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QListView, QMenu, QPushButton
from result_samples import NOW, make_query, make_summary

from siro_desktop.domain.aliases import Aliases, alias_names
from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.labels import Labels
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.plan import CompareBy, CompareEntities
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.question import question_for
from siro_desktop.ui.result_picker import ResultPicker
from siro_desktop.ui.saved_result_delegate import PINNED_ROLE, SUBTITLE_ROLE, WHEN_ROLE
from siro_desktop.ui.saved_results import SavedResultsPanel
from siro_desktop.ui.saved_results_model import SUMMARY_ROLE
from siro_desktop.ui.search_line import SearchLine


@pytest.fixture
def panel(qtbot) -> SavedResultsPanel:
    panel = SavedResultsPanel(clock=lambda: NOW)
    qtbot.addWidget(panel)
    panel.resize(320, 500)
    panel.show()
    panel.show_summaries(tuple(make_summary(number) for number in (5, 3, 2)))
    return panel


@pytest.fixture
def listed(panel) -> QListView:
    return panel.findChild(QListView, "saved_list")


def test_a_line_says_what_when_how_old_and_how_much(panel, listed) -> None:
    panel.set_names(Names(users=(NamedId("user_5", "Ana Ruiz"),)))
    index = listed.model().index(0)
    assert index.data() == "Ana Ruiz · conv_roof"
    assert index.data(WHEN_ROLE) == "1–31 Oct 2026"
    assert index.data(SUBTITLE_ROLE) == "5 hours ago · 153 recordings · 27 metrics"
    assert "Acme Roofing" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert "\n" not in index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_partial_result_is_marked(panel, listed) -> None:
    panel.show_summaries((make_summary(1, is_partial=True, recordings_evaluated=None),))
    assert listed.model().index(0).data(SUBTITLE_ROLE).startswith("partial · 1 hour ago · recordings unknown")


def test_a_comparison_says_how_many_of_its_questions_are_answered(panel, listed) -> None:
    panel.show_summaries((make_summary(1, cells=2, recordings_evaluated=None),))
    assert listed.model().index(0).data(SUBTITLE_ROLE) == "1 hour ago · 1 of 2 answers · 27 metrics"


def test_results_of_the_same_people_and_days_are_told_apart(panel, listed) -> None:
    by_week = CompareBy(entities=CompareEntities.MEMBERS, unit=Unit.WEEK)
    by_rep = replace(make_query(), group_by=(EntityType.USER,))
    panel.show_summaries(
        (make_summary(1, compare_by=by_week, cells=2, cells_answered=2), make_summary(1, query=by_rep))
    )
    compared, grouped = (listed.model().index(row) for row in range(2))
    assert compared.data(SUBTITLE_ROLE) == "1 hour ago · each member, by week · 2 answers · 27 metrics"
    assert grouped.data(SUBTITLE_ROLE) == "1 hour ago · grouped by reps · 149 recordings · 27 metrics"
    assert "grouped by reps" in grouped.data(Qt.ItemDataRole.ToolTipRole)


def test_a_click_opens(panel, listed, qtbot) -> None:
    place = listed.visualRect(listed.model().index(1)).center()
    with qtbot.waitSignal(panel.open_requested) as opened:
        qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened.args == [3]


def test_keys_move_open_and_ask_to_delete(panel, listed, qtbot) -> None:
    panel.set_current(5)
    qtbot.keyClick(listed, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.open_requested) as opened:
        qtbot.keyClick(listed, Qt.Key.Key_Return)
    assert opened.args == [3]
    with qtbot.waitSignal(panel.delete_requested) as deleted:
        qtbot.keyClick(listed, Qt.Key.Key_Delete)
    assert deleted.args == [3]
    assert listed.model().rowCount() == 3  # the panel deletes nothing itself


def test_its_menu_offers_the_question_also_by_keyboard(panel, listed, qtbot) -> None:
    """77: with the keyboard the menu is that of the marked line, wherever the pointer is."""
    panel.set_current(3)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    QApplication.sendEvent(listed.viewport(), asked)
    menu = panel.findChild(QMenu, "saved_menu")
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts == [
        *("&Open", "Open in a new &tab", "&Compare with another…", "&Use as new query"),
        *("&Pin", "&Name, note and tags…", "&Delete…"),
    ]
    for text, signal, told in (
        ("Open in a new &tab", panel.open_beside_requested, 3),
        ("&Compare with another…", panel.compare_requested, 3),
        ("&Use as new query", panel.query_requested, question_for(make_summary(3).query)),
        ("&Pin", panel.pin_requested, make_summary(3)),
        ("&Name, note and tags…", panel.label_requested, make_summary(3)),
    ):
        with qtbot.waitSignal(signal) as wanted:
            next(action for action in menu.actions() if action.text() == text).trigger()
        assert wanted.args == [told]
    menu.close()


def test_a_name_a_pin_and_tags_are_shown_and_spoken(panel, listed, qtbot) -> None:
    labels = Labels("Monday board", "Ask Ana about this", ("weekly", "Q4"), is_pinned=True)
    panel.show_summaries((replace(make_summary(7), labels=labels), make_summary(3)))
    line = listed.model().index(0, 0)
    assert line.data() == "Monday board"
    assert line.data(PINNED_ROLE) is True
    assert "#weekly · #Q4" in line.data(SUBTITLE_ROLE)
    tip = line.data(Qt.ItemDataRole.ToolTipRole).split("\n")
    assert (tip[0], tip[-1]) == ("Monday board", "Ask Ana about this")
    assert "Pinned" in line.data(Qt.ItemDataRole.AccessibleTextRole)
    listed.grab()
    panel.set_current(7)
    with qtbot.waitSignal(panel.label_requested) as wanted:
        qtbot.keyClick(listed, Qt.Key.Key_F2)
    assert wanted.args[0].labels == labels


def test_where_names_are_aliases_a_name_a_note_and_tags_name_nobody(panel, listed) -> None:
    labels = Labels("Ana Ruiz October", "Ana Ruiz did well", ("Ana Ruiz", "weekly"))
    summary = replace(make_summary(5), labels=labels)
    panel.show_summaries((summary,))
    panel.set_names(
        alias_names(Names(users=(NamedId("user_5", "Ana Ruiz"),)), Aliases().covering(EntityType.USER, ["user_5"]))
    )
    line = listed.model().index(0)
    assert line.data() == "Rep A October"
    assert "#Rep A · #weekly" in line.data(SUBTITLE_ROLE)
    tip = line.data(Qt.ItemDataRole.ToolTipRole)
    assert (tip.split("\n")[0], tip.split("\n")[-1]) == ("Rep A October", "Rep A did well")
    assert "Ana" not in tip + line.data(Qt.ItemDataRole.AccessibleTextRole)
    assert line.data(SUMMARY_ROLE) == summary  # what is done to it is done to what is kept


def test_a_list_to_choose_from_changes_nothing(qtbot) -> None:
    picker = SavedResultsPanel(clock=lambda: NOW, is_picker=True)
    qtbot.addWidget(picker)
    picker.show_summaries((make_summary(3),))
    picker.set_current(3)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    QApplication.sendEvent(picker.findChild(QListView, "saved_list").viewport(), asked)
    assert picker.findChild(QMenu, "saved_menu") is None


def test_the_current_result_stays_current_when_the_list_changes(panel) -> None:
    panel.set_current(2)
    panel.show_summaries(tuple(make_summary(number) for number in (9, 5, 2)))
    assert panel.current_id() == 2
    panel.show_summaries((make_summary(9),))
    assert panel.current_id() is None


def test_nothing_marked_asks_for_nothing(panel, listed, qtbot) -> None:
    with qtbot.assertNotEmitted(panel.open_requested), qtbot.assertNotEmitted(panel.delete_requested):
        qtbot.keyClick(listed, Qt.Key.Key_Return)
        qtbot.keyClick(listed, Qt.Key.Key_Delete)


def test_typing_searches_once(panel, qtbot) -> None:
    searched = []
    panel.search_changed.connect(searched.append)
    qtbot.keyClicks(panel.search_line, "roof ")
    qtbot.waitUntil(lambda: searched == ["roof"])


def test_an_empty_list_says_why(panel, qtbot) -> None:
    assert panel.empty_text() == ""
    panel.show_summaries(())
    assert "kept here" in panel.empty_text()
    panel.search_line.setText("zzz")
    panel.show_summaries(())
    assert "zzz" in panel.empty_text()


def test_a_result_is_not_offered_to_be_compared_with_itself(qtbot) -> None:
    picker = ResultPicker(Names(), besides=3)  # it deletes itself
    picker.show_summaries(tuple(make_summary(number) for number in (5, 3, 2)))
    picker.show()
    listed = picker.findChild(QListView, "saved_list")
    assert listed.model().rowCount() == 2
    place = listed.visualRect(listed.model().index(1, 0)).center()
    with qtbot.waitSignal(picker.result_chosen) as chosen:
        qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == [2]


def test_return_in_the_search_of_the_picker_takes_the_marked_result(qtbot) -> None:
    picker = ResultPicker(Names(), besides=5)  # it deletes itself
    picker.show_summaries(tuple(make_summary(number) for number in (5, 3, 2)))
    picker.show()
    qtbot.waitUntil(picker.isVisible)
    line = picker.findChild(SearchLine, "saved_search")
    qtbot.keyClicks(line, "ana")
    picker.show_summaries(tuple(make_summary(number) for number in (3, 2)))
    with qtbot.waitSignal(picker.result_chosen) as chosen:
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert chosen.args == [3]


def test_where_nothing_is_found_there_is_nothing_to_compare_with(qtbot) -> None:
    picker = ResultPicker(Names())
    qtbot.addWidget(picker)
    picker.show_summaries(())
    assert not picker.findChild(QPushButton, "result_picker_ok").isEnabled()


def test_down_leads_from_the_search_into_the_list(panel, listed, qtbot) -> None:
    qtbot.addWidget(panel.search_line)
    qtbot.keyClick(panel.search_line, Qt.Key.Key_Down)
    assert panel.current_id() == 5
    qtbot.waitUntil(listed.hasFocus)


def test_what_is_to_be_marked_is_so_when_it_is_listed_and_what_is_marked_stays(panel) -> None:
    panel.set_current(7)  # not stored yet
    assert panel.current_id() is None
    panel.show_summaries(tuple(make_summary(number) for number in (7, 5, 3)))
    assert panel.current_id() == 7
    panel.set_current(3)
    panel.show_summaries(tuple(make_summary(number) for number in (3, 7, 5)))
    assert panel.current_id() == 3
