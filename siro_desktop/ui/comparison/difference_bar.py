"""Both sides to choose, a button that swaps them, and one that asks for another saved result.

Signals: `changed()` after every choice by the person; `other_clicked`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from siro_desktop.ui.comparison.difference_picker import SidePicker, rows_of
from siro_desktop.ui.flow_layout import FlowLayout
from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.theme import SPACE_2, SPACE_3, control_height, icon_size
from siro_desktop.ui.widgets import icon_button, named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from siro_desktop.domain.sides import Side
    from siro_desktop.ui.comparison.difference_picker import SideGroup
    from siro_desktop.ui.comparison.state import ComparisonState


class SidesBar(QWidget):
    """Wraps where it is narrow."""

    changed = Signal()
    other_clicked = Signal()

    def __init__(self, state: ComparisonState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("difference_sides")
        self._state = state
        self.a = SidePicker(self.tr("A"), self)
        self.b = SidePicker(self.tr("B"), self)
        self._swap = icon_button(self, "difference_swap", "swap", self.tr("Swap A and B"))
        self._other = named(QPushButton(self.tr("Another saved result…"), self), "difference_other")
        self._other.setToolTip(self.tr("Hold a column of this result against one of another"))
        self._other.setMinimumHeight(control_height(self._other))
        self._other.setIconSize(icon_size(self._other))
        set_icon(self._other, "saved")
        flow = FlowLayout(self, spacing=SPACE_3)
        for widget in (self.a, self.b, self._build_buttons()):
            flow.addWidget(widget)
        for picker in (self.a, self.b):
            picker.changed.connect(self.changed)
        self._swap.clicked.connect(self._on_swap_clicked)
        self._other.clicked.connect(self.other_clicked)

    def _build_buttons(self) -> QWidget:
        """Buttons beside fields stand in line with the fields, not with their labels."""
        host = named(QWidget(self), "difference_buttons")
        row = QHBoxLayout(host)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        for button in (self._swap, self._other):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        host.setMinimumHeight(self.a.sizeHint().height())
        return host

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
