"""Both sides to choose, a button between them that swaps them, and one that asks for another saved result.

Signals: `changed()` after every choice by the person; `other_clicked`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from siro_desktop.ui.comparison.difference_picker import SidePicker, rows_of
from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.text_size import fit_height, fit_icon
from siro_desktop.ui.theme import SPACE_2
from siro_desktop.ui.widgets import icon_button, named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from siro_desktop.domain.sides import Side
    from siro_desktop.ui.comparison.difference_picker import SideGroup
    from siro_desktop.ui.comparison.state import ComparisonState


_WIDE: Final = 112  # in average characters: from here on both sides stand in one line


class SidesBar(QWidget):
    """A and B in one line; where it is narrow, B stands under A and the buttons behind them."""

    changed = Signal()
    other_clicked = Signal()

    def __init__(self, state: ComparisonState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("difference_sides")
        self._state = state
        self.a = SidePicker(self.tr("A"), self)
        self._swap = icon_button(self, "difference_swap", "swap", self.tr("Swap A and B"))
        self.b = SidePicker(self.tr("B"), self)
        self._other = named(QPushButton(self), "difference_other")
        self._other.setAccessibleName(self.tr("Another saved result…"))
        self._other.setToolTip(self.tr("Hold a column of this result against one of another saved result"))
        fit_height(self._other)
        fit_icon(self._other)
        set_icon(self._other, "saved")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACE_2)
        self._is_wide: bool | None = None
        self._arrange(is_wide=False)
        self.setMinimumWidth(1)  # one line must not keep the page from getting so narrow that there are two
        for picker in (self.a, self.b):
            picker.changed.connect(self.changed)
        self._swap.clicked.connect(self._on_swap_clicked)
        self._other.clicked.connect(self.other_clicked)

    def _arrange(self, *, is_wide: bool) -> None:
        """Put everything in its place; buttons stand in line with the fields, not with their labels."""
        if is_wide is self._is_wide:
            return
        self._is_wide = is_wide
        # Tab goes through A, the swap, B and the other result, in this order
        places = ((0, 0), (0, 1), (0, 2), (0, 3)) if is_wide else ((0, 0), (0, 1), (1, 0), (1, 1))
        for widget, place in zip((self.a, self._swap, self.b, self._other), places, strict=True):
            is_side = widget in {self.a, self.b}
            self._grid.addWidget(widget, *place, Qt.AlignmentFlag(0) if is_side else Qt.AlignmentFlag.AlignBottom)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(2, int(is_wide))
        self._other.setText(self.tr("Another result…") if is_wide else "")

    def set_groups(self, groups: Sequence[SideGroup]) -> bool:
        """Offer these sides to both; False if a chosen one is not among them any more."""
        is_kept, rows = True, rows_of(groups, self._state)
        for picker in (self.a, self.b):
            former = picker.side()
            picker.set_rows(rows)
            now = picker.side()
            is_kept &= former is None or (now is not None and now.cell.key == former.cell.key)
        return is_kept

    def sides(self) -> tuple[Side, Side] | None:
        """Return A and B; None where there are not two different ones."""
        a, b = self.a.side(), self.b.side()
        if a is None or b is None or (a.result_id, a.cell.key) == (b.result_id, b.cell.key):
            return None
        return a, b

    @Slot()
    def _on_swap_clicked(self) -> None:
        sides = self.sides()
        if sides is not None:
            self.a.choose(sides[1])
            self.b.choose(sides[0])
            self.changed.emit()

    def resizeEvent(self, resized: QResizeEvent) -> None:
        """Use the width that there is."""
        super().resizeEvent(resized)
        self._arrange(is_wide=self.width() >= _WIDE * self.fontMetrics().averageCharWidth())
