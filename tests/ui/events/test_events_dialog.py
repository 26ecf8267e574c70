"""The dialogs of events: what is listed, edited, refused, and asked about before and after."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QDate, QObject, Qt
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QLabel, QLineEdit, QPushButton, QSpinBox, QStackedWidget

from siro_desktop.domain.calendar import Calendar
from siro_desktop.domain.events import NOT_KEPT, Event
from siro_desktop.ui.day_input import DayInput
from siro_desktop.ui.dialog_size import Rolling
from siro_desktop.ui.events.dialog import EventsDialog
from siro_desktop.ui.events.event_dialog import EventDialog
from siro_desktop.ui.field import Field
from siro_desktop.ui.plain_table import PlainTable
from siro_desktop.ui.text_size import NO_ZOOM, text_size

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Found = TypeVar("Found", bound=QObject)
TRAINING = Event(id=1, day=date(2026, 5, 12), name="Training")
PRICE = Event(id=2, day=date(2026, 6, 1), name="New price")
CALENDAR = Calendar(ZoneInfo("America/New_York"), week_start=6)


def child(host: QObject, name: str, kind: type[Found]) -> Found:
    found = host.findChild(kind, name)
    assert found is not None, name
    return found


@pytest.fixture
def dialog(qtbot: QtBot) -> EventsDialog:
    made = EventsDialog()
    qtbot.addWidget(made)
    made.show_events((PRICE, TRAINING))
    made.show()
    return made


@pytest.fixture
def make_editor(qtbot: QtBot):
    def make(event: Event) -> EventDialog:
        editor = EventDialog(event, (PRICE, TRAINING), CALENDAR)
        editor.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(editor)
        editor.show()
        return editor

    return make


def cells(dialog: EventsDialog) -> list[list[str]]:
    model = child(dialog, "events_table", PlainTable).model()
    return [[str(model.index(row, column).data()) for column in (0, 1)] for row in range(model.rowCount())]


def is_enabled(dialog: EventsDialog) -> list[bool]:
    names = ("events_new", "events_edit", "events_delete", "events_before_after")
    return [child(dialog, name, QPushButton).isEnabled() for name in names]


def press_save(editor: EventDialog) -> None:
    child(editor, "event_dialog_buttons", QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok).click()


def test_events_are_listed_from_the_latest(dialog: EventsDialog) -> None:
    assert cells(dialog) == [["1 Jun 2026", "New price"], ["12 May 2026", "Training"]]
    assert is_enabled(dialog) == [True, False, False, False]


def test_without_events_it_says_what_they_are_for(dialog: EventsDialog) -> None:
    stack = child(dialog, "events_stack", QStackedWidget)
    assert stack.currentIndex() == 0
    dialog.show_events(())
    assert "No events yet. Write down a training" in stack.currentWidget().text()  # type: ignore[union-attr]


def test_keys_buttons_and_menu_act_on_the_chosen_event(qtbot: QtBot, dialog: EventsDialog) -> None:
    wanted: list[object] = []
    dialog.edit_requested.connect(lambda event: wanted.append(("edit", event)))
    dialog.delete_requested.connect(lambda event: wanted.append(("delete", event)))
    dialog.before_after_requested.connect(lambda day, days: wanted.append((day, days)))
    table = child(dialog, "events_table", PlainTable)
    menu = {action.objectName(): action for action in table.actions()}
    assert not any(action.isEnabled() for action in menu.values())
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    table.selectRow(1)
    assert is_enabled(dialog) == [True] * 4
    assert all(action.isEnabled() for action in menu.values())
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    for name in ("events_new", "events_edit", "events_delete", "events_before_after"):
        child(dialog, name, QPushButton).click()
    for name in ("events_edit_action", "events_delete_action", "events_before_after_action"):
        menu[name].trigger()

    chosen = [("edit", TRAINING), ("delete", TRAINING), (TRAINING.day, 28)]
    assert wanted == [*chosen[:2], ("edit", None), *chosen, *chosen]


def test_the_days_of_both_sides_are_said(dialog: EventsDialog) -> None:
    said, weeks = child(dialog, "events_said", QLabel), child(dialog, "events_weeks", QSpinBox)
    assert said.text() == ""
    child(dialog, "events_table", PlainTable).selectRow(1)
    assert said.text() == "Before: 14 Apr – 11 May 2026\nAfter: 12 May – 8 Jun 2026"
    assert (weeks.minimum(), weeks.maximum(), weeks.text()) == (1, 26, "4 weeks")
    weeks.setValue(1)
    assert (weeks.text(), said.text()) == ("1 week", "Before: 5–11 May 2026\nAfter: 12–18 May 2026")


def test_the_chosen_event_stays_chosen_among_others(dialog: EventsDialog) -> None:
    table = child(dialog, "events_table", PlainTable)
    table.selectRow(1)
    dialog.show_events((TRAINING,))
    assert table.selected_rows() == [0]
    dialog.show_events((PRICE,))
    assert table.selected_rows() == []
    assert is_enabled(dialog) == [True, False, False, False]


def test_files_to_import_and_to_export_to_are_asked_for(qtbot: QtBot, dialog: EventsDialog) -> None:
    with qtbot.waitSignal(dialog.import_requested) as wanted:
        child(dialog, "events_import", QPushButton).click()
        child(dialog, "events_import_dialog", QFileDialog).fileSelected.emit("/tmp/in.csv")
    assert wanted.args == [Path("/tmp/in.csv")]
    with qtbot.waitSignal(dialog.export_requested) as wanted:
        child(dialog, "events_export", QPushButton).click()
        chooser = child(dialog, "events_export_dialog", QFileDialog)
        assert [Path(one).name for one in chooser.selectedFiles()] == ["events.json"]
        chooser.selectFile("mine.json")
        for wanted_filter, ending in ((chooser.nameFilters()[1], "csv"), (chooser.nameFilters()[0], "json")):
            chooser.filterSelected.emit(wanted_filter)
            assert [Path(one).name for one in chooser.selectedFiles()] == [f"mine.{ending}"]
            assert chooser.defaultSuffix() == ending
        chooser.selectFile("v1.5")
        chooser.filterSelected.emit(chooser.nameFilters()[1])
        assert [Path(one).name for one in chooser.selectedFiles()] == ["v1.5"]
        chooser.fileSelected.emit("/tmp/out.csv")
    assert wanted.args == [Path("/tmp/out.csv")]
    dialog.show_events(())
    assert not child(dialog, "events_export", QPushButton).isEnabled()
    dialog.say("Exported.")
    assert child(dialog, "events_note", QLabel).text() == "Exported."


def test_an_event_is_written_down(qtbot: QtBot, make_editor) -> None:
    editor = make_editor(Event(id=NOT_KEPT, day=date(2026, 11, 20), name=""))
    day = child(editor, "event_day", DayInput)
    assert editor.windowTitle() == "New event"
    assert day.calendarWidget().firstDayOfWeek() == Qt.DayOfWeek.Sunday
    assert child(editor, "day_note", QLabel).text() == "America/New York"
    day.setDate(QDate(2026, 5, 12))
    child(editor, "event_name", QLineEdit).setText("  Second \t training ")
    with qtbot.waitSignal(editor.event_accepted) as told:
        press_save(editor)
    assert told.args == [Event(id=NOT_KEPT, day=date(2026, 5, 12), name="Second training")]
    assert not editor.isVisible()


def test_an_event_keeps_its_number_and_may_keep_its_name(qtbot: QtBot, make_editor) -> None:
    editor = make_editor(TRAINING)
    with qtbot.waitSignal(editor.event_accepted) as told:
        press_save(editor)
    assert told.args == [TRAINING]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("  ", "Give the event a name."),
        ("x" * 81, "This name is too long. 80 characters are the most."),
        ("new PRICE", "There is an event of this name on this day already."),
    ],
)
def test_what_is_wrong_is_said_beside_the_name(qtbot: QtBot, make_editor, name: str, said: str) -> None:
    editor = make_editor(replace(PRICE, id=NOT_KEPT, name=""))
    entry, field = child(editor, "event_name", QLineEdit), child(editor, "name_field", Field)
    entry.setText(name)
    with qtbot.assertNotEmitted(editor.event_accepted):
        press_save(editor)
    assert field.problem == said
    assert editor.isVisible()
    qtbot.keyClick(entry, Qt.Key.Key_A)
    assert field.problem == ""


def test_another_day_ends_the_problem(make_editor) -> None:
    editor = make_editor(replace(PRICE, id=NOT_KEPT))
    press_save(editor)
    assert child(editor, "name_field", Field).problem
    child(editor, "event_day", DayInput).setDate(QDate(2026, 6, 2))
    assert child(editor, "name_field", Field).problem == ""


def test_the_dialog_has_room_for_a_problem_of_two_lines(qtbot: QtBot, make_editor) -> None:
    editor = make_editor(replace(PRICE, id=NOT_KEPT))
    rolling, before = child(editor, "event_dialog_parts_rolling", Rolling), editor.height()
    press_save(editor)
    qtbot.waitUntil(lambda: editor.height() > before)
    qtbot.waitUntil(lambda: rolling.height() >= rolling.height_for(rolling.width()))
    assert rolling.verticalScrollBar().maximum() == 0


def test_its_empty_page_is_read_whole_when_text_grows_while_it_is_open(qtbot: QtBot) -> None:
    dialog = EventsDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    sentence = child(dialog, "events_nothing_sentence", QLabel)
    try:
        text_size().set_zoom(150)
        qtbot.waitUntil(lambda: sentence.height() >= sentence.heightForWidth(sentence.width()) > 0)
    finally:
        text_size().set_zoom(NO_ZOOM)
