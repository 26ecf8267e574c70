"""What a person does with the shown result: export it, save a picture of it, take its question into the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from siro_desktop.domain.exports import Scope
from siro_desktop.domain.question import question_of
from siro_desktop.ui.result_looks import with_texts

if TYPE_CHECKING:
    from pathlib import Path

    from siro_desktop.domain.exports import Shown
    from siro_desktop.domain.names import Names
    from siro_desktop.domain.question import Question
    from siro_desktop.ui.main_window import MainWindow
    from siro_desktop.ui.picture_choice import PictureChoice


class ResultActions(QObject):
    """Connects result page, saved results, exports and form of one window. Holds no state."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        page, exports = window.view.result_page, window.exports
        page.export_requested.connect(self.export)
        page.picture_requested.connect(self.save_picture)
        page.edit_requested.connect(self._on_edit_requested)
        window.view.saved_panel.query_requested.connect(self.use_question)
        exports.exported.connect(self._on_exported)
        pictures = window.pictures
        pictures.picture_saved.connect(self._on_picture_saved)
        pictures.picture_copied.connect(self._on_picture_copied)
        window.reports.saved.connect(self._on_report_saved)
        window.reports.printed.connect(self._on_report_printed)
        window.shown.shown.connect(window.reports.prepare)

    @Slot()
    def export(self) -> None:
        """Ask how to export the shown result."""
        page = self._window.view.result_page
        if page.saved is not None:
            names = self._window.names
            shown = {Scope.VIEW: page.visible_rows(), Scope.SELECTION: page.selected_rows()}
            rows = {scope: hidden(one, names) for scope, one in shown.items()}
            look = with_texts(page.look(), names.hide_text)
            self._window.exports.export(names.hide(page.saved), names.for_hidden(), rows, look)

    @Slot()
    def save_picture(self) -> None:
        """Ask how a picture of the charts is wished, and where it goes."""
        page = self._window.view.result_page
        if page.saved is not None:
            names = self._window.names
            self._window.pictures.ask(names.hide(page.saved), names.for_hidden(), page.picture)

    @Slot()
    def copy_picture(self) -> None:
        """Put a picture of the charts on the clipboard."""
        page = self._window.view.result_page
        if page.saved is not None:
            names = self._window.names
            self._window.pictures.copy(names.hide(page.saved), names.for_hidden(), page.picture)

    @Slot(object)
    def use_question(self, question: Question) -> None:
        """Put a question that was asked before into the form, to be changed and asked anew."""
        self._window.actions_.show_form.setChecked(True)
        self._window.view.query_form.set_question(question)
        self._window.view.query_form.focus_first()

    @Slot()
    def _on_edit_requested(self) -> None:
        saved = self._window.view.result_page.saved
        if saved is not None:
            self.use_question(question_of(saved.plan))

    @Slot(object)
    def _on_exported(self, path: Path) -> None:
        self._window.state.keep_export(self._window.exports.last_choice)
        self._window.messages.show_notice(self.tr("Exported."), str(path))

    @Slot(object)
    def _on_picture_saved(self, choice: PictureChoice) -> None:
        self._window.state.keep_picture(choice)
        self._window.messages.show_notice(self.tr("Picture saved."), str(choice.path))

    @Slot()
    def _on_picture_copied(self) -> None:
        self._window.messages.show_notice(self.tr("Picture copied."), self.tr("It is on the clipboard."))

    @Slot(object)
    def _on_report_saved(self, path: Path) -> None:
        self._window.messages.show_notice(self.tr("PDF saved."), str(path))

    @Slot(object)
    def _on_report_printed(self, path: Path | None) -> None:
        where = self.tr("The pages were handed to the printer.") if path is None else str(path)
        self._window.messages.show_notice(self.tr("Printed."), where)


def hidden(shown: Shown, names: Names) -> Shown:
    """Return what goes into a file without the names that are hidden now; rows name nobody."""
    from siro_desktop.domain.two_sides import TwoSides

    return shown.changed(names.hide) if isinstance(shown, TwoSides) else shown
