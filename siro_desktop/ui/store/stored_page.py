"""What is stored where, and how large it is: by connection, and file by file. Signal: `open_folder_clicked`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from siro_desktop.ui.plain_table import PlainTable, TextTableModel
from siro_desktop.ui.store.words import file_in_words, size_in_words
from siro_desktop.ui.theme import SPACE_2, SPACE_4
from siro_desktop.ui.widgets import named, quiet_button
from siro_desktop.ui.words import grouped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from siro_desktop.domain.store_health import StoredFile, StoredProfile

_PROFILE_SHARES: Final = (34, 13, 13, 14, 13, 13)
_FILE_SHARES: Final = (36, 50, 14)


class StoredPage(QWidget):
    """Two tables that can be copied."""

    open_folder_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stored_page")
        self._profiles = TextTableModel(
            [
                *(self.tr("Connection"), self.tr("Results"), self.tr("Pinned")),
                *(self.tr("One-to-ones"), self.tr("Events"), self.tr("About")),
            ],
            self,
        )
        self._files = TextTableModel([self.tr("What"), self.tr("Where"), self.tr("Size")], self)
        self._build_layout()

    def _build_layout(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        layout.setSpacing(SPACE_2)
        for name, text, model, shares, stretch in (
            (
                "stored_profiles",
                self.tr("Saved results, one-to-ones and events by &connection"),
                self._profiles,
                _PROFILE_SHARES,
                2,
            ),
            ("stored_files", self.tr("&Files"), self._files, _FILE_SHARES, 3),
        ):
            table = PlainTable(name, text.replace("&", ""), model, shares, self, wraps=True)
            label = named(QLabel(text, self), f"{name}_label")
            label.setBuddy(table)
            layout.addWidget(label)
            layout.addWidget(table, stretch)
        button = quiet_button(self, "stored_folder", "folder", self.tr("&Open folder"))
        button.clicked.connect(self.open_folder_clicked)
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)

    def show_profiles(self, profiles: Sequence[StoredProfile]) -> None:
        """Show what there is of each connection."""
        self._profiles.set_rows(
            [
                (
                    one.name,
                    *map(grouped, (one.results, one.pinned, one.meetings, one.events)),
                    size_in_words(one.size),
                )
                for one in profiles
            ]
        )

    def show_files(self, files: Sequence[StoredFile]) -> None:
        """Show which files there are."""
        self._files.set_rows([(file_in_words(one.kind), str(one.path), size_in_words(one.size)) for one in files])
