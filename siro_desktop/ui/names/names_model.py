"""The names of one kind as rows: id, name, for people the team, and whose name it is. Names and teams can be edited.

Signals: `edited(tuple of OwnName)` with what a person changed, `refused(sentence)` if that cannot be.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from PySide6.QtCore import QCoreApplication, Qt, Signal

from siro_desktop.domain.own_names import Directory, NameKind, OwnName, names_of
from siro_desktop.errors import DirectoryError
from siro_desktop.ui.plain_table import DISPLAY, TOOL_TIP, TextTableModel

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtCore import QObject

    from siro_desktop.domain.names import NamedId
    from siro_desktop.ui.plain_table import Index

_EDIT: Final = int(Qt.ItemDataRole.EditRole)


class NameColumn(IntEnum):
    """The columns, from the left."""

    ID = 0
    NAME = 1
    TEAM = 2
    SOURCE = 3


class _Row(NamedTuple):  # thousands are made at a time, and a tuple is the quickest
    id: str
    name: str
    team_id: str
    own: OwnName | None
    siro: NamedId | None  # None if Siro does not list the id


class NamesModel(TextTableModel):
    """Keeps its rows in place while names change, so that nobody's eye loses them."""

    edited = Signal(object)
    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        tr = QCoreApplication.translate
        headings = [tr("NamesModel", "Id"), tr("NamesModel", "Name"), tr("NamesModel", "Team")]
        super().__init__([*headings, tr("NamesModel", "Whose name")], parent)
        self.setObjectName("own_names_model")
        self._kind = NameKind.USER
        self._directory = Directory()
        self._all: list[_Row] = []
        self._order: list[int] = []
        self._needle = ""
        self._sorting = (int(NameColumn.NAME), Qt.SortOrder.AscendingOrder)
        self._teams: dict[str, str] = {}
        self._team_ids: dict[str, str] = {}

    @property
    def kind(self) -> NameKind:
        """What the rows name."""
        return self._kind

    @property
    def total(self) -> int:
        """How many ids there are, with those that the search hides."""
        return len(self._all)

    @property
    def own_count(self) -> int:
        """How many of them have a name or team of the person's own."""
        return sum(row.own is not None for row in self._all)

    def set_kind(self, kind: NameKind) -> None:
        """Show another kind."""
        self.beginResetModel()
        self._kind = kind
        self._all, self._order = [], []
        self.endResetModel()
        self.set_directory(self._directory)

    def set_directory(self, directory: Directory) -> None:
        """Show what is known now. Rows that were there stay where they are."""
        former = [row.id for row in self._all]
        self._directory = directory
        merged = directory.merged
        self._teams = {named.id: named.name for named in merged.teams}
        self._team_ids = {name.casefold(): team_id for team_id, name in self._teams.items()}
        siro, own = directory.of_siro(self._kind), directory.of_person(self._kind)
        rows = {
            named.id: _Row(
                named.id,
                own[named.id].name or named.name if named.id in own else named.name,
                named.team_id,
                own.get(named.id),
                siro.get(named.id),
            )
            for named in names_of(merged, self._kind)
        }
        if rows.keys() == set(former):
            self._all = [rows[entity_id] for entity_id in former]
            if self._order:
                last = self.index(len(self._order) - 1, int(NameColumn.SOURCE))
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._all = list(rows.values())
        self._arrange()
        self.endResetModel()

    def search(self, text: str) -> None:
        """Show only rows that hold every word of `text` in id, name or team."""
        self._needle = text.casefold()
        self.beginResetModel()
        self._arrange()
        self.endResetModel()

    def _arrange(self) -> None:
        words = self._needle.split()
        found = [place for place, row in enumerate(self._all) if not words or self._holds(row, words)]
        column, direction = self._sorting
        keys = [self._text(row, column).casefold() for row in self._all]
        found.sort(key=keys.__getitem__, reverse=direction == Qt.SortOrder.DescendingOrder)
        self._order = found

    def _holds(self, row: _Row, words: list[str]) -> bool:
        haystack = f"{row.name}\n{row.id}\n{self._teams.get(row.team_id, '')}\n{row.team_id}".casefold()
        return all(word in haystack for word in words)

    def row_of(self, entity_id: str) -> int | None:
        """Return the row of an id, if it is in view."""
        return next((row for row, place in enumerate(self._order) if self._all[place].id == entity_id), None)

    def own_names_in(self, rows: Iterable[int]) -> tuple[OwnName, ...]:
        """Return the person's own names among these rows."""
        owns = (self._all[self._order[row]].own for row in rows)
        return tuple(own for own in owns if own is not None)

    def fill_down(self, row: int, column: int, texts: Sequence[str]) -> int:
        """Write texts into a column from a row on, as spreadsheets paste.

        Return how many were left out because there is no row for them.
        """
        places = self._order[row:]
        self._tell([self._edit(self._all[place], column, text) for place, text in zip(places, texts, strict=False)])
        return max(len(texts) - len(places), 0)

    def team_id_of(self, text: str) -> str:
        """Return the id that a typed team means: that of the team of this name, otherwise the text itself."""
        wanted = text.strip()
        return wanted if wanted in self._teams else self._team_ids.get(wanted.casefold(), wanted)

    def _edit(self, row: _Row, column: int, text: str) -> OwnName:
        own = row.own or OwnName(self._kind, row.id)
        typed = " ".join(text.split())
        if column == NameColumn.NAME:
            is_siros = row.siro is not None and typed == row.siro.name and not own.name
            return OwnName(self._kind, row.id, "" if is_siros else typed, own.team_id)
        team_id = self.team_id_of(typed)
        is_siros = row.siro is not None and row.siro.team_id == team_id
        return OwnName(self._kind, row.id, own.name, "" if is_siros else team_id)

    def _tell(self, edits: Sequence[OwnName]) -> bool:
        known = {(own.kind, own.id): own for own in self._directory.own}
        changes = []
        try:
            for edit in edits:
                if edit != known.get((edit.kind, edit.id), OwnName(edit.kind, edit.id)):
                    edit.check()
                    changes.append(edit)
        except DirectoryError as error:
            self.refused.emit(error.message)
            return False
        if changes:
            self.edited.emit(tuple(changes))
        return True

    def _text(self, row: _Row, column: int) -> str:
        if column == NameColumn.ID:
            return row.id
        if column == NameColumn.NAME:
            return row.name
        if column == NameColumn.TEAM:
            return self._teams.get(row.team_id, row.team_id)
        return self._source(row)

    def _source(self, row: _Row) -> str:
        tr = QCoreApplication.translate
        if row.own is None:
            return tr("NamesModel", "Siro")
        if row.siro is None:
            return tr("NamesModel", "Yours")
        if row.own.name in {"", row.siro.name}:
            return tr("NamesModel", "Siro, team yours") if row.own.team_id else tr("NamesModel", "Siro")
        return tr("NamesModel", "Yours; Siro says %1").replace("%1", row.siro.name)

    # Qt -------------------------------------------------------------------------------------------------------------

    def text(self, row: int, column: int) -> str:
        """Return what stands in a cell."""
        return self._text(self._all[self._order[row]], column)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows in view."""
        return 0 if parent is not None and parent.isValid() else len(self._order)

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        """Return a cell's text; a team's tool tip is its id, and its editor shows the name."""
        if role == _EDIT:
            return self.text(index.row(), index.column())
        if role == TOOL_TIP and index.column() == NameColumn.TEAM:
            return self._all[self._order[index.row()]].team_id
        return super().data(index, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Names and teams can be edited; ids are what they are."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() in {NameColumn.NAME, NameColumn.TEAM}:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = _EDIT) -> bool:
        """Tell of an edit; the row changes when it is saved."""
        if role != _EDIT:
            return False
        return self._tell([self._edit(self._all[self._order[index.row()]], index.column(), str(value))])

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, upper and lower case alike."""
        self._sorting = (max(column, 0), order)
        self.layoutAboutToBeChanged.emit()
        self._arrange()
        self.layoutChanged.emit()
