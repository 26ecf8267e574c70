"""All that is known of the current row, beside the table: definition, figures, and what the store has of its metric.

Signals: `closed`; `history_wanted(metric id)` when another metric is looked at: read it, and hand it to `show_history`.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont, QPalette, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QTableView,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from siro_desktop.ui.field import Caption
from siro_desktop.ui.headings import Headings
from siro_desktop.ui.history_model import HistoryModel
from siro_desktop.ui.table_colors import TableColors
from siro_desktop.ui.table_delegates import TableDelegate
from siro_desktop.ui.text_size import follow_text, scale_font
from siro_desktop.ui.theme import SPACE_2, SPACE_3, TITLE, row_height, style_text, tabular_font
from siro_desktop.ui.widgets import icon_button, named

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from PySide6.QtGui import QKeyEvent, QWheelEvent

    from siro_desktop.domain.metric_history import PastFigure
    from siro_desktop.ui.row_details import RowDetails

_WIDTH: Final = 58  # in average characters
_LEAST_WIDTH: Final = 35
_NARROWEST: Final = 5
_MOST_ROWS: Final = 8  # of the history that are in view without scrolling
_MARKED: Final = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


class WholeText(QTextEdit):
    """As high as its text, which can be marked and copied. A word that has no room, such as a long id, is broken."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setReadOnly(True)
        self.setTextInteractionFlags(_MARKED)
        self.setUndoRedoEnabled(False)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)

    def setText(self, text: str) -> None:
        """Show plain text; what is shown already stays, and what is marked in it."""
        if text.replace("\u00a0", " ") != self.toPlainText():
            self.setPlainText(text)

    @Slot()
    def _fit(self) -> None:
        self.setFixedHeight(max(self.fontMetrics().lineSpacing(), ceil(self.document().size().height())))

    def wheelEvent(self, turned: QWheelEvent) -> None:
        """Let the panel scroll; with Ctrl Qt would write this text alone larger."""
        turned.ignore()


