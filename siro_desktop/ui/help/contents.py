"""The help pages, without a network: topics at the left, with a search in all of them; the page at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, QUrl, Slot
from PySide6.QtGui import (
    QKeySequence,
    QPalette,
    QShortcut,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from siro_desktop.ui.cell_delegates import WrappingDelegate
from siro_desktop.ui.dialog_size import screen_room
from siro_desktop.ui.saved_result_delegate import list_palette
from siro_desktop.ui.search_line import SearchLine
from siro_desktop.ui.text_size import follow_text
from siro_desktop.ui.theme import (
    SPACE_1,
    SPACE_2,
    SPACE_4,
    SPACE_5,
    current_theme,
    row_height,
    style_text,
    theme_events,
)
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from siro_desktop.ui.help.topics import Topic

_SIZE: Final = QSize(60, 40)  # in lines of text
_LIST_WIDTH: Final = 17
_LINE_PERCENT: Final = 120
_INDENT: Final = 1.5
_NAME: Final = Qt.ItemDataRole.UserRole


class HelpWindow(QDialog):
    """A window of its own, so that a dialog that keeps its window from being used leaves help alone."""

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("help_window")
        self.setWindowTitle(self.tr("Help — Siro Desktop"))
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)  # help alone keeps no program running
        self._topics: dict[str, Topic] = {}
        self._shown, self._words = "", list[str]()
        self._build_layout()
        self._connect()
        self._on_theme_changed()
        follow_text(self, self._fit)
        self._list.setFocus()

    def _build_layout(self) -> None:
        self.line = SearchLine("help_search", self.tr("Search in help. Return goes to the next place."), self)
        self._list = named(QListWidget(self), "help_topics")
        self._list.setAccessibleName(self.tr("Topics"))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setWordWrap(True)
        self._list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self._list.setItemDelegate(WrappingDelegate(self._list, SPACE_1))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._nothing = named(QLabel(self.tr("No page has all of these words."), self), "help_nothing")
        self._nothing.setWordWrap(True)
        self._nothing.hide()
        style_text(self._nothing, "muted")
        self._left = named(QWidget(self), "help_left")
        left = QVBoxLayout(self._left)
        left.setContentsMargins(SPACE_4, SPACE_4, SPACE_2, SPACE_4)
        left.setSpacing(SPACE_2)
        for widget in (self.line, self._nothing):
            left.addWidget(widget)
        left.addWidget(self._list, 1)
        self.page = named(QTextBrowser(self), "help_page")
        self.page.setAccessibleName(self.tr("Page"))
        self.page.setFrameShape(QFrame.Shape.NoFrame)
        self.page.setOpenLinks(False)
        self.page.document().setDocumentMargin(SPACE_5)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._left)
        layout.addWidget(self.page, 1)

    def _connect(self) -> None:
        self.line.searched.connect(self._on_searched)
        self.line.returnPressed.connect(self.find_next)
        self._list.currentItemChanged.connect(self._on_topic_chosen)
        self.page.anchorClicked.connect(self._on_link_clicked)
        theme_events().theme_changed.connect(self._on_theme_changed)
        standard = QKeySequence.StandardKey
        QShortcut(QKeySequence(standard.Find), self, self.line.take_focus)
        QShortcut(QKeySequence(standard.FindNext), self, self.find_next)
        QShortcut(QKeySequence(standard.FindPrevious), self, self.find_previous)

    # Public ---------------------------------------------------------------------------------------------------------

    def set_topics(self, topics: tuple[Topic, ...], first: str) -> None:
        """List these pages, and show the one that is called `first`."""
        self._topics = {topic.name: topic for topic in topics}
        self._list.clear()
        for topic in topics:
            item = QListWidgetItem(topic.title, self._list)
            item.setData(_NAME, topic.name)
        self.show_topic(first)

    def show_topic(self, name: str) -> None:
        """Turn to a page; one that the search has put away is listed again."""
        item = self._item(name)
        if item is not None:
            item.setHidden(False)
            self._list.setCurrentItem(item)

    def topic(self) -> str:
        """The name of the page in view; empty before pages have been read."""
        return self._shown

    def listed(self) -> list[str]:
        """The names of the pages that the search has left."""
        return [item.data(_NAME) for item in self._items() if not item.isHidden()]

    @Slot()
    def find_next(self) -> None:
        """Go to the next place in the page that the search has found; after the last one, to the first."""
        self._go(QTextDocument.FindFlag(0))

    @Slot()
    def find_previous(self) -> None:
        """Go to the place before; before the first one, to the last."""
        self._go(QTextDocument.FindFlag.FindBackward)

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot(str)
    def _on_searched(self, typed: str) -> None:
        """Leave the pages that have every word; if the one in view has not, show the first that has."""
        self._words = typed.casefold().split()
        for item in self._items():
            item.setHidden(not self._topics[item.data(_NAME)].holds(self._words))
        left = self.listed()
        self._nothing.setVisible(not left)
        if left and self._shown not in left:
            self.show_topic(left[0])
        self._mark()
        if self._words:
            self.page.moveCursor(QTextCursor.MoveOperation.Start)
            self.find_next()

    @Slot(QListWidgetItem)
    def _on_topic_chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._shown = item.data(_NAME)
            self._show_page()

    @Slot(QUrl)
    def _on_link_clicked(self, link: QUrl) -> None:
        self.show_topic(link.path().removesuffix(".md"))

    @Slot()
    def _on_theme_changed(self) -> None:
        self._list.setPalette(list_palette())
        paper = QPalette()
        paper.setColor(QPalette.ColorRole.Base, current_theme().color("panel"))
        self.page.setPalette(paper)
        self._show_page()

    # The page -------------------------------------------------------------------------------------------------------

    def _show_page(self) -> None:
        """Also in other colours and sizes: links and the room between lines have theirs from when they were made."""
        if not self._shown:
            return
        self.page.setMarkdown(self._topics[self._shown].text)
        _set_calmly(self.page.document())
        self._mark()

    def _mark(self) -> None:
        """Mark every place of every word that is searched for."""
        marks = []
        for word in self._words:
            place = self.page.document().find(word)
            while not place.isNull():
                marks.append(_marked(place))
                place = self.page.document().find(word, place)
        self.page.setExtraSelections(marks)

    def _go(self, way: QTextDocument.FindFlag) -> None:
        """Select the next place, by where it stands, of any of the words."""
        is_back = way == QTextDocument.FindFlag.FindBackward
        places = sorted(mark.cursor.selectionStart() for mark in self.page.extraSelections())
        if not places:
            return
        now = self.page.textCursor()
        here = now.selectionStart() + (0 if is_back or not now.hasSelection() else 1)
        ahead = [place for place in places if (place < here if is_back else place >= here)]
        wanted = (ahead or places)[-1 if is_back else 0]
        mark = next(one for one in self.page.extraSelections() if one.cursor.selectionStart() == wanted)
        self.page.setTextCursor(mark.cursor)

    def _fit(self) -> None:
        line = self.fontMetrics().lineSpacing()
        screen = screen_room(self)
        self._left.setFixedWidth(min(_LIST_WIDTH * line, screen.width() // 3))
        self.resize((_SIZE * line).boundedTo(screen))
        self.page.document().setIndentWidth(_INDENT * line)
        self._show_page()
        self._list.setSpacing((row_height(self._list.font()) - line) // 4)

    def _items(self) -> list[QListWidgetItem]:
        return [self._list.item(row) for row in range(self._list.count())]

    def _item(self, name: str) -> QListWidgetItem | None:
        return next((item for item in self._items() if item.data(_NAME) == name), None)


def _set_calmly(document: QTextDocument) -> None:
    """Give lines air, and headings the sizes of the window's, which follow the zoom."""
    block, proportional = document.begin(), QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
    while block.isValid():
        level, cursor, look = block.blockFormat().headingLevel(), QTextCursor(block), QTextBlockFormat()
        look.setLineHeight(_LINE_PERCENT, proportional)
        if level:
            look.setTopMargin(0 if level == 1 else SPACE_4)
        cursor.mergeBlockFormat(look)
        if level:
            size = QTextCharFormat()
            size.setProperty(QTextFormat.Property.FontSizeAdjustment, max(0, 2 - level))
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(size)
        block = block.next()


def _marked(place: QTextCursor) -> QTextEdit.ExtraSelection:
    marked = QTextEdit.ExtraSelection()
    look = QTextCharFormat()
    look.setBackground(current_theme().color("selected"))
    look.setForeground(current_theme().on_selected)
    marked.cursor, marked.format = place, look
    return marked
