"""Siro's answer to one question as it came; above it the request that brought it.

Text is built when the view is first seen, and only the beginning of a long answer is shown: the rest can be saved.
Signal: `failed(SiroError)` if the answer cannot be saved.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from siro_desktop.domain.names import Names
from siro_desktop.errors import ExportError
from siro_desktop.ui.clipboard import copy_text
from siro_desktop.ui.files import write_whole
from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.json_text import indented
from siro_desktop.ui.request_lines import RequestLines
from siro_desktop.ui.text_size import fit_height, fit_icon, write_fixed
from siro_desktop.ui.theme import SPACE_2, SPACE_4, style_text
from siro_desktop.ui.widgets import let_read, named
from siro_desktop.ui.words import SEPARATOR, grouped

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from siro_desktop.domain.plan import Cell
    from siro_desktop.domain.results import Page, SavedResult

SHOWN_BYTES: Final = 32 * 1024


class AnswerView(QWidget):
    """Shows the pages of a saved result's answer, one at a time."""

    failed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("answer_view")
        self._saved: SavedResult | None = None
        self._cell: Cell | None = None
        self._names = Names()
        self._about = ""
        self._pages: tuple[Page, ...] = ()
        self._is_stale = False
        self._build_layout()
        self._connect()

    def _build_layout(self) -> None:
        self.request = RequestLines(self)
        self._text = named(QPlainTextEdit(self), "answer_text")
        let_read(self._text)
        write_fixed(self._text)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self._text.setAccessibleName(self.tr("Answer as it came"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, 0)
        layout.setSpacing(SPACE_2)
        layout.addWidget(self.request)
        layout.addSpacing(SPACE_2)
        layout.addLayout(self._build_heading())
        layout.addWidget(self._text, 1)

    def _build_heading(self) -> QHBoxLayout:
        self._note = named(QLabel(self), "answer_note")
        self._note.setWordWrap(True)
        style_text(self._note, "muted")
        self._page = named(QComboBox(self), "answer_page")
        self._page_label = named(QLabel(self.tr("&Page"), self), "answer_page_label")
        self._page_label.setBuddy(self._page)
        self._copy = named(QPushButton(self.tr("Copy answer"), self), "answer_copy")
        self._save = named(QPushButton(self.tr("Save answer…"), self), "answer_save")
        set_icon(self._copy, "copy")
        set_icon(self._save, "export")
        heading = QHBoxLayout()
        heading.setSpacing(SPACE_2)
        heading.addWidget(self._note, 1)
        heading.addWidget(self._page_label)
        heading.addWidget(self._page)
        for button in (self._copy, self._save):
            fit_icon(button)
            fit_height(button)
            heading.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return heading

    def _connect(self) -> None:
        self._page.currentIndexChanged.connect(self._on_page_changed)
        self._copy.clicked.connect(self.copy)
        self._save.clicked.connect(self._on_save_clicked)

    # Public ---------------------------------------------------------------------------------------------------------

    def set_names(self, names: Names) -> None:
        """Show only what may be shown where these are aliases."""
        is_other = names.is_aliased or self._names.is_aliased
        self._names = names
        if is_other:
            self.set_saved(self._saved, self._cell, self._about)

    def set_saved(self, saved: SavedResult | None, cell: Cell | None = None, about: str = "") -> None:
        """Show an answer of another result, now or when the view is next seen.

        `cell` is the question it belongs to, where the result has several, and `about` says in words which that is.
        """
        self._saved, self._about = saved, about
        self._cell = cell if cell is not None or saved is None or saved.is_comparison else saved.plan.cells[0]
        self._is_stale = True
        if self.isVisible():
            self._show_saved()

    def text(self) -> str:
        """The text that is shown."""
        return self._text.toPlainText()

    def note(self) -> str:
        """What is said about the text, such as that it is only the beginning."""
        return self._note.text()

    def save_page(self, path: Path) -> None:
        """Write the page in view, whole and as it came. Raises ExportError."""
        page = self._current_page()
        if page is None:
            raise ExportError("There is no answer to save.")
        write_whole(path, page.body)

    # Showing --------------------------------------------------------------------------------------------------------

    def _show_saved(self) -> None:
        self._is_stale = False
        saved = None if self._saved is None else self._names.hide(self._saved)
        key = self._cell.key if self._cell else ""
        cell = next((one for one in saved.plan.cells if one.key == key), None) if saved else None
        answer = saved.answers.get(cell.key) if saved and cell else None
        self._pages = answer.pages if answer else ()
        self.request.show_request(saved.api_base_url if saved else "", cell.query if cell else None)
        self._page.blockSignals(True)
        self._page.clear()
        self._page.addItems([grouped(number + 1) for number in range(len(self._pages))])
        self._page.blockSignals(False)
        for widget in (self._page, self._page_label):
            widget.setVisible(len(self._pages) > 1)
        self._on_page_changed()

    def _current_page(self) -> Page | None:
        place = self._page.currentIndex()
        return self._pages[place] if 0 <= place < len(self._pages) else None

    def _note_for(self, page: Page | None) -> str:
        text = self._words_for(page)
        return f"{self._about}{SEPARATOR}{text}" if self._about else text

    def _words_for(self, page: Page | None) -> str:
        if page is None:
            return self._no_page_words()
        size = grouped(max(0.1, round(len(page.body) / 1024, 1)))
        if len(self._pages) > 1 and len(page.body) <= SHOWN_BYTES:
            text = self.tr("Siro's answer, page %1 of %2, %3 KB").replace("%3", size)
            place = self._page.currentIndex() + 1
            return text.replace("%2", grouped(len(self._pages))).replace("%1", grouped(place))
        if len(page.body) <= SHOWN_BYTES:
            return self.tr("Siro's answer, %1 KB").replace("%1", size)
        text = self.tr("The first %1 KB of %2 KB are shown. Save the answer to see all of it.")
        return text.replace("%1", grouped(SHOWN_BYTES // 1024)).replace("%2", size)

    def _no_page_words(self) -> str:
        if self._names.is_aliased:
            return self.tr("Siro's own text may name people. It is not shown in presentation mode.")
        saved, cell = self._saved, self._cell
        if saved is not None and saved.is_comparison and cell is None:
            return self.tr("Choose a figure in another view to see Siro's answer to its question.")
        if saved is not None and cell is not None and cell.key not in saved.answers:
            problem = saved.problems.get(cell.key)
            return problem.message if problem else self.tr("This question has no answer yet.")
        return self.tr("Siro's own text is not kept for this result.")

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot()
    def _on_page_changed(self) -> None:
        page = self._current_page()
        self._note.setText(self._note_for(page))
        self._copy.setEnabled(page is not None)
        self._save.setEnabled(page is not None)
        beginning = page.body[:SHOWN_BYTES].decode("utf-8", "replace") if page else ""
        self._text.setPlainText(indented(beginning))

    @Slot()
    def copy(self) -> None:
        """Copy the answer as Siro sent it, if there is one."""
        page = self._current_page()
        if page is not None:
            copy_text(page.body.decode("utf-8", "replace"))

    @Slot()
    def _on_save_clicked(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Save answer"), "answer.json", self.tr("JSON (*.json)"))
        if chosen:
            try:
                self.save_page(Path(chosen))
            except ExportError as error:
                self.failed.emit(error)

    # Qt -------------------------------------------------------------------------------------------------------------

    def showEvent(self, shown: QShowEvent) -> None:
        """Build the text when it is first seen."""
        super().showEvent(shown)
        if self._is_stale:
            self._show_saved()
