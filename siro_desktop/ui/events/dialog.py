"""The events of a connection as a list, to be written down, changed, deleted, asked about, and put into files.

Signals: `edit_requested(Event or None for a new one)`, `delete_requested(Event)`, `before_after_requested(date, days)`
for as many days before an event as from it on, `import_requested(Path)`, `export_requested(Path)`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from siro_desktop.domain.periods import DateRange
from siro_desktop.domain.templates import DEFAULT_STRETCH
from siro_desktop.ui.choose_file import choose_export, choose_import
from siro_desktop.ui.dialog_size import Rolling, column_of, size_by_text
from siro_desktop.ui.field import Caption, ProblemLine, captioned
from siro_desktop.ui.plain_table import PlainTable, TextTableModel
from siro_desktop.ui.question_words import question_period_in_words
from siro_desktop.ui.result_states import StatePage
from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.theme import SPACE_2, SPACE_3, SPACE_4
from siro_desktop.ui.widgets import named, quiet_button
from siro_desktop.ui.words import day_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from siro_desktop.domain.events import Event

_SHARES: Final = (26, 74)
_WEEK: Final = 7
_MOST_WEEKS: Final = 26


class EventsDialog(QDialog):
    """Shows events, the latest first; stores nothing itself. Every change is kept at once."""

    edit_requested = Signal(object)
    delete_requested = Signal(object)
    before_after_requested = Signal(object, int)
    import_requested = Signal(object)
    export_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("events_dialog")
        self.setWindowTitle(self.tr("Events"))
        self._events: tuple[Event, ...] = ()
        self._is_aliased = False
        self._build_list()
        self._build_before_after()
        self._build_layout()
        self._connect()
        self.show_events(())

    def _build_list(self) -> None:
        self._model = TextTableModel([self.tr("Day"), self.tr("Event")], self)
        self._table = PlainTable("events_table", self.tr("Events"), self._model, _SHARES, self, wraps=True)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        nothing = StatePage("events_nothing", self)
        nothing.say(
            "calendar",
            self.tr("No events yet"),
            self.tr("Write down a training, a new script or a price change: every trend shows when it was."),
        )
        self._stack = named(QStackedWidget(self), "events_stack")
        self._stack.addWidget(self._table)
        self._stack.addWidget(nothing)
        self._new = quiet_button(self, "events_new", "add", self.tr("&New event…"))
        self._edit = quiet_button(self, "events_edit", "edit", self.tr("&Edit…"))
        self._delete = quiet_button(self, "events_delete", "delete", self.tr("&Delete"))

    def _build_before_after(self) -> None:
        self._weeks = named(QSpinBox(self), "events_weeks")
        self._weeks.setRange(1, _MOST_WEEKS)
        self._weeks.setValue(DEFAULT_STRETCH // _WEEK)
        fit_height(self._weeks)
        tip = self.tr("Puts the weeks from the chosen event on into the query, beside as many weeks before it")
        self._compare = quiet_button(self, "events_before_after", "swap", self.tr("&Before and after"), tip)
        self._said = Caption("events_said", host=self)

    def _build_layout(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_2)
        for button in (self._new, self._edit, self._delete):
            buttons.addWidget(button)
        buttons.addStretch(1)
        compare = QHBoxLayout()
        compare.setSpacing(SPACE_2)
        compare.addWidget(captioned("events_weeks", self.tr("&Weeks on each side"), self._weeks, self))
        compare.addWidget(self._compare, 0, Qt.AlignmentFlag.AlignBottom)
        compare.addWidget(self._said, 1, Qt.AlignmentFlag.AlignBottom)
        self._problem = ProblemLine("events_problem", self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        layout.setSpacing(SPACE_3)
        self._hint = Caption("events_hint", host=self)
        content, column = column_of("events_parts", self, SPACE_3)
        column.addWidget(self._hint)
        column.addWidget(self._stack, 1)
        column.addLayout(buttons)
        column.addLayout(compare)
        layout.addWidget(Rolling(content, self), 1)
        layout.addWidget(self._problem)
        layout.addLayout(self._build_foot())
        size_by_text(self, QSize(38, 28))

    def _build_foot(self) -> QHBoxLayout:
        self._import = quiet_button(self, "events_import", "import", self.tr("Im&port…"))
        self._export = quiet_button(self, "events_export", "export", self.tr("E&xport…"))
        self._note = Caption("events_note", host=self)
        close = named(QPushButton(self.tr("Close"), self), "events_close")
        close.setAutoDefault(False)
        close.clicked.connect(self.accept)
        fit_height(close)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_2)
        for button in (self._import, self._export):
            foot.addWidget(button)
        foot.addWidget(self._note, 1)
        foot.addWidget(close)
        return foot

    def _connect(self) -> None:
        self._new.clicked.connect(self._on_new_clicked)
        self._import.clicked.connect(self._on_import_clicked)
        self._export.clicked.connect(self._on_export_clicked)
        for button, slot in (
            (self._edit, self._on_edit_clicked),
            (self._delete, self._on_delete_clicked),
            (self._compare, self._on_compare_clicked),
        ):
            button.clicked.connect(slot)
            action = named(QAction(button.text(), self._table), f"{button.objectName()}_action")
            action.triggered.connect(slot)
            self._table.addAction(action)
        self._table.doubleClicked.connect(self._on_edit_clicked)
        self._table.return_pressed.connect(self._on_edit_clicked)
        self._table.delete_pressed.connect(self._on_delete_clicked)
        self._table.selectionModel().selectionChanged.connect(self._show_chosen)
        self._weeks.valueChanged.connect(self._show_chosen)

    # Public ---------------------------------------------------------------------------------------------------------

    def show_events(self, events: Sequence[Event], *, is_aliased: bool = False) -> None:
        """Show what there is now; the chosen event stays chosen.

        `is_aliased`: their names hold aliases for people, which are not to be kept: none can be changed.
        """
        former = self._chosen()
        self._events, self._is_aliased = tuple(events), is_aliased
        self._hint.setText(self._hint_text())
        self._model.set_rows([(day_in_words(event.day), event.name) for event in self._events])
        self._stack.setCurrentIndex(0 if self._events else 1)
        self._export.setEnabled(bool(self._events))
        for button in (self._new, self._import):
            button.setEnabled(not is_aliased)
        ids = [event.id for event in self._events]
        if former is not None and former.id in ids:
            self._table.selectRow(ids.index(former.id))
        self._show_chosen()

    def choose(self, event_id: int) -> None:
        """Choose an event, if it is there."""
        ids = [event.id for event in self._events]
        if event_id in ids:
            self._table.selectRow(ids.index(event_id))

    def show_problem(self, sentence: str) -> None:
        """Say below the list what could not be read or kept; nothing with an empty sentence."""
        self._problem.set_text(sentence)
        self._note.setText("")

    def say(self, sentence: str) -> None:
        """Say at the foot how something went; no problem is left then."""
        self._problem.set_text("")
        self._note.setText(sentence)

    # Slots ----------------------------------------------------------------------------------------------------------

    def _hint_text(self) -> str:
        if self._is_aliased:
            return self.tr("In presentation mode events can be read, with aliases for names, and not changed.")
        return self.tr("An event is a dashed line in every trend of this connection.")

    def _chosen(self) -> Event | None:
        rows = self._table.selected_rows()
        return self._events[rows[0]] if rows else None

    @Slot()
    def _show_chosen(self) -> None:
        event, weeks = self._chosen(), self._weeks.value()
        self._weeks.setSuffix(self.tr(" week") if weeks == 1 else self.tr(" weeks"))
        can_change = event is not None and not self._is_aliased
        for button, action in zip((self._edit, self._delete, self._compare), self._table.actions(), strict=True):
            is_possible = event is not None if button is self._compare else can_change
            button.setEnabled(is_possible)
            action.setEnabled(is_possible)
        if event is None:
            self._said.setText("")
            return
        length = weeks * _WEEK
        before, after = (_days(event.day + timedelta(days=shift), length) for shift in (-length, 0))
        text = self.tr("Before: %1\nAfter: %2")
        self._said.setText(text.replace("%1", before).replace("%2", after))

    @Slot()
    def _on_new_clicked(self) -> None:
        self.edit_requested.emit(None)

    @Slot()
    def _on_edit_clicked(self) -> None:
        if (event := self._chosen()) is not None and self._edit.isEnabled():
            self.edit_requested.emit(event)

    @Slot()
    def _on_delete_clicked(self) -> None:
        if (event := self._chosen()) is not None and self._delete.isEnabled():
            self.delete_requested.emit(event)

    @Slot()
    def _on_compare_clicked(self) -> None:
        if (event := self._chosen()) is not None:
            self.before_after_requested.emit(event.day, self._weeks.value() * _WEEK)

    @Slot()
    def _on_import_clicked(self) -> None:
        filters = [self.tr("Events (*.csv *.json)"), self.tr("All files (*)")]
        choose_import(self, "events_import_dialog", self.tr("Import events"), filters, take=self.import_requested.emit)

    @Slot()
    def _on_export_clicked(self) -> None:
        filters = [self.tr("JSON (*.json)"), self.tr("CSV for spreadsheets (*.csv)")]
        title = self.tr("Export events")
        choose_export(self, "events_export_dialog", title, filters, "events.json", take=self.export_requested.emit)


def _days(first: date, length: int) -> str:
    return question_period_in_words(DateRange(first, first + timedelta(days=length - 1)))
