"""Tool tips that screen readers do not read twice: after a name, Qt gives them the whole tip as the description."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_NOTHING: Final = " "
"""WORKAROUND: Qt takes the tip, or what an input asks for, where the description is empty
(`QAccessibleWidget::text`, `QAccessibleLineEdit::text`)."""
_BETWEEN: Final = "\n:;,.·("


def set_tip(widget: QWidget, tip: str) -> None:
    """Show a tool tip; to screen readers only what it says beyond the widget's name, which is set before."""
    widget.setToolTip(tip)
    widget.setAccessibleDescription(beyond(spoken_name(widget), tip) if tip else "")


def say_once(widget: QWidget) -> None:
    """Keep an input's hint from screen readers where it is the input's name."""
    widget.setAccessibleDescription(_NOTHING)


def spoken_name(widget: QWidget) -> str:
    """Return by which name screen readers know a widget."""
    name = widget.accessibleName()
    if not name and isinstance(widget, QAbstractButton | QLabel):
        name = widget.text().replace("&&", "\0").replace("&", "").replace("\0", "&")
    return widget.currentText() if isinstance(widget, QComboBox) else name


def beyond(name: str, tip: str) -> str:
    """Return what a tip says beside a name: *F5* of *Fetch again (F5)*. All of it, if it does not begin with the name.

    Never nothing, for which Qt would take the tip.
    """
    if not (name and tip.startswith(name)):
        return tip or _NOTHING
    rest = tip.removeprefix(name).strip(" ")
    if rest and rest[0] not in _BETWEEN:
        return tip  # another word that begins alike
    if rest.startswith("(") and rest.endswith(")"):
        rest = rest[1:-1]
    return rest.lstrip(f" {_BETWEEN}") or _NOTHING
