"""Names for ids and groups of ids, side by side in two tabs. The pages tell what a person wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout

from siro_desktop.ui.dialog_size import Rolling, size_by_text
from siro_desktop.ui.dialog_tabs import DialogTabs
from siro_desktop.ui.field import ProblemLine
from siro_desktop.ui.names.groups_page import GroupsPage
from siro_desktop.ui.names.names_page import NamesPage
from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.theme import SPACE_3, SPACE_4
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from siro_desktop.domain.own_names import Directory


class NamesDialog(QDialog):
    """Every change is kept at once: there is nothing to be saved at the end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("names_dialog")
        self.setWindowTitle(self.tr("Names and groups"))
        self.names = NamesPage()
        self.groups = GroupsPage()
        self._tabs = DialogTabs("names_tabs", "names_tab_bar", self.tr("Names or groups"), self)
        self._tabs.addTab(self.names, self.tr("Names"))
        self._tabs.addTab(self.groups, self.tr("Groups"))
        self._problem = ProblemLine("names_dialog_problem", self)
        close = named(QPushButton(self.tr("Close"), self), "names_close")
        close.setAutoDefault(False)
        close.clicked.connect(self.accept)
        fit_height(close)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        layout.setSpacing(SPACE_3)
        layout.addWidget(Rolling(self._tabs, self), 1)
        layout.addWidget(self._problem)
        layout.addLayout(buttons)
        size_by_text(self, QSize(54, 38))

    def show_directory(self, directory: Directory, *, can_undo: bool) -> None:
        """Show what is known now."""
        self.names.show_directory(directory, can_undo=can_undo)
        self.groups.show_directory(directory)

    def show_problem(self, sentence: str) -> None:
        """Say below both tabs what could not be read or kept; nothing with an empty sentence."""
        self._problem.set_text(sentence)

    def show_groups(self) -> None:
        """Turn to the groups."""
        self._tabs.setCurrentWidget(self.groups)
