"""The list of saved results, newest first: what was asked and for when, and how much came.

Signals: `open_requested(id)` on a click or Return, `open_beside_requested(id)` where it is to have a tab of its own (a
click with Ctrl or the middle button, Alt+Return, the menu), `delete_requested(id)` on Delete (nothing is deleted here),
`query_requested(Question)` when its question is to be put into the form, `search_changed(text)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QLabel, QListView, QMenu, QStackedWidget, QVBoxLayout, QWidget

from siro_desktop.domain.question import question_for
from siro_desktop.ui.result_header import utc_now
from siro_desktop.ui.saved_result_delegate import (
    SUBTITLE_ROLE,
    WHEN_ROLE,
    SavedResultDelegate,
    least_list_height,
    list_palette,
)
from siro_desktop.ui.search_line import SearchLine
from siro_desktop.ui.theme import SPACE_2, style_text, theme_events
from siro_desktop.ui.widgets import named
from siro_desktop.ui.words import (
    SEPARATOR,
    age_in_words,
    days_in_words,
    grouped,
    instant_in_words,
    metrics_in_words,
    period_in_words,
    query_in_words,
    recordings_in_words,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from PySide6.QtGui import QKeyEvent, QMouseEvent

    from siro_desktop.domain.names import Names
    from siro_desktop.domain.results import ResultSummary

Index = QModelIndex | QPersistentModelIndex

_MINUTE: Final = 60_000
_NO_PARENT: Final = QModelIndex()
_ID_ROLE: Final = int(Qt.ItemDataRole.UserRole)
_QUESTION_ROLE: Final = _ID_ROLE + 10  # beyond those of the delegate
_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_TOOL_TIP: Final = int(Qt.ItemDataRole.ToolTipRole)
_SPOKEN: Final = int(Qt.ItemDataRole.AccessibleTextRole)


class SavedResultsModel(QAbstractListModel):
    """Summaries as lines of a list."""

    def __init__(self, clock: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._summaries: tuple[ResultSummary, ...] = ()
        self._names: Names | None = None
        self._texts: dict[int, Callable[[ResultSummary], str]] = {
            _DISPLAY: self._what,
            WHEN_ROLE: self._when,
            SUBTITLE_ROLE: self._subtitle,
            _TOOL_TIP: self._tool_tip,
            _SPOKEN: self._spoken,
        }

    def set_summaries(self, summaries: tuple[ResultSummary, ...]) -> None:
        """Show other summaries, in the order given."""
        self.beginResetModel()
        self._summaries = summaries
        self.endResetModel()

    def set_names(self, names: Names) -> None:
        """Say names instead of ids."""
        self._names = names
        self.tell_changed()

    @Slot()
    def tell_changed(self) -> None:
        """Let the view ask for every line again: names or ages have changed."""
        if self._summaries:
            self.dataChanged.emit(self.index(0), self.index(len(self._summaries) - 1))

    def row_of(self, result_id: int) -> int | None:
        """Return the line of a result, if it is listed."""
        return next((row for row, summary in enumerate(self._summaries) if summary.id == result_id), None)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self._summaries)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Return a line's texts, or the result's id."""
        summary = self._summaries[index.row()]
        if role == _ID_ROLE:
            return summary.id
        if role == _QUESTION_ROLE:
            return question_for(summary.query, summary.compare_by)
        text = self._texts.get(role)
        return text(summary) if text else None

    def _what(self, summary: ResultSummary) -> str:
        return query_in_words(summary.query, self._names)

    @staticmethod
    def _when(summary: ResultSummary) -> str:
        return days_in_words(summary.query.period, ZoneInfo(summary.time_zone))

    def _subtitle(self, summary: ResultSummary) -> str:
        questions = summary.cells
        count = recordings_in_words(summary.recordings_evaluated)
        if questions > 1:
            count = self.tr("%1 of %2 questions")
            count = count.replace("%1", grouped(summary.cells_answered)).replace("%2", grouped(questions))
        parts = [age_in_words(summary.saved_at, self._clock()), count, metrics_in_words(summary.metric_count)]
        if summary.is_partial:
            parts.insert(0, self.tr("partial"))
        return SEPARATOR.join(parts)

    def _spoken(self, summary: ResultSummary) -> str:
        return self._tool_tip(summary).replace("\n", ", ")

    def _tool_tip(self, summary: ResultSummary) -> str:
        zone = ZoneInfo(summary.time_zone)
        return "\n".join(
            (
                query_in_words(summary.query, self._names),
                period_in_words(summary.query.period, zone),
                self._subtitle(summary),
                f"{summary.profile_name}{SEPARATOR}{instant_in_words(summary.saved_at, zone)}",
            )
        )


