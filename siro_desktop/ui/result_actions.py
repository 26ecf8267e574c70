"""What a person does with the shown result: export, picture, print it, take its question into the form.

What does that is made when it is first asked for, not at the start.
"""

from __future__ import annotations

from functools import cached_property
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
    from siro_desktop.ui.export_controller import ExportController
    from siro_desktop.ui.main_window import MainWindow
    from siro_desktop.ui.picture_choice import PictureChoice
    from siro_desktop.ui.picture_controller import PictureController
    from siro_desktop.ui.report_controller import ReportController


class ResultActions(QObject):
    """Connects result page, saved results, exports and form of one window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        page = window.view.result_page
        page.export_requested.connect(self.export)
        page.picture_requested.connect(self.save_picture)
        page.edit_requested.connect(self._on_edit_requested)
        window.view.saved_panel.query_requested.connect(self.use_question)

    @cached_property
    def exports(self) -> ExportController:
        """Writes files of figures."""
        from siro_desktop.ui.export_controller import ExportController

        window = self._window
        made = ExportController(window.workspace, window)
        made.set_targets(window.targets.targets)
        window.targets.targets_changed.connect(made.set_targets)
        made.exported.connect(self._on_exported)
        made.failed.connect(window.failures.show)
        return made

    @cached_property
    def pictures(self) -> PictureController:
        """Draws and writes pictures of the charts."""
        from siro_desktop.ui.picture_controller import PictureController

        made = PictureController(self._window.workspace, self._window)
        made.picture_saved.connect(self._on_picture_saved)
        made.picture_copied.connect(self._on_picture_copied)
        made.failed.connect(self._window.failures.show)
        return made

    @cached_property
    def reports(self) -> ReportController:
        """Prints, and writes one-to-ones."""
        from siro_desktop.ui.report_controller import ReportController

        made = ReportController(self._window)
        made.saved.connect(self._on_report_saved)
        made.printed.connect(self._on_report_printed)
        made.failed.connect(self._window.failures.show)
        return made

    @Slot()
    def export(self) -> None:
        """Ask how to export the shown result."""
        page = self._window.view.result_page
        if page.saved is not None:
            names = self._window.names
            shown = {Scope.VIEW: page.visible_rows(), Scope.SELECTION: page.selected_rows()}
            rows = {scope: hidden(one, names) for scope, one in shown.items()}
            look = with_texts(page.look(), names.hide_text)
            self.exports.export(names.hide(page.saved), names.for_hidden(), rows, look)

    @Slot()
    def save_picture(self) -> None:
        """Ask how a picture of the charts is wished, and where it goes."""
        page = self._window.view.result_page
        if page.saved is not None:
            names = self._window.names
            self.pictures.ask(names.hide(page.saved), names.for_hidden(), page.picture)

    @Slot()
    def copy_picture(self) -> None:
        """Put a picture of the charts on the clipboard."""
        page = self._window.view.result_page
        if page.saved is not None:
            names = self._window.names
            self.pictures.copy(names.hide(page.saved), names.for_hidden(), page.picture)

    @Slot()
    def print_result(self) -> None:
        """Ask for a printer, then print."""
        self.reports.print_result()

    @Slot()
    def preview(self) -> None:
        """Show the result as pages."""
        self.reports.preview()

    @Slot()
    def save_pdf(self) -> None:
        """Ask where a PDF goes, then write it."""
        self.reports.save_pdf()

    @Slot()
    def show_sheet(self) -> None:
        """Prepare a one-to-one."""
        self.reports.show_sheet()

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
        self._window.state.keep_export(self.exports.last_choice)
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
        self.exports.turn_to(path.parent)
        self._window.state.keep_folder(path.parent)
        self._window.messages.show_notice(self.tr("PDF saved."), str(path))

    @Slot(object)
    def _on_report_printed(self, path: Path | None) -> None:
        where = self.tr("The pages were handed to the printer.") if path is None else str(path)
        self._window.messages.show_notice(self.tr("Printed."), where)


def hidden(shown: Shown, names: Names) -> Shown:
    """Return what goes into a file without the names that are hidden now; rows name nobody."""
    from siro_desktop.domain.two_sides import TwoSides

    return shown.changed(names.hide) if isinstance(shown, TwoSides) else shown
