"""All keyboard shortcuts, to look one up while working: the dialog stays open beside the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from siro_desktop.ui.dialog_size import screen_room
from siro_desktop.ui.help.keys import all_keys
from siro_desktop.ui.saved_result_delegate import list_palette
from siro_desktop.ui.search_line import SearchLine
from siro_desktop.ui.text_size import fit_height, follow_text
from siro_desktop.ui.theme import SPACE_3, SPACE_4, row_height, style_text, theme_events
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

    from siro_desktop.ui.help.keys import KeyGroup

_SIZE: Final = QSize(34, 44)  # in lines of text
_NAME: Final = Qt.ItemDataRole.UserRole


class KeysDialog(QDialog):
    """Shows the keys of the actions of `host`, and those of its parts. Read anew whenever it is turned to."""

    def __init__(self, host: QMainWindow) -> None:
        super().__init__(host)
        self.setObjectName("keys_dialog")
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._host = host
        self._groups: tuple[KeyGroup, ...] = ()
        self._row = QSize()
        self._build_layout()
        self.line.searched.connect(self._show_found)
        theme_events().theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.read_again()
        follow_text(self, self._fit)
        self.line.setFocus()

    def _build_layout(self) -> None:
        self.line = SearchLine("keys_search", self.tr("Search shortcuts"), self)
        self.list = named(QTreeWidget(self), "keys_list")
        self.list.setAccessibleName(self.tr("Keyboard shortcuts"))
        self.list.setColumnCount(2)
        self.list.setHeaderLabels([self.tr("What it does"), self.tr("Keys")])
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setItemsExpandable(False)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setIndentation(SPACE_4)
        self.list.setVerticalScrollMode(QTreeWidget.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._nothing = named(QLabel(self.tr("Nothing fits. Try fewer letters."), self), "keys_nothing")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        style_text(self._nothing, "muted")
        self._stack = named(QStackedWidget(self), "keys_stack")
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._nothing)
        close = named(QPushButton(self.tr("&Close"), self), "keys_close")
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        fit_height(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        layout.setSpacing(SPACE_3)
        layout.addWidget(self.line)
        layout.addWidget(self._stack, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTrailing)

    def _fit(self) -> None:
        screen = screen_room(self)
        self.resize((_SIZE * self.fontMetrics().lineSpacing()).boundedTo(screen))
        self._show_found(self.line.text())

    @Slot()
    def read_again(self) -> None:
        """Show the keys as they are now."""
        groups = all_keys(self._host.menuBar())
        if groups != self._groups:
            self._groups = groups
            self._show_found(self.line.text())

    @Slot(str)
    def _show_found(self, typed: str) -> None:
        self.list.clear()
        self._row = QSize(0, row_height(self.list.font()))
        found = [group for group in (one.find(typed) for one in self._groups) if group.lines]
        for group in found:
            self._add(group)
        self.list.expandAll()
        self._stack.setCurrentWidget(self.list if found else self._nothing)

    def _add(self, group: KeyGroup) -> None:
        heading = QTreeWidgetItem(self.list, [group.title])
        heading.setFirstColumnSpanned(True)
        heading.setSizeHint(0, self._row)
        heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
        font = QFont()
        font.setWeight(QFont.Weight.DemiBold)
        heading.setData(0, Qt.ItemDataRole.FontRole, font)
        for line in group.lines:
            item = QTreeWidgetItem(heading, [line.text, line.keys])
            item.setSizeHint(0, self._row)
            item.setData(0, _NAME, line.name)
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{line.text}, {line.keys}")
            item.setToolTip(0, line.text)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.list.setPalette(list_palette())

    def changeEvent(self, changed: QEvent) -> None:
        """Read the keys again when the dialog is turned to: the window may show another result now."""
        super().changeEvent(changed)
        if changed.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.read_again()
