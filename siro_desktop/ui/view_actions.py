"""The views of the result that is shown, in the menu and as Ctrl+1, Ctrl+2 and so on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from siro_desktop.ui.actions import VIEWS_END
from siro_desktop.ui.announce import announce

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from siro_desktop.ui.result_page import ResultPage

_MOST: Final = 9


class ViewActions(QObject):
    """Fills the menu with the views of what `page` shows; call `update` when that has changed."""

    def __init__(self, page: ResultPage, window: QWidget) -> None:
        super().__init__(window)
        self._page = page
        self._actions = [self._build_action(number, window) for number in range(_MOST)]
        end = window.findChild(QAction, VIEWS_END)
        menu = end.parent() if end else None
        if isinstance(menu, QMenu) and end is not None:
            menu.insertActions(end, self._actions)

    def _build_action(self, number: int, window: QWidget) -> QAction:
        action = QAction(window)
        action.setObjectName(f"view_{number + 1}")
        action.setMenuRole(QAction.MenuRole.NoRole)
        action.setShortcut(QKeySequence(f"Ctrl+{number + 1}"))
        action.triggered.connect(partial(self._on_triggered, number))
        return action

    @Slot()
    def update(self, *, enabled: bool) -> None:
        """Name the views that there are now; they can be chosen where there is a connection."""
        texts = tuple(self._page.views().values())
        for number, action in enumerate(self._actions):
            action.setVisible(number < len(texts))
            action.setEnabled(enabled and number < len(texts))
            action.setText(f"&{number + 1} {texts[number]}" if number < len(texts) else "")

    def _on_triggered(self, number: int) -> None:
        name, text = tuple(self._page.views().items())[number]
        self._page.show_view(name)
        self._page.focus_view()
        announce(self._page, text)
