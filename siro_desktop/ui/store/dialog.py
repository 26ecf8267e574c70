"""Local data in three tabs. The pages tell what a person wants; `store_controller.py` does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout

from siro_desktop.ui.dialog_size import Rolling, size_by_text
from siro_desktop.ui.dialog_tabs import DialogTabs
from siro_desktop.ui.store.care_page import CarePage
from siro_desktop.ui.store.keep_page import KeepPage
from siro_desktop.ui.store.stored_page import StoredPage
from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.theme import SPACE_3, SPACE_4
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from siro_desktop.domain.names import Names

_SIZE: Final = QSize(56, 34)  # in lines of text


class StoreDialog(QDialog):
    """`keep` is about the connection called `profile_name`; without one it is not there."""

    def __init__(self, profile_name: str, names: Names, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("store_dialog")
        self.setWindowTitle(self.tr("Local data and backup"))
        self.stored = StoredPage()
        self.keep = KeepPage(names)
        self.care = CarePage()
        self._tabs = DialogTabs("store_tabs", "store_tab_bar", self.tr("Parts of local data"), self)
        self._tabs.addTab(self.stored, self.tr("What is stored"))
        if profile_name:
            self._tabs.addTab(self.keep, self.tr("How long: %1").replace("%1", profile_name.replace("&", "&&")))
        self._tabs.addTab(self.care, self.tr("Check and backup"))
        close = named(QPushButton(self.tr("Close"), self), "store_close")
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        fit_height(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        layout.setSpacing(SPACE_3)
        layout.addWidget(Rolling(self._tabs, self), 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTrailing)
        size_by_text(self, _SIZE)

    def show_keep(self) -> None:
        """Turn to what would go."""
        self._tabs.setCurrentWidget(self.keep)

    def show_care(self) -> None:
        """Turn to checks and backups."""
        self._tabs.setCurrentWidget(self.care)
