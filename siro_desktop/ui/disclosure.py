"""A quiet button with an arrow that shows or hides what stands below it. Signal: `toggled(bool)`."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QToolButton, QWidget

from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.text_size import follow_text
from siro_desktop.ui.theme import SPACE_1, restyle

_ARROW: Final = 0.8  # of the text's height


class Disclosure(QToolButton):
    """Closed at first."""

    def __init__(self, name: str, text: str, tip: str, host: QWidget | None = None) -> None:
        super().__init__(host)
        self.setObjectName(name)
        self.setText(text)
        self.setToolTip(tip)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        follow_text(self, self._fit_arrow)
        restyle(
            self,
            f"#{name} {{ background: transparent; border: 1px solid transparent; border-radius: $radius;"
            f" padding: {SPACE_1}px; }} #{name}:hover {{ background: $raised; }}"
            f" #{name}:focus {{ border: 1px solid $accent; }}",
        )
        self.toggled.connect(self._on_toggled)
        self._on_toggled(is_open=False)

    def _fit_arrow(self) -> None:
        self.setIconSize(QSize(1, 1) * round(self.fontMetrics().height() * _ARROW))

    @Slot(bool)
    def _on_toggled(self, is_open: bool) -> None:
        set_icon(self, "chevron-down" if is_open else "chevron-right", "muted")
