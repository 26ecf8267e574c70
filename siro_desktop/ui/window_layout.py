"""What lies where in the window: form and what is saved at the left, the result at the right, or the welcome page."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, Qt, Signal, Slot
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from siro_desktop.ui.held_query import HeldQueryLine
from siro_desktop.ui.query_form import QueryForm
from siro_desktop.ui.result_page import ResultPage
from siro_desktop.ui.result_tabs import ResultTabs
from siro_desktop.ui.saved_side import SavedSide
from siro_desktop.ui.tab_order import order_tabs_as_laid_out
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from zoneinfo import ZoneInfo

    from siro_desktop.ui.welcome_page import WelcomePage

_LEFT_WIDTH: Final = 340
_LEFT_LINES: Final = 20  # wider with larger text, as far as the result keeps its room
_LEFT_WIDEST: Final = 460


class WindowLayout(QStackedWidget):
    """The central widget; its pages are public, for the window to connect.

    Signals of the welcome page, which is made when it is first shown: `connect_requested`, `practice_requested`.
    """

    connect_requested = Signal()
    practice_requested = Signal()

    def __init__(self, today: Callable[[ZoneInfo], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("window_layout")
        self.query_form = QueryForm(today=today)
        self.held_query = HeldQueryLine()
        self.saved_side = SavedSide()
        self.saved_panel = self.saved_side.results
        self.result_tabs = ResultTabs()
        self.result_page = ResultPage()
        self._left = QSplitter(Qt.Orientation.Vertical)
        self._left.setObjectName("left_splitter")
        self._left.addWidget(self._build_question())
        self._left.addWidget(self.saved_side)
        self._left.setStretchFactor(0, 3)  # most of what a high window has goes to the form, which else scrolls
        self._left.setStretchFactor(1, 1)
        self._left.setChildrenCollapsible(False)
        self._unfolded: list[int] = []
        self.saved_side.fold_changing.connect(self._on_fold_changing)
        self._main = QSplitter(Qt.Orientation.Horizontal, self)
        self._main.setObjectName("main_splitter")
        self._main.addWidget(self._left)
        self._main.addWidget(self._build_answer())
        self._main.setStretchFactor(0, 0)
        self._main.setStretchFactor(1, 1)
        self._main.setChildrenCollapsible(False)
        left = max(_LEFT_WIDTH, min(_LEFT_LINES * self.fontMetrics().lineSpacing(), _LEFT_WIDEST))
        self._main.setSizes([left, 3 * left])
        self.addWidget(self._main)

    @cached_property
    def welcome_page(self) -> WelcomePage:
        """What is shown where there is no connection yet; few starts need it."""
        from siro_desktop.ui.welcome_page import WelcomePage

        page = WelcomePage(self)
        page.connect_requested.connect(self.connect_requested)
        page.practice_requested.connect(self.practice_requested)
        self.addWidget(page)
        return page

    def _build_question(self) -> QWidget:
        """The form, and over it what it holds."""
        host = named(QWidget(), "question_side")
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.held_query)
        column.addWidget(self.query_form, 1)
        return host

    def _build_answer(self) -> QWidget:
        """The result, and over it the tabs of all that are open."""
        host = named(QWidget(), "answer_side")
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.result_tabs)
        column.addWidget(self.result_page, 1)
        return host

    def focusNextPrevChild(self, following: bool) -> bool:
        """Let the Tab key go as a result's parts lie, those too that came since it was last pressed."""
        order_tabs_as_laid_out(self.result_page)
        return super().focusNextPrevChild(following)

    @Slot(bool)
    def _on_fold_changing(self, is_folding: bool) -> None:
        """Give the list the height again that it had."""
        if is_folding:
            self._unfolded = self._left.sizes()
        elif self._unfolded:
            self._left.setSizes(self._unfolded)

    def show_welcome(self, *, shown: bool) -> None:
        """Show the welcome page, or the question and the answer."""
        self.setCurrentWidget(self.welcome_page if shown else self._main)

    def show_saved(self, shown: bool) -> None:
        """Show or hide saved queries and results, which leave their room to the form."""
        self.saved_side.setVisible(shown)

    def show_left(self, shown: bool) -> None:
        """Show or hide the form and what is saved."""
        self._left.setVisible(shown)

    def save_splitters(self) -> tuple[bytes, bytes]:
        """Return the positions of both splitters, for `restore_splitters`."""
        return bytes(self._main.saveState().data()), bytes(self._left.saveState().data())

    def restore_splitters(self, main: bytes, left: bytes) -> None:
        """Put the splitters where they were; what cannot be read is ignored."""
        self._main.restoreState(QByteArray(main))
        self._left.restoreState(QByteArray(left))
