"""Asks under which name an arrangement of columns is kept. Signal: `name_chosen(name)` for one that can be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QLineEdit

from siro_desktop.domain.question_json import LONGEST_NAME, one_line
from siro_desktop.ui.dialog_layout import lay_out_dialog
from siro_desktop.ui.field import Caption, Field
from siro_desktop.ui.kept_arrangements import MOST, NameProblem
from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


class ArrangementDialog(QDialog):
    """`problem` says what is wrong with a name; the dialog says it below the field."""

    name_chosen = Signal(str)

    def __init__(self, problem: Callable[[str], NameProblem | None], host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("arrangement_dialog")
        self.setWindowTitle(self.tr("Keep this arrangement"))
        self._problem = problem
        self._name = named(QLineEdit(self), "arrangement_name")
        self._name.setMaxLength(LONGEST_NAME)
        fit_height(self._name)
        self._field = Field("arrangement", self.tr("&Name"), self._name)
        about = self.tr("Keeps which columns there are, their order and widths, and how rows are sorted.")
        buttons = lay_out_dialog(self, (self._field, Caption("arrangement_about", about, self)), self.tr("Keep"))
        buttons.accepted.connect(self._on_accepted)
        self._name.textEdited.connect(self._field.clear_problem)

    @Slot()
    def _on_accepted(self) -> None:
        name = one_line(self._name.text())
        problem = self._problem(name)
        if problem is not None:
            self._field.show_problem(self._in_words(problem))
            return
        self.accept()
        self.name_chosen.emit(name)

    def _in_words(self, problem: NameProblem) -> str:
        if problem is NameProblem.MISSING:
            return self.tr("Give the arrangement a name.")
        if problem is NameProblem.TAKEN:
            return self.tr("There is an arrangement of this name. Choose another name.")
        return self.tr("%1 arrangements are kept. Delete one first.").replace("%1", str(MOST))
