"""What is kept, below the form: saved queries and saved results behind two tabs, with the search of the shown one.

Signal: `fold_changing(bool)` before the list folds (True), or after it has come back.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from siro_desktop.ui.flat_tabs import flat_tabs
from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.saved_queries import SavedQueriesPanel
from siro_desktop.ui.saved_results import SavedResultsPanel
from siro_desktop.ui.tab_order import order_tabs_as_laid_out
from siro_desktop.ui.text_size import follow_text
from siro_desktop.ui.theme import SPACE_1, SPACE_2
from siro_desktop.ui.tips import set_tip
from siro_desktop.ui.widgets import icon_button, named

_QUERIES: Final = 0
_RESULTS: Final = 1
_ANY_HEIGHT: Final = 16777215  # what Qt calls QWIDGETSIZE_MAX


class SavedSide(QWidget):
    """Two panels, of which one is shown."""

    fold_changing = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("saved_side")
        self.queries = SavedQueriesPanel(self)
        self.results = SavedResultsPanel(self)
        self._build_layout()
        self._tabs.currentChanged.connect(self._on_tab_changed)
        self._tabs.tabBarClicked.connect(self._unfold)
        self._fold.clicked.connect(self._on_fold_clicked)
        self._tabs.setCurrentIndex(_RESULTS)

    def _build_layout(self) -> None:
        self._tabs, holder = flat_tabs("saved", self.tr("What is saved"), self, (SPACE_1, SPACE_2))
        self._tabs.setUsesScrollButtons(False)
        self._searches = named(QStackedWidget(self), "saved_searches")
        self._panels = named(QStackedWidget(self), "saved_panels")
        for text, tip, panel in (
            (self.tr("Queries"), self.tr("Saved queries"), self.queries),
            (self.tr("Results"), self.tr("Saved results"), self.results),
        ):
            self._tabs.setTabToolTip(self._tabs.addTab(text), tip)
            self._searches.addWidget(panel.search_line)
            self._panels.addWidget(panel)
        follow_text(self, lambda: self._searches.setMaximumHeight(self.queries.search_line.minimumHeight()))
        self._fold = icon_button(self, "saved_fold", "chevron-down", "")
        self._is_folded = False
        self._show_fold()
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, SPACE_2, 0)
        head.setSpacing(SPACE_2)
        head.addWidget(holder)
        head.addWidget(self._searches, 1)
        head.addWidget(self._fold)
        layout = QVBoxLayout(self)  # texts stand 16 from the edge, as in the form above; a marked line reaches further
        layout.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, 0)
        layout.setSpacing(SPACE_2)
        layout.addLayout(head)
        layout.addWidget(self._panels, 1)
        order_tabs_as_laid_out(self)

    def show_queries(self) -> None:
        """Turn to the saved queries."""
        self._unfold()
        self._tabs.setCurrentIndex(_QUERIES)

    def show_results(self) -> None:
        """Turn to the saved results."""
        self._unfold()
        self._tabs.setCurrentIndex(_RESULTS)

    @property
    def is_folded(self) -> bool:
        """True while only the tabs are there, so that the form has the room."""
        return self._is_folded

    def _show_fold(self) -> None:
        text = self.tr("Show the list") if self._is_folded else self.tr("Fold the list: more room for the query")
        self._fold.setAccessibleName(text)
        set_tip(self._fold, text)
        set_icon(self._fold, "chevron-up" if self._is_folded else "chevron-down", "muted")

    @Slot()
    def _unfold(self) -> None:
        self._set_folded(is_folded=False)

    @Slot()
    def _on_fold_clicked(self) -> None:
        self._set_folded(is_folded=not self._is_folded)

    def _set_folded(self, *, is_folded: bool) -> None:
        if is_folded is self._is_folded:
            return
        if is_folded:
            self.fold_changing.emit(True)
        self._is_folded = is_folded
        self._panels.setHidden(is_folded)
        self._searches.setHidden(is_folded)
        self._show_fold()
        self.setMaximumHeight(self.sizeHint().height() if is_folded else _ANY_HEIGHT)
        if not is_folded:
            self.fold_changing.emit(False)

    @Slot(int)
    def _on_tab_changed(self, index: int) -> None:
        self._unfold()
        self._searches.setCurrentIndex(index)
        self._panels.setCurrentIndex(index)