class DetailsPanel(QFrame):
    """Shows one row. GUI thread."""

    closed = Signal()
    history_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("details_panel")
        self.setAccessibleName(self.tr("Details of the row"))
        self._details: RowDetails | None = None
        self._build_head()
        self._build_history()
        self._build_layout()
        self._close.clicked.connect(self.closed)
        self.show_details(None)

    def _build_head(self) -> None:
        self._title = WholeText("details_title", self)
        self._title.setAccessibleName(self.tr("Name"))
        scale_font(self._title, TITLE, QFont.Weight.DemiBold)
        self._close = icon_button(self, "details_close", "close", self.tr("Close the details"), self.tr("Esc"))
        self._about = WholeText("details_about", self)
        self._about.setAccessibleName(self.tr("Description"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SPACE_3)
        self._grid.setVerticalSpacing(SPACE_2)
        self._grid.setColumnStretch(1, 1)
        self._lines: list[tuple[QLabel, WholeText]] = []

    def _build_history(self) -> None:
        self._history_title = named(QLabel(self.tr("In this computer's &store"), self), "details_history_title")
        scale_font(self._history_title, 1.0, QFont.Weight.DemiBold)
        self._note = Caption("details_history_note", host=self)
        self._history = HistoryModel(self)
        self._table = table = named(QTableView(self), "details_history")
        self._history_title.setBuddy(table)
        table.setAccessibleName(self.tr("Figures of this metric in other periods"))
        table.setHorizontalHeader(Headings(table))
        table.setFont(tabular_font(table.font()))
        table.setModel(self._history)
        self._delegate = TableDelegate(table)
        table.setItemDelegate(self._delegate)
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.verticalHeader().hide()
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        headings = table.horizontalHeader()
        headings.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        headings.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        headings.setSectionsClickable(False)
        headings.setSortIndicatorShown(False)
        self._colors = TableColors(table)
        follow_text(self, self._fit)

    def _build_layout(self) -> None:
        inside = named(QWidget(), "details_inside")
        inside.setBackgroundRole(QPalette.ColorRole.Base)
        content = QVBoxLayout(inside)
        content.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_3)
        content.setSpacing(SPACE_3)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        content.addLayout(head)
        content.addWidget(self._about)
        content.addLayout(self._grid)
        content.addWidget(self._history_title)
        content.addWidget(self._note)
        content.addWidget(self._table)
        content.addStretch(1)
        area = named(QScrollArea(self), "details_area")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        area.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def _fit(self) -> None:
        """Follow the size of the text."""
        table = self._table
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * _LEAST_WIDTH)
        table.verticalHeader().setDefaultSectionSize(row_height(table.font()))
        table.horizontalHeader().setMinimumSectionSize(table.fontMetrics().averageCharWidth() * _NARROWEST)
        self._delegate.forget()
        self._fit_history()

    def _fit_history(self) -> None:
        rows = min(self._history.rowCount(), _MOST_ROWS) + 1
        self._table.setFixedHeight(rows * self._table.verticalHeader().defaultSectionSize() + SPACE_2)

    # Public ---------------------------------------------------------------------------------------------------------

    @property
    def usual_width(self) -> int:
        """How wide it is best, in pixels."""
        return self.fontMetrics().averageCharWidth() * _WIDTH

    @property
    def details(self) -> RowDetails | None:
        """The row in view, if any."""
        return self._details

    def show_details(self, details: RowDetails | None) -> None:
        """Show a row; None: no row is current."""
        former, self._details = self._details, details
        self._title.setText(details.title if details else self.tr("No row is chosen"))
        self._about.setText(details.about if details else self.tr("Choose a row to see what is known of it."))
        self._show_lines(details.lines if details else ())
        for widget in (self._history_title, self._note, self._table):
            widget.setVisible(details is not None)
        if details is not None and (former is None or _asked(former) != _asked(details)):
            self._note.setText(self.tr("Reading…"))
            self._table.hide()
            self.history_wanted.emit(details.metric_id)

    def forget(self) -> None:
        """Forget the row: the question is another, or more of it was fetched."""
        self._details = None

    def show_history(self, metric_id: str, figures: Sequence[PastFigure], zone: ZoneInfo) -> None:
        """Show what the store has of a metric, if that is still the one in view."""
        details = self._details
        if details is None or details.metric_id != metric_id:
            return
        self._history.show_figures(figures, details.unit, details.unit_abbreviated, zone)
        self._note.setText(
            self.tr("The same question in other periods, each as it was fetched last.")
            if figures
            else self.tr("The store has no figures of this metric for this question yet.")
        )
        self._table.setVisible(bool(figures))
        self._fit_history()

    def show_failure(self) -> None:
        """Say that the store could not be read; the window says why."""
        self._note.setText(self.tr("The store could not be read."))

    def _show_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        while len(self._lines) < len(lines):
            self._add_line(len(self._lines))
        for place, (label, text) in enumerate(self._lines):
            says, said = lines[place] if place < len(lines) else ("", "")
            label.setText(says)
            text.setText(said)
            text.setAccessibleName(says)
            for widget in (label, text):
                widget.setVisible(place < len(lines))

    def _add_line(self, place: int) -> None:
        label = named(QLabel(self), f"details_label_{place}")
        label.setTextFormat(Qt.TextFormat.PlainText)
        style_text(label, "muted")
        text = WholeText(f"details_text_{place}", self)
        self._grid.addWidget(label, place, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(text, place, 1, Qt.AlignmentFlag.AlignTop)
        self._lines.append((label, text))

    # Qt -------------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, pressed: QKeyEvent) -> None:
        """Close on Esc."""
        if pressed.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(pressed)


def _asked(details: RowDetails) -> tuple[str, str]:
    """What the history is of."""
    return details.metric_id, details.where
