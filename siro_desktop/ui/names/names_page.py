"""Names for ids, a table for each kind: search, edit, add, paste, take away, import, export.

Signals: `edited(tuple of OwnName)`, `list_pasted(text, NameKind)`, `import_clicked(NameKind)`, `export_clicked()`,
`undo_clicked()`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from siro_desktop.domain.own_names import NameKind, OwnName
from siro_desktop.errors import DirectoryError
from siro_desktop.ui.field import Caption, Field, ProblemLine
from siro_desktop.ui.flow_layout import FlowLayout
from siro_desktop.ui.motion import add_clear_button
from siro_desktop.ui.names.names_model import NameColumn, NamesModel
from siro_desktop.ui.plain_table import PlainTable
from siro_desktop.ui.result_states import StatePage
from siro_desktop.ui.tab_order import order_tabs_as_laid_out
from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.theme import SPACE_1, SPACE_2, SPACE_3, SPACE_4
from siro_desktop.ui.tips import say_once
from siro_desktop.ui.widgets import named, quiet_button
from siro_desktop.ui.words import SEPARATOR, grouped

if TYPE_CHECKING:
    from siro_desktop.domain.own_names import Directory

_SHARES: Final = (22, 32, 22, 30)


def kind_texts() -> list[tuple[str, str]]:
    """Each kind's key with the word that people use for it."""
    tr = QCoreApplication.translate
    return [
        (NameKind.USER.value, tr("NameKind", "People")),
        (NameKind.TEAM.value, tr("NameKind", "Teams")),
        (NameKind.RECORDING.value, tr("NameKind", "Recordings")),
        (NameKind.CONVERSATION_TYPE.value, tr("NameKind", "Conversation types")),
    ]


