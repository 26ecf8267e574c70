"""The list of saved results, pinned ones first, then the newest: what was asked and for when, and how much came.

Signals: `open_requested(id)` on a click or Return, `open_beside_requested(id)`, `delete_requested(id)` on Delete
(nothing is deleted here), `label_requested(ResultSummary)` on F2, `pin_requested(ResultSummary)` to pin it or to take
the pin away, `compare_requested(id)`, `query_requested(Question)` when its question is to be put into the form,
`search_changed(text)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
    SignalInstance,
    Slot,
)
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QLabel, QListView, QMenu, QStackedWidget, QVBoxLayout, QWidget

from siro_desktop.ui.result_header import utc_now
from siro_desktop.ui.saved_result_delegate import SavedResultDelegate, least_list_height, list_palette
from siro_desktop.ui.saved_results_model import ID_ROLE, QUESTION_ROLE, SUMMARY_ROLE, SavedResultsModel
from siro_desktop.ui.search_line import SearchLine
from siro_desktop.ui.text_size import follow_text
from siro_desktop.ui.theme import SPACE_2, style_text, theme_events
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from PySide6.QtGui import QKeyEvent, QMouseEvent

    from siro_desktop.domain.names import Names
    from siro_desktop.domain.results import ResultSummary

_MINUTE: Final = 60_000


class _ListView(QListView):
    """A list that tells of Return, Delete and the wish for a menu, by mouse or keyboard, with its place."""

    return_pressed = Signal()
    beside_pressed = Signal()
    delete_pressed = Signal()
    label_pressed = Signal()
    menu_wanted = Signal(QPoint)

    def contextMenuEvent(self, asked: QContextMenuEvent) -> None:
        """With the keyboard, the menu is that of the current line, wherever the pointer is."""
        by_key = asked.reason() == QContextMenuEvent.Reason.Keyboard
        self.menu_wanted.emit(self.visualRect(self.currentIndex()).center() if by_key else asked.pos())

    def mouseReleaseEvent(self, released: QMouseEvent) -> None:
        """Open in a tab of its own with the middle button, or with Ctrl."""
        index = self.indexAt(released.position().toPoint())
        with_control = released.modifiers() == Qt.KeyboardModifier.ControlModifier
        if index.isValid() and (released.button() == Qt.MouseButton.MiddleButton or with_control):
            self.setCurrentIndex(index)
            self.beside_pressed.emit()
        else:
            super().mouseReleaseEvent(released)

    def keyPressEvent(self, pressed: QKeyEvent) -> None:
        """Open on Return, with Alt in a tab of its own; ask to delete on Delete, for a name on F2."""
        is_return = pressed.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_return and pressed.modifiers() == Qt.KeyboardModifier.AltModifier:
            self.beside_pressed.emit()
        elif pressed.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not pressed.modifiers():
            self.return_pressed.emit()
        elif pressed.key() == Qt.Key.Key_Delete:
            self.delete_pressed.emit()
        elif pressed.key() == Qt.Key.Key_F2:
            self.label_pressed.emit()
        else:
            super().keyPressEvent(pressed)


class SavedResultsPanel(QWidget):
    """The list, and `search_line` for wherever it is to stand. Searching is the store's work.

    With `is_picker`, results are only chosen from it: there is no menu.
    """

    open_requested = Signal(object)
    open_beside_requested = Signal(object)
    delete_requested = Signal(object)
    label_requested = Signal(object)
    pin_requested = Signal(object)
    compare_requested = Signal(object)
    query_requested = Signal(object)
    search_changed = Signal(str)

    def __init__(
        self, parent: QWidget | None = None, *, clock: Callable[[], datetime] = utc_now, is_picker: bool = False
    ) -> None:
        super().__init__(parent)
        self.setObjectName("saved_results")
        self._is_picker = is_picker
        self._due: int | None = None  # to be marked when it is listed
        self._model = SavedResultsModel(clock, self)
        self._build_layout()
        self._age_timer = QTimer(self)
        self._age_timer.setInterval(_MINUTE)
        self._age_timer.start()
        self._connect()
        self._on_theme_changed()
        self.show_summaries(())

    def _build_layout(self) -> None:
        self.search_line = SearchLine("saved_search", self.tr("Search saved results"), self)
        self.search_line.setToolTip(self._search_help())
        self._list = named(_ListView(self), "saved_list")
        self._list.setAccessibleName(self.tr("Saved results"))
        self._list.setFrameShape(QListView.Shape.NoFrame)
        self._list.setUniformItemSizes(True)
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setItemDelegate(SavedResultDelegate(self._list))
        self._list.setModel(self._model)
        self._empty = named(QLabel(self), "saved_empty")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        style_text(self._empty, "muted")
        self._stack = named(QStackedWidget(self), "saved_stack")
        self._stack.addWidget(self._list)
        self._stack.addWidget(self._empty)
        self._empty.setContentsMargins(SPACE_2, 0, SPACE_2, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack, 1)
        follow_text(self._list, lambda: self._list.setMinimumHeight(least_list_height(self._list)))

    def _search_help(self) -> str:
        return self.tr(
            "Words that must all be found: people, metrics, ids, names, notes,\n"
            "what you noted and agreed in one-to-ones with a person of the result,\n"
            "a year, month or day (2026, oct, 2026-10-31), or a tag (#weekly)"
        )

    def _connect(self) -> None:
        self.search_line.searched.connect(self.search_changed)
        self.search_line.left_down.connect(self.focus_list)
        self._list.clicked.connect(self._on_clicked)
        self._list.return_pressed.connect(self._on_return_pressed)
        self._list.beside_pressed.connect(self._on_beside_wanted)
        self._list.delete_pressed.connect(self._on_delete_pressed)
        self._list.label_pressed.connect(self._on_label_wanted)
        self._list.menu_wanted.connect(self._on_menu)
        self._age_timer.timeout.connect(self._model.tell_changed)
        theme_events().theme_changed.connect(self._on_theme_changed)

    # Public ---------------------------------------------------------------------------------------------------------

    def show_summaries(self, summaries: tuple[ResultSummary, ...]) -> None:
        """List other results, in the order given.

        The current one stays current where it is still listed; one that was to be marked is, now that it is there.
        """
        current = self._due if self._due is not None else self.current_id()
        self._model.set_summaries(summaries)
        if current is not None:
            self.set_current(current)
        searched = self.search_line.text().strip()
        self._empty.setText(
            self.tr("No saved result holds “%1”.").replace("%1", searched)
            if searched
            else self.tr("Every result is kept here, to be read again without a network.")
        )
        self._stack.setCurrentWidget(self._list if summaries else self._empty)

    def set_names(self, names: Names) -> None:
        """Say names instead of ids."""
        self._model.set_names(names)

    def set_current(self, result_id: int | None) -> None:
        """Mark the result that is open, now or when it is listed; None marks none."""
        row = None if result_id is None else self._model.row_of(result_id)
        self._due = result_id if row is None else None
        self._list.setCurrentIndex(QModelIndex() if row is None else self._model.index(row))
        if row is None:
            self._list.clearSelection()

    @Slot()
    def focus_list(self) -> None:
        """Let the next keys go to the list."""
        if self.current_id() is None:
            self._list.setCurrentIndex(self._model.index(0))
        self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def current_id(self) -> int | None:
        """Return the id of the marked result."""
        index = self._list.currentIndex()
        return int(index.data(ID_ROLE)) if index.isValid() else None

    def empty_text(self) -> str:
        """What is said instead of a list; empty if there is a list."""
        return self._empty.text() if self._stack.currentWidget() is self._empty else ""

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self.open_requested.emit(int(index.data(ID_ROLE)))

    @Slot()
    def _on_beside_wanted(self) -> None:
        if (current := self.current_id()) is not None:
            self.open_beside_requested.emit(current)

    @Slot()
    def _on_return_pressed(self) -> None:
        if (current := self.current_id()) is not None:
            self.open_requested.emit(current)

    @Slot()
    def _on_delete_pressed(self) -> None:
        if (current := self.current_id()) is not None:
            self.delete_requested.emit(current)

    @Slot()
    def _on_label_wanted(self) -> None:
        self._tell(self.label_requested)

    @Slot()
    def _on_pin_wanted(self) -> None:
        self._tell(self.pin_requested)

    @Slot()
    def _on_compare_wanted(self) -> None:
        if (current := self.current_id()) is not None:
            self.compare_requested.emit(current)

    def _tell(self, wanted: SignalInstance) -> None:
        index = self._list.currentIndex()
        if index.isValid():
            wanted.emit(index.data(SUMMARY_ROLE))

    @Slot()
    def _on_query_wanted(self) -> None:
        index = self._list.currentIndex()
        if index.isValid():
            self.query_requested.emit(index.data(QUESTION_ROLE))

    @Slot(QPoint)
    def _on_menu(self, place: QPoint) -> None:
        index = self._list.indexAt(place)
        if not index.isValid() or self._is_picker:
            return
        self._list.setCurrentIndex(index)
        menu = named(QMenu(self), "saved_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("&Open")).triggered.connect(self._on_return_pressed)
        menu.addAction(self.tr("Open in a new &tab")).triggered.connect(self._on_beside_wanted)
        menu.addAction(self.tr("&Compare with another…")).triggered.connect(self._on_compare_wanted)
        menu.addAction(self.tr("&Use as new query")).triggered.connect(self._on_query_wanted)
        menu.addSeparator()
        is_pinned = index.data(SUMMARY_ROLE).labels.is_pinned
        menu.addAction(self.tr("Un&pin") if is_pinned else self.tr("&Pin")).triggered.connect(self._on_pin_wanted)
        naming = menu.addAction(self.tr("&Name, note and tags…"))
        naming.setShortcut(Qt.Key.Key_F2)  # shown; the list hears it
        naming.triggered.connect(self._on_label_wanted)
        menu.addSeparator()
        menu.addAction(self.tr("&Delete…")).triggered.connect(self._on_delete_pressed)
        menu.popup(self._list.viewport().mapToGlobal(place))

    @Slot()
    def _on_theme_changed(self) -> None:
        self._list.setPalette(list_palette())
