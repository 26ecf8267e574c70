"""Begins a query from a template, or around a day; what is open in it the form leads to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from siro_desktop.domain.templates import Template, around, fill_template, missing_field
from siro_desktop.ui.template_menu import TemplateMenu

if TYPE_CHECKING:
    from datetime import date

    from siro_desktop.domain.question import Question
    from siro_desktop.ui.main_window import MainWindow


class TemplateController(QObject):
    """Fills the menu of templates of one window, and its form."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._form = window.view.query_form
        menu = TemplateMenu(window)
        menu.template_chosen.connect(self._on_template_chosen)
        window.actions_.new_from_template.setMenu(menu)

    def ask_around(self, day: date, length: int) -> None:
        """Let the form ask of `length` days from `day` on beside as many before; the rest of its question stays."""
        self._begin(around(self._form.as_typed(), day, length))

    @Slot(object)
    def _on_template_chosen(self, template: Template) -> None:
        profile = self._window.profile
        if profile is None:
            return
        question = fill_template(template, self._form.as_typed(), self._window.names)
        if template is not Template.BEFORE_AFTER:
            self._begin(question)
            return
        from siro_desktop.ui.query_dialogs import BeforeAfterDialog

        dialog = BeforeAfterDialog(self._window.workspace.today(profile.zone), self._window)
        dialog.day_chosen.connect(partial(self._on_day_chosen, question))
        dialog.open()

    def _on_day_chosen(self, question: Question, day: date, length: int) -> None:
        self._begin(around(question, day, length))

    def _begin(self, question: Question) -> None:
        self._window.queries.begin(question)
        self._form.lead_to(missing_field(question))
