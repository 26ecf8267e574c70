"""A line to search what stands below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QSizePolicy

from siro_desktop.ui.search_input import SearchInput
from siro_desktop.ui.text_size import follow_text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_WIDEST: Final = 36  # in average characters


class SearchBox(SearchInput):
    """Keeps its room while it is hidden, so that nothing beside it moves."""

    def __init__(self, name: str, prompt: str, parent: QWidget | None = None) -> None:
        super().__init__(name, prompt, prompt, parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        follow_text(self, lambda: self.setMaximumWidth(self.fontMetrics().averageCharWidth() * _WIDEST))