class _ListView(QListView):
    """A list that tells of Return, Delete and the wish for a menu, by mouse or keyboard, with its place."""

    return_pressed = Signal()
    beside_pressed = Signal()
    delete_pressed = Signal()
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
        """Open on Return, with Alt in a tab of its own; ask to delete on Delete."""
        is_return = pressed.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_return and pressed.modifiers() == Qt.KeyboardModifier.AltModifier:
            self.beside_pressed.emit()
        elif pressed.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not pressed.modifiers():
            self.return_pressed.emit()
        elif pressed.key() == Qt.Key.Key_Delete:
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(pressed)


class SavedResultsPanel(QWidget):
    """The list, and `search_line` for wherever it is to stand. Searching is the store's work."""

    open_requested = Signal(object)
    open_beside_requested = Signal(object)
    delete_requested = Signal(object)
    query_requested = Signal(object)
    search_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, clock: Callable[[], datetime] = utc_now) -> None:
        super().__init__(parent)
        self.setObjectName("saved_results")
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
        self._list.setMinimumHeight(least_list_height(self._list))

    def _connect(self) -> None:
        self.search_line.searched.connect(self.search_changed)
        self._list.clicked.connect(self._on_clicked)
        self._list.return_pressed.connect(self._on_return_pressed)
        self._list.beside_pressed.connect(self._on_beside_wanted)
        self._list.delete_pressed.connect(self._on_delete_pressed)
        self._list.menu_wanted.connect(self._on_menu)
        self._age_timer.timeout.connect(self._model.tell_changed)
        theme_events().theme_changed.connect(self._on_theme_changed)

    # Public ---------------------------------------------------------------------------------------------------------

    def show_summaries(self, summaries: tuple[ResultSummary, ...]) -> None:
        """List other results, in the order given; the current one stays current where it is still listed."""
        current = self.current_id()
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

    def set_current(self, result_id: int) -> None:
        """Mark the result that is open."""
        row = self._model.row_of(result_id)
        if row is None:
            self._list.clearSelection()
        else:
            self._list.setCurrentIndex(self._model.index(row))

    def current_id(self) -> int | None:
        """Return the id of the marked result."""
        index = self._list.currentIndex()
        return int(index.data(_ID_ROLE)) if index.isValid() else None

    def empty_text(self) -> str:
        """What is said instead of a list; empty if there is a list."""
        return self._empty.text() if self._stack.currentWidget() is self._empty else ""

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self.open_requested.emit(int(index.data(_ID_ROLE)))

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
    def _on_query_wanted(self) -> None:
        index = self._list.currentIndex()
        if index.isValid():
            self.query_requested.emit(index.data(_QUESTION_ROLE))

    @Slot(QPoint)
    def _on_menu(self, place: QPoint) -> None:
        index = self._list.indexAt(place)
        if not index.isValid():
            return
        self._list.setCurrentIndex(index)
        menu = named(QMenu(self), "saved_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("&Open")).triggered.connect(self._on_return_pressed)
        menu.addAction(self.tr("Open in a new &tab")).triggered.connect(self._on_beside_wanted)
        menu.addAction(self.tr("&Use as new query")).triggered.connect(self._on_query_wanted)
        menu.addSeparator()
        menu.addAction(self.tr("&Delete…")).triggered.connect(self._on_delete_pressed)
        menu.popup(self._list.viewport().mapToGlobal(place))

    @Slot()
    def _on_theme_changed(self) -> None:
        self._list.setPalette(list_palette())
