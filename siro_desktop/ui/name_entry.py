"""A line to type or paste into: it finds names, and takes any text as ids. Nothing typed is taken without being told.

Signals: `ids_chosen(tuple of str)` when a name was picked, Return pressed or a list pasted; `remove_last_requested` on
Backspace in the empty line; `textEdited` as every QLineEdit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QIcon, QKeySequence
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QToolButton

from siro_desktop.domain.query import parse_ids
from siro_desktop.errors import QueryError
from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.name_popup import NamesModel, TwoLineDelegate
from siro_desktop.ui.search import MANY_SEPARATORS, NameIndex
from siro_desktop.ui.tips import set_tip
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent, QKeyEvent
    from PySide6.QtWidgets import QWidget

_ENDLESS: Final = 50_000_000  # Qt cuts at 32,767 characters otherwise, in silence
_OPEN_ROWS: Final = 500
_VISIBLE_ROWS: Final = 7


class NameEntry(QLineEdit):
    """Offers matching names while somebody types; Down or the arrow shows all."""

    ids_chosen = Signal(object)
    remove_last_requested = Signal()

    def __init__(self, name: str, host: QWidget | None = None) -> None:
        super().__init__(host)
        self.setObjectName(name)
        self.setMaxLength(_ENDLESS)
        self._index = NameIndex()
        self._build_popup()
        self._open = self.addAction(QIcon(), QLineEdit.ActionPosition.TrailingPosition)
        self._open.setObjectName(f"{name}_open")
        self._open.setText(self.tr("Show names"))
        self._open.setToolTip(self.tr("Show names (Down)"))
        for button in self.findChildren(QToolButton):
            set_tip(button, self._open.toolTip())
        set_icon(self._open, "chevron-down", "muted")
        self._open.triggered.connect(self._on_open_triggered)
        self._open.setVisible(False)
        self.textEdited.connect(self._on_text_edited)
        self.textChanged.connect(self._on_text_changed)

    def _build_popup(self) -> None:
        self._model = NamesModel(self)
        self._view = view = named(QListView(), f"{self.objectName()}_popup")
        view.setUniformItemSizes(False)
        view.setAccessibleName(self.tr("Names"))
        self._completer = QCompleter(self._model, self)
        self._completer.setObjectName(f"{self.objectName()}_completer")
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_VISIBLE_ROWS)
        self._completer.setPopup(view)
        self.destroyed.connect(view.deleteLater)  # no child of ours: a window inside the tab order breaks it
        view.setItemDelegate(TwoLineDelegate(self))
        self._completer.setWidget(self)
        view.clicked.connect(self._on_name_activated)

    def set_index(self, index: NameIndex) -> None:
        """Search these names from now on."""
        self._index = index
        self._open.setVisible(bool(index.names))

    def pending_ids(self) -> tuple[str, ...]:
        """Return what the text in the line means as ids, without taking it.

        Raises QueryError for `ids` if it is a part of a name, and so not clear.
        """
        text = self.text().strip()
        if text and not self._index.exact(text) and self._index.finds_name(text):
            raise QueryError("ids", self.tr("“%s” is not chosen yet. Pick a name, or clear the line.") % text[:40])
        return self._read(text)

    def _read(self, text: str) -> tuple[str, ...]:
        named = self._index.exact(text)
        return (named.id,) if named else self._index.read(text)

    def take(self, text: str) -> None:
        """Take `text` as names and ids, and clear the line."""
        ids = self._read(text)
        self._view.hide()
        self.setText("")  # unlike clear, nothing that undo in the line would bring back
        if ids:
            self.ids_chosen.emit(ids)

    def paste_many(self, text: str) -> bool:
        """Take pasted text if it is a list. Returns False, and does nothing, if it is one word or name."""
        if not MANY_SEPARATORS.search(text.strip()) or self._index.exact(text):
            return False
        self.take(f"{self.text()}\n{text}" if self.text().strip() else text)
        return True

    def show_names(self, text: str = "") -> None:
        """Open the list on what `text` finds."""
        found = self._index.find(text, _OPEN_ROWS)
        typed = text.strip()
        is_offered = bool(typed) and not any(named.id == typed for named in found[:1])
        self._model.show_names(found, self.tr("Add “%s” as an id") % typed[:60] if is_offered else "")
        if not found:
            self._view.hide()
            return
        self._completer.complete()
        rows = self._completer.completionModel()
        is_clear = found[0].id == typed or self._index.finds_name(typed)
        self._view.setCurrentIndex(rows.index(0, 0) if is_clear else QModelIndex())

    @Slot()
    def _on_open_triggered(self) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.show_names(self.text())

    @Slot(str)
    def _on_text_edited(self, text: str) -> None:
        if text.strip():
            self.show_names(text)
        else:
            self._view.hide()

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        if "\n" in text or "\t" in text or "\r" in text:  # dropped, or by the middle button
            self.take(text)

    @Slot(QModelIndex)
    def _on_name_activated(self, index: QModelIndex) -> None:
        named = index.data(Qt.ItemDataRole.UserRole)
        if named is None:
            ids = parse_ids(self.text())
            self.setText("")  # unlike clear, nothing that undo in the line would bring back
            self.ids_chosen.emit(ids)
        else:
            self.setText("")  # unlike clear, nothing that undo in the line would bring back
            self.ids_chosen.emit((named.id,))
        self._view.hide()

    @Slot()
    def _on_paste_triggered(self) -> None:
        if not self.paste_many(QGuiApplication.clipboard().text()):
            self.paste()

    def keyPressEvent(self, key: QKeyEvent) -> None:  # noqa: D102
        if key.matches(QKeySequence.StandardKey.Paste):
            self._on_paste_triggered()
        elif key.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not key.modifiers():
            self._take_current()
        elif key.key() == Qt.Key.Key_Backspace and not self.text():
            self.remove_last_requested.emit()
        elif key.key() == Qt.Key.Key_Down and not self._view.isVisible():
            self.show_names(self.text())
        else:
            super().keyPressEvent(key)

    def _take_current(self) -> None:
        if self._view.isVisible() and self._view.currentIndex().isValid():
            self._on_name_activated(self._view.currentIndex())
        else:
            self.take(self.text())

    def contextMenuEvent(self, asked: QContextMenuEvent) -> None:  # noqa: D102
        menu = self.createStandardContextMenu()
        for action in menu.actions():
            if action.objectName() == "edit-paste":
                action.triggered.disconnect()
                action.triggered.connect(self._on_paste_triggered)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(asked.globalPos())
