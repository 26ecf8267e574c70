"""Version, libraries, licences, and where the program keeps its files."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

import PySide6
from PySide6.QtCore import Qt, QUrl, Slot, qVersion
from PySide6.QtGui import QDesktopServices, QFont, QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from siro_desktop import __version__
from siro_desktop.ui.dialog_size import Rolling, column_of, grow_with, screen_room
from siro_desktop.ui.field import Caption
from siro_desktop.ui.text_size import fit_height, scale_font
from siro_desktop.ui.theme import SPACE_2, SPACE_3, SPACE_5, TITLE
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from pathlib import Path

    from siro_desktop.config import Paths


_LINES_WIDE: Final = 26


class AboutDialog(QDialog):
    """About Siro Desktop. The folders of `paths` are links that open them."""

    def __init__(self, paths: Paths, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("about_dialog")
        self.setWindowTitle(self.tr("About Siro Desktop"))
        title = named(QLabel(self.tr("Siro Desktop %s") % __version__, self), "about_title")
        scale_font(title, TITLE, QFont.Weight.DemiBold)
        text = named(QLabel(self), "about_text")
        text.setText(self.tr("Scorecard metrics of recorded conversations, as table and charts, also offline."))
        text.setWordWrap(True)
        rows = QFormLayout()
        rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        rows.setVerticalSpacing(SPACE_2)
        rows.addRow(self.tr("Qt"), self._words("about_qt", f"{qVersion()} · PySide6 {PySide6.__version__}"))
        rows.addRow(self.tr("Results"), self._link("about_data", paths.data))
        rows.addRow(self.tr("Connections"), self._link("about_config", paths.config))
        rows.addRow(self.tr("Log"), self._link("about_log", paths.log))
        standard = QDialogButtonBox.StandardButton
        buttons = named(QDialogButtonBox(standard.Close, self), "about_buttons")
        close = named(buttons.button(standard.Close), "about_close")
        close.setIcon(QIcon())  # Fusion's own is of another set
        fit_height(close)
        buttons.rejected.connect(self.reject)
        content, column = column_of("about_parts", self, SPACE_3)
        column.addWidget(title)
        column.addWidget(text)
        column.addLayout(rows)
        column.addWidget(Caption("about_licences", self._licences(), self))
        column.addStretch(1)
        rolling = Rolling(content, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_5, SPACE_5, SPACE_5, SPACE_5)
        layout.setSpacing(SPACE_3)
        layout.addWidget(rolling, 1)
        layout.addWidget(buttons)
        width = _LINES_WIDE * self.fontMetrics().lineSpacing()
        self.setMinimumWidth(min(width, screen_room(self).width()))
        grow_with(self, rolling, width)

    def _licences(self) -> str:
        return self.tr(
            "Qt and PySide6 are used under the GNU Lesser General Public License, version 3; they are loaded as "
            "separate libraries, which you may replace by your own. Charts: pyqtgraph (MIT). Icons: Phosphor (MIT), by "
            "QtAwesome (MIT). Network and sign-in: httpx and Authlib (BSD 3-Clause). Keyring: keyring (MIT)."
        )

    def _words(self, name: str, text: str) -> QLabel:
        label = named(QLabel(text, self), name)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _link(self, name: str, folder: Path) -> QLabel:
        address = QUrl.fromLocalFile(str(folder)).toString()
        label = named(QLabel(f'<a href="{escape(address)}">{escape(str(folder))}</a>', self), name)
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        label.linkActivated.connect(self._on_link_activated)
        return label

    @Slot(str)
    def _on_link_activated(self, address: str) -> None:
        QDesktopServices.openUrl(QUrl(address))
