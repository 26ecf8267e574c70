"""The Tab key goes as the parts lie in their layouts, in whatever order they were made. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QScrollArea, QSplitter, QTabWidget, QWidget

from siro_desktop.ui.field import order_tabs

if TYPE_CHECKING:
    from collections.abc import Iterator


def order_tabs_as_laid_out(host: QWidget) -> None:
    """Let the Tab key lead through the parts of `host` as a reader's eye does: along its layouts.

    What is made or moved later needs another call.
    """
    policy = host.focusPolicy()
    host.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # Qt passes over a host that takes no keys: the first might come last
    order_tabs(host, *_stops(host))
    host.setFocusPolicy(policy)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    for part in _parts(widget):
        if part is None:
            continue
        if part.focusProxy() is None and part.focusPolicy() != Qt.FocusPolicy.NoFocus and not _hands_on(part):
            yield part  # those too that the key does not stop at just now, such as a choice that is off
        else:
            yield from _stops(part)


def _hands_on(part: QWidget) -> bool:
    """True for a host that the Tab key never stops at, and whose parts take the keyboard from it."""
    return not part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.layout() is not None


def _parts(widget: QWidget) -> Iterator[QWidget | None]:
    """What stands in a widget, in order. What takes the keyboard itself is not looked into."""
    if isinstance(widget, QTabWidget):
        yield widget.tabBar()
        yield from (widget.widget(number) for number in range(widget.count()))
    elif isinstance(widget, QSplitter):
        yield from (widget.widget(number) for number in range(widget.count()))
    elif isinstance(widget, QScrollArea):
        yield widget.widget()
    else:
        layout = widget.layout()
        if layout is not None:
            yield from _laid_out(layout)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    numbers = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        numbers.sort(key=lambda number: cast("tuple[int, ...]", layout.getItemPosition(number)))  # row, then column
    for number in numbers:
        item = layout.itemAt(number)
        widget, below = (None, None) if item is None else (item.widget(), item.layout())
        if widget is not None:
            yield widget
        elif below is not None:
            yield from _laid_out(below)
