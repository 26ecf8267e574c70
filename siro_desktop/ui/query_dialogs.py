"""Small dialogs about saved queries: what one is called and where it lies; the day of a before and after."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDate, QLocale, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDateEdit, QDialog, QDialogButtonBox, QLineEdit, QSpinBox, QWidget

from siro_desktop.domain.periods import DateRange
from siro_desktop.domain.question_json import LONGEST_NAME, one_line
from siro_desktop.domain.templates import DEFAULT_STRETCH
from siro_desktop.ui.dialog_layout import lay_out_dialog
from siro_desktop.ui.field import Caption, Field
from siro_desktop.ui.question_words import question_period_in_words
from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_LONGEST_STRETCH: Final = 366


class NameDialog(QDialog):
    """Asks for a name and a folder: `name_chosen(name, folder)` for one that is free there, as far as is known.

    It then waits for `end`, or for `show_problem` if another window or program was quicker.
    """

    name_chosen = Signal(str, str)

    def __init__(
        self,
        name: str,
        folder: str,
        folders: Sequence[str],
        taken: Collection[tuple[str, str]],
        host: QWidget | None = None,
    ) -> None:
        super().__init__(host)
        self.setObjectName("query_name_dialog")
        self.setWindowTitle(self.tr("Save query"))
        self._taken = {(one.casefold(), where) for one, where in taken}
        self._name = named(QLineEdit(name, self), "query_name")
        self._name.setMaxLength(LONGEST_NAME)
        self._name.setSelection(len(name), -len(name))  # all of it, with its beginning in view
        self._folder = named(QComboBox(self), "query_folder")
        self._folder.setEditable(True)
        self._folder.addItems(["", *folders])
        self._folder.setCurrentText(folder)
        line = self._folder.lineEdit()
        if line is not None:
            line.setPlaceholderText(self.tr("None"))
            line.setMaxLength(LONGEST_NAME)
        fit_height(self._name, self._folder)
        self._field = Field("name", self.tr("&Name"), self._name)
        buttons = lay_out_dialog(
            self, (self._field, Field("folder", self.tr("&Folder"), self._folder)), self.tr("Save")
        )
        buttons.accepted.connect(self._on_accepted)
        self._save = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self._name.textEdited.connect(self._field.clear_problem)

    @Slot(object)
    def end(self, _query_id: object) -> None:
        """Close: the query is saved."""
        self.accept()

    def show_problem(self, text: str) -> None:
        """Say beside the name why the query is not saved under it; another one can be chosen."""
        self._save.setEnabled(True)
        self._field.show_problem(text)

    @Slot()
    def _on_accepted(self) -> None:
        name, folder = one_line(self._name.text()), one_line(self._folder.currentText())
        if not name:
            self._field.show_problem(self.tr("Give the query a name."))
        elif (name.casefold(), folder) in self._taken:
            self._field.show_problem(self.tr("There is a query of this name in this folder. Choose another name."))
        else:
            self._save.setEnabled(False)
            self.name_chosen.emit(name, folder)


class BeforeAfterDialog(QDialog):
    """Asks for a day, and how many days before and from it on are compared: `day_chosen(date, days)`."""

    day_chosen = Signal(object, int)

    def __init__(self, today: date, host: QWidget | None = None) -> None:
        super().__init__(host)
        self.setObjectName("before_after_dialog")
        self.setWindowTitle(self.tr("Before and after"))
        day = QDate(today.year, today.month, today.day)
        self._day = named(QDateEdit(day.addDays(-DEFAULT_STRETCH), self), "before_after_day")
        self._day.setCalendarPopup(True)
        self._day.setDisplayFormat("d MMM yyyy")
        self._day.setMaximumDate(day)
        self._day.calendarWidget().setFirstDayOfWeek(QLocale().firstDayOfWeek())
        self._length = named(QSpinBox(self), "before_after_length")
        self._length.setRange(1, _LONGEST_STRETCH)
        self._length.setValue(DEFAULT_STRETCH)
        self._length.setSuffix(self.tr(" days"))
        fit_height(self._day, self._length)
        self._said = Caption("before_after_said", host=self)
        fields = (
            Field("day", self.tr("&Day of the change, the first of “after”"), self._day),
            Field("length", self.tr("&Length of each side"), self._length),
            self._said,
        )
        self._say()
        lay_out_dialog(self, fields, self.tr("Use")).accepted.connect(self._on_accepted)
        self._day.dateChanged.connect(self._say)
        self._length.valueChanged.connect(self._say)

    @Slot()
    def _say(self) -> None:
        day, length = self._day.date(), self._length.value()
        sides = ((self.tr("Before: %1"), day.addDays(-length)), (self.tr("After: %1"), day))
        self._said.setText("\n".join(text.replace("%1", _days(first, length)) for text, first in sides))

    @Slot()
    def _on_accepted(self) -> None:
        self.accept()
        self.day_chosen.emit(_python_date(self._day.date()), self._length.value())


def _days(first: QDate, length: int) -> str:
    days = DateRange(_python_date(first), _python_date(first.addDays(length - 1)))
    return question_period_in_words(days)


def _python_date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
