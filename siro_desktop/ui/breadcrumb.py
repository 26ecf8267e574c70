"""The way down to what is in view, such as *All teams › Front Range › Ben*: each step but the last is a link.

Signal: `step_clicked(number)`, counted from the first step of the trail.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QToolButton, QWidget

from siro_desktop.ui.elided_label import ElidedLabel
from siro_desktop.ui.text_size import follow_text
from siro_desktop.ui.theme import SPACE_1, restyle, style_text
from siro_desktop.ui.tips import set_tip
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

_MOST: Final = 8  # steps; the way from an organization down to a recording has five
_FRAME: Final = 2 * SPACE_1  # what a link needs beside its text
_ROUNDED: Final = 1  # the widths of letters are no whole pixels
_SEPARATOR: Final = "›"
_MIRRORED: Final = "‹"  # Qt mirrors no text that says not in which direction it is read


class TrailStep(Struct, frozen=True):
    """A step as it is shown. `tip` says more of it; without a result to go to it is no link."""

    text: str
    tip: str
    is_link: bool = True


class Breadcrumb(QWidget):
    """Hidden unless there are several steps. In a narrow window the longest texts are cut first."""

    step_clicked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("breadcrumb")
        self.setAccessibleName(self.tr("Way to this result"))
        self._steps: tuple[TrailStep, ...] = ()
        self._links = [self._build_link(number) for number in range(_MOST - 1)]
        self._separators = [self._build_separator(number) for number in range(_MOST - 1)]
        self._last = named(ElidedLabel(self), "breadcrumb_last")
        self._last.setContentsMargins(SPACE_1, 0, SPACE_1, 0)  # as far from the edge as a link's text
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        follow_text(self, self._on_text_resized)
        self.hide()

    def _build_link(self, number: int) -> QToolButton:
        link = named(QToolButton(self), f"breadcrumb_{number + 1}")
        name = link.objectName()
        restyle(
            link,
            f"#{name} {{ color: $accent; background: transparent; padding: 0; border: 1px solid transparent;"
            f" border-radius: $radius; }} #{name}:hover {{ text-decoration: underline; }}"
            f" #{name}:focus {{ border-color: $accent; }} #{name}:disabled {{ color: $muted; }}",
        )
        link.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        link.clicked.connect(partial(self._on_link_clicked, number))
        return link

    def _build_separator(self, number: int) -> QLabel:
        separator = named(QLabel(_SEPARATOR, self), f"breadcrumb_separator_{number + 1}")
        separator.setAlignment(Qt.AlignmentFlag.AlignCenter)
        style_text(separator, "muted")
        return separator

    # Public ---------------------------------------------------------------------------------------------------------

    def show_trail(self, steps: Sequence[TrailStep]) -> None:
        """Show these steps, the last of which is in view; fewer than two are not worth a line."""
        if tuple(steps) != self._steps:
            self._steps = tuple(steps)
            self.setHidden(len(steps) < 2)
            self._arrange()

    def texts(self) -> list[str]:
        """Return what the steps say, whole; nothing if it is hidden."""
        return [] if self.isHidden() else [step.text for step in self._steps]

    # Showing --------------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        """Put the steps side by side, each with as much of its text as there is room for."""
        first = max(0, len(self._steps) - _MOST)  # of those that are shown
        links = self._steps[first:-1] if len(self._steps) > 1 else ()
        texts = [step.text for step in self._steps[first:]]
        widths = self._share_room(texts)
        left = 0
        for place, link in enumerate(self._links):
            is_shown = place < len(links)
            for widget in (link, self._separators[place]):
                widget.setVisible(is_shown)
            if is_shown:
                self._say(link, links[place], widths[place])
                left = self._put(link, left, widths[place])
                is_mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
                self._separators[place].setText(_MIRRORED if is_mirrored else _SEPARATOR)
                left = self._put(self._separators[place], left, self._gap())
        if texts:
            self._last.setText(texts[-1])
            set_tip(self._last, self._steps[-1].tip)
            self._put(self._last, left, widths[-1])

    def _say(self, link: QToolButton, step: TrailStep, width: int) -> None:
        shown = self.fontMetrics().elidedText(step.text, Qt.TextElideMode.ElideRight, width - _FRAME)
        link.setText(shown.replace("&", "&&"))
        link.setAccessibleName(step.text)
        set_tip(link, step.tip)
        link.setEnabled(step.is_link)

    def _put(self, widget: QWidget, left: int, width: int) -> int:
        place = QRect(left, 0, width, self.height())
        widget.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), place))
        return left + width

    def _gap(self) -> int:
        return self.fontMetrics().horizontalAdvance(_SEPARATOR) + 2 * SPACE_1

    def _share_room(self, texts: Sequence[str]) -> list[int]:
        """The widths of the steps: what they need, or so much that the widest ones lose first."""
        wanted = [self.fontMetrics().horizontalAdvance(text) + _FRAME + _ROUNDED for text in texts]
        room = self.width() - self._gap() * (len(texts) - 1)
        most, left = room, len(wanted)
        for width in sorted(wanted):
            most = max(0, room) // left
            if width > most:
                break
            room, left, most = room - width, left - 1, width
        return [min(width, most) for width in wanted]

    def _on_text_resized(self) -> None:
        self.setFixedHeight(self.fontMetrics().lineSpacing() + 2 * SPACE_1)
        self._arrange()

    def _on_link_clicked(self, place: int) -> None:
        self.step_clicked.emit(max(0, len(self._steps) - _MOST) + place)

    # Qt -------------------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """One line high; as wide as there is room."""
        return QSize(0, self.height())

    def minimumSizeHint(self) -> QSize:
        """Any width does."""
        return QSize(0, self.height())

    def resizeEvent(self, resized: QResizeEvent) -> None:
        """Show more or less of the texts."""
        super().resizeEvent(resized)
        self._arrange()

    def changeEvent(self, changed: QEvent) -> None:
        """Follow the side that people read from."""
        super().changeEvent(changed)
        if changed.type() is QEvent.Type.LayoutDirectionChange:
            self._arrange()
