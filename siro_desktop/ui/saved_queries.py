"""The list of saved queries: starred ones on top, then folders.

Signals, each with a SavedQuery: `open_requested` on a click or Return, `run_requested` on a double click or
Ctrl+Return, `star_requested`, `duplicate_requested`, `export_requested`, `delete_requested` (nothing is done here);
`rename_requested(SavedQuery, name)`, `move_requested(SavedQuery, folder)`, `new_folder_requested(SavedQuery)`.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QMenu, QStackedWidget, QTreeView, QVBoxLayout, QWidget

from siro_desktop.ui.saved_queries_model import QUERY_ROLE, SavedQueriesModel
from siro_desktop.ui.saved_query_delegate import SavedQueryDelegate
from siro_desktop.ui.saved_result_delegate import least_list_height, list_palette
from siro_desktop.ui.search_line import SearchLine
from siro_desktop.ui.text_size import follow_text
from siro_desktop.ui.theme import SPACE_2, SPACE_4, style_text, theme_events
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Callable

    from siro_desktop.domain.names import Names
    from siro_desktop.domain.saved_query import SavedQuery

_RETURN: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_CTRL: Final = Qt.KeyboardModifier.ControlModifier


class _TreeView(QTreeView):
    """A tree that tells of Return, Ctrl+Return, Delete and the wish for a menu, by mouse or keyboard."""

    return_pressed = Signal()
    run_pressed = Signal()
    delete_pressed = Signal()
    menu_wanted = Signal(QPoint)

    @property
    def is_renaming(self) -> bool:
        """True while a new name is written in a line."""
        return self.state() is QTreeView.State.EditingState

    def contextMenuEvent(self, asked: QContextMenuEvent) -> None:
        """With the keyboard, the menu is that of the current line, wherever the pointer is."""
        by_key = asked.reason() == QContextMenuEvent.Reason.Keyboard
        self.menu_wanted.emit(self.visualRect(self.currentIndex()).center() if by_key else asked.pos())

    def event(self, happened: QEvent) -> bool:
        """Here Ctrl+Return means the marked query, not the form."""
        if happened.type() == QEvent.Type.ShortcutOverride and isinstance(happened, QKeyEvent) and _is_run(happened):
            happened.accept()
            return True
        return super().event(happened)

    def keyPressEvent(self, pressed: QKeyEvent) -> None:
        """Open on Return, run on Ctrl+Return, ask to delete on Delete."""
        if _is_run(pressed):
            self.run_pressed.emit()
        elif pressed.key() in _RETURN and not pressed.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.return_pressed.emit()
        elif pressed.key() == Qt.Key.Key_Delete:
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(pressed)


class SavedQueriesPanel(QWidget):
    """A tree of queries, and `search_line` for wherever it is to stand."""

    open_requested = Signal(object)
    run_requested = Signal(object)
    star_requested = Signal(object)
    duplicate_requested = Signal(object)
    export_requested = Signal(object)
    delete_requested = Signal(object)
    rename_requested = Signal(object, str)
    move_requested = Signal(object, str)
    new_folder_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("saved_queries")
        self._model = SavedQueriesModel(self)
        self._closed: set[str] = set()
        self._late: list[Callable[[], None]] = []  # changes that wait while somebody writes
        self._build_layout()
        self._connect()
        self._on_theme_changed()
        self.show_queries(())

    def _build_layout(self) -> None:
        self.search_line = SearchLine("query_search", self.tr("Search saved queries"), self)
        self._tree = named(_TreeView(self), "query_tree")
        self._tree.setAccessibleName(self.tr("Saved queries"))
        self._tree.setFrameShape(QTreeView.Shape.NoFrame)
        self._tree.setHeaderHidden(True)
        self._tree.setUniformRowHeights(True)
        self._tree.setIndentation(SPACE_4)
        self._tree.setExpandsOnDoubleClick(False)
        self._tree.setEditTriggers(QTreeView.EditTrigger.EditKeyPressed)
        self._tree.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self._tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._delegate = SavedQueryDelegate(self._tree)
        self._tree.setItemDelegate(self._delegate)
        self._tree.setModel(self._model)
        follow_text(self._tree, lambda: self._tree.setMinimumHeight(least_list_height(self._tree)))
        self._empty = named(QLabel(self), "query_empty")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._empty.setContentsMargins(SPACE_2, 0, SPACE_2, 0)
        style_text(self._empty, "muted")
        self._stack = named(QStackedWidget(self), "query_stack")
        self._stack.addWidget(self._tree)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def _connect(self) -> None:
        self.search_line.searched.connect(self._on_searched)
        self.search_line.left_down.connect(self._tree.setFocus)
        self._tree.clicked.connect(self._on_clicked)
        self._tree.doubleClicked.connect(self._on_run_wanted)
        self._tree.return_pressed.connect(self._on_return_pressed)
        self._tree.run_pressed.connect(self._on_run_wanted)
        self._tree.delete_pressed.connect(partial(self._tell, self.delete_requested))
        self._tree.menu_wanted.connect(self._on_menu)
        self._tree.collapsed.connect(self._on_collapsed)
        self._tree.expanded.connect(self._on_expanded)
        self._delegate.renamed.connect(self.rename_requested)
        self._delegate.closeEditor.connect(self._on_editor_closed)  # after the tree's own slot
        theme_events().theme_changed.connect(self._on_theme_changed)

    # Public ---------------------------------------------------------------------------------------------------------

    @property
    def queries(self) -> tuple[SavedQuery, ...]:
        """All saved queries, whatever is searched for."""
        return self._model.queries

    def folders(self) -> tuple[str, ...]:
        """The folders there are."""
        return self._model.folders()

    def show_queries(self, queries: tuple[SavedQuery, ...]) -> None:
        """List other queries; the marked one stays marked where it is still there.

        While somebody writes a new name they are listed after that, unless there are none any more.
        """
        self._change_lines(partial(self._model.set_queries, queries), can_wait=bool(queries))

    def set_names(self, names: Names) -> None:
        """Say names instead of ids."""
        self._change_lines(partial(self._model.set_names, names), can_wait=not names.is_aliased)

    def _change_lines(self, change: Callable[[], None], *, can_wait: bool) -> None:
        """A list that is made anew takes away the line with the name that is being written."""
        self._late.append(change)
        if not (can_wait and self._tree.is_renaming):
            self._on_editor_closed()

    def set_current(self, query_id: int | None) -> None:
        """Mark the query that the form holds; None marks none."""
        index = None if query_id is None else self._model.index_of(query_id)
        if index is None:
            self._tree.clearSelection()
            self._tree.setCurrentIndex(QModelIndex())
        else:
            self._tree.setCurrentIndex(index)

    def current(self) -> SavedQuery | None:
        """Return the marked query; None for a folder or nothing."""
        index = self._tree.currentIndex()
        query: SavedQuery | None = index.data(QUERY_ROLE) if index.isValid() else None
        return query

    def empty_text(self) -> str:
        """What is said instead of a list; empty if there is a list."""
        return self._empty.text() if self._stack.currentWidget() is self._empty else ""

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot(str)
    def _on_searched(self, text: str) -> None:
        self._model.set_search(text)
        self._show_lines()

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        if index.data(QUERY_ROLE) is None:
            self._tree.setExpanded(index, not self._tree.isExpanded(index))
        else:
            self.open_requested.emit(index.data(QUERY_ROLE))

    @Slot()
    def _on_return_pressed(self) -> None:
        index = self._tree.currentIndex()
        if index.isValid():
            self._on_clicked(index)

    @Slot()
    def _on_run_wanted(self) -> None:
        self._tell(self.run_requested)

    @Slot(QModelIndex)
    def _on_collapsed(self, index: QModelIndex) -> None:
        self._closed.add(str(index.data()))

    @Slot(QModelIndex)
    def _on_expanded(self, index: QModelIndex) -> None:
        self._closed.discard(str(index.data()))

    @Slot(QPoint)
    def _on_menu(self, place: QPoint) -> None:
        index = self._tree.indexAt(place)
        query = index.data(QUERY_ROLE) if index.isValid() else None
        if query is None:
            return
        self._tree.setCurrentIndex(index)
        menu = named(QMenu(self), "query_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        star = self.tr("Take the &star away") if query.is_starred else self.tr("&Star")
        for text, shortcut, slot in (
            (self.tr("&Open"), "Return", partial(self._tell, self.open_requested)),
            (self.tr("&Run"), "Ctrl+Return", self._on_run_wanted),
            ("", "", None),
            (self.tr("Re&name"), "F2", partial(self._tree.edit, index)),
            (star, "", partial(self._tell, self.star_requested)),
        ):
            _add(menu, text, shortcut, slot)
        self._fill_folders(menu.addMenu(self.tr("&Move to folder")), query)
        for text, shortcut, slot in (
            (self.tr("D&uplicate"), "", partial(self._tell, self.duplicate_requested)),
            (self.tr("Save as &file…"), "", partial(self._tell, self.export_requested)),
            ("", "", None),
            (self.tr("&Delete…"), "Delete", partial(self._tell, self.delete_requested)),
        ):
            _add(menu, text, shortcut, slot)
        menu.popup(self._tree.viewport().mapToGlobal(place))

    @Slot()
    def _on_editor_closed(self) -> None:
        """Show what has changed meanwhile."""
        late, self._late = self._late, []
        if not late:
            return
        current = self.current()
        for change in late:
            change()
        self._show_lines()
        if current is not None:
            self.set_current(current.id)

    @Slot()
    def _on_theme_changed(self) -> None:
        self._tree.setPalette(list_palette())

    # Helpers --------------------------------------------------------------------------------------------------------

    def _tell(self, signal: SignalInstance) -> None:
        if (query := self.current()) is not None:
            signal.emit(query)

    def _fill_folders(self, menu: QMenu, query: SavedQuery) -> None:
        menu.setObjectName("query_folders")
        for folder in ("", *self.folders()):
            action = menu.addAction(self._model.shown_folder(folder).replace("&", "&&") or self.tr("No folder"))
            action.setCheckable(True)
            action.setChecked(folder == query.folder)
            action.triggered.connect(partial(self._move, query, folder))
        menu.addSeparator()
        menu.addAction(self.tr("&New folder…")).triggered.connect(partial(self._tell, self.new_folder_requested))

    def _move(self, query: SavedQuery, folder: str) -> None:
        if folder != query.folder:
            self.move_requested.emit(query, folder)

    def _show_lines(self) -> None:
        """Open folders as they were, all of them while something is searched for; say so if there is nothing."""
        searched = self.search_line.text().strip()
        self._tree.blockSignals(True)
        for row in range(self._model.rowCount()):
            index = self._model.index(row, 0)
            self._tree.setExpanded(index, bool(searched) or str(index.data()) not in self._closed)
        self._tree.blockSignals(False)
        self._empty.setText(
            self.tr("No saved query holds “%1”.").replace("%1", searched)
            if searched
            else self.tr("Save the query in the form with Ctrl+S to ask it again with a click.")
        )
        self._stack.setCurrentWidget(self._tree if self._model.rowCount() else self._empty)


def _is_run(key: QKeyEvent) -> bool:
    return key.key() in _RETURN and bool(key.modifiers() & _CTRL)


def _add(menu: QMenu, text: str, shortcut: str, slot: object) -> None:
    """One line of a menu; a key is shown, and heard where the tree has it."""
    if not text:
        menu.addSeparator()
        return
    action = menu.addAction(f"{text}\t{shortcut}" if shortcut else text)
    action.triggered.connect(slot)
