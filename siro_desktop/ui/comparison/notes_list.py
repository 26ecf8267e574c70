"""Notes in words, each with what can be done about it as a button; the first two, and the rest behind *and 3 more*.

Signals: `remedy_requested(Question)`, what to ask instead; `continue_requested`, fetch what is missing;
`fetch_again_requested`, fetch everything anew; `minimum_requested(int)`, leave out figures on fewer
recordings, 0: none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from siro_desktop.domain.comparability import RemedyKind
from siro_desktop.ui.comparison_words import more_in_words, note_in_words, remedy_in_words
from siro_desktop.ui.disclosure import Disclosure
from siro_desktop.ui.field import Caption
from siro_desktop.ui.icon_mark import IconMark
from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.text_size import scale_font
from siro_desktop.ui.theme import CAPTION, SPACE_1, SPACE_2, SPACE_3, restyle
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from siro_desktop.domain.comparability import Note, Remedy
    from siro_desktop.ui.comparison.state import ComparisonState

_SHOWN: Final = 2
_NARROW: Final = 60  # in average characters: below, the button stands under its sentence


class NotesList(QFrame):
    """Shows notes, in the order in which they are given. Hidden while there are none."""

    remedy_requested = Signal(object)
    continue_requested = Signal()
    fetch_again_requested = Signal()
    minimum_requested = Signal(int)

    def __init__(self, name: str, state: ComparisonState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Before you compare"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._state = state
        self._notes: tuple[Note, ...] = ()
        self._lines: list[_NoteLine] = []
        self._more = Disclosure(f"{name}_more", "", self.tr("Show or hide the other notes"), self)
        self._more.toggled.connect(self._on_more_toggled)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        self._layout.setSpacing(SPACE_1)
        self._layout.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        restyle(self, f"#{name} {{ background: $warning_fill; border-radius: $radius; }}")
        self.hide()

    def show_notes(self, notes: Sequence[Note]) -> None:
        """Say these, and what can be done; what was folded out stays so."""
        self._notes = tuple(notes)
        for line in self._lines:
            self._layout.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [self._build_line(number, note) for number, note in enumerate(self._notes)]
        self._more.setText(more_in_words(len(notes) - _SHOWN))
        self._more.setVisible(len(notes) > _SHOWN)
        self._on_more_toggled(is_open=self._more.isChecked())
        self.setVisible(bool(notes))

    def texts(self) -> list[str]:
        """Return every sentence, those folded away too."""
        return [line.text() for line in self._lines]

    def _build_line(self, number: int, note: Note) -> _NoteLine:
        said = (note_in_words(note, self._state), "")
        if note.remedy is not None:
            said = (said[0], remedy_in_words(note.remedy, self._state.least))
        line = _NoteLine(f"{self.objectName()}_{number}", said, note.remedy, self)
        line.remedy_clicked.connect(self._on_remedy_clicked)
        self._layout.insertWidget(number, line)
        return line

    @Slot(bool)
    def _on_more_toggled(self, is_open: bool) -> None:
        for number, line in enumerate(self._lines):
            line.setVisible(is_open or number < _SHOWN)

    @Slot(object)
    def _on_remedy_clicked(self, remedy: Remedy) -> None:
        match remedy.kind:
            case RemedyKind.CONTINUE:
                self.continue_requested.emit()
            case RemedyKind.FETCH_AGAIN:
                self.fetch_again_requested.emit()
            case RemedyKind.MINIMUM:
                self.minimum_requested.emit(0 if self._state.least else remedy.minimum)
            case _:
                self.remedy_requested.emit(remedy.question)


class _NoteLine(QWidget):
    """An icon, a sentence that wraps, and perhaps a button that looks like a link. Signal: `remedy_clicked(Remedy)`."""

    remedy_clicked = Signal(object)

    def __init__(self, name: str, said: tuple[str, str], remedy: Remedy | None, parent: QWidget) -> None:
        """`said` are the sentence and what the button says."""
        super().__init__(parent)
        self.setObjectName(name)
        self._remedy = remedy
        sentence, self._offer = said
        self._text = Caption(f"{name}_text", sentence, self, color="text")
        icon = IconMark(f"{name}_icon", self)
        scale_font(icon, CAPTION)
        set_icon(icon, "warning", "near")
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(SPACE_1)
        self._row.addWidget(self._text, 1)
        if remedy is not None:
            self._row.addWidget(self._build_button(name), 0, Qt.AlignmentFlag.AlignLeft)
        layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_2)
        layout.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(self._row, 1)

    def text(self) -> str:
        """The sentence."""
        return self._text.text()

    def _build_button(self, name: str) -> QPushButton:
        button = named(QPushButton(self._offer, self), f"{name}_remedy")
        button.setAccessibleDescription(self.text())
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        scale_font(button, CAPTION)
        restyle(
            button,
            f"#{name}_remedy {{ color: $accent; background: transparent; border: 1px solid transparent;"
            f" border-radius: $radius; padding: 0 {SPACE_1}px; text-align: left; text-decoration: underline; }}"
            f" #{name}_remedy:hover {{ background: $panel; }} #{name}_remedy:focus {{ border-color: $accent; }}",
        )
        button.clicked.connect(self._on_clicked)
        return button

    @Slot()
    def _on_clicked(self) -> None:
        self.remedy_clicked.emit(self._remedy)

    def resizeEvent(self, resizing: QResizeEvent) -> None:
        """Put the button under the sentence where there is no room beside it."""
        super().resizeEvent(resizing)
        is_narrow = self.width() < _NARROW * self.fontMetrics().averageCharWidth()
        side, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(below if is_narrow else side)
