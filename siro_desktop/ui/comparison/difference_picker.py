"""Which two columns are held against each other: whom and when, for A and for B, also from another saved result.

Signal: `changed()` after every choice by the person.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from siro_desktop.ui.field import Caption
from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.theme import SPACE_1, SPACE_2, SPACE_5
from siro_desktop.ui.tips import set_tip
from siro_desktop.ui.widgets import named
from siro_desktop.ui.words import days_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from siro_desktop.domain.query import Entity
    from siro_desktop.domain.sides import Side
    from siro_desktop.ui.comparison.state import ComparisonState

_LEAST_CHARACTERS: Final = 14
_MOST_CHARACTERS: Final = 80


class SideGroup(Struct, frozen=True):
    """The sides of one saved result. `note` stands behind its names; empty for the result that is shown."""

    note: str
    sides: tuple[Side, ...]


class SideRow(Struct, frozen=True):
    """The sides of one entity in one result, by period."""

    text: str
    sides: tuple[Side, ...]


class SideCombo(QComboBox):
    """A list that, once it is opened, is as wide as its longest line, within reason."""

    def showPopup(self) -> None:
        """Measure the lines and open: to measure them takes milliseconds, and few lists are ever opened."""
        view = self.view()
        widest = self.fontMetrics().averageCharWidth() * _MOST_CHARACTERS
        view.setMinimumWidth(min(widest, view.sizeHintForColumn(0) + SPACE_5))
        super().showPopup()


class SidePicker(QWidget):
    """Two lists for one side: whom, with the results they are in, and when."""

    changed = Signal()

    def __init__(self, letter: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = f"difference_{letter.lower()}"
        self.setObjectName(name)
        self._rows: Sequence[SideRow] = ()  # by line of the first list
        self.entity_input = named(SideCombo(self), f"{name}_entity")
        self.period_input = named(SideCombo(self), f"{name}_period")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        for combo, label in (
            (self.entity_input, self.tr("%1: who")),
            (self.period_input, self.tr("%1: when")),
        ):
            row.addWidget(self._labelled(combo, label.replace("%1", letter)))
        fit_height(self.entity_input, self.period_input)
        self.entity_input.currentIndexChanged.connect(self._on_entity_changed)
        self.period_input.currentIndexChanged.connect(self._on_period_changed)

    def _labelled(self, combo: QComboBox, text: str) -> QWidget:
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(_LEAST_CHARACTERS)
        combo.setMaxVisibleItems(20)
        host = named(QWidget(self), f"{combo.objectName()}_box")
        label = Caption(f"{combo.objectName()}_label", text, host)
        label.setWordWrap(False)
        label.setBuddy(combo)
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1)
        column.addWidget(label)
        column.addWidget(combo)
        return host

    def set_rows(self, rows: Sequence[SideRow]) -> None:
        """Offer these sides; the chosen one stays if it is among them."""
        chosen = self.side()
        self._rows = rows
        with QSignalBlocker(self.entity_input):
            self.entity_input.clear()
            self.entity_input.addItems([row.text for row in rows])
        self._fill_periods()
        if chosen is not None:
            self.choose(chosen)

    def side(self) -> Side | None:
        """What is chosen."""
        sides, period = self._sides(), self.period_input.currentIndex()
        return sides[period] if 0 <= period < len(sides) else None

    def _sides(self) -> Sequence[Side]:
        row = self.entity_input.currentIndex()
        return self._rows[row].sides if 0 <= row < len(self._rows) else ()

    def text(self) -> str:
        """Return whom and when is chosen, as it stands in the lists."""
        return f"{self.entity_input.currentText()}, {self.period_input.currentText()}"

    def choose(self, wanted: Side) -> bool:
        """Choose the side of the same cell of the same result, without emitting `changed`; False if there is none."""
        for row, offered in enumerate(self._rows):
            if offered.sides[0].result_id != wanted.result_id or offered.sides[0].entity != wanted.entity:
                continue
            period = next((at for at, side in enumerate(offered.sides) if side.cell.key == wanted.cell.key), None)
            if period is not None:
                with QSignalBlocker(self.entity_input), QSignalBlocker(self.period_input):
                    if row != self.entity_input.currentIndex():
                        self.entity_input.setCurrentIndex(row)
                        self._fill_periods()
                    self.period_input.setCurrentIndex(period)
                self._say_in_full()
                return True
        return False

    def _fill_periods(self) -> None:
        """Offer the periods of the entity; the same one stays, otherwise the latest."""
        former = self.period_input.currentText()
        texts = [days_in_words(side.period, side.zone) for side in self._sides()]
        with QSignalBlocker(self.period_input):
            self.period_input.clear()
            self.period_input.addItems(texts)
            self.period_input.setCurrentIndex(texts.index(former) if former in texts else len(texts) - 1)
        self._say_in_full()

    def _say_in_full(self) -> None:
        for combo in (self.entity_input, self.period_input):
            set_tip(combo, combo.currentText())

    @Slot()
    def _on_entity_changed(self) -> None:
        self._fill_periods()
        self.changed.emit()

    @Slot()
    def _on_period_changed(self) -> None:
        set_tip(self.period_input, self.period_input.currentText())
        self.changed.emit()


def rows_of(groups: Sequence[SideGroup], state: ComparisonState) -> list[SideRow]:
    """Return a row for each entity of each result, its sides from the earliest period."""
    rows: list[SideRow] = []
    for group in groups:
        by_entity: dict[Entity, list[Side]] = {}
        for _, alike in groupby(group.sides, key=_whom):  # a plan has the cells of one entity side by side
            sides = list(alike)
            by_entity.setdefault(sides[0].entity, []).extend(sides)
        for entity, sides in by_entity.items():
            name = state.name_of(entity, is_whole=sides[0].is_whole)
            text = f"{name} ({group.note})" if group.note else name
            rows.append(SideRow(text, tuple(sorted(sides, key=lambda side: side.period.start))))
    return rows


def _whom(side: Side) -> tuple[object, ...]:
    return side.query.filter_by, side.query.ids
