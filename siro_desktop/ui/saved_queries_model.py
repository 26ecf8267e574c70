"""Saved queries as a tree: those with a star, those in no folder, then the folders. Few enough for Qt's own items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QSortFilterProxyModel, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from siro_desktop.ui.question_words import query_name, question_in_words, question_period_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex

    from siro_desktop.domain.names import Names
    from siro_desktop.domain.saved_query import SavedQuery

    Index = QModelIndex | QPersistentModelIndex

QUERY_ROLE: Final = int(Qt.ItemDataRole.UserRole)
"""The SavedQuery of a line; None for a folder."""
WHEN_ROLE: Final = QUERY_ROLE + 1
SEARCH_ROLE: Final = QUERY_ROLE + 2
_TOOL_TIP: Final = int(Qt.ItemDataRole.ToolTipRole)
_SPOKEN: Final = int(Qt.ItemDataRole.AccessibleTextRole)


class SavedQueriesModel(QSortFilterProxyModel):
    """The lines that hold every word of `set_search`, in the order of the tree."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items = QStandardItemModel(self)
        self._queries: tuple[SavedQuery, ...] = ()
        self._names: Names | None = None
        self._words: tuple[str, ...] = ()
        self.setRecursiveFilteringEnabled(True)
        self.setSourceModel(self._items)

    @property
    def queries(self) -> tuple[SavedQuery, ...]:
        """All that are there, whatever is searched for."""
        return self._queries

    def folders(self) -> tuple[str, ...]:
        """The folders that hold something, in their order."""
        return tuple(dict.fromkeys(one.folder for one in self._queries if one.folder))

    def shown_folder(self, folder: str) -> str:
        """Return what a folder is called: in presentation mode without names."""
        return folder if self._names is None else self._names.hide_text(folder)

    def set_queries(self, queries: tuple[SavedQuery, ...]) -> None:
        """Show other queries, which come by folder and name."""
        self._queries = queries
        self._fill()

    def set_names(self, names: Names) -> None:
        """Say names instead of ids in tool tips."""
        self._names = names
        self._fill()

    def set_search(self, text: str) -> None:
        """Show only what holds every word of `text`; capitals do not matter."""
        self._words = tuple(text.casefold().split())
        self.invalidate()

    def index_of(self, query_id: int) -> QModelIndex | None:
        """Return where a query stands, if it is shown."""
        return next((index for index in self.lines() if index.data(QUERY_ROLE).id == query_id), None)

    def lines(self) -> Iterator[QModelIndex]:
        """Yield the lines of queries, from the top."""
        for row in range(self.rowCount()):
            index = self.index(row, 0)
            if index.data(QUERY_ROLE) is not None:
                yield index
            for inner in range(self.rowCount(index)):
                yield self.index(inner, 0, index)

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Look through name, folder and what is asked; folders are there for what is in them."""
        text = self._items.index(row, 0, parent).data(SEARCH_ROLE)
        return text is not None and all(word in text for word in self._words)

    def _fill(self) -> None:
        self._items.clear()
        top = self._items.invisibleRootItem()
        rest = [one for one in self._queries if not one.is_starred]
        self._add(top, (one for one in self._queries if one.is_starred))
        self._add(top, (one for one in rest if not one.folder))
        for folder in dict.fromkeys(one.folder for one in rest if one.folder):
            heading = QStandardItem(self.shown_folder(folder))
            heading.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            self._add(heading, (one for one in rest if one.folder == folder))
            top.appendRow(heading)

    def _add(self, host: QStandardItem, queries: Iterable[SavedQuery]) -> None:
        for query in queries:
            when = question_period_in_words(query.question.period)
            asked = question_in_words(query.question, self._names)
            name = query_name(query, self._names)
            item = QStandardItem(name)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable)
            item.setEditable(name == query.name)
            item.setData(query, QUERY_ROLE)
            item.setData(when, WHEN_ROLE)
            item.setData(f"{self.shown_folder(query.folder)}\n{name}\n{asked}".casefold(), SEARCH_ROLE)
            item.setData(f"{name}\n{asked}", _TOOL_TIP)
            star = self.tr("starred") if query.is_starred else ""
            item.setData(", ".join(part for part in (name, star, when) if part), _SPOKEN)
            host.appendRow(item)
