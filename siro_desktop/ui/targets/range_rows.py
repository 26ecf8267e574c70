"""Edits ranges of pass rates: a line for each, where it begins and its word. Where it ends follows from the next one.

So ranges always touch, and reach from 0 to 100. Signal: `changed()` after every edit by the person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from siro_desktop.domain.color_bands import HIGHEST_RATE, MOST_RANGES, SIRO_BANDS, Status, build_own_bands
from siro_desktop.domain.typed_values import read_typed, write_typed
from siro_desktop.domain.units import NO_VALUE
from siro_desktop.errors import TargetError
from siro_desktop.ui.field import Caption, order_tabs
from siro_desktop.ui.status_mark import status_word
from siro_desktop.ui.text_size import fit_height, follow_text
from siro_desktop.ui.theme import SPACE_2
from siro_desktop.ui.wheel_guard import guard_from_wheel
from siro_desktop.ui.widgets import icon_button, named, quiet_button
from siro_desktop.ui.words import number_format

if TYPE_CHECKING:
    from PySide6.QtWidgets import QToolButton

    from siro_desktop.domain.color_bands import ColorBands

_FEWEST: Final = 2
_CHARACTERS: Final = 7
_PERCENT: Final = "percent"


class _Row(Struct, frozen=True):
    """The inputs of one range."""

    low: QLineEdit
    end: QLabel
    status: QComboBox
    remove: QToolButton

    def widgets(self) -> tuple[QWidget, ...]:
        return self.low, self.end, self.status, self.remove


class RangeRows(QWidget):
    """The lines of ranges, the lowest first, and a button for one more."""

    changed = Signal()

    def __init__(self, name: str, host: QWidget | None = None) -> None:
        super().__init__(host)
        self.setObjectName(name)
        self._rows: list[_Row] = []
        self._build_layout()
        self._add.clicked.connect(self._on_add_clicked)
        self.set_bands(SIRO_BANDS)

    def _build_layout(self) -> None:
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACE_2)
        self._grid.setColumnStretch(2, 1)
        for column, text in enumerate((self.tr("From"), self.tr("to"), self.tr("is"))):
            self._grid.addWidget(Caption(f"{self.objectName()}_heading_{column}", text, self), 0, column)
        self._add = quiet_button(self, f"{self.objectName()}_add", "add", self.tr("Add a ra&nge"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_2)
        layout.addLayout(self._grid)
        layout.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)

    # Public ---------------------------------------------------------------------------------------------------------

    def set_bands(self, bands: ColorBands) -> None:
        """Edit other ranges. The lowest always begins at 0. Where there are none, Siro's usual ones are offered."""
        shown = bands.bands or SIRO_BANDS.bands
        self._set_rows([(_text(band.low), band.status) for band in shown])

    def to_bands(self) -> ColorBands:
        """Return what is typed, as set by hand. Raises TargetError; `input_of` finds its field."""
        return build_own_bands([(self._status(row), self._low(n)) for n, row in enumerate(self._rows)])

    def input_of(self, field: str) -> QWidget:
        """Return the input that a TargetError of `to_bands` is about."""
        kind, _, number = field.rpartition("_")
        if not number.isdigit():
            return self._add
        row = self._rows[int(number)]
        return row.low if kind == "low" else row.status

    def inputs(self) -> list[QWidget]:
        """Return all that the Tab key stops at, in order."""
        return [*(w for row in self._rows for w in (row.low, row.status, row.remove)), self._add]

    # Private --------------------------------------------------------------------------------------------------------

    def _set_rows(self, kept: list[tuple[str, Status]]) -> None:
        """Show these lines: what is typed as a beginning, and the word."""
        while len(self._rows) > len(kept):
            for widget in self._rows.pop().widgets():
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        while len(self._rows) < len(kept):
            self._rows.append(self._make_row(len(self._rows)))
        for n, (row, (low, status)) in enumerate(zip(self._rows, kept, strict=True)):
            row.low.setText(low if n else _text(0.0))
            row.status.setCurrentIndex(row.status.findData(status))
            row.remove.setEnabled(len(kept) > _FEWEST)
        self._add.setEnabled(len(kept) < MOST_RANGES)
        guard_from_wheel(self)
        order_tabs(*self.inputs())
        self._show_ends()

    def _make_row(self, n: int) -> _Row:
        name, place = self.objectName(), str(n + 1)
        low = named(QLineEdit(self), f"{name}_low_{n}")
        low.setAccessibleName(self.tr("Range %1 begins at, in percent").replace("%1", place))
        follow_text(low, lambda: low.setMaximumWidth(low.fontMetrics().averageCharWidth() * _CHARACTERS + 2 * SPACE_2))
        low.setReadOnly(n == 0)
        low.setEnabled(n > 0)
        if not n:
            low.setToolTip(self.tr("The lowest range begins at 0"))
        low.textEdited.connect(self._on_edited)
        end = named(QLabel(self), f"{name}_end_{n}")
        status = named(QComboBox(self), f"{name}_status_{n}")
        status.setAccessibleName(self.tr("Range %1 is").replace("%1", place))
        for each in reversed(Status):
            status.addItem(status_word(each), each)
        status.activated.connect(self._on_edited)
        fit_height(low, status)
        remove = icon_button(self, f"{name}_remove_{n}", "delete", self.tr("Remove range %1").replace("%1", place))
        remove.clicked.connect(self._on_remove_clicked)
        row = _Row(low, end, status, remove)
        for column, widget in enumerate(row.widgets()):
            self._grid.addWidget(widget, n + 1, column)
            widget.show()
        return row

    def _low(self, n: int) -> float:
        text = self._rows[n].low.text().strip()
        try:
            return read_typed(text, _PERCENT, "%", number_format())
        except ValueError as error:
            problem = self.tr("Type a number.") if text else self.tr("Enter a number.")
            raise TargetError(f"low_{n}", problem) from error

    def _status(self, row: _Row) -> Status:
        return Status(row.status.currentData())

    def _typed(self) -> list[tuple[str, Status]]:
        return [(row.low.text(), self._status(row)) for row in self._rows]

    def _show_ends(self) -> None:
        for n, row in enumerate(self._rows, 1):
            try:
                end = self._low(n) if n < len(self._rows) else HIGHEST_RATE
            except TargetError:
                row.end.setText(NO_VALUE)
            else:
                row.end.setText(f"{_text(end)}\u00a0%")

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot()
    def _on_edited(self) -> None:
        self._show_ends()
        self.changed.emit()

    @Slot()
    def _on_add_clicked(self) -> None:
        """Halve the highest range; the upper half has another word."""
        kept = self._typed()
        try:
            low = self._low(len(kept) - 1)
        except TargetError:
            low = HIGHEST_RATE  # that one is to be corrected first
        half = _text((low + HIGHEST_RATE) / 2) if low < HIGHEST_RATE else ""
        status = next(each for each in Status if each is not kept[-1][1])
        self._set_rows([*kept, (half, status)])
        self.changed.emit()
        self._rows[-1].low.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_remove_clicked(self) -> None:
        kept = self._typed()
        place = next(n for n, row in enumerate(self._rows) if row.remove is self.sender())
        self._set_rows([*kept[:place], *kept[place + 1 :]])
        self.changed.emit()
        self._rows[min(place, len(self._rows) - 1)].status.setFocus(Qt.FocusReason.OtherFocusReason)


def _text(rate: float) -> str:
    return write_typed(rate, _PERCENT, "%", number_format())
