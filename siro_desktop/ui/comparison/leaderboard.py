"""A leaderboard of one metric in one period: ranks with ties, who moved, and who is not ranked, and why.

A ComparisonView. The state's own order is untouched until a person asks for *this order everywhere*.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from siro_desktop.domain.leaderboard import Best, best_of
from siro_desktop.domain.profile import NUMBER_RANGES
from siro_desktop.ui.charts.caption import PictureCaption
from siro_desktop.ui.charts.lettering import apart
from siro_desktop.ui.comparison.board_copy import copy_offers
from siro_desktop.ui.comparison.board_wishes import BoardWishes
from siro_desktop.ui.comparison.controls import Controls, set_choosable
from siro_desktop.ui.comparison.leaderboard_delegate import LeaderboardDelegate
from siro_desktop.ui.comparison.leaderboard_model import Column, LeaderboardModel, Rules
from siro_desktop.ui.entity_offers import offer_in_menu
from siro_desktop.ui.headings import CELL_PADDING, Headings, beside_edge
from siro_desktop.ui.quiet_table import QuietTable
from siro_desktop.ui.table_colors import TableColors
from siro_desktop.ui.target_words import target_said
from siro_desktop.ui.theme import SPACE_2, SPACE_4, row_height, style_text, tabular_font
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QShowEvent

    from siro_desktop.domain.exports import KeyedRows
    from siro_desktop.settings import Json
    from siro_desktop.ui.charts.picture import PicturePage
    from siro_desktop.ui.comparison.state import ComparisonState

_CHOICES: Final = (Best.HIGHEST, Best.LOWEST, Best.CLOSEST)
_NARROWEST: Final = 14  # average characters of the names' column
_WIDEST: Final = 30  # the same where the board does not fit and scrolls
_SAMPLE_ROWS: Final = 100
_SPOKEN: Final = 3
_SPOKEN_COLUMNS: Final = (Column.RANK, Column.NAME, Column.VALUE)


class Leaderboard(QWidget):
    """The board with its choices. `picture_clicked` asks for it to be saved as a picture."""

    picture_clicked = Signal()

    def __init__(self, state: ComparisonState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("leaderboard")
        self.caption = PictureCaption()
        self._state = state
        self._is_stale, self._is_filling, self._is_following = True, False, False
        self._wishes = BoardWishes(state)
        self.model = LeaderboardModel(state, self)
        self._build_layout()
        self._connect()
        self._on_left_out_changed()

    def _build_layout(self) -> None:
        controls = Controls("leaderboard_controls", self)
        controls.add_metric("leaderboard", self._state)
        self._period = controls.add_choice("leaderboard_period", self.tr("&Period"))
        self._earlier = controls.add_choice("leaderboard_earlier", self.tr("Change &since"))
        orders = [self.tr("Highest first"), self.tr("Lowest first"), self.tr("Closest to the target first")]
        self._best = controls.add_choice("leaderboard_best", self.tr("Or&der"), orders)
        self._least = controls.add_field(self.tr("At &least, recordings"), named(QSpinBox(self), "leaderboard_least"))
        self._least.setRange(*NUMBER_RANGES["thin_sample"])
        self._least.setToolTip(self.tr("Who has fewer recordings is listed below, without a rank"))
        self._everywhere = named(QPushButton(self.tr("&Use this order everywhere"), self), "leaderboard_everywhere")
        self._everywhere.setToolTip(self.tr("Show all views of this comparison in the order of this board"))
        controls.add_button(self._everywhere)
        self._picture = controls.add_picture_button("leaderboard_picture")
        self.table = named(QuietTable(self), "leaderboard_table")
        self._build_table()
        self._empty = named(QLabel(self.tr("There is nothing to rank yet."), self), "leaderboard_empty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        style_text(self._empty, "muted")
        self._average = named(QLabel(self), "leaderboard_average")
        self._average.setWordWrap(True)
        self._average.setContentsMargins(SPACE_4, SPACE_2, SPACE_4, SPACE_2)
        style_text(self._average, "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(controls)
        layout.addLayout(beside_edge(self.table), 1)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self._average)

    def _build_table(self) -> None:
        table = self.table
        table.setFont(tabular_font(QFont()))
        table.setFrameShape(QuietTable.Shape.NoFrame)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setTabKeyNavigation(False)
        table.setItemDelegate(LeaderboardDelegate(table))
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        headings = named(Headings(table), "leaderboard_headings")
        table.setHorizontalHeader(headings)
        headings.setSectionsClickable(False)
        headings.setHighlightSections(False)
        headings.setResizeContentsPrecision(_SAMPLE_ROWS)
        table.setModel(self.model)
        self._colors = TableColors(table)

    def _connect(self) -> None:
        state = self._state
        for changed in (state.comparison_changed, state.metric_changed, state.order_changed):
            changed.connect(self.refresh)
        state.least_changed.connect(self._on_left_out_changed)
        state.selection_changed.connect(self._on_selection_changed)
        self._period.activated.connect(self._on_period_activated)
        self._earlier.activated.connect(self._on_earlier_activated)
        self._best.activated.connect(self._on_best_activated)
        self._least.valueChanged.connect(self._on_least_changed)
        self._picture.clicked.connect(self.picture_clicked)
        self._everywhere.clicked.connect(self._on_everywhere_clicked)
        self.table.row_taken.connect(self._on_row_taken)
        offers_at = lambda index: state.offers(self.model.place(index.row()))  # noqa: E731
        offer_in_menu(self.table, lambda _index: copy_offers(self), offers_at)

    # Public ---------------------------------------------------------------------------------------------------------

    def visible_rows(self) -> KeyedRows:
        """Return what is on the board, from top to bottom: cell keys, and rows in their answers."""
        self._show_if_stale()
        comparison, rows = self._state.comparison, []
        for line in range(self.model.rowCount()):
            place = self.model.place(line)
            cell = comparison.cell(place) if comparison and place else None
            row = comparison.row(place, self._state.metric) if comparison and place else None
            if cell is not None and row is not None:
                rows.append((cell.key, row))
        return rows

    def picture(self) -> PicturePage:
        """Return the whole board with title, period and source. Raises ExportError if it is too long."""
        from siro_desktop.ui.charts.picture import PicturePage, picture_font
        from siro_desktop.ui.comparison.leaderboard_picture import BoardDrawing

        self._show_if_stale()
        font = tabular_font(picture_font())
        board = BoardDrawing(self.table, self.summary(), font)
        is_mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        summary = f"{self.table.accessibleName()}. {self._spoken_lines()}"
        return PicturePage(self.caption, [board], font, note=self.told(), summary=summary, is_mirrored=is_mirrored)

    def _spoken_lines(self) -> str:
        """The first on the board, for people who do not see it."""
        rows = range(min(self.model.rowCount(), _SPOKEN))
        return "; ".join(" ".join(self.model.text(row, column) for column in _SPOKEN_COLUMNS) for row in rows)

    def choices(self) -> dict[str, Json]:
        """Return what a person has chosen above the board, as JSON values."""
        return self._wishes.choices()

    def choose(self, kept: Mapping[str, object]) -> None:
        """Choose what `choices` said, and nothing else."""
        if kept != self.choices():
            self._wishes.choose(kept)
            self.refresh()

    def told(self) -> str:
        """Return since when somebody has moved, and the average of the ranked."""
        return " ".join(filter(None, (self.model.since_in_words(), self._average.text())))

    def summary(self) -> str:
        """Return in a sentence what the board is about."""
        metric = self._state.current_metric
        if metric is None:
            return self._empty.text()
        target = self.model.target()
        parts = [apart(metric.name), self._state.period_name(self.model.rules.period), self._best.currentText()]
        return ", ".join([*parts, *([target_said(target, metric.unit, metric.unit_abbreviated)] if target else [])])

    # Showing --------------------------------------------------------------------------------------------------------

    @Slot()
    def refresh(self) -> None:
        """Rank anew, now or when the board is next seen."""
        self._is_stale = True
        if self.isVisible():
            self._show_if_stale()
        else:
            self.model.clear()  # its lines are places in a comparison that may be gone

    def _show_if_stale(self) -> None:
        if not self._is_stale:
            return
        self._is_stale, self._is_filling = False, True
        self._fill_controls()
        self._show_board()
        self._is_filling = False

    def _fill_controls(self) -> None:
        periods = self._state.comparison.periods if self._state.comparison else ()
        wanted = periods.index(self._wishes.period) if self._wishes.period in periods else len(periods) - 1
        titles = [self._state.period_name(period) for period in range(len(periods))]
        self._period.clear()
        self._period.addItems(titles)
        self._period.setCurrentIndex(wanted)
        self._earlier.clear()
        self._earlier.addItem(self.tr("The period before"))
        self._earlier.addItems(titles)
        self._earlier.setCurrentIndex(periods.index(self._wishes.earlier) + 1 if self._wishes.earlier in periods else 0)
        self._earlier.setEnabled(len(periods) > 1)
        self._least.setValue(self._wishes.at_least())

    def _show_board(self) -> None:
        period = max(0, self._period.currentIndex())
        target = self._state.target(self._state.metric, period) if self._state.current_metric else None
        given = best_of(target)
        best = given or (self._wishes.best if self._wishes.best in {Best.HIGHEST, Best.LOWEST} else Best.HIGHEST)
        self._best.setCurrentIndex(_CHOICES.index(best or Best.HIGHEST))
        self._best.setEnabled(given is None)
        set_choosable(self._best, _CHOICES.index(Best.CLOSEST), given is Best.CLOSEST)
        hint = self.tr("The metric's target says which end is best") if given else ""
        self._best.setToolTip(hint)
        earlier = self._earlier.currentIndex() - 1 if self._earlier.currentIndex() > 0 else period - 1
        since = earlier if earlier >= 0 and earlier != period else None
        self.model.show_board(Rules(period, since, best or Best.HIGHEST, self._least.value()))
        self._arrange()

    def _arrange(self) -> None:
        table, model = self.table, self.model
        table.clearSpans()
        for row, line in enumerate(model.lines):
            if line.entry is None:
                table.setSpan(row, 0, 1, len(Column))
        height = row_height(table.font())
        table.verticalHeader().setMinimumSectionSize(height)
        table.verticalHeader().setDefaultSectionSize(height)
        self._fit_columns()
        has_lines = bool(model.lines)
        table.setVisible(has_lines)
        self._empty.setVisible(not has_lines)
        self._everywhere.setEnabled(has_lines)
        self._picture.setEnabled(has_lines)
        self._say_average()
        table.setAccessibleName(self.tr("Leaderboard: %1").replace("%1", self.summary()))
        table.setAccessibleDescription(self._average.text())
        self._on_selection_changed()

    def _fit_columns(self) -> None:
        headings, metrics = self.table.horizontalHeader(), self.table.fontMetrics()
        for column in Column:
            headings.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            if column is not Column.RANK:  # its headings go over all columns
                self.table.resizeColumnToContents(column)
                self.table.setColumnWidth(column, self.table.columnWidth(column) + 2 * CELL_PADDING)
        ranks = [line.rank for line in self.model.lines] + [self.model.title(Column.RANK)]
        self.table.setColumnWidth(Column.RANK, max(map(metrics.horizontalAdvance, ranks)) + 2 * SPACE_4)
        unit = metrics.averageCharWidth()
        least = min(max(self.table.columnWidth(Column.NAME), _NARROWEST * unit), _WIDEST * unit)
        fixed = sum(self.table.columnWidth(column) for column in Column if column is not Column.NAME)
        if fixed + least < self.table.viewport().width():
            headings.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        else:
            self.table.setColumnWidth(Column.NAME, least)

    def _say_average(self) -> None:
        self._average.setText(self.model.average_in_words())
        self._average.setVisible(bool(self._average.text()))

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot(int)
    def _on_period_activated(self, period: int) -> None:
        self._wishes.period = self._wishes.period_at(period)
        self._show_board()

    @Slot(int)
    def _on_earlier_activated(self, choice: int) -> None:
        self._wishes.earlier = self._wishes.period_at(choice - 1)
        self._show_board()

    @Slot(int)
    def _on_best_activated(self, choice: int) -> None:
        self._wishes.best = _CHOICES[choice]
        self._show_board()

    @Slot(int)
    def _on_least_changed(self, least: int) -> None:
        if not self._is_filling:
            self._wishes.least.wanted = least
            self._show_board()

    @Slot()
    def _on_left_out_changed(self) -> None:
        """Rank whom all views show."""
        self._wishes.least.follow(self._state.least)
        self.refresh()

    @Slot()
    def _on_everywhere_clicked(self) -> None:
        self._state.set_entity_order(self.model.board.order)

    @Slot(QModelIndex)
    def _on_row_taken(self, current: QModelIndex) -> None:
        place = self.model.place(current.row())
        if place is not None and not self._is_following:
            self._state.select(place)

    @Slot()
    def _on_selection_changed(self) -> None:
        if self._is_stale:
            return
        place = self._state.selected
        row = None if place is None else self.model.row_of(place.entity)
        self._is_following = True  # what the state says is not said to it again
        self.table.setCurrentIndex(QModelIndex() if row is None else self.model.index(row, Column.NAME))
        if row is None:
            self.table.clearSelection()
        self._is_following = False

    # Qt -------------------------------------------------------------------------------------------------------------

    def showEvent(self, shown: QShowEvent) -> None:
        """Show what has changed while nobody looked."""
        super().showEvent(shown)
        self._show_if_stale()

    def changeEvent(self, changed: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(changed)
        if changed.type() == changed.Type.FontChange:
            self.table.setFont(tabular_font(self.font()))
            self.refresh()
