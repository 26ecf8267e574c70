"""A bar of tabs that are words with a line below the chosen one."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QTabBar, QWidget

from siro_desktop.ui.theme import restyle
from siro_desktop.ui.widgets import named

_STYLE: Final = (
    "#{name}::tab {{ color: $muted; background: transparent; border: none; border-bottom: 2px solid transparent;"
    " padding: {high}px {wide}px; }}"
    " #{name}::tab:selected {{ color: $text; border-bottom: 2px solid $accent; }}"
    " #{name}::tab:hover {{ color: $text; }}"
    " #{name}::tab:selected:focus {{ color: $on_selected; background: $selected; }}"
)


def flat_tabs(prefix: str, spoken: str, host: QWidget, padding: tuple[int, int]) -> tuple[QTabBar, QWidget]:
    """Return a bar called `prefix`_tabs, and the holder that goes into a layout; `padding` above and beside the words.

    A tab bar with a style sheet cuts its parent off from the application's palette: the holder is one of its own.
    """
    holder = named(QWidget(host), f"{prefix}_tab_holder")
    bar = named(QTabBar(holder), f"{prefix}_tabs")
    bar.setAccessibleName(spoken)
    bar.setDrawBase(False)
    bar.setExpanding(False)
    pad_tabs(bar, padding)
    inside = QHBoxLayout(holder)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.addWidget(bar)
    return bar, holder


def pad_tabs(bar: QTabBar, padding: tuple[int, int]) -> None:
    """Leave so much room above and beside the words of a bar that `flat_tabs` made."""
    restyle(bar, _STYLE.format(name=bar.objectName(), high=padding[0], wide=padding[1]))
