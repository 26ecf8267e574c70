"""Small makers of widgets that several pages share."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtWidgets import QPushButton, QToolButton

from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.text_size import fit_height, fit_icon, follow_text
from siro_desktop.ui.theme import control_height
from siro_desktop.ui.tips import set_tip

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPlainTextEdit, QWidget

Named = TypeVar("Named", bound=QObject)


def named(made: Named, name: str) -> Named:
    """Give an object its objectName and return it."""
    made.setObjectName(name)
    return made


def let_read(text: QPlainTextEdit) -> None:
    """Let a text be read and copied alone, by keys too: a line in it shows where the keyboard is."""
    text.setReadOnly(True)
    text.setTextInteractionFlags(text.textInteractionFlags() | Qt.TextInteractionFlag.TextSelectableByKeyboard)


def tool_button(
    parent: QWidget, name: str, icon_name: str, text: str, tip: str = "", *, color: str = "text"
) -> QPushButton:
    """Return a button with icon and text; `color` is the icon's, a name of the theme's."""
    button = named(QPushButton(text, parent), name)
    set_tip(button, tip)
    fit_height(button)
    fit_icon(button)
    set_icon(button, icon_name, color)
    return button


def quiet_button(parent: QWidget, name: str, icon_name: str, text: str, tip: str = "") -> QPushButton:
    """Return a button with icon and text that Return in a dialog's inputs does not press."""
    button = tool_button(parent, name, icon_name, text, tip, color="muted")
    button.setAutoDefault(False)
    return button


def icon_button(parent: QWidget, name: str, icon_name: str, text: str, keys: str = "") -> QToolButton:
    """Return a flat button with an icon alone; `text` is its name for screen readers, and with `keys` its tool tip."""
    button = named(QToolButton(parent), name)
    button.setAutoRaise(True)
    fit_icon(button)
    follow_text(button, lambda: button.setMinimumSize(QSize(1, 1) * control_height(button)))
    button.setAccessibleName(text)
    set_tip(button, f"{text} ({keys})" if keys else text)
    set_icon(button, icon_name, "muted")
    return button
