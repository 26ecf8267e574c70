"""The palette: a line to type into, and below it what fits. It is used with the keyboard alone, or with the mouse.

Signal: `chosen(Offer)` after the palette has closed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QLabel, QListView, QVBoxLayout, QWidget

from siro_desktop.ui.announce import announce
from siro_desktop.ui.palette.lines import OFFER_ROLE, OfferDelegate, OffersModel, in_words
from siro_desktop.ui.palette.offers import find_offers
from siro_desktop.ui.saved_result_delegate import list_palette
from siro_desktop.ui.search_box import SearchBox
from siro_desktop.ui.text_size import text_size
from siro_desktop.ui.theme import SPACE_2, SPACE_5, restyle, row_height, style_text, theme_events
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from siro_desktop.ui.palette.offers import Shelf

_MOST_LINES: Final = 60
_VISIBLE_LINES: Final = 11
_WIDE: Final = 84  # in average characters
_WIDEST: Final = 16_777_215
_TO_THE_LIST: Final = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


class PaletteDialog(QDialog):
    """Shows what `shelves` hold; `used` are the keys of what was used last, the newest first."""

    chosen = Signal(object)

    def __init__(self, shelves: Sequence[Shelf], used: Sequence[str], host: QWidget) -> None:
        super().__init__(host, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("palette_dialog")
        self.setWindowTitle(self.tr("Command palette"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._shelves = list(shelves)
        self._used = used
        self._host = host
        self._build_layout()
        self._connect()
        self._show_found()

    def _build_layout(self) -> None:
        self._line = SearchBox("palette_line", self.tr("Find an action, query, metric, person, team or result"), self)
        self._line.setMaximumWidth(_WIDEST)
        self._model = OffersModel(self)
        self._list = named(QListView(self), "palette_list")
        self._list.setAccessibleName(self.tr("What fits"))
        self._list.setModel(self._model)
        self._list.setItemDelegate(OfferDelegate(self._list))
        self._list.setUniformItemSizes(True)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._wear_theme()
        self._nothing = named(QLabel(self.tr("Nothing fits. Try fewer letters."), self), "palette_nothing")
        self._nothing.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        style_text(self._nothing, "muted")
        border = named(QFrame(self), "palette_border")
        restyle(border, "#palette_border { border: 1px solid $border; border-radius: $radius; }")
        inside = QVBoxLayout(border)
        inside.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        inside.setSpacing(SPACE_2)
        for widget in (self._line, self._list, self._nothing):
            inside.addWidget(widget)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(border)

    def _connect(self) -> None:
        self._line.textChanged.connect(self._show_found)
        self._line.returnPressed.connect(self._on_return_pressed)
        self._line.installEventFilter(self)
        self._line.clears_on_escape = False
        self._list.clicked.connect(self._choose)
        self._list.selectionModel().currentChanged.connect(self._on_current_changed)
        theme_events().theme_changed.connect(self._wear_theme)
        text_size().resized.connect(self._on_text_resized)

    # Public ---------------------------------------------------------------------------------------------------------

    def add_shelf(self, shelf: Shelf) -> None:
        """Offer more, which has come meanwhile; what is current stays so."""
        current = self._list.currentIndex().data(OFFER_ROLE)
        self._shelves.append(shelf)
        self._show_found()
        rows = range(self._model.rowCount())
        row = next((one for one in rows if self._model.index(one).data(OFFER_ROLE) == current), None)
        if row is not None:
            self._list.setCurrentIndex(self._model.index(row))

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot()
    def _show_found(self) -> None:
        offers = find_offers(self._shelves, self._line.text(), self._used, _MOST_LINES)
        self._model.show_offers(offers)
        self._list.setVisible(bool(offers))
        self._nothing.setHidden(bool(offers))
        self._list.setCurrentIndex(self._model.index(0))

    @Slot()
    def _wear_theme(self) -> None:
        self._list.setPalette(list_palette())

    @Slot()
    def _on_text_resized(self) -> None:
        if self.isVisible():
            self._place()

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _former: QModelIndex) -> None:
        """The keyboard stays in the line: a screen reader is told what Return would choose."""
        if current.isValid() and self.isVisible():
            said = in_words(current.data(OFFER_ROLE))
            announce(self._line, said)

    @Slot()
    def _on_return_pressed(self) -> None:
        self._choose(self._list.currentIndex())

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            offer = index.data(OFFER_ROLE)
            self.accept()
            self.chosen.emit(offer)

    # Qt -------------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, happened: QEvent) -> bool:
        """Let the arrows move through the list while the keyboard is in the line."""
        pressed = happened if isinstance(happened, QKeyEvent) and happened.type() == QEvent.Type.KeyPress else None
        if watched is self._line and pressed is not None and pressed.key() in _TO_THE_LIST:
            QApplication.sendEvent(self._list, happened)
            return True
        return super().eventFilter(watched, happened)

    def showEvent(self, shown: QShowEvent) -> None:
        """Stand in the upper middle of the window, as wide as it allows."""
        super().showEvent(shown)
        self._place()
        self._line.setFocus(Qt.FocusReason.PopupFocusReason)

    def _place(self) -> None:
        host = self._host
        line = row_height(self._list.font())
        width = min(self.fontMetrics().averageCharWidth() * _WIDE, host.width() - 2 * SPACE_5)
        height = self._line.sizeHint().height() + _VISIBLE_LINES * line + 4 * SPACE_2
        self.setFixedSize(width, min(height, host.height() - 2 * SPACE_5))
        top = host.mapToGlobal(host.rect().topLeft())
        self.move(top.x() + (host.width() - width) // 2, top.y() + min(host.height() // 8, 4 * SPACE_5))

    def changeEvent(self, changed: QEvent) -> None:
        """Close when another window is turned to, as a menu does: in a turn of its own.

        A palette that is being closed hears of it too. Closed once more in the midst of that, it would leave its
        window deaf: Qt goes on keeping keys and clicks from it.
        """
        super().changeEvent(changed)
        if changed.type() == QEvent.Type.ActivationChange:
            QTimer.singleShot(0, self, self._close_unless_active)

    @Slot()
    def _close_unless_active(self) -> None:
        if self.isVisible() and not self.isActiveWindow():
            self.reject()
