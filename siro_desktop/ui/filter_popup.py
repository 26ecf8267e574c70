"""A small window below a heading in which one column is filtered. Every change takes effect at once; Esc closes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from siro_desktop.ui.column_filters import Blank, Holds, InRange, OneOf
from siro_desktop.ui.field import ProblemLine
from siro_desktop.ui.filter_inputs import FilterError, FilterInput, HoldsInput, OneOfInput, RangeInput
from siro_desktop.ui.list_box import list_box
from siro_desktop.ui.text_size import fit_height, follow_text, scale_font
from siro_desktop.ui.theme import SPACE_2, SPACE_3, restyle
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from siro_desktop.ui.column_filters import ColumnFilter
    from siro_desktop.ui.ordered_model import OrderedTableModel

_DELAY_MS: Final = 150
_MANY_ROWS: Final = 5_000  # below, the rows follow every key
_MOST_CHOICES: Final = 500
_WIDTH: Final = 40  # in average characters
_ANY, _HOLDS, _ONE_OF, _RANGE, _BLANK, _FILLED = "any", "holds", "one_of", "range", "blank", "filled"


class FilterPopup(QFrame):
    """Filters one column of a model, live. Gone when it closes."""

    def __init__(self, model: OrderedTableModel, column: int, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("filter_popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(self.tr("Filter %1").replace("%1", model.title(column)))
        self._model, self._column = model, column
        self._inputs: dict[str, FilterInput] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS if model.source_count() > _MANY_ROWS else 0)
        self._build_layout()
        self._show_filter()
        self._connect()

    def _build_layout(self) -> None:
        restyle(self, "#filter_popup { background: $panel; border: 1px solid $border; border-radius: $radius; }")
        heading = named(QLabel(self._model.title(self._column), self), "filter_heading")
        heading.setTextFormat(Qt.TextFormat.PlainText)
        scale_font(heading, 1.0, QFont.Weight.DemiBold)
        self._kind = list_box("filter_kind", self, self._kinds())
        self._kind.setAccessibleName(self.tr("Which cells are shown"))
        self._pages = named(QStackedWidget(self), "filter_pages")
        for made in self._inputs.values():
            self._pages.addWidget(made)
        self._problem = ProblemLine("filter_problem", self)
        self._clear = named(QPushButton(self.tr("Clea&r filter"), self), "filter_clear")
        self._done = named(QPushButton(self.tr("&Done"), self), "filter_done")
        buttons = QHBoxLayout()
        for button in (self._clear, self._done):
            fit_height(button)
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_3)
        layout.setSpacing(SPACE_2)
        for widget in (heading, self._kind, self._pages, self._problem):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        follow_text(self, lambda: self.setFixedWidth(self.fontMetrics().averageCharWidth() * _WIDTH))

    def _kinds(self) -> list[tuple[str, str]]:
        """The ways to filter this column, with an input for each that needs one."""
        kinds = [(self.tr("Any"), _ANY)]
        if self._model.is_figure(self._column):
            kinds.append((self.tr("In a range"), _RANGE))
            self._inputs[_RANGE] = RangeInput(self)
        else:
            kinds.append((self.tr("Holding a text"), _HOLDS))
            self._inputs[_HOLDS] = HoldsInput(self)
            texts = self._choices()
            if texts:
                kinds.append((self.tr("One of these"), _ONE_OF))
                self._inputs[_ONE_OF] = OneOfInput(texts, self)
        return [*kinds, (self.tr("Blank"), _BLANK), (self.tr("Not blank"), _FILLED)]

    def _choices(self) -> Sequence[str]:
        if not self._model.has_keys(self._column):
            return ()
        texts = self._model.keys(self._column).texts
        return texts.texts if texts is not None and len(texts) <= _MOST_CHOICES else ()

    def _connect(self) -> None:
        self._kind.currentIndexChanged.connect(self._on_kind_chosen)
        for made in self._inputs.values():
            made.changed.connect(self._timer.start)
        self._timer.timeout.connect(self._on_due)
        self._clear.clicked.connect(self._on_clear_clicked)
        self._done.clicked.connect(self.close)

    def _show_filter(self) -> None:
        """Show the column's filter; where there is none, what people mostly want."""
        wanted = self._model.filters.get(self._column)
        usual = _RANGE if _RANGE in self._inputs else _ONE_OF if self._is_choice() else _HOLDS
        kinds: dict[type, str] = {Holds: _HOLDS, OneOf: _ONE_OF, InRange: _RANGE}
        kind = usual if wanted is None else kinds.get(type(wanted), "")
        if isinstance(wanted, Blank):
            kind = _BLANK if wanted.is_blank else _FILLED
        self._kind.setCurrentIndex(max(0, self._kind.findData(kind)))
        for made in self._inputs.values():
            made.show_filter(wanted)
        self._show_input()

    def _is_choice(self) -> bool:
        """True for a column that says the same few texts again and again."""
        choices = self._choices()
        return bool(choices) and 2 * len(choices) <= self._model.source_count()

    def _show_input(self) -> None:
        made = self._inputs.get(self._kind.currentData())
        self._pages.setVisible(made is not None)
        if made is not None:
            self._pages.setCurrentWidget(made)
        (made or self._kind).setFocus(Qt.FocusReason.PopupFocusReason)
        self.adjustSize()

    def _wanted(self) -> ColumnFilter | None:
        match self._kind.currentData():
            case "blank":
                return Blank()
            case "filled":
                return Blank(is_blank=False)
        made = self._inputs.get(self._kind.currentData())
        return None if made is None else made.wanted()

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot()
    def _on_kind_chosen(self) -> None:
        self._show_input()
        self._on_due()

    @Slot()
    def _on_due(self) -> None:
        """Filter by what is typed; what makes no sense is said, and the rows stay."""
        try:
            wanted = self._wanted()
        except FilterError as error:
            self._problem.set_text(str(error))
        else:
            self._problem.set_text("")
            self._model.set_column_filter(self._column, wanted)
        self.adjustSize()

    @Slot()
    def _on_clear_clicked(self) -> None:
        self._model.set_column_filter(self._column, None)
        self.close()

    # Qt -------------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, pressed: QKeyEvent) -> None:
        """Close on Esc and Return; the filter stays."""
        if pressed.key() in {Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.close()
        else:
            super().keyPressEvent(pressed)
