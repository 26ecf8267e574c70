"""A button that looks like a combo box and opens a list of ticks: none, one or several.

Signal: `changed()` after every tick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QMenu, QSizePolicy, QStyle, QStyleOptionComboBox, QStylePainter, QToolButton

from siro_desktop.ui.theme import SPACE_5, control_height
from siro_desktop.ui.tips import set_tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent, QPaintEvent
    from PySide6.QtWidgets import QWidget


class StayingMenu(QMenu):
    """A menu that stays open while ticks are set, so that several can be chosen in one go."""

    def mouseReleaseEvent(self, release: QMouseEvent) -> None:
        """Set a tick and stay."""
        action = self.actionAt(release.position().toPoint())
        if action is not None and action.isEnabled() and action.isCheckable():
            action.trigger()
        else:
            super().mouseReleaseEvent(release)

    def keyPressEvent(self, key: QKeyEvent) -> None:
        """Set a tick with Space and stay; Return closes, as in any menu."""
        action = self.activeAction()
        if key.key() == Qt.Key.Key_Space and action is not None:
            action.trigger()
        else:
            super().keyPressEvent(key)


class MenuChoice(QToolButton):
    """Choices as (key, text); `label` says what they are about.

    `none_text` is the first line of the list, and what the button says when nothing is chosen.
    """

    changed = Signal()

    def __init__(
        self, name: str, label: str, choices: Sequence[tuple[str, str]], none_text: str, host: QWidget | None = None
    ) -> None:
        super().__init__(host)
        self.setObjectName(name)
        self._label = label
        self._none_text = none_text
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        menu = StayingMenu(self)
        menu.setObjectName(f"{name}_menu")
        self._none = self._add(menu, f"{name}_none", none_text)
        self._none.triggered.connect(self._on_none_triggered)
        menu.addSeparator()
        self._actions: dict[str, QAction] = {}
        for key, text in choices:
            self._actions[key] = self._add(menu, f"{name}_{key.lower()}", text)
            self._actions[key].triggered.connect(self._on_choice_triggered)
        self.setMenu(menu)
        self._say()

    @staticmethod
    def _add(menu: QMenu, name: str, text: str) -> QAction:
        action = menu.addAction(text)
        action.setObjectName(name)
        action.setCheckable(True)
        return action

    def chosen(self) -> tuple[str, ...]:
        """The keys that are ticked, in their order."""
        return tuple(key for key, action in self._actions.items() if action.isChecked())

    def set_chosen(self, keys: Sequence[str]) -> None:
        """Tick exactly these; unknown ones are ignored."""
        before = self.chosen()
        for key, action in self._actions.items():
            action.setChecked(key in keys)
        self._say()
        if self.chosen() != before:
            self.changed.emit()

    def _say(self) -> None:
        chosen = self.chosen()
        self._none.setChecked(not chosen)
        self.setText(", ".join(self._actions[key].text() for key in chosen) or self._none_text)
        self.setAccessibleName(f"{self._label}: {self.text()}")  # a buddy's label is not read for this kind of button
        set_tip(self, self.text())
        self.update()

    @Slot()
    def _on_none_triggered(self) -> None:
        self.set_chosen(())
        self._say()

    @Slot()
    def _on_choice_triggered(self) -> None:
        self._say()
        self.changed.emit()

    def sizeHint(self) -> QSize:  # noqa: D102
        return QSize(self.fontMetrics().horizontalAdvance(self._none_text) + 2 * SPACE_5, control_height(self))

    def minimumSizeHint(self) -> QSize:  # noqa: D102
        return self.sizeHint()

    def keyPressEvent(self, key: QKeyEvent) -> None:  # noqa: D102
        if key.key() in {Qt.Key.Key_Down, Qt.Key.Key_F4}:
            self.showMenu()
        else:
            super().keyPressEvent(key)

    def paintEvent(self, _painting: QPaintEvent) -> None:
        """Look like the combo boxes above and below."""
        option = QStyleOptionComboBox()
        option.initFrom(self)
        option.palette = QApplication.palette("QComboBox")  # type: ignore[call-overload]  # PySide takes text here
        option.editable = False
        option.currentText = self.text()
        if self.isDown():
            option.state |= QStyle.StateFlag.State_Sunken
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        option.currentText = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, field.width() - 4)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