class NamesPage(QWidget):
    """Shows a Directory and tells of edits; stores nothing itself."""

    edited = Signal(object)
    list_pasted = Signal(str, object)
    import_clicked = Signal(object)
    export_clicked = Signal()
    undo_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("names_page")
        self._build_table()
        self._build_inputs()
        self._build_layout()
        self._connect()
        self._show()

    def _build_table(self) -> None:
        self._kinds = named(QComboBox(self), "names_kind")
        for key, text in kind_texts():
            self._kinds.addItem(text, key)
        self._model = NamesModel(self)
        self._table = PlainTable("names_table", self.tr("Names"), self._model, _SHARES, self)
        self._table.setSortingEnabled(True)
        self._table.sortByColumn(int(NameColumn.NAME), Qt.SortOrder.AscendingOrder)
        self._nothing = StatePage("names_nothing", self)
        self._stack = named(QStackedWidget(self), "names_stack")
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._nothing)
        self._problem = ProblemLine("names_problem", self)
        self._why = Caption("names_why", host=self)
        self._count = Caption("names_count", host=self)

    def _build_inputs(self) -> None:
        self._search = named(QLineEdit(self), "names_search")
        self._search.setPlaceholderText(self.tr("Search names and ids"))
        self._search.setAccessibleName(self.tr("Search names and ids"))
        say_once(self._search)
        add_clear_button(self._search)
        lines = {name: named(QLineEdit(), name) for name in ("new_id", "new_name", "new_team")}
        self._fields = {
            "id": Field("names_id", self.tr("&Id"), lines["new_id"]),
            "name": Field("names_name", self.tr("&Name"), lines["new_name"]),
            "team_id": Field("names_team", self.tr("Te&am"), lines["new_team"]),
        }
        lines["new_team"].setPlaceholderText(self.tr("Name or id, if you know it"))
        lines["new_team"].setToolTip(lines["new_team"].placeholderText())  # large text may cut it off
        self._lines = dict(zip(self._fields, lines.values(), strict=True))
        self._add = quiet_button(self, "names_add", "add", self.tr("A&dd"), self.tr("Give this id the name"))
        self._remove = quiet_button(
            self,
            "names_remove",
            "delete",
            self.tr("&Remove own name"),
            self.tr("Take your own names of these rows away"),
        )
        self._undo = quiet_button(self, "names_undo", "undo", self.tr("&Undo"), self.tr("Take the last change back"))
        self._undo.setEnabled(False)
        self._paste = quiet_button(
            self,
            "names_paste",
            "copy",
            self.tr("&Paste list…"),
            self.tr("Read ids and names that you copied from a table"),
        )
        self._import = quiet_button(
            self, "names_import", "import", self.tr("I&mport…"), self.tr("Read names from a CSV file")
        )
        self._export = quiet_button(
            self, "names_export", "export", self.tr("E&xport…"), self.tr("Write all names as CSV")
        )
        fit_height(self._kinds, self._search, *self._lines.values())

    def _build_layout(self) -> None:
        label = named(QLabel(self.tr("&Kind"), self), "names_kind_label")
        label.setBuddy(self._kinds)
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        head.addWidget(label)
        head.addWidget(self._kinds)
        head.addWidget(self._search, 1)
        adding = QHBoxLayout()
        adding.setSpacing(SPACE_2)
        for field in self._fields.values():
            adding.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        below_label = QVBoxLayout()
        below_label.addSpacing(self._fields["id"].label.sizeHint().height() + SPACE_1)
        below_label.addWidget(self._add)
        below_label.addStretch(1)
        adding.addLayout(below_label)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_2)
        at_left = FlowLayout(spacing=SPACE_2)  # with large text one below the other
        for button in (self._remove, self._undo):
            at_left.addWidget(button)
        buttons.addLayout(at_left, 1)
        for button in (self._paste, self._import, self._export):
            buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        layout.setSpacing(SPACE_3)
        layout.addWidget(self._why)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        for widget in (self._problem, self._count):
            layout.addWidget(widget)
        layout.addLayout(adding)
        layout.addLayout(buttons)
        order_tabs_as_laid_out(self)

    def _connect(self) -> None:
        self._kinds.currentIndexChanged.connect(self._on_kind_changed)
        self._search.textChanged.connect(self._on_search_changed)
        self._nothing.action_clicked.connect(self._search.clear)
        self._model.edited.connect(self._on_edited)
        self._model.refused.connect(self._problem.set_text)
        self._table.paste_pressed.connect(self._on_paste_pressed)
        self._table.delete_pressed.connect(self._on_remove_clicked)
        self._table.return_pressed.connect(self._on_return_pressed)
        self._table.selectionModel().selectionChanged.connect(self._show_buttons)
        self._remove.clicked.connect(self._on_remove_clicked)
        self._undo.clicked.connect(self.undo_clicked)
        self._paste.clicked.connect(self._on_paste_clicked)
        self._import.clicked.connect(self._on_import_clicked)
        self._export.clicked.connect(self.export_clicked)
        self._add.clicked.connect(self._on_add_clicked)
        for line in self._lines.values():
            line.returnPressed.connect(self._on_add_clicked)
            line.textEdited.connect(self._clear_problems)
        undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self._table)
        undo.setContext(Qt.ShortcutContext.WidgetShortcut)
        undo.activated.connect(self.undo_clicked)

    @property
    def kind(self) -> NameKind:
        """What the table names."""
        return self._model.kind

    def show_directory(self, directory: Directory, *, can_undo: bool) -> None:
        """Show what is known now."""
        self._model.set_directory(directory)
        self._why.setText(" ".join(directory.names.refused))
        self._why.setVisible(bool(directory.names.refused))
        self._undo.setEnabled(can_undo)
        self._show()

    def say(self, sentence: str) -> None:
        """Say below the table what was done, until something else changes."""
        self._count.setText(sentence)

    def _show(self) -> None:
        self._table.set_column_shown(int(NameColumn.TEAM), shown=self.kind is NameKind.USER)
        self._fields["team_id"].setVisible(self.kind is NameKind.USER)
        is_empty = self._model.rowCount() == 0
        if is_empty and self._model.total:
            self._nothing.say(
                "search",
                self.tr("Nothing found"),
                self.tr("No name or id holds “%1”.").replace("%1", self._search.text()),
                self.tr("Clear search"),
            )
        elif is_empty:
            self._nothing.say(
                "people",
                self.tr("No names yet"),
                self.tr("Add an id and its name below, paste a list from a spreadsheet, or import a CSV file."),
            )
        self._stack.setCurrentWidget(self._nothing if is_empty else self._table)
        total, own = grouped(self._model.total), grouped(self._model.own_count)
        parts = [self.tr("%1 ids").replace("%1", total), self.tr("%1 of them with a name of yours").replace("%1", own)]
        self._count.setText(SEPARATOR.join(parts))
        self._show_buttons()

    def _names_of_selection(self) -> tuple[OwnName, ...]:
        return self._model.own_names_in(self._table.selected_rows())

    @Slot()
    def _show_buttons(self) -> None:
        self._remove.setEnabled(bool(self._names_of_selection()))

    @Slot()
    def _clear_problems(self) -> None:
        self._problem.set_text("")
        for field in self._fields.values():
            field.clear_problem()

    @Slot()
    def _on_kind_changed(self) -> None:
        self._clear_problems()
        self._model.set_kind(NameKind(self._kinds.currentData()))
        self._show()

    @Slot(str)
    def _on_search_changed(self, text: str) -> None:
        self._model.search(text)
        self._show()

    @Slot(object)
    def _on_edited(self, names: tuple[OwnName, ...]) -> None:
        self._clear_problems()
        self.edited.emit(names)

    @Slot()
    def _on_return_pressed(self) -> None:
        current = self._table.currentIndex()
        if current.isValid():
            self._table.edit(current.siblingAtColumn(max(current.column(), int(NameColumn.NAME))))

    @Slot()
    def _on_add_clicked(self) -> None:
        self._clear_problems()
        texts = {name: " ".join(line.text().split()) for name, line in self._lines.items()}
        team_id = self._model.team_id_of(texts["team_id"]) if self.kind is NameKind.USER else ""
        added = OwnName(self.kind, texts["id"], texts["name"], team_id)
        try:
            added.check()
        except DirectoryError as error:
            self._fields[error.field].show_problem(error.message)
            return
        if added.is_empty:
            self._fields["name"].show_problem(self.tr("Enter a name."))
            return
        self._search.clear()
        self.edited.emit((added,))
        for line in self._lines.values():
            line.clear()
        self._lines["id"].setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_remove_clicked(self) -> None:
        gone = tuple(OwnName(own.kind, own.id) for own in self._names_of_selection())
        if gone:
            self._on_edited(gone)

    @Slot()
    def _on_paste_pressed(self) -> None:
        """A column of texts goes into the column where the keyboard is; a table is read as a list."""
        text, current = QGuiApplication.clipboard().text(), self._table.currentIndex()
        lines = text.rstrip("\r\n").splitlines()
        is_column = not any(mark in line for line in lines for mark in "\t;")
        if is_column and lines and current.column() in {NameColumn.NAME, NameColumn.TEAM}:
            self._clear_problems()
            left = self._model.fill_down(current.row(), current.column(), lines)
            if left:
                text = self.tr("There are fewer rows than lines: the last %1 were left out.")
                self._problem.set_text(text.replace("%1", grouped(left)))
        else:
            self._on_paste_clicked()

    @Slot()
    def _on_paste_clicked(self) -> None:
        self._clear_problems()
        self.list_pasted.emit(QGuiApplication.clipboard().text(), self.kind)

    @Slot()
    def _on_import_clicked(self) -> None:
        self._clear_problems()
        self.import_clicked.emit(self.kind)
