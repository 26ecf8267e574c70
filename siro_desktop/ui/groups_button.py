"""A quiet button whose menu puts groups of ids into the ids field, and makes a group of what is there.

Signals: `apply_requested(IdGroup, instead of the ids that are there)`, `save_clicked()`, `save_requested(IdGroup
without a name)`, `edit_requested()`.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QMenu, QToolButton

from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.text_size import fit_icon, scale_font
from siro_desktop.ui.theme import CAPTION, SPACE_1, restyle
from siro_desktop.ui.widgets import named
from siro_desktop.ui.words import SEPARATOR, ids_in_words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from siro_desktop.domain.own_names import IdGroup


class GroupsButton(QToolButton):
    """Lists the groups anew whenever its menu opens."""

    apply_requested = Signal(object, bool)
    save_clicked = Signal()
    save_requested = Signal(object)
    edit_requested = Signal()

    def __init__(self, name: str, host: QWidget | None = None) -> None:
        super().__init__(host)
        self.setObjectName(name)
        self._groups: tuple[IdGroup, ...] = ()
        self._can_save = self._is_presenting = False
        self.setText(self.tr("Groups"))
        self.setToolTip(self.tr("Groups of ids: use one, or save these ids as one"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        set_icon(self, "people", "muted")
        restyle(
            self,
            f"#{name} {{ background: transparent; border: 1px solid transparent; border-radius: $radius;"
            f" padding: {SPACE_1 // 2}px {SPACE_1}px; }} #{name}:hover {{ background: $raised; }}"
            f" #{name}:focus {{ border: 1px solid $accent; }} #{name}::menu-indicator {{ image: none; }}",
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        scale_font(self, CAPTION)
        fit_icon(self)
        self._menu = named(QMenu(self), f"{name}_menu")
        self._instead = named(QMenu(self.tr("Use &instead"), self._menu), f"{name}_instead")
        self.setMenu(self._menu)
        self._menu.aboutToShow.connect(self._fill)
        self._fill()

    def set_groups(self, groups: tuple[IdGroup, ...]) -> None:
        """Offer these groups."""
        self._groups = groups
        self._fill()

    def set_presenting(self, *, is_presenting: bool) -> None:
        """Keep the groups to oneself: what they are called may say who is in them."""
        self._is_presenting = is_presenting
        self.setEnabled(not is_presenting)
        self._fill()

    def set_can_save(self, *, can_save: bool) -> None:
        """Say whether there are ids to make a group of."""
        self._can_save = can_save

    @Slot()
    def _fill(self) -> None:
        self._menu.clear()
        self._instead.clear()
        for group in () if self._is_presenting else self._groups:
            text = f"{group.name}{SEPARATOR}{ids_in_words(group.entity_type, len(group.ids))}".replace("&", "&&")
            for menu, is_instead in ((self._menu, False), (self._instead, True)):
                action = menu.addAction(text)
                action.triggered.connect(partial(self._on_group_triggered, group, is_instead))
        if self._groups:
            self._menu.addSeparator()
            self._menu.addMenu(self._instead)
            self._menu.addSeparator()
        save = named(self._menu.addAction(self.tr("&Save these ids as a group…")), "ids_save_group")
        save.setEnabled(self._can_save)
        save.triggered.connect(self.save_clicked)
        edit = named(self._menu.addAction(self.tr("&Edit groups…")), "ids_edit_groups")
        edit.triggered.connect(self.edit_requested)

    def _on_group_triggered(self, group: IdGroup, is_instead: bool, _checked: bool = False) -> None:
        self.apply_requested.emit(group, is_instead)
