"""What a filter of a column is typed or ticked into. Signal of each: `changed` after every edit.

`wanted()` returns the filter, None for any cell, and raises FilterError for what makes no sense.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from siro_desktop.ui.column_filters import Holds, InRange, OneOf
from siro_desktop.ui.field import Caption
from siro_desktop.ui.filter_words import read_figure, write_figure
from siro_desktop.ui.motion import add_clear_button
from siro_desktop.ui.search_hits import find_spans
from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.theme import SPACE_1, SPACE_2
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from siro_desktop.ui.column_filters import ColumnFilter


class FilterError(ValueError):
    """What was typed is no filter; the text says what to type."""


class FilterInput(QWidget):
    """One way to filter."""

    changed = Signal()

    def wanted(self) -> ColumnFilter | None:
        """Return the filter."""
        raise NotImplementedError

    def show_filter(self, wanted: ColumnFilter | None) -> None:
        """Show a filter as it would have been typed."""
        raise NotImplementedError


class HoldsInput(FilterInput):
    """A text that cells are to hold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = _line(self, "filter_text", self.tr("Text that cells hold"))
        self.setFocusProxy(self._text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._text)
        layout.addStretch(1)
        self._text.textChanged.connect(self.changed)

    def wanted(self) -> Holds | None:
        """Return the filter; None while nothing is typed."""
        text = self._text.text().strip()
        return Holds(text) if text else None

    def show_filter(self, wanted: ColumnFilter | None) -> None:
        """Show the text of a filter."""
        self._text.setText(wanted.text if isinstance(wanted, Holds) else "")


class RangeInput(FilterInput):
    """From where to where figures are to lie; an end that is left empty is open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._low = _line(self, "filter_low", self.tr("From"))
        self._high = _line(self, "filter_high", self.tr("To"))
        self.setFocusProxy(self._low)
        ends = QHBoxLayout()
        ends.setSpacing(SPACE_2)
        for text, name, line in (
            (self.tr("&From"), "filter_low_label", self._low),
            (self.tr("&To"), "filter_high_label", self._high),
        ):
            label = named(QLabel(text, self), name)
            label.setBuddy(line)
            column = QVBoxLayout()
            column.setSpacing(SPACE_1)
            column.addWidget(label)
            column.addWidget(line)
            ends.addLayout(column)
            line.textChanged.connect(self.changed)
        help_text = self.tr("Both ends count. In each metric's own unit; times also as 1:52.")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(ends)
        layout.addWidget(Caption("filter_help", help_text, self))
        layout.addStretch(1)

    def wanted(self) -> InRange | None:
        """Return the filter; None while both ends are open."""
        low, high = self._read(self._low), self._read(self._high)
        if low is not None and high is not None and high < low:
            raise FilterError(self.tr("The end lies below the beginning. Exchange the two."))
        return None if low is None and high is None else InRange(low, high)

    def _read(self, line: QLineEdit) -> float | None:
        try:
            return read_figure(line.text())
        except ValueError as error:
            text = self.tr("“%1” is not a number. Type it as 12.5, or a time as 1:52.")
            raise FilterError(text.replace("%1", line.text().strip()[:40])) from error

    def show_filter(self, wanted: ColumnFilter | None) -> None:
        """Show the ends of a filter."""
        ends = wanted if isinstance(wanted, InRange) else InRange()
        self._low.setText(write_figure(ends.low))
        self._high.setText(write_figure(ends.high))


class OneOfInput(FilterInput):
    """Texts that cells may say, to be ticked; a line above finds among them."""

    def __init__(self, texts: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._find = _line(self, "filter_find", self.tr("Find in the list"))
        self._list = named(QListWidget(self), "filter_choices")
        self._list.setAccessibleName(self.tr("Cells that are shown"))
        self._list.setUniformItemSizes(True)
        self._list.setSpacing(SPACE_1 // 2)
        for text in texts:
            item = QListWidgetItem(text, self._list)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
        self._find.setVisible(len(texts) > 8)
        self.setFocusProxy(self._list)
        if texts:
            self._list.setCurrentRow(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_2)
        layout.addWidget(self._find)
        layout.addWidget(self._list, 1)
        self._list.itemChanged.connect(self.changed)
        self._find.textChanged.connect(self._on_find)

    def wanted(self) -> OneOf | None:
        """Return the filter; None while nothing is ticked."""
        items = (self._list.item(row) for row in range(self._list.count()))
        ticked = frozenset(item.text() for item in items if item.checkState() is Qt.CheckState.Checked)
        return OneOf(ticked) if ticked else None

    def show_filter(self, wanted: ColumnFilter | None) -> None:
        """Tick the texts of a filter."""
        ticked = wanted.texts if isinstance(wanted, OneOf) else frozenset()
        for row in range(self._list.count()):
            item = self._list.item(row)
            item.setCheckState(Qt.CheckState.Checked if item.text() in ticked else Qt.CheckState.Unchecked)

    @Slot(str)
    def _on_find(self, text: str) -> None:
        wanted = text.strip()
        for row in range(self._list.count()):
            item = self._list.item(row)
            item.setHidden(bool(wanted) and not find_spans(item.text(), (wanted,)))


def _line(host: QWidget, name: str, spoken: str) -> QLineEdit:
    line = named(QLineEdit(host), name)
    line.setAccessibleName(spoken)
    line.setPlaceholderText(spoken)
    add_clear_button(line)
    fit_height(line)
    return line
