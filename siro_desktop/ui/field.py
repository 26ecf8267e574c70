"""A labelled field: label above, input, and under it the problem with it, if there is one."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from siro_desktop.ui.announce import announce
from siro_desktop.ui.icon_mark import IconMark
from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.text_size import scale_font
from siro_desktop.ui.theme import CAPTION, RADIUS, SPACE_1, SPACE_2, current_theme, style_text, theme_events
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtGui import QPaintEvent

_OUTLINE_WIDTH = 2


class Caption(QLabel):
    """Small text that wraps and can be selected, *muted* unless told otherwise."""

    def __init__(self, name: str, text: str = "", host: QWidget | None = None, *, color: str = "muted") -> None:
        super().__init__(text, host)
        self.setObjectName(name)
        scale_font(self, CAPTION)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        style_text(self, color)


class ProblemLine(QWidget):
    """A problem in one sentence, with an icon, in the colour of problems. Hidden while there is none."""

    def __init__(self, name: str, host: QWidget | None = None) -> None:
        super().__init__(host)
        self.setObjectName(name)
        self._icon = IconMark(f"{name}_icon", self)
        set_icon(self._icon, "error", "missed")
        self._text = Caption(f"{name}_text", host=self, color="missed")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_1)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence; empty if there is no problem."""
        return self._text.text()

    def set_text(self, text: str) -> None:
        """Say `text`, or with an empty one nothing."""
        self._text.setText(text)
        self.setVisible(bool(text))
        if text:
            announce(self._text, text)


class _Outline(QWidget):
    """Draws a border in the colour of problems over an input that it follows. Lets every click through."""

    def __init__(self, target: QWidget, host: QWidget) -> None:
        super().__init__(host)
        self.target = target
        self.setObjectName(f"{target.objectName()}_outline")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        target.installEventFilter(self)
        theme_events().theme_changed.connect(self._on_theme_changed)
        self.hide()

    def follow(self) -> None:
        """Lie exactly over the input."""
        if isinstance(host := self.parent(), QWidget):
            self.setGeometry(self.target.rect().translated(self.target.mapTo(host, self.target.rect().topLeft())))
            self.raise_()

    @Slot()
    def _on_theme_changed(self) -> None:
        self.update()

    def eventFilter(self, watched: QObject, happening: QEvent) -> bool:
        if happening.type() in {happening.Type.Resize, happening.Type.Move, happening.Type.Show}:
            self.follow()
        return super().eventFilter(watched, happening)

    def paintEvent(self, _painting: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(current_theme().color("missed"), _OUTLINE_WIDTH))
        half = _OUTLINE_WIDTH // 2
        painter.drawRoundedRect(self.rect().adjusted(half, half, -half, -half), RADIUS / 2, RADIUS / 2)


class Field(QWidget):
    """A control with its label above, an optional note at the label's right, help and a problem line below.

    `name` is the field's name in errors (`MetricsQuery`'s or `Profile`'s); object names are made from it.
    `buddy` is what the label and the keyboard lead to, if that is a part of the control. `below` belongs to the input
    but stands under its problem, so that the problem is always beside the input.
    """

    def __init__(
        self,
        name: str,
        label: str,
        control: QWidget,
        *,
        buddy: QWidget | None = None,
        help_text: str = "",
        below: QWidget | None = None,
    ) -> None:
        super().__init__()
        self.name = name
        self.control = control
        self._inputs: dict[str, QWidget] = {"": buddy or control}
        self.setObjectName(f"{name}_field")
        if not control.objectName():
            control.setObjectName(name)
        self._build_layout(label, help_text, below)
        self._outline = _Outline(buddy or control, self)

    def _build_layout(self, label: str, help_text: str, below: QWidget | None) -> None:
        self.label = named(QLabel(label, self), f"{self.name}_label")
        self.label.setBuddy(self._inputs[""])
        self._note = Caption(f"{self.name}_note", host=self)
        self._note.setWordWrap(False)
        self._note.hide()
        self._help = Caption(f"{self.name}_help", help_text, self)
        self._help.setVisible(bool(help_text))
        self._problem = ProblemLine(f"{self.name}_problem", self)
        self._head = head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        head.addWidget(self.label, 1)  # with a letter underlined, words are wider than Qt says: it parts kerned letters
        head.addWidget(self._note)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_1)
        layout.addLayout(head)
        layout.addWidget(self.control)
        layout.addWidget(self._problem)
        if below is not None:
            layout.addWidget(below)
        layout.addWidget(self._help)
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Preferred)
        self.setSizePolicy(policy)

    @property
    def problem(self) -> str:
        """What stands under the input; empty if nothing is wrong."""
        return self._problem.text

    def take_focus(self) -> None:
        """Let the next keys go to the input."""
        self._inputs[""].setFocus(Qt.FocusReason.OtherFocusReason)

    def set_corner(self, widget: QWidget) -> None:
        """Put a small switch at the right of the label; the keyboard reaches it before the input."""
        self._head.addWidget(widget)

    def set_note(self, text: str) -> None:
        """Write a few small words at the right of the label, such as a count."""
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def set_help(self, text: str) -> None:
        """Write a sentence below the input; an empty one takes no room."""
        self._help.setText(text)
        self._help.setVisible(bool(text))

    def show_problem(self, text: str, *, focus: QWidget | None = None, take_focus: bool = True) -> None:
        """Say under the input what is wrong with it, and lead the keyboard there; `focus` names the part meant."""
        target = focus or self._inputs[""]
        self._problem.set_text(text)
        self._inputs[""].setAccessibleDescription(text)
        if self._outline.target is not target:
            self._outline.deleteLater()
            self._outline = _Outline(target, self)
        self._outline.show()
        self._outline.follow()
        if take_focus:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear_problem(self) -> None:
        """Take the problem away."""
        if self.problem:
            self._problem.set_text("")
            self._outline.hide()
            self._inputs[""].setAccessibleDescription("")


def captioned(name: str, text: str, control: QWidget, host: QWidget) -> QWidget:
    """Return `control` below a small label of its own, for the parts of a larger input."""
    box = named(QWidget(host), f"{name}_box")
    label = Caption(f"{name}_label", text, box)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    label.setWordWrap(False)
    label.setBuddy(control)
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(SPACE_1)
    layout.addWidget(label)
    layout.addWidget(control)
    return box


def order_tabs(*stops: QWidget) -> None:
    """Let the Tab key lead through these, which are in one window, in this order."""
    for former, following in pairwise(stops):
        QWidget.setTabOrder(former, following)
